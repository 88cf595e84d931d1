//! `scopemap eval EXPRESSION`: one expression, for one object.

use super::environment::Environment;
use super::objects::{self, Source};
use super::{Colours, Exit, Stopped, output};
use crate::check::Strictness;
use crate::diagnostic::{Diagnostic, EvalError, Report, closest};
use crate::expression::{Evaluation, Expression};
use crate::source;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Eval {
    /// The expression, e.g. 'Append([mail], ".test")'
    expression: String,
    /// The source object, as JSON
    #[arg(long, value_name = "JSON", conflicts_with = "input")]
    source: Option<String>,
    /// A source attribute; the value is JSON, or else a text
    #[arg(long = "set", value_name = "NAME=VALUE")]
    attributes: Vec<String>,
    /// Take the source object from this file: the first, or the one that --id names
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// The id, objectId or userPrincipalName of the object to take from --input
    #[arg(long, value_name = "ID", requires = "input")]
    id: Option<String>,
    /// Values that the target already holds, for `SelectUniqueValue`
    #[arg(long, value_name = "VALUE", num_args = 1..)]
    taken: Vec<String>,
    #[command(flatten)]
    environment: Environment,
    /// Refuse what Entra would spell otherwise
    #[arg(long)]
    strict: bool,
    /// How the result is written
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How the result is written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The value and its kind
    Human,
    /// One of {"value":…}, {"null":true}, {"flow":"…"}, {"error":"kind"}
    Json,
}

impl Eval {
    pub(super) fn run(self, colours: Colours) -> Result<Exit, Stopped> {
        let source = match &self.source {
            // As it is: numbers keep all their digits.
            Some(text) if self.attributes.is_empty() => text.clone(),
            _ => Value::Object(self.source_object()?).to_string(),
        };
        let env = self.environment.make()?.with_taken(&self.taken);
        let checked = Expression::new(
            "<expression>",
            &self.expression,
            Strictness { strict: self.strict, sync: false },
        );
        let expression = match checked {
            Ok(expression) => expression,
            Err(report) => return self.refused(&report, colours),
        };
        output::report(expression.report(), colours.stderr);
        let evaluated = expression.preview(source.as_str(), &env);
        let (evaluated, is_example) = evaluated
            .map_err(|error| Stopped::wrong_use(format!("the source object cannot be read: {error}")))?;
        if evaluated == Evaluation::Null {
            hint(&expression, &source);
        }
        self.show(&evaluated, is_example, colours)
    }

    fn source_object(&self) -> Result<Map<String, Value>, Stopped> {
        let mut object = match (&self.source, &self.input) {
            (Some(text), _) => {
                parse(text.as_bytes()).map_err(|error| Stopped::wrong_use(format!("--source: {error}")))?
            }
            (None, Some(path)) => self.input_object(path)?,
            (None, None) => Map::new(),
        };
        for attribute in &self.attributes {
            let Some((name, value)) = attribute.split_once('=') else {
                return Err(Stopped::wrong_use(format!("--set {attribute}: write it as NAME=VALUE")));
            };
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
            object.insert(name.to_owned(), value);
        }
        Ok(object)
    }

    fn input_object(&self, path: &std::path::Path) -> Result<Map<String, Value>, Stopped> {
        let mut found = None;
        objects::for_each(path, &mut |line, object| {
            if found.is_some() {
                return Ok(());
            }
            let unusable = |error: String| Stopped::wrong_use(format!("{}:{line}: {error}", path.display()));
            let object = match object.map_err(|error| unusable(error.to_string()))? {
                Source::Json(json) => parse(json.as_bytes()).map_err(unusable)?,
                Source::Bytes(json) => parse(json).map_err(unusable)?,
                Source::Row(row) => {
                    row.iter().map(|(name, cell)| (name.to_owned(), Value::from(cell))).collect()
                }
            };
            let named = |id: &str| {
                ["id", "objectId", "userPrincipalName"]
                    .iter()
                    .any(|key| object.get(*key).and_then(Value::as_str) == Some(id))
            };
            if self.id.as_deref().is_none_or(named) {
                found = Some(object);
            }
            Ok(())
        })?;
        found.ok_or_else(|| Stopped::wrong_use(format!("{}: no object with this --id", path.display())))
    }

    fn refused(&self, report: &Report, colours: Colours) -> Result<Exit, Stopped> {
        output::message(&report.to_human(colours.stderr));
        if self.format == Format::Json {
            let finding = report.diagnostics().iter().find(|finding| finding.is_refused(self.strict));
            let kind = finding.map_or("syntax", Diagnostic::error_kind);
            output::print(&format!("{}\n", json!({ "error": kind })))?;
        }
        Ok(Exit::RulesDoNotCompile)
    }

    fn show(&self, evaluated: &Evaluation, is_example: bool, colours: Colours) -> Result<Exit, Stopped> {
        let (json, human) = match evaluated {
            Evaluation::Value(kind, json) => {
                (format!("{{\"value\":{json}}}"), format!("{json}  ({})", kind.as_str()))
            }
            Evaluation::Null => (json!({ "null": true }).to_string(), "null".to_owned()),
            Evaluation::IgnoreAttribute => (
                json!({ "flow": "ignore-attribute" }).to_string(),
                "the attribute is left out of the operation".to_owned(),
            ),
            Evaluation::IgnoreObject => (
                json!({ "flow": "ignore-object" }).to_string(),
                "the object is left out of the operation".to_owned(),
            ),
            Evaluation::Error(error) => {
                output::message(&self.explain(error).to_human(colours.stderr));
                if self.format == Format::Json {
                    output::print(&format!("{}\n", json!({ "error": error.code().error_kind() })))?;
                }
                return Ok(Exit::Findings);
            }
        };
        if is_example {
            output::message("the value is an example: a run may give another");
        }
        output::print(&format!("{}\n", if self.format == Format::Json { json } else { human }))?;
        Ok(Exit::Clean)
    }

    fn explain(&self, error: &EvalError) -> Report {
        Report::new(
            source::Source::new("<expression>", self.expression.as_str()),
            vec![error.to_diagnostic()],
        )
    }
}

/// Says of attributes that the expression reads and the object lacks what they may have been meant to be.
fn hint(expression: &Expression, source: &str) {
    let Ok(object) = parse(source.as_bytes()) else { return };
    for (name, mut keys) in expression.attributes() {
        if keys.any(|key| object.contains_key(key)) {
            continue;
        }
        if let Some(known) = closest(name, object.keys().map(String::as_str)) {
            output::message(&format!("the object has no attribute `{name}`; did you mean `{known}`?"));
        }
    }
}

fn parse(json: &[u8]) -> Result<Map<String, Value>, String> {
    let parsed = serde_json::from_slice::<Map<String, Value>>(json);
    parsed.map_err(|error| match error.classify() {
        serde_json::error::Category::Data => "the source object is not a JSON object".to_owned(),
        _ => format!("the source object is not JSON, at line {} column {}", error.line(), error.column()),
    })
}
