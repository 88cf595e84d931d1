//! `expressions.json`: one expression, one source object, one result. Format: `spec:expressions-5`.

use crate::{CaseResult, Checked, cases, compare, id, object};
use scopemap::{Evaluation, Expression, FixedEnv, Strictness};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

pub(crate) fn run(file: &Value) -> Vec<Checked> {
    cases(file).iter().map(|case| (id(case), check(case))).collect()
}

fn check(case: &Value) -> CaseResult {
    let found = evaluate(case);
    match case["expect"].get("matches") {
        Some(pattern) => {
            let pattern =
                regex::Regex::new(pattern.as_str().unwrap_or_default()).map_err(|error| error.to_string())?;
            match found.get("value").and_then(Value::as_str) {
                Some(text) if pattern.is_match(text) => Ok(()),
                _ => Err(format!("{found}, not a match of {pattern}")),
            }
        }
        None => compare(&found, &case["expect"]),
    }
}

/// What `scopemap eval --format json` prints.
fn evaluate(case: &Value) -> Value {
    let text = case["expression"].as_str().unwrap_or_default();
    let expression = match Expression::new("case", text, Strictness::default()) {
        Ok(expression) => expression,
        Err(report) => {
            let finding = report.diagnostics().iter().find(|finding| finding.is_refused(false));
            return json!({ "error": finding.map_or("", |finding| finding.error_kind()) });
        }
    };
    match expression.evaluate(object(case, "source"), &env(case)) {
        Ok(Evaluation::Value(_, text)) => {
            json!({ "value": serde_json::from_str::<Value>(&text).unwrap_or_default() })
        }
        Ok(Evaluation::Null) => json!({ "null": true }),
        Ok(Evaluation::IgnoreAttribute) => json!({ "flow": "ignore-attribute" }),
        Ok(Evaluation::IgnoreObject) => json!({ "flow": "ignore-object" }),
        Ok(Evaluation::Error(error)) => json!({ "error": error.code().error_kind() }),
        Ok(other) => json!({ "unknown": format!("{other:?}") }),
        Err(error) => json!({ "unreadable": error.to_string() }),
    }
}

fn env(case: &Value) -> FixedEnv {
    let texts = |key: &str| {
        let list = case.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let env = FixedEnv::at(case.get("now").and_then(Value::as_str).map_or(SystemTime::UNIX_EPOCH, instant));
    let env = env.with_taken(texts("taken"));
    match case.get("defaultDomain").and_then(Value::as_str) {
        Some(domain) => env.with_default_domain(domain),
        None => env,
    }
}

/// Reads `2021-08-25T17:41:18Z` with scopemap itself.
fn instant(text: &str) -> SystemTime {
    let seconds = Expression::new("now", r#"DateDiff("s", "1970-01-01", [now])"#, Strictness::default());
    let env = FixedEnv::at(SystemTime::UNIX_EPOCH);
    let source = json!({ "now": text }).to_string();
    match seconds.map(|expression| expression.evaluate(source.as_str(), &env)) {
        Ok(Ok(Evaluation::Value(_, seconds))) => {
            SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.parse().unwrap_or(0))
        }
        _ => SystemTime::UNIX_EPOCH,
    }
}
