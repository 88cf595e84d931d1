//! `scopemap functions [NAME]`: the reference, from the catalog.

use super::{Exit, Stopped, output};
use crate::diagnostic::closest;
use crate::functions::{Example, Expected, FUNCTIONS, Function, Presence, find};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::fmt::Write as _;

#[derive(Debug, Args)]
pub(super) struct Functions {
    /// The function; all of them when it is left out
    name: Option<String>,
    /// How the reference is written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How the reference is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Human,
    /// One JSON object a function, as lines
    Json,
    /// The reference page
    Markdown,
}

impl Functions {
    pub(super) fn run(&self) -> Result<Exit, Stopped> {
        let text = match (&self.name, self.format) {
            (None, Format::Human) => overview(),
            (None, Format::Markdown) => page(),
            (None, Format::Json) => FUNCTIONS.iter().map(|function| one(function, Format::Json)).collect(),
            (Some(name), format) => one(find(name).ok_or_else(|| unknown(name))?, format),
        };
        output::print(&text)?;
        Ok(Exit::Clean)
    }
}

fn unknown(name: &str) -> Stopped {
    let known = closest(name, FUNCTIONS.iter().map(|function| function.name));
    let help = known
        .map_or("; `scopemap functions` lists all".to_owned(), |known| format!("; did you mean `{known}`?"));
    Stopped::wrong_use(format!("there is no function `{name}`{help}"))
}

fn one(function: &Function, format: Format) -> String {
    match format {
        Format::Human => human(function),
        Format::Json => format!("{}\n", object(function)),
        Format::Markdown => section(function),
    }
}

fn overview() -> String {
    let width = FUNCTIONS.iter().map(|function| function.name.len()).max().unwrap_or(0);
    let lines = FUNCTIONS
        .iter()
        .map(|function| format!("{:width$}  {}\n", function.name, first_sentence(function.summary)));
    lines.collect()
}

fn first_sentence(summary: &str) -> &str {
    let ends = [". ", "\n", "; ", ": `"].into_iter().filter_map(|end| summary.find(end)).min();
    summary.get(..ends.unwrap_or(summary.len())).unwrap_or(summary).trim_end_matches('.')
}

fn human(function: &Function) -> String {
    let mut text = format!("{}\n\n{}\n", function.signature(), function.summary);
    if !function.parameters.is_empty() {
        text.push_str("\nParameters\n");
    }
    for parameter in function.parameters {
        writeln!(text, "  {:26}{}", parameter.name, describe(parameter.kind.as_str(), parameter.presence))
            .expect("a String takes any text");
    }
    text.push_str("\nExamples\n");
    for example in function.examples {
        writeln!(text, "  {}\n    {}", example.expression, result(example)).expect("a String takes any text");
    }
    text
}

fn describe(kind: &str, presence: Presence) -> String {
    match presence {
        Presence::Required => kind.to_owned(),
        Presence::Optional => format!("{kind}, may be omitted"),
        Presence::Repeating { least } => format!("{kind}, repeats, at least {least} ×"),
    }
}

/// What an example gives, with the source object where it reads one.
fn result(example: &Example) -> String {
    let given = if example.source == "{}" { String::new() } else { format!("  with {}", example.source) };
    format!("= {}{given}", expected(example.expected))
}

fn expected(expected: Expected) -> String {
    match expected {
        Expected::Text(text) => Value::from(text).to_string(),
        Expected::Json(json) => json.to_owned(),
        Expected::Null => "null".to_owned(),
        Expected::Length(length) => format!("a text of {length} characters, another each time"),
        Expected::IgnoreAttribute => "the attribute is left out".to_owned(),
        Expected::Error(kind) => format!("error: {kind}"),
    }
}

fn object(function: &Function) -> Value {
    let parameters = function.parameters.iter().map(|parameter| {
        let (optional, least) = match parameter.presence {
            Presence::Required => (false, None),
            Presence::Optional => (true, None),
            Presence::Repeating { least } => (false, Some(least)),
        };
        json!({ "name": parameter.name, "kind": parameter.kind.as_str(), "optional": optional, "repeats": least })
    });
    let examples = function.examples.iter().map(|example| {
        let source: Value = serde_json::from_str(example.source).expect("an example's source is JSON");
        json!({ "expression": example.expression, "source": source, "gives": expected(example.expected) })
    });
    json!({
        "name": function.name,
        "signature": function.signature(),
        "summary": function.summary,
        "source": function.source,
        "parameters": parameters.collect::<Vec<_>>(),
        "examples": examples.collect::<Vec<_>>(),
    })
}

fn page() -> String {
    let mut text = String::from(
        "# Functions\n\nThe functions of the expression language. This page is written by `scopemap functions --format markdown`.\n\n",
    );
    let names =
        FUNCTIONS.iter().map(|function| format!("[{}](#{})", function.name, function.name.to_lowercase()));
    text.push_str(&names.collect::<Vec<_>>().join(" · "));
    text.push('\n');
    for function in FUNCTIONS {
        text.push('\n');
        text.push_str(&section(function));
    }
    text
}

fn section(function: &Function) -> String {
    let mut text = format!("## {}\n\n`{}`\n\n{}\n", function.name, function.signature(), function.summary);
    if !function.parameters.is_empty() {
        text.push_str("\n| parameter | takes |\n| --- | --- |\n");
    }
    for parameter in function.parameters {
        let takes = describe(parameter.kind.as_str(), parameter.presence);
        writeln!(text, "| `{}` | {takes} |", parameter.name).expect("a String takes any text");
    }
    text.push_str("\n| example | source object | gives |\n| --- | --- | --- |\n");
    for example in function.examples {
        let source = if example.source == "{}" { String::new() } else { code(example.source) };
        let gives = match example.expected {
            Expected::Text(_) | Expected::Json(_) => code(&expected(example.expected)),
            other => expected(other),
        };
        writeln!(text, "| {} | {source} | {gives} |", code(example.expression))
            .expect("a String takes any text");
    }
    text
}

/// Code in a table cell.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
