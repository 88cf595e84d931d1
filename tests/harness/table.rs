//! What the `dotnet-*` tables share: how they write texts and results, and when a row passes.
//!
//! A row's `expect` is what .NET gave. `{"error": …}` is met by any refusal. `{"utf16": …}` is text with half a surrogate
//! pair in it, which no `&str` holds: in a result the half is dropped before comparing (`DESIGN.md` § 3). As an input
//! it is given to what takes units, and else it is what scopemap refuses to read.

use crate::{CaseResult, Checked, cases, compare, id};
use scopemap::{Expression, FixedEnv, Strictness};
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
            Some(units) => char::decode_utf16(hexadecimal(units)).flatten().collect::<String>().into(),
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
            let read = Expression::new("row", "[text]", Strictness::default()).expect("an attribute");
            let read = read.evaluate(source.as_str(), &FixedEnv::at(SystemTime::UNIX_EPOCH));
            Err(read.expect_err("scopemap takes no ill-formed text").to_string())
        }
        None => Ok(row[key].as_str().unwrap_or_else(|| panic!("{}: `{key}` is no text", id(row)))),
    }
}

/// The UTF-16 units of a text, well-formed or not, for our code that takes units.
pub(crate) fn units(row: &Value, key: &str) -> Vec<u16> {
    match row[key].get("utf16").and_then(Value::as_str) {
        Some(units) => hexadecimal(units).collect(),
        None => text(row, key).expect("what is not written in units is text").encode_utf16().collect(),
    }
}

fn hexadecimal(units: &str) -> impl Iterator<Item = u16> {
    units.split(' ').map(|unit| u16::from_str_radix(unit, 16).expect("units are hexadecimal"))
}
