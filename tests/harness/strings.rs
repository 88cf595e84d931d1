//! `dotnet-strings`: the text routines under the language's functions, by the `fn` of the row.
//!
//! A routine that is a function of the language runs as that function; the others run as the language runs them, by
//! `dotnet::text` or by plain `str`. Nothing is made up for what the language does differently: such a row fails.

use crate::Checked;
use crate::dotnet::text::{compare, equals_ignore_case, is_white_space, trim, utf16};
use crate::table::{Given, expression, run, text};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;

pub(crate) fn strings(file: &Value) -> Vec<Checked> {
    run(file, |row| {
        let input = text(row, "input")?;
        match language(text(row, "fn")?, row) {
            Some(function) if row.get("value").is_some() => text(row, "value").and(expression(function, row)),
            Some(function) => expression(function, row),
            None if row.get("value").is_some() => two_texts(text(row, "fn")?, input, text(row, "value")?),
            None => one_text(text(row, "fn")?, input, row),
        }
    })
}

/// The call of the language that is the same routine; the members of the row are its source attributes.
fn language(function: &str, row: &Value) -> Option<&'static str> {
    Some(match function {
        "mid" => "Mid([input], [start], [length])",
        "left" => "Left([input], [length])",
        "strip-spaces" => "StripSpaces([input])",
        "replace" => "Replace([input], [value], , , [with], , )",
        "instr" if row["compare"] == "text" => "InStr([input], [value], [start], vbTextCompare)",
        "instr" => "InStr([input], [value], [start], vbBinaryCompare)",
        "base64-utf16le" => "ConvertToBase64([input])",
        "utf8-hex" => "ConvertToUTF8Hex([input])",
        "int-parse" => "BitAnd([input], [input])", // the number itself
        "bool-parse" => "IIF([input], True, False)",
        _ => return None,
    })
}

fn one_text(function: &str, input: &str, row: &Value) -> Given {
    Ok(match function {
        "length" => json!(utf16::len(input)),
        "trim" => json!(trim(input)),
        "whitespace-null" => json!(input.chars().all(is_white_space)),
        "normalize" => json!(normalized(input, text(row, "form")?)),
        other => panic!("no routine is called {other}"),
    })
}

/// What `String.Normalize` gives: by the crate that `NormalizeDiacritics` and `InStr` stand on.
fn normalized(text: &str, form: &str) -> String {
    match form {
        "FormC" => text.nfc().collect(),
        "FormD" => text.nfd().collect(),
        "FormKC" => text.nfkc().collect(),
        "FormKD" => text.nfkd().collect(),
        other => panic!("no form is called {other}"),
    }
}

fn two_texts(function: &str, input: &str, value: &str) -> Given {
    Ok(match function {
        "contains" => json!(utf16::find(input, value, 0).is_some()),
        "indexof" => utf16::find(input, value, 0).map_or(json!(-1), |position| json!(position)),
        "startswith" => json!(input.starts_with(value)),
        "endswith" => json!(input.ends_with(value)),
        "equals-ignorecase" => json!(equals_ignore_case(input, value)),
        "compare-ordinal" => json!(compare(input, value) as i8),
        // What `Split` stands on, before it trims the parts and drops the empty ones.
        "split-char" | "split-string" if value.is_empty() => {
            return Err("Split takes no empty delimiter".to_owned());
        }
        "split-char" => input.split(value.chars().next().unwrap_or_default()).collect(),
        "split-string" => input.split(value).collect(),
        // What `Word` stands on.
        "split-any" => any_of(input, value).collect(),
        "split-any-noempty" => any_of(input, value).filter(|part| !part.is_empty()).collect(),
        other => panic!("no routine is called {other}"),
    })
}

fn any_of<'t>(input: &'t str, delimiters: &'t str) -> impl Iterator<Item = &'t str> {
    input.split(|character| delimiters.contains(character))
}
