//! `dotnet-strings`: the text routines under the language's functions, by the `fn` of the row.
//!
//! Each runs by the face of `dotnet` that the language's functions stand on, before they add rules of their own. Where a
//! face takes UTF-16 units the row may have half a surrogate pair in it; what takes text refuses one.

use crate::Checked;
use crate::dotnet::text::{
    Comparison, Needle, compare, contains_ignore_case, in_str, replace, split, split_any, trim, utf16,
};
use crate::dotnet::{base64, boolean, encoding, int32};
use crate::table::{Given, run, text, units};
use serde_json::{Value, json};
use std::num::NonZeroUsize;
use unicode_normalization::UnicodeNormalization as _;

pub(crate) fn strings(file: &Value) -> Vec<Checked> {
    run(file, |row| {
        let function = text(row, "fn")?;
        match function {
            "base64-utf16le" => Ok(base64_of(&units(row, "input")).into()),
            "utf8-hex" => {
                let digits = encoding::hexadecimal(encoding::utf8_bytes(units(row, "input")));
                Ok(digits.collect::<String>().into())
            }
            "contains" | "startswith" | "endswith" => {
                Ok(search(function, text(row, "input")?, &Needle::from_units(units(row, "value"))).into())
            }
            "indexof" => {
                let position = Needle::from_units(units(row, "value")).position(text(row, "input")?);
                Ok(position.map_or(json!(-1), |position| json!(position)))
            }
            _ if row.get("value").is_some() => {
                two_texts(function, text(row, "input")?, text(row, "value")?, row)
            }
            _ => one_text(function, text(row, "input")?, row),
        }
    })
}

fn base64_of(units: &[u16]) -> String {
    let bytes: Vec<u8> = encoding::utf16_bytes(units.iter().copied()).collect();
    base64::encode(&bytes).to_string()
}

fn search(function: &str, input: &str, needle: &Needle) -> bool {
    match function {
        "contains" => needle.is_in(input),
        "startswith" => needle.is_at_start(input),
        _ => needle.is_at_end(input),
    }
}

fn one_text(function: &str, input: &str, row: &Value) -> Given {
    Ok(match function {
        "mid" => {
            let start = position(row, "start")?.get() - 1;
            json!(utf16::substring(input, start, length(row)?).ok_or("a start past the end")?)
        }
        // As the table has it, a negative length takes nothing away.
        "left" => json!(length(row).map_or(input, |length| utf16::prefix(input, length))),
        "length" => json!(utf16::len(input)),
        "trim" => json!(trim(input)),
        "whitespace-null" => json!(trim(input).is_empty()),
        "strip-spaces" => json!(replaced(input, " ", "")),
        "normalize" => json!(normalized(input, text(row, "form")?)),
        "int-parse" => json!(int32::parse(input).map_err(|error| format!("{error:?}"))?),
        "bool-parse" => json!(boolean::parse(input).ok_or("no boolean")?),
        other => panic!("no routine is called {other}"),
    })
}

fn two_texts(function: &str, input: &str, value: &str, row: &Value) -> Given {
    Ok(match function {
        "instr" => {
            let comparison = if row["compare"] == "text" { Comparison::Text } else { Comparison::Binary };
            json!(in_str(input, value, position(row, "start")?, comparison))
        }
        // One character has one other in its place, so texts that hold each other are equal.
        "equals-ignorecase" => {
            json!(contains_ignore_case(input, value) && contains_ignore_case(value, input))
        }
        "compare-ordinal" => json!(compare(input, value) as i8),
        "replace" if value.is_empty() => return Err("nothing to replace".to_owned()),
        "replace" => json!(replaced(input, value, text(row, "with")?)),
        // .NET takes the first unit, half of an emoji; without halves the parts are those around the emoji.
        "split-char" => split(input, first_character(value)).collect(),
        "split-string" => split(input, value).collect(),
        "split-any" => split_any(input, value).collect(),
        "split-any-noempty" => split_any(input, value).filter(|part| !part.is_empty()).collect(),
        other => panic!("no routine is called {other}"),
    })
}

/// A position, counted from 1. What is below is refused by the faces' type.
fn position(row: &Value, key: &str) -> Result<NonZeroUsize, String> {
    let number = usize::try_from(number(row, key)).map_err(|error| error.to_string())?;
    NonZeroUsize::try_from(number).map_err(|error| error.to_string())
}

/// A length. What is negative is refused by the faces' type.
fn length(row: &Value) -> Result<usize, String> {
    usize::try_from(number(row, "length")).map_err(|error| error.to_string())
}

fn number(row: &Value, key: &str) -> i64 {
    row[key].as_i64().unwrap_or_else(|| panic!("`{key}` is no number: {row}"))
}

fn first_character(text: &str) -> &str {
    text.char_indices().nth(1).map_or(text, |(second, _)| text.split_at(second).0)
}

fn replaced(input: &str, old: &str, new: &str) -> String {
    replace(input, old, new).map_or_else(|| input.to_owned(), Iterator::collect)
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
