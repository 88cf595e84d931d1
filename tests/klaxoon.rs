//! The shipped Klaxoon rules: their table is the tutorial's, their payloads respect it, and every payload is a snapshot.

#![expect(clippy::indexing_slicing, reason = "a test stops at what a payload must have")]

use scopemap::{Cause, Engine, FixedEnv, Outcome};
use serde_json::Value;
use std::path::Path;
use std::time::SystemTime;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn engine() -> Engine {
    Engine::from_str("rules/klaxoon.yaml", &read("rules/klaxoon.yaml"))
        .unwrap_or_else(|report| panic!("{report}"))
}

fn tutorial(kind: &str) -> Vec<Value> {
    let tutorial: Value =
        serde_json::from_str(&read("tests/data/klaxoon-tutorial.json")).expect("the tutorial's data");
    tutorial[kind]["attributes"].as_array().expect("a list of attributes").clone()
}

/// Maps the lines of an example file: payloads as JSON, or why there is none.
fn outcomes(kind: &str, file: &str) -> Vec<Result<Value, String>> {
    let engine = engine();
    let object = engine.object(kind).expect("the rules map this kind");
    let env = FixedEnv::at(SystemTime::UNIX_EPOCH);
    let text = read(file);
    let outcomes = text.lines().map(|line| match object.map(line, &env) {
        Outcome::Mapped(resource) => Ok(serde_json::from_str(resource.to_json()).expect("a payload is JSON")),
        Outcome::OutOfScope(why) => {
            Err(format!("out of scope: {:?}", why.causes().collect::<Vec<Cause<'_>>>()))
        }
        other => Err(format!("{other:?}")),
    });
    outcomes.collect()
}

#[test]
fn the_rules_table_is_the_tutorials() {
    let rules: Value = serde_yaml::from_str(&read("rules/klaxoon.yaml")).expect("the rules are YAML");
    for kind in ["user", "group"] {
        assert_eq!(rules["objects"][kind]["target"]["attributes"], Value::from(tutorial(kind)), "{kind}");
    }
}

#[test]
fn every_attribute_of_the_tutorial_is_mapped() {
    let rules: Value = serde_yaml::from_str(&read("rules/klaxoon.yaml")).expect("the rules are YAML");
    for kind in ["user", "group"] {
        let mappings = rules["objects"][kind]["mappings"].as_array().expect("a list of mappings");
        for attribute in tutorial(kind) {
            assert!(
                mappings.iter().any(|mapping| mapping["target"] == attribute["name"]),
                "{}",
                attribute["name"]
            );
        }
    }
}

/// The value that a target path names in a payload, taken apart here without scopemap's help.
fn at<'p>(payload: &'p Value, path: &str) -> &'p Value {
    match path {
        r#"emails[type eq "work"].value"# => {
            let emails = payload["emails"].as_array().map(Vec::as_slice).unwrap_or_default();
            emails.iter().find(|email| email["type"] == "work").map_or(&Value::Null, |email| &email["value"])
        }
        path if path.starts_with("urn:") => {
            let (urn, attribute) = path.rsplit_once(':').expect("a URN and an attribute");
            &payload[urn][attribute]
        }
        path => path.split('.').fold(payload, |value, name| &value[name]),
    }
}

/// The number of values in a payload that are neither objects nor lists.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Array(members) => members.iter().map(leaves).sum(),
        _ => 1,
    }
}

#[test]
fn payloads_respect_names_types_and_required_flags() {
    for (kind, file) in [("user", "examples/users.ndjson"), ("group", "examples/groups.ndjson")] {
        let payloads: Vec<Value> = outcomes(kind, file).into_iter().flatten().collect();
        assert!(payloads.len() >= 3, "{file} shows several payloads");
        for payload in &payloads {
            let mut named = payload["schemas"].as_array().expect("schemas").len();
            for attribute in tutorial(kind) {
                let name = attribute["name"].as_str().expect("a name");
                let value = at(payload, name);
                let fits = match attribute["type"].as_str() {
                    Some("String") => value.is_string(),
                    Some("Boolean") => value.is_boolean(),
                    Some("Reference") => value.is_null(), // references are linked after the create
                    other => panic!("a type the tutorial does not have: {other:?}"),
                };
                assert!(fits || (value.is_null() && attribute["required"] == false), "{name} in {payload}");
                named += usize::from(!value.is_null());
            }
            // `type` of the work e-mail is the one value that no row of the table names.
            named += usize::from(!payload["emails"].is_null());
            assert_eq!(leaves(payload), named, "nothing but the table's attributes: {payload}");
        }
    }
}

#[test]
fn a_group_is_licensed_by_the_text_true_or_false() {
    for outcome in outcomes("group", "examples/groups.ndjson").into_iter().flatten() {
        let licence = at(&outcome, "urn:ietf:params:scim:schemas:extension:klaxoon:2.0:Group:license");
        assert!(licence == "true" || licence == "false", "{outcome}");
    }
}

#[test]
fn every_payload_is_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/klaxoon");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (kind, file) in [("user", "examples/users.ndjson"), ("group", "examples/groups.ndjson")] {
            let shown = outcomes(kind, file).into_iter().map(|outcome| match outcome {
                Ok(payload) => serde_json::to_string_pretty(&payload).expect("JSON is JSON"),
                Err(why) => why,
            });
            insta::assert_snapshot!(format!("{kind}s"), shown.collect::<Vec<_>>().join("\n"));
        }
    });
}
