//! An explanation is the decision of the run, step by step, and its parts agree with each other.

use crate::palette::{self, any_form};
use crate::patch::Form;
use crate::path::Path;
use crate::population::{self, population, settings};
use crate::populations::{Rules, loaded};
use crate::run::{Decided, World, cases, engine, env};
use proptest::prelude::*;
use scopemap::{Engine, Outcome, Settings};
use serde_json::{Value, json};

/// Explains and decides about every object of a population, as one run; the text and JSON of each, and its decision.
fn explained(
    engine: &Engine,
    world: &World,
    objects: &[Value],
    settings: &Settings,
) -> Vec<(Value, String, Decided)> {
    world.sync(engine, objects, settings, |sync, texts| {
        let own = texts.iter().enumerate();
        own.map(|(index, text)| {
            let explanation = sync.explain(index, text.as_str());
            let json = serde_json::to_value(&explanation).expect("an explanation is JSON");
            let (text_form, explained) = (explanation.to_string(), Decided::of(explanation.decision()));
            let decided = Decided::of(&sync.decide(index, text.as_str()));
            assert_eq!(explained, decided, "{text_form}");
            (json, text_form, decided)
        })
        .collect()
    })
}

const STEPS: [&str; 4] = ["import", "scoping", "matching", "action"];

/// Holds the form of an explanation, and each step to the decision.
fn agrees(json: &Value, text: &str, decided: &Decided) -> Result<(), TestCaseError> {
    for key in ["object", "rule_set", "profile", "result", "steps", "diagnostics"] {
        prop_assert!(json.get(key).is_some(), "no {key}: {json}");
    }
    let steps = json["steps"].as_array().expect("steps");
    let names: Vec<_> = steps.iter().map(|step| step["step"].as_str().unwrap_or_default()).collect();
    prop_assert_eq!(names, STEPS);
    for step in steps {
        let statuses = ["ok", "failed", "skipped", "not-reached"];
        prop_assert!(statuses.iter().any(|status| step["status"] == *status), "{step}");
    }
    prop_assert_eq!(
        (&json["result"]["action"], &json["result"]["reason"]),
        (&json!(decided.action), &json!(decided.reason))
    );
    scoping_agrees(&steps[1], decided)?;
    action_agrees(&steps[3], decided)?;
    let lines: Vec<&str> = text.lines().collect();
    prop_assert!(lines[0].ends_with(&format!("({})", decided.reason)), "{text}");
    for step in STEPS {
        prop_assert!(lines.iter().any(|line| line.starts_with(&format!("  {step:<9} "))), "{step}: {text}");
    }
    let causes = json["result"]["because"].as_array().expect("causes");
    prop_assert!(!causes.is_empty(), "{text}");
    let first = causes[0].as_str().expect("a text").lines().next().unwrap_or_default();
    prop_assert!(lines[1].trim_start().starts_with(first), "{text}");
    Ok(())
}

/// The checks and filters give what the decision says of the scope.
fn scoping_agrees(scoping: &Value, decided: &Decided) -> Result<(), TestCaseError> {
    let (checks, in_scope) = (&scoping["checks"], &scoping["in_scope"]);
    if checks.is_null() {
        return Ok(());
    }
    let groups = scoping["groups"].as_array().expect("groups");
    for group in groups {
        let clauses = group["clauses"].as_array().expect("clauses");
        let results: Vec<_> = clauses.iter().map(|clause| &clause["result"]).collect();
        let expected = if results.iter().any(|result| **result == false) {
            Some(false)
        } else if results.iter().all(|result| **result == true) {
            Some(true)
        } else {
            None
        };
        prop_assert_eq!(group["result"].as_bool(), expected, "{}", group);
    }
    let passed = if groups.is_empty() || groups.iter().any(|group| group["result"] == true) {
        Some(true)
    } else if groups.iter().all(|group| group["result"] == false) {
        Some(false)
    } else {
        None
    };
    prop_assert_eq!(checks["filter_passed"].as_bool(), passed);
    let holds =
        ["active_in_source", "assigned", "has_required_role"].iter().all(|check| checks[check] == true);
    prop_assert_eq!(in_scope.as_bool(), passed.map(|passed| passed && holds));
    if in_scope == false {
        let out = ["disable", "delete", "skip", "StagedAction", "StagedDelete"];
        prop_assert!(out.contains(&decided.action), "{decided:?}");
    }
    if matches!(decided.action, "create" | "restore" | "update") {
        prop_assert_eq!(in_scope, true);
    }
    Ok(())
}

/// Attributes that change are those that the requests write, with the values that they write.
fn action_agrees(action: &Value, decided: &Decided) -> Result<(), TestCaseError> {
    let requests =
        serde_json::to_value(decided.requests.iter().map(|request| &request.2).collect::<Vec<_>>());
    let shown: Vec<_> = action["requests"]
        .as_array()
        .expect("requests")
        .iter()
        .map(|request| request["body"].clone())
        .collect();
    prop_assert_eq!(json!(shown), requests.expect("bodies"));
    let attributes = action["attributes"].as_array().expect("attributes");
    for attribute in attributes {
        for key in ["target", "mapping", "type", "expression", "old", "new", "outcome"] {
            prop_assert!(attribute.get(key).is_some(), "no {key}: {attribute}");
        }
        let path = Path::new(attribute["target"].as_str().expect("a target")).expect("a path");
        let outcome = attribute["outcome"].as_str().expect("an outcome");
        let post = decided.requests.first().filter(|_| decided.action == "create").map(|request| &request.2);
        match (outcome, post) {
            ("set" | "default-applied", Some(body)) => {
                prop_assert_eq!(&path.get(body), &attribute["new"], "{}", attribute);
            }
            ("skipped-null" | "error", Some(body)) => {
                prop_assert_eq!(path.get(body), Value::Null, "{}", attribute);
            }
            ("set" | "default-applied", None) => {
                prop_assert!(decided.action == "error", "{attribute}: {decided:?}");
            }
            _ => {}
        }
    }
    let changing = [
        "added",
        "replaced",
        "removed",
        "set",
        "default-applied",
        "deferred-reference",
        "unresolved-reference",
    ];
    let changes =
        attributes.iter().filter(|attribute| changing.iter().any(|known| attribute["outcome"] == *known));
    if matches!(decided.action, "update" | "restore" | "disable") {
        prop_assert!(changes.count() > 0, "{action}");
    } else if decided.reason == "RedundantExport" {
        prop_assert_eq!(
            changes
                .filter(|change| change["outcome"]
                    .as_str()
                    .is_some_and(|outcome| !outcome.ends_with("-reference")))
                .count(),
            0,
            "{}",
            action
        );
    }
    Ok(())
}

/// The numbers of operations and of attributes that change are the same where an operation writes one attribute.
fn operations_agree(json: &Value, form: Form) -> Result<(), TestCaseError> {
    if form != Form::Entra || json["result"]["action"] == "create" {
        return Ok(());
    }
    let action = &json["steps"][3];
    let bodies = action["requests"].as_array().expect("requests").iter().map(|request| &request["body"]);
    let operations: Vec<_> =
        bodies.flat_map(|body| body["Operations"].as_array().into_iter().flatten()).collect();
    let attributes = action["attributes"].as_array().expect("attributes").iter();
    for attribute in attributes {
        let own = operations.iter().find(|operation| operation["path"] == attribute["target"]);
        let expected = match attribute["outcome"].as_str().expect("an outcome") {
            "added" => Some("Add"),
            "replaced" => Some("Replace"),
            "removed" => Some("Remove"),
            _ => None,
        };
        prop_assert_eq!(own.and_then(|operation| operation["op"].as_str()), expected, "{}", attribute);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn random_updates_and_creates_are_explained_as_they_are(
        rules in palette::rules(any_form()),
        source in palette::user("ann@x.org"),
        resource in proptest::option::of(palette::resource("ann@x.org")),
    ) {
        let world = World { resources: resource.into_iter().collect(), ..World::default() };
        for (json, text, decided) in explained(&engine(&rules.text()), &world, std::slice::from_ref(&source), &Settings::default()) {
            agrees(&json, &text, &decided)?;
            operations_agree(&json, rules.form)?;
        }
    }

    #[test]
    fn random_populations_are_explained_as_they_are(
        form in any_form(),
        disables in any::<bool>(),
        mut world in population::existing(),
        (before, after) in (population(true), population(true)),
        settings in settings(),
    ) {
        let engine = loaded(Rules { form, disables });
        let (first, links) = world.plan(engine, &before, &settings);
        prop_assert!(world.carry_out(form, &first, links).is_ok());
        for (json, text, decided) in explained(engine, &world, &after, &settings) {
            agrees(&json, &text, &decided)?;
        }
    }
}

/// The objects of a file, each with the kind that it is an example of.
fn objects(file: &str, kind: &str) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(file);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let objects = text.lines().map(|line| serde_json::from_str(line).expect("an example is JSON"));
    objects
        .map(|mut object: Value| {
            object["objectType"] = json!(kind);
            object
        })
        .collect()
}

#[test]
fn every_shipped_example_is_explained_as_it_is() {
    for name in ["humbol", "klaxoon", "litmos", "quarem", "workday-to-ad"] {
        let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("rules/{name}.yaml"));
        let engine = engine(&std::fs::read_to_string(rules).expect("the rules"));
        let prefix = if name == "klaxoon" { String::new() } else { format!("{name}.") };
        let users = objects(&format!("{prefix}users.ndjson"), "User");
        let users =
            users.into_iter().chain(objects(&format!("{prefix}groups.ndjson"), "Group")).collect::<Vec<_>>();
        let (before, after) = (
            objects(&format!("{name}.before.ndjson"), "User"),
            objects(&format!("{name}.after.ndjson"), "User"),
        );
        assert!(!users.is_empty() && !before.is_empty(), "{name}");
        for first in [&users, &before] {
            let mut world = World::default();
            let check = |world: &World, objects: &[Value]| {
                for (json, text, decided) in explained(&engine, world, objects, &Settings::default()) {
                    agrees(&json, &text, &decided).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
                }
            };
            check(&world, first);
            let (decided, links) = world.plan(&engine, first, &Settings::default());
            world.carry_out(Form::Rfc, &decided, links).unwrap_or_else(|error| panic!("{name}: {error}"));
            check(&world, first);
            check(&world, &after);
            let users = engine.object("user").expect("the rules map users");
            assert!(
                first
                    .iter()
                    .any(|user| matches!(users.map(user.to_string().as_str(), &env()), Outcome::Mapped(_)))
            );
        }
    }
}
