//! What `plan` takes away: the guard, and what is not known to be gone.

use super::{RULES, account, actions, ended, lines, links, scratch, user};
use serde_json::json;

/// Twenty linked accounts whose users the source does not have.
#[test]
fn the_guard_ends_with_4_and_says_how_many_and_who_and_what_lifts_it() {
    let target = scratch("guard-target.ndjson", &lines((0..20).map(account)));
    let (known, users) =
        (scratch("guard-links.ndjson", &links(20)), scratch("guard.ndjson", &lines([user(30)])));
    let written = scratch("guard-written.ndjson", "");
    let plan = |more: &[&str]| {
        let arguments =
            ["plan", RULES, &users, "--target", &target, "--links", &known, "--write-links", &written];
        ended(&[&arguments, more].concat(), "")
    };
    for (limit, code) in [
        (None, 4),
        (Some("20"), 0),
        (Some("19"), 4),
        (Some("0"), 4),
        (Some("100%"), 0),
        (Some("95 %"), 4),
        (Some("0%"), 4),
        (Some("none"), 0),
    ] {
        let more: Vec<&str> = limit.iter().flat_map(|limit| ["--deletion-threshold", limit]).collect();
        let (ended, decisions, messages) = plan(&more);
        assert_eq!((ended, decisions.len()), (Some(code), 21), "{limit:?}: {messages}");
        assert_eq!(decisions[0]["action"], "create");
        let action = if code == 4 { "StagedDelete" } else { "delete" };
        assert!(decisions[1..].iter().all(|decision| decision["action"] == action), "{limit:?}");
        let requests = decisions[1..].iter().filter(|decision| decision["requests"] != json!([])).count();
        assert_eq!(requests, if code == 4 { 0 } else { 20 });
        let kept = std::fs::read_to_string(&written).expect("links").lines().count();
        assert_eq!(kept, if code == 4 { 20 } else { 0 }, "withheld links are kept");
        if code == 4 {
            for told in
                ["20 of 20 managed objects", "user u0, user u1", "and 10 more", "--deletion-threshold 20"]
            {
                assert!(messages.contains(told), "{told}: {messages}");
            }
        }
    }
    let (code, decisions, messages) = plan(&["--partial"]);
    assert_eq!((code, decisions.len()), (Some(0), 1), "{messages}");
}

#[test]
fn nobody_is_deleted_while_an_object_cannot_be_read() {
    let (target, known) = (
        scratch("broken-target.ndjson", &lines((0..3).map(account))),
        scratch("broken-links.ndjson", &links(3)),
    );
    let (first, second) = (user(0).to_string(), user(1).to_string());
    for input in [
        format!("{first}\n{{\"objectId\":\n{second}\n"),
        format!("[{first},{second},"),
        format!("[{first}, nonsense]"),
    ] {
        let (code, decisions, messages) =
            ended(&["plan", RULES, "--target", &target, "--links", &known], &input);
        assert_eq!(code, Some(2), "{messages}");
        let mut found = actions(&decisions);
        assert!(found.contains(&"error Unreadable".to_owned()), "{found:?}");
        assert!(found.contains(&"skip SourceIncomplete".to_owned()), "{found:?}");
        found.retain(|action| action.starts_with("delete") || action.starts_with("disable"));
        assert!(found.is_empty(), "{found:?}");
    }
}

/// Accounts that an attribute of their own disables, and are disabled already, are no removals.
#[test]
fn the_guard_counts_what_the_run_would_do() {
    let rules = scratch(
        "disabled.yaml",
        "version: 1
objects:
  user:
    target:
      schema: urn:ietf:params:scim:schemas:core:2.0:User
      attributes:
        - { name: userName, filterable: true }
        - { name: locked, type: Boolean }
    mappings:
      - { target: userName, source: userPrincipalName, match: 1 }
      - { target: locked, expression: 'IIF([IsSoftDeleted], \"True\", \"False\")' }
",
    );
    let disabled = |number| json!({ "objectId": format!("u{number}"), "userPrincipalName": format!("user{number}@x.org"), "accountEnabled": false });
    let users = scratch("disabled.ndjson", &lines((0..15).map(disabled)));
    for (locked, code, action) in
        [(true, 0, "skip RedundantExport"), (false, 4, "StagedAction EntryExportUpdate")]
    {
        let accounts = (0..15).map(|number| {
            let mut account = account(number);
            account["locked"] = json!(locked);
            account
        });
        let target = scratch("disabled-target.ndjson", &lines(accounts));
        let arguments = [
            "plan",
            &rules,
            &users,
            "--target",
            &target,
            "--links",
            &scratch("disabled-links.ndjson", &links(15)),
        ];
        let (ended, decisions, messages) = ended(&arguments, "");
        assert_eq!(ended, Some(code), "{messages}");
        assert!(actions(&decisions).iter().all(|found| found == action), "{decisions:?}");
    }
}

#[test]
fn nobody_is_gone_who_is_on_a_page_that_was_not_given() {
    let (target, known) = (
        scratch("paged-target.ndjson", &lines((0..3).map(account))),
        scratch("paged-links.ndjson", &links(3)),
    );
    let first = json!({ "@odata.nextLink": "Secret", "value": [user(0), user(1)] });
    let first = scratch("paged-1.json", &first.to_string());
    let last = scratch("paged-2.json", &json!({ "value": [user(2)] }).to_string());
    let plan = |inputs: &[&str], more: &[&str]| {
        let arguments = ["--target", &target, "--links", &known];
        ended(&[&["plan", RULES], inputs, &arguments, more].concat(), "")
    };
    for threads in ["1", "2"] {
        let threads = ["--threads", threads];
        for inputs in [&[first.as_str()] as &[&str], &[&last, &first]] {
            let (code, decisions, messages) = plan(inputs, &threads);
            assert_eq!((code, decisions.len()), (Some(2), 0), "{messages}");
            let told = "sync-paged-1.json: the page names a next one, which is not given: give all pages, in their order; \
                what is missing counts as gone, unless --partial says otherwise\n";
            assert!(messages.ends_with(told), "{messages}");
        }
        let (code, decisions, messages) = plan(&[&first, &last], &threads);
        assert_eq!((code, decisions.len()), (Some(0), 3), "{messages}");
        let (code, decisions, messages) = plan(&[&first, "--partial"], &threads);
        assert_eq!((code, decisions.len()), (Some(0), 2), "{messages}");
    }
}
