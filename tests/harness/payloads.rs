//! `payloads.json`: mappings to SCIM request bodies. Format: `spec:mapping-9`.

use crate::{CaseResult, Checked, cases, compare, id};
use scopemap::{Engine, FixedEnv, Outcome, Settings};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::time::SystemTime;

pub(crate) fn run(file: &Value) -> Vec<Checked> {
    cases(file).iter().map(|case| (id(case), check(case))).collect()
}

fn check(case: &Value) -> CaseResult {
    compare(&requests(case), &expected(&case["expect"]))
}

fn expected(expect: &Value) -> Value {
    let mut expected = expect.as_object().cloned().unwrap_or_default();
    if expected.contains_key("body") {
        for list in ["diagnostics", "followups"] {
            expected.entry(list).or_insert_with(|| json!([]));
        }
    }
    Value::Object(expected)
}

/// The body of the object's own request, those of the references that follow, and what was left out.
fn requests(case: &Value) -> Value {
    let engine = match Engine::from_str("case", &rules(case).to_string()) {
        Ok(engine) => engine,
        Err(report) => {
            let finding = report.diagnostics().iter().find(|finding| finding.is_refused(false));
            return json!({ "error": finding.map_or("", |finding| finding.code().name) });
        }
    };
    let object = engine.object(kind(case)).expect("the rules map the case's object");
    let env = env(case);
    let mut settings = Settings::default();
    settings.max_members =
        case["max_members"].as_u64().map_or(Ok(settings.max_members), usize::try_from).expect("a count");
    let source = crate::object(case, "source");
    let outcome = if case["operation"] == "update" {
        object.update(source, ("t", crate::object(case, "previous")), &env, &settings)
    } else {
        object.create(source, &env, &settings)
    };
    match outcome {
        Outcome::Mapped(sent) => {
            let bodies = sent.requests().iter().map(|request| {
                serde_json::from_str(request.body().expect("a create or update has a body"))
                    .expect("a body is JSON")
            });
            let mut bodies: Vec<Value> = bodies.collect();
            let is_own = bodies.first().is_some_and(|body| !is_reference(case, body));
            let body = if is_own { bodies.remove(0) } else { Value::Null };
            let diagnostics: Vec<_> =
                sent.left_out().iter().map(|failure| failure.error().code().name).collect();
            json!({ "body": body, "followups": bodies, "diagnostics": diagnostics })
        }
        Outcome::Failed(failures) => json!({ "error": failures[0].error().code().name }),
        Outcome::Ignored => json!({ "body": null, "followups": [], "diagnostics": [] }),
        other => json!({ "unexpected": format!("{other:?}") }),
    }
}

/// Tells whether a body changes nothing but a reference.
fn is_reference(case: &Value, body: &Value) -> bool {
    let references = ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "members"];
    let declared = case["mappings"].as_array().into_iter().flatten().filter_map(|mapping| {
        let is_reference = mapping.get("target_type").is_some_and(|kind| kind == "reference");
        mapping["target"].as_str().filter(|_| is_reference)
    });
    let declared: Vec<_> = declared.collect();
    let operations = body["Operations"].as_array().map(Vec::as_slice).unwrap_or_default();
    !operations.is_empty()
        && operations.iter().filter_map(|operation| operation["path"].as_str()).all(|path| {
            let name = path.split('[').next().unwrap_or_default();
            references.contains(&name) || declared.contains(&name)
        })
        && operations.iter().all(|operation| operation.get("path").is_some())
}

/// Links, as far as the case has any.
fn env(case: &Value) -> FixedEnv {
    let links = case["links"].as_object().into_iter().flatten();
    links.fold(FixedEnv::at(SystemTime::UNIX_EPOCH), |env, (source, target)| {
        env.with_link("user", source, target.as_str().unwrap_or_default())
    })
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
        "source": { "directory": "custom", "attributes": source_attributes(case) },
        "mappings": mappings.into_iter().map(mapping).collect::<Vec<_>>(),
    });
    json!({ "version": 1, "profile": case["profile"], "objects": { kind(case): object } })
}

/// Every attribute that the mappings name, where the case opens a gate of null flow on any; else none is declared.
fn source_attributes(case: &Value) -> Vec<Value> {
    let open = case["source_flow_nulls"].as_array().map(Vec::as_slice).unwrap_or_default();
    if open.is_empty() {
        return Vec::new();
    }
    let in_brackets = regex::Regex::new(r"\[([^\[\]]+)\]").expect("a pattern");
    let mut names: BTreeSet<&str> = open.iter().filter_map(Value::as_str).collect();
    for mapping in case["mappings"].as_array().into_iter().flatten() {
        names.extend(mapping.get("source").and_then(Value::as_str));
        let expression = mapping.get("expression").and_then(Value::as_str).unwrap_or_default();
        names.extend(in_brackets.captures_iter(expression).filter_map(|found| Some(found.get(1)?.as_str())));
    }
    names.into_iter().map(|name| json!({ "name": name, "flowNull": open.contains(&json!(name)) })).collect()
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
