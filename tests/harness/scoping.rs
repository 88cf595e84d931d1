//! `scoping.json`: a clause or a filter over one source object. Format: `spec:mapping-9`.

use crate::{CaseResult, Checked, cases, compare, id, object};
use scopemap::{Cause, Engine, FixedEnv, Outcome};
use serde_json::{Value, json};
use std::time::SystemTime;

pub(crate) fn run(file: &Value) -> Vec<Checked> {
    cases(file).iter().map(|case| (id(case), check(case))).collect()
}

fn check(case: &Value) -> CaseResult {
    let groups = case.get("filter").cloned().unwrap_or_else(|| json!([[case["clause"]]]));
    compare(&decide(&groups, object(case, "source")), &case["expect"])?;
    let Some(expected) = case.get("expect_clauses").and_then(Value::as_array) else { return Ok(()) };
    // Clause by clause: each as a filter of its own.
    for (group, expected) in groups.as_array().into_iter().flatten().zip(expected) {
        let results: Vec<Value> = group
            .as_array()
            .into_iter()
            .flatten()
            .map(|clause| decide(&json!([[clause]]), object(case, "source")))
            .collect();
        compare(&Value::from(results), expected)?;
    }
    Ok(())
}

/// `true`, `false` or `{"error": code}`.
fn decide(groups: &Value, source: &str) -> Value {
    let filters = groups.as_array().into_iter().flatten().map(|group| {
        let clauses = group.as_array().into_iter().flatten().map(clause).collect::<Vec<_>>();
        json!({ "clauses": clauses })
    });
    // JSON is YAML, so a case becomes a rule file as it is.
    let rules = json!({
        "version": 1,
        "objects": { "user": {
            "source": { "directory": "custom" },
            "scopingFilters": filters.collect::<Vec<_>>(),
            "mappings": [],
        } },
    });
    let engine = match Engine::from_str("case", &rules.to_string()) {
        Ok(engine) => engine,
        Err(report) => {
            let finding = report.diagnostics().iter().find(|finding| finding.is_refused(false));
            return json!({ "error": finding.map_or("", |finding| finding.code().name) });
        }
    };
    let users = engine.object("user").expect("the rules map users");
    match users.map(source, &FixedEnv::at(SystemTime::UNIX_EPOCH)) {
        Outcome::Mapped(_) => json!(true),
        Outcome::OutOfScope(why) => json!(!why.causes().all(|cause| matches!(cause, Cause::Clause { .. }))),
        Outcome::Failed(failures) => json!({ "error": failures[0].error().code().name }),
        other => json!({ "unexpected": format!("{other:?}") }),
    }
}

/// A case's clause as a rule file writes it.
fn clause(clause: &Value) -> String {
    let attribute = clause["attribute"].as_str().unwrap_or_default();
    let operator = clause["operator"].as_str().unwrap_or_default();
    let value = match clause.get("value") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => format!(" \"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Some(other) => match other.get("number").and_then(Value::as_str) {
            Some(number) => format!(" {number}"),
            None => format!(" {other}"),
        },
    };
    format!("[{attribute}] {operator}{value}")
}
