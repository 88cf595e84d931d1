//! `dotnet-regex-match` and `dotnet-regex-replace`: what patterns match, and what becomes of it.

use crate::dotnet::regex::Pattern;
use crate::dotnet::text::utf16;
use crate::table::{Given, each, judge, run, text, whole};
use crate::{CaseResult, Checked, compare};
use bumpalo::Bump;
use serde_json::{Value, json};

/// `Regex.Match`.
pub(crate) fn matches(file: &Value) -> Vec<Checked> {
    each(file, |row| {
        let (pattern, input) = match (pattern(row), text(row, "input")) {
            (Ok(pattern), Ok(input)) => (pattern, input),
            (Err(refusal), _) | (_, Err(refusal)) => return judge(Err(refusal), &row["expect"]),
        };
        first_match(&pattern, input, &row["expect"])
    })
}

/// `Regex.Replace`, `Groups[…]` of the first match, and the replacement of one group.
pub(crate) fn replace(file: &Value) -> Vec<Checked> {
    run(file, |row| {
        let (pattern, input) = (pattern(row)?, text(row, "input")?);
        match text(row, "fn")? {
            "replace" => {
                let replacement =
                    pattern.replacement(text(row, "replacement")?).map_err(|error| error.to_string())?;
                Ok(json!(
                    pattern.replace(input, &replacement, &Bump::new()).map_err(|error| error.to_string())?
                ))
            }
            "group-value" => group_value(&pattern, input, text(row, "group")?),
            "group-replace" => {
                // A group that the pattern does not have takes no part in any match.
                let Some(group) = pattern.group(text(row, "group")?) else { return Ok(json!(input)) };
                let arena = Bump::new();
                let replaced = pattern.replace_group(input, group, text(row, "replacement")?, &arena);
                Ok(json!(replaced.map_err(|error| error.to_string())?))
            }
            other => panic!("no use of a pattern is called {other}"),
        }
    })
}

fn pattern(row: &Value) -> Result<Pattern, String> {
    Pattern::new(text(row, "pattern")?).map_err(|error| error.to_string())
}

fn group_value(pattern: &Pattern, input: &str, name: &str) -> Given {
    let matched = pattern.is_match(input).map_err(|error| error.to_string())?;
    let value = match pattern.group(name) {
        Some(group) => pattern.group_value(input, group).map_err(|error| error.to_string())?,
        None => None,
    };
    Ok(json!({ "matched": matched, "success": value.is_some(), "value": value.unwrap_or_default() }))
}

/// Compares the first match and each of its groups.
fn first_match(pattern: &Pattern, input: &str, expect: &Value) -> CaseResult {
    let is_match = pattern.is_match(input).map_err(|error| error.to_string())?;
    let found = pattern.find(input).map_err(|error| error.to_string())?;
    if expect.get("error").is_some() || !is_match {
        compare(&found, &None)?;
        return compare(&json!({ "is_match": is_match }), expect);
    }
    compare(&json!(is_match), &expect["is_match"])?;
    let start = |group| pattern.group_start(input, group);
    place(input, found, pattern.group("0").and_then(start), expect)?;
    let groups = expect["groups"].as_object().ok_or("no match in .NET")?;
    for (name, expect) in groups {
        let group = pattern.group(name).ok_or_else(|| format!("no group {name}"))?;
        let found = pattern.group_value(input, group).map_err(|error| error.to_string())?;
        place(input, found, start(group), expect).map_err(|found| format!("group {name}: {found}"))?;
    }
    Ok(())
}

/// Compares a part of the input: its text, where it begins and, if the row says so, how long it is; `start` is where one without
/// text begins.
fn place(input: &str, found: Option<&str>, start: Option<usize>, expect: &Value) -> CaseResult {
    let Some(found) = found else { return compare(&Value::Null, expect) };
    compare(&json!(found), &whole(&expect["value"]))?;
    if expect["value"].is_object() {
        return Ok(()); // .NET cut a character here, and with its half we lost the place.
    }
    let before = found.as_ptr().addr() - input.as_ptr().addr();
    // A `&str` cannot begin between the halves of a character: an empty one begins before both.
    let index = start.filter(|_| found.is_empty()).unwrap_or_else(|| utf16::len(input.split_at(before).0));
    compare(&json!(index), &expect["index"])?;
    expect.get("length").map_or(Ok(()), |length| compare(&json!(utf16::len(found)), length))
}
