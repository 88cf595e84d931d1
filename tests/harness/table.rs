//! What the `dotnet-*` tables share: how they write texts and results, and when a row passes.
//!
//! A row's `expect` is what .NET gave. `{"error": …}` is met by any refusal. `{"utf16": …}` is text with half a surrogate
//! pair in it, which no `&str` holds: in a result the half is dropped before comparing (`DESIGN.md` § 3), and as an input
//! it is what scopemap refuses to read.

use crate::{CaseResult, Checked, cases, compare, id};
use scopemap::{Evaluation, Expression, FixedEnv, InputError, Strictness};
use serde_json::Value;
use std::panic::catch_unwind;
use std::time::SystemTime;

/// What our code gives for a row, or why it refuses.
pub(crate) type Given = Result<Value, String>;

/// Checks a table in which every row has one result.
pub(crate) fn run(file: &Value, give: fn(&Value) -> Given) -> Vec<Checked> {
    each(file, |row| judge(give(row), &row["expect"]))
}

/// Checks every row of a table. A panic, ours or for a row that is not as the table says, is a failure like any other.
pub(crate) fn each(
    file: &Value,
    check: impl Fn(&Value) -> CaseResult + std::panic::RefUnwindSafe,
) -> Vec<Checked> {
    let check = |row| catch_unwind(|| check(row)).unwrap_or_else(|_| Err("a panic".to_owned()));
    cases(file).iter().map(|row| (id(row), check(row))).collect()
}

/// Compares what was given with what .NET gave.
pub(crate) fn judge(given: Given, expect: &Value) -> CaseResult {
    match given {
        Ok(found) => compare(&found, &whole(expect)),
        Err(_) if expect.get("error").is_some() => Ok(()),
        Err(refusal) => Err(format!("refused, {refusal}, not {expect}")),
    }
}

/// An expectation without lone halves.
pub(crate) fn whole(expect: &Value) -> Value {
    match expect {
        Value::Object(members) => match members.get("utf16").and_then(Value::as_str) {
            Some(units) => {
                let units = units
                    .split(' ')
                    .map(|unit| u16::from_str_radix(unit, 16).expect("units are hexadecimal"));
                char::decode_utf16(units).flatten().collect::<String>().into()
            }
            None => members.iter().map(|(name, member)| (name.clone(), whole(member))).collect(),
        },
        Value::Array(members) => members.iter().map(whole).collect(),
        single => single.clone(),
    }
}

/// A text that a row hands to our code.
///
/// # Errors
///
/// Where it is `{"utf16": …}`: what scopemap says of it, for no such text gets as far as our code.
pub(crate) fn text<'row>(row: &'row Value, key: &str) -> Result<&'row str, String> {
    match row[key].get("utf16").and_then(Value::as_str) {
        Some(units) => {
            let source = format!(r#"{{"text":"\u{}"}}"#, units.replace(' ', "\\u"));
            Err(evaluate("[text]", &source).expect_err("scopemap takes no ill-formed text").to_string())
        }
        None => Ok(row[key].as_str().unwrap_or_else(|| panic!("{}: `{key}` is no text", id(row)))),
    }
}

/// What an expression gives with the row as its source object.
///
/// # Errors
///
/// The code of the error that the row's values lead to. An expression that is wrong for all rows is a panic.
pub(crate) fn expression(expression: &str, row: &Value) -> Given {
    match evaluate(expression, &row.to_string()).unwrap_or_else(|error| panic!("{}: {error}", id(row))) {
        Evaluation::Value(_, json) => Ok(serde_json::from_str(&json).expect("a value's text is JSON")),
        Evaluation::Null => Ok(Value::Null),
        Evaluation::Error(error) => Err(error.code().name.to_owned()),
        other => panic!("{}: {other:?}", id(row)),
    }
}

fn evaluate(expression: &str, source: &str) -> Result<Evaluation, InputError> {
    match Expression::new("row", expression, Strictness::default()) {
        Ok(expression) => expression.evaluate(source, &FixedEnv::at(SystemTime::UNIX_EPOCH)),
        Err(report) => panic!("{expression}: {}", report.diagnostics()[0].message()),
    }
}
