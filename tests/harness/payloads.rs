//! `payloads.json`: mappings to SCIM request bodies. Format: `spec:mapping-9`.

use crate::{CaseResult, Checked, cases, compare, id};
use scopemap::{Engine, FixedEnv, Outcome};
use serde_json::{Map, Value, json};
use std::time::SystemTime;

pub(crate) fn run(file: &Value) -> Vec<Checked> {
    cases(file).iter().map(|case| (id(case), check(case))).collect()
}

fn check(case: &Value) -> CaseResult {
    if case["operation"] != "create" {
        return Err("updates are not planned yet".to_owned());
    }
    if case["expect"].get("followups").is_some() {
        return Err("references are not linked yet".to_owned());
    }
    compare(&create(case), &expected(&case["expect"]))
}

fn expected(expect: &Value) -> Value {
    let mut expected = expect.as_object().cloned().unwrap_or_default();
    if expected.contains_key("body") {
        expected.entry("diagnostics").or_insert_with(|| json!([]));
    }
    Value::Object(expected)
}

fn create(case: &Value) -> Value {
    let engine = match Engine::from_str("case", &rules(case).to_string()) {
        Ok(engine) => engine,
        Err(report) => {
            let finding = report.diagnostics().iter().find(|finding| finding.is_refused(false));
            return json!({ "error": finding.map_or("", |finding| finding.code().name) });
        }
    };
    let object = engine.object(kind(case)).expect("the rules map the case's object");
    match object.map(case["source"].to_string().as_str(), &FixedEnv::at(SystemTime::UNIX_EPOCH)) {
        Outcome::Mapped(resource) => {
            let body: Value = serde_json::from_str(resource.to_json()).expect("a payload is JSON");
            let diagnostics: Vec<_> =
                resource.left_out().iter().map(|failure| failure.error().code().name).collect();
            json!({ "body": body, "diagnostics": diagnostics })
        }
        Outcome::Failed(failures) => json!({ "error": failures[0].error().code().name }),
        other => json!({ "unexpected": format!("{other:?}") }),
    }
}

fn kind(case: &Value) -> &'static str {
    if case.get("object").is_some_and(|object| object == "Group") { "group" } else { "user" }
}

/// The case as a rule file; JSON is YAML.
fn rules(case: &Value) -> Value {
    let mappings: Vec<&Value> = case["mappings"].as_array().into_iter().flatten().collect();
    let schema = if kind(case) == "group" { "Group" } else { "User" };
    let object = json!({
        "target": {
            "schema": format!("urn:ietf:params:scim:schemas:core:2.0:{schema}"),
            "attributes": attributes(&mappings),
        },
        "source": { "directory": "custom" },
        "mappings": mappings.into_iter().map(mapping).collect::<Vec<_>>(),
    });
    json!({ "version": 1, "profile": case["profile"], "objects": { kind(case): object } })
}

/// One row for each target, as the mappings describe it.
fn attributes(mappings: &[&Value]) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    for mapping in mappings {
        let target = mapping["target"].as_str().unwrap_or_default();
        let same = |row: &Value| row["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(target));
        if rows.iter().any(same) {
            continue;
        }
        let mut row = Map::from_iter([("name".to_owned(), json!(target))]);
        if let Some(kind) = mapping.get("target_type").and_then(Value::as_str) {
            let kind = [
                ("boolean", "Boolean"),
                ("integer", "Integer"),
                ("string", "String"),
                ("datetime", "DateTime"),
                ("reference", "Reference"),
            ]
            .into_iter()
            .find(|(name, _)| *name == kind.to_lowercase());
            row.extend(kind.map(|(_, kind)| ("type".to_owned(), json!(kind))));
        }
        for (key, column) in
            [("required", "required"), ("multivalued", "multivalued"), ("case_exact", "caseExact")]
        {
            row.extend(mapping.get(key).map(|value| (column.to_owned(), value.clone())));
        }
        rows.push(Value::Object(row));
    }
    rows
}

fn mapping(mapping: &Value) -> Value {
    let mut rule = Map::from_iter([("target".to_owned(), mapping["target"].clone())]);
    for key in ["source", "constant", "expression", "default"] {
        rule.extend(mapping.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    rule.extend(
        mapping
            .get("matching")
            .filter(|value| **value != json!(0))
            .map(|value| ("match".to_owned(), value.clone())),
    );
    rule.extend(mapping.get("flow_nulls").map(|value| ("flowNull".to_owned(), value.clone())));
    if mapping.get("apply").is_some_and(|apply| apply == "create_only") {
        rule.insert("apply".to_owned(), json!("onCreate"));
    }
    Value::Object(rule)
}
