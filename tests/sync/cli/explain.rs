//! `explain`: whom it finds, and that it says what the run does.

use super::{RULES, account, ended, lines, scratch, user};
use serde_json::json;

#[test]
fn explain_finds_an_object_by_id_or_name_and_says_where_it_looked() {
    let users = scratch("explain.ndjson", &lines((0..3).map(user)));
    for id in ["u1", "user1@x.org"] {
        let (code, lines, messages) = ended(&["explain", RULES, &users, "--id", id], "");
        assert_eq!(code, Some(0), "{messages}");
        assert_eq!(lines[0], "User user1@x.org  ->  CREATE (EntryExportAdd)");
        assert!(messages.contains("without --target FILE the target is taken to be empty"), "{messages}");
    }
    let target = scratch("explain-target.ndjson", &lines([account(1)]));
    let (code, lines, messages) =
        ended(&["explain", RULES, &users, "--id", "u1", "--target", &target, "--format", "json"], "");
    assert_eq!((code, messages.as_str(), lines.len()), (Some(0), "", 1));
    assert_eq!(lines[0]["result"]["action"], "update");
    assert_eq!(lines[0]["steps"][2]["attempts"][0]["found"], json!(["t1"]));
    let (code, lines, messages) = ended(&["explain", RULES, &users, "--id", "🙂"], "");
    assert_eq!((code, lines.len()), (Some(2), 0));
    assert!(messages.contains("none of the 3 objects"), "{messages}");
    let (code, _, messages) = ended(&["explain", RULES, &users], "");
    assert!(code == Some(2) && messages.contains("--id"), "{messages}");
}

#[test]
fn an_object_that_the_rules_do_not_map_is_named_and_found() {
    let group = json!({ "objectType": "\"Odd", "objectId": "g1", "displayName": "G" });
    let (objects, target) =
        (scratch("unmapped.ndjson", &lines([group])), scratch("unmapped-target.ndjson", ""));
    let (_, decisions, _) = ended(&["plan", RULES, &objects, "--target", &target], "");
    assert_eq!(decisions[0]["object"], json!({ "type": "\"odd", "id": "g1", "display": "G" }));
    for id in ["g1", "g"] {
        let (code, lines, messages) =
            ended(&["explain", RULES, &objects, "--id", id, "--target", &target], "");
        assert_eq!((code, messages.as_str()), (Some(0), ""));
        assert_eq!(lines[0], "\"odd G  ->  SKIP (ObjectMappingDisabled)");
    }
}

#[test]
fn what_a_run_does_not_look_up_is_no_attempt() {
    let away = json!({ "objectId": "u1", "userPrincipalName": "user1@x.org" });
    let objects = scratch("away.ndjson", &lines([away]));
    let target = scratch("away-target.ndjson", &lines([account(1)]));
    let arguments = ["explain", RULES, &objects, "--id", "u1", "--target", &target, "--format", "json"];
    let (_, lines, _) = ended(&arguments, "");
    assert_eq!(
        (&lines[0]["steps"][2]["status"], &lines[0]["steps"][2]["attempts"]),
        (&json!("not-reached"), &json!([]))
    );
    assert!(lines[0]["result"]["because"].to_string().contains("t1 has the same"), "{}", lines[0]);
}

/// Three workers are called Ann Lee: each is explained with the name that the run gives it.
#[test]
fn explain_gives_the_unique_value_that_the_run_gives() {
    let (rules, workers) = ("rules/workday-to-ad.yaml", "examples/workday-to-ad.users.ndjson");
    let (target, now) = (scratch("unique-target.ndjson", ""), ["--now", "2026-03-01T08:00:00Z"]);
    let (_, decisions, _) = ended(&[&["plan", rules, workers, "--target", &target], &now[..]].concat(), "");
    for decision in decisions.iter().filter(|decision| decision["action"] == "create") {
        let id = decision["object"]["id"].as_str().expect("an id");
        let (_, lines, _) =
            ended(&[&["explain", rules, workers, "--id", id, "--format", "json"], &now[..]].concat(), "");
        assert_eq!(lines[0]["steps"][3]["requests"], decision["requests"], "{id}");
    }
}

/// Where a matching attribute fails, those before it have been tried, and the object has their values.
#[test]
fn an_object_has_the_matching_values_before_the_one_that_fails() {
    let rules = scratch(
        "two-matching.yaml",
        "version: 1
objects:
  user:
    target: { schema: 'urn:ietf:params:scim:schemas:core:2.0:User' }
    mappings:
      - { target: userName, source: userPrincipalName, match: 1 }
      - { target: title, expression: 'IIF([jobTitle] = \"bad\", CDate([jobTitle]), [jobTitle])', match: 2 }
",
    );
    let titles = ["bad", "good"].into_iter().enumerate();
    let named = |(number, title): (usize, &str)| json!({ "objectId": format!("u{number}"), "userPrincipalName": "a@x.org", "jobTitle": title });
    let users = scratch("two-matching.ndjson", &lines(titles.map(named)));
    let target = scratch("two-matching-target.ndjson", "");
    let (_, decisions, _) = ended(&["plan", &rules, &users, "--target", &target], "");
    let reasons: Vec<_> = decisions.iter().map(|decision| decision["reason"].clone()).collect();
    assert_eq!(reasons, ["expression-error", "DuplicateSourceEntries"]);
    let (_, lines, _) = ended(&["explain", &rules, &users, "--id", "u0", "--format", "json"], "");
    assert_eq!(lines[0]["steps"][2]["attempts"][0]["value"], "a@x.org", "{lines:?}");
}
