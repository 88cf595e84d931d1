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
