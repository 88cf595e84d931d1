//! `plan`: what it reads and refuses, what it writes, and how it ends.

use super::{RULES, account, actions, ended, lines, links, scopemap, scratch, user};
use serde_json::json;
use std::process::Stdio;

#[test]
fn every_form_of_target_and_source_gives_the_same_plan() {
    let (users, accounts) = (lines((0..3).map(user)), (0..2).map(account).collect::<Vec<_>>());
    let source = scratch("forms.ndjson", &users);
    let page = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 2, "startIndex": 1,
        "itemsPerPage": 2, "Resources": accounts,
    });
    let plan = |target: &str, source: &str, input: &str| {
        let (code, decisions, messages) = ended(&["plan", RULES, source, "--target", target], input);
        assert_eq!(code, Some(0), "{messages}");
        decisions
    };
    let expected = plan(&scratch("forms-target.ndjson", &lines(accounts.clone())), &source, "");
    assert_eq!(
        actions(&expected),
        ["update EntryExportUpdate", "update EntryExportUpdate", "create EntryExportAdd"]
    );
    assert_eq!(expected[2]["requests"][0]["body"]["name"]["givenName"], "Zoë 🙂");
    for (name, text) in [
        ("forms-array.json", json!(accounts).to_string()),
        ("forms-page.json", page.to_string()),
        ("forms-pretty.json", serde_json::to_string_pretty(&page).expect("JSON")),
    ] {
        assert_eq!(plan(&scratch(name, &text), &source, ""), expected, "{name}");
    }
    let target = scratch("forms-target.ndjson", &lines(accounts));
    assert_eq!(plan(&target, "-", &users), expected);
    let header = "objectId,userPrincipalName,jobTitle,mail,mailNickname,givenName,surname\n";
    let row = |number: usize| {
        format!("u{number},user{number}@x.org,🙂,user{number}@x.org,user{number},Zoë 🙂,Lee\n")
    };
    let csv = scratch("forms.csv", &format!("{header}{}", (0..3).map(row).collect::<String>()));
    assert_eq!(plan(&target, &csv, ""), expected);
}

#[test]
fn what_cannot_be_used_is_refused_before_anything_is_decided() {
    let (users, target) = (
        scratch("refused.ndjson", &lines([user(0)])),
        scratch("refused-target.ndjson", &lines([account(0)])),
    );
    let known = scratch("refused-links.ndjson", &links(1));
    let file = |name: &str, text: &str| scratch(&format!("refused-{name}"), text);
    let csv = file("target.csv", "id,userName\nt1,a\n");
    let broken = file("broken.ndjson", "{\"id\":\"t1\"}\n{\"id\":\n");
    let no_id = file("no-id.ndjson", "{\"userName\":\"a\"}\n");
    let same_id = file("same-id.ndjson", "{\"id\":\"t1\"}\n{\"id\":\"t1\"}\n");
    let bad_link = file("bad-link.ndjson", "\n{\"source\":\"u1\"}\n");
    let bad_state = file("bad-state.ndjson", "{\"source\":\"u1\",\"target\":\"t1\",\"state\":\"gone\"}\n");
    let same_link = file("same-link.ndjson", &[links(1), links(1)].concat());
    for (arguments, what) in [
        (vec![], "--target FILE is needed"),
        (vec!["--target", "no-such-file"], "no-such-file"),
        (vec!["--target", &csv], "JSON, not CSV"),
        (vec!["--target", &broken], "broken.ndjson:2:"),
        (vec!["--target", &no_id], "no-id.ndjson:1: the resource has no `id`"),
        (vec!["--target", &same_id], "same-id.ndjson:2: the `id` of the resource stands twice"),
        (vec!["--target", &target, "--links", "no-such-file"], "the links cannot be read"),
        (vec!["--target", &target, "--links", &bad_link], "bad-link.ndjson:2:1: not a link"),
        (vec!["--target", &target, "--links", &bad_state], "bad-state.ndjson:1:1: not a link"),
        (
            vec!["--target", &target, "--links", &same_link],
            "same-link.ndjson:2:1: the source object of this line is linked already",
        ),
        (vec!["--target", &target, "--deletion-threshold", "many"], "a share such as `5%`"),
        (vec!["--target", &target, "--deletion-threshold", "-1"], "'-1'"),
        (vec!["--target", &target, "--deletion-threshold", "101%"], "a share such as `5%`"),
        (vec!["--target", &target, "--deletion-threshold", "NaN%"], "a share such as `5%`"),
        (vec!["--target", &target, "--deletion-threshold", ""], "--deletion-threshold"),
        (vec!["--target", &target, "--object", "usr"], "did you mean `user`"),
        (vec!["--target", "-", "-"], "standard input"),
    ] {
        let arguments = [&["plan", RULES, &users], arguments.as_slice()].concat();
        let (code, decisions, messages) = ended(&arguments, "");
        assert_eq!((code, decisions.len()), (Some(2), 0), "{arguments:?}: {messages}");
        assert!(messages.contains(what), "{arguments:?}: {messages}");
        assert!(!messages.contains("user0@x.org"), "no user's data: {messages}");
    }
    let (code, _, messages) =
        ended(&["plan", RULES, "no-such-file", "--target", &target, "--links", &known], "");
    assert_eq!(code, Some(2), "{messages}");
    // The input is standard input where it is left out.
    let (code, decisions, messages) =
        ended(&["plan", RULES, "--target", "-", "--links", &known], &lines([account(0)]));
    assert_eq!((code, decisions.len()), (Some(2), 0), "{messages}");
}

#[test]
fn links_are_replaced_in_place_and_a_second_run_has_nothing_to_do() {
    let mut same = account(0);
    same["emails"] = json!([{ "type": "work", "value": "user0@x.org" }]);
    same["externalId"] = json!("user0");
    same["userName"] = json!("user0@x.org");
    same["name"] = json!({ "givenName": "Zoë 🙂", "familyName": "Lee" });
    let (users, target) =
        (scratch("links.ndjson", &lines([user(0)])), scratch("links-target.ndjson", &lines([same])));
    let kept = scratch("links-kept.ndjson", "");
    let arguments = ["plan", RULES, &users, "--target", &target, "--links", &kept, "--write-links", &kept];
    for _ in 0..2 {
        let (code, decisions, messages) = ended(&arguments, "");
        assert_eq!(
            (code, actions(&decisions)),
            (Some(0), vec!["skip RedundantExport".to_owned()]),
            "{messages}"
        );
        let written = std::fs::read_to_string(&kept).expect("links");
        assert_eq!(
            written,
            "{\"kind\":\"user\",\"source\":\"u0\",\"target\":\"t0\",\"state\":\"managed\"}\n"
        );
    }
    let arguments = ["plan", RULES, &users, "--target", &target, "--write-links", "no/such/folder/links"];
    let (code, decisions, messages) = ended(&arguments, "");
    assert_eq!((code, decisions.len()), (Some(2), 1), "{messages}");
    assert!(messages.contains("cannot be written"), "{messages}");
}

#[test]
fn resources_of_other_kinds_are_told() {
    let device = json!({ "schemas": ["urn:example:Device"], "id": "d1", "userName": "user0@x.org" });
    let target = scratch("kinds-target.ndjson", &lines([account(0), device]));
    let (code, decisions, messages) = ended(&["plan", RULES, "--target", &target], &lines([user(0)]));
    assert_eq!((code, actions(&decisions)), (Some(0), vec!["update EntryExportUpdate".to_owned()]));
    assert!(
        messages.contains("1 resource of the target left out: the rules map no object of that kind"),
        "{messages}"
    );
}

#[test]
fn exit_codes_say_how_a_plan_ends() {
    let target = scratch("codes-target.ndjson", "");
    let no_match = scratch(
        "codes-no-match.yaml",
        "version: 1\nobjects:\n  user:\n    mappings:\n      - { target: displayName, source: displayName }\n",
    );
    let missing = json!({ "objectId": "u1", "userPrincipalName": "a@x.org", "jobTitle": "x" });
    let nameless = json!({ "objectId": "u1", "jobTitle": "x" });
    for (rules, input, code, expected) in [
        (RULES, String::new(), 0, vec![]),
        (
            RULES,
            lines([user(0), json!({ "objectType": "device", "id": "d" })]),
            0,
            vec!["create EntryExportAdd", "skip ObjectMappingDisabled"],
        ),
        (RULES, lines([missing]), 1, vec!["error missing-required"]),
        (RULES, lines([nameless]), 0, vec!["skip NotEffectivelyEntitled"]),
        (RULES, lines([user(0), user(0)]), 1, vec!["create EntryExportAdd", "error DuplicateSourceEntries"]),
        (RULES, "nonsense\n".to_owned(), 2, vec!["error Unreadable"]),
        ("no-such-rules.yaml", String::new(), 2, vec![]),
        (no_match.as_str(), lines([user(0)]), 3, vec![]),
    ] {
        let (ended, decisions, messages) = ended(&["plan", rules, "--target", &target], &input);
        assert_eq!(
            (ended, actions(&decisions)),
            (Some(code), expected.iter().map(ToString::to_string).collect()),
            "{messages}"
        );
    }
    // What looks nobody up plans nothing, but it maps and explains.
    for command in [vec!["map", &no_match], vec!["explain", &no_match, "--id", "u0"]] {
        let (code, _, messages) = ended(&command, &lines([user(0)]));
        assert_eq!(code, Some(0), "{command:?}: {messages}");
    }
}

#[test]
fn an_object_without_an_id_is_planned_and_its_row_names_none() {
    let target = scratch("no-id-target.ndjson", "");
    let mut user = user(0);
    user.as_object_mut().expect("an object").remove("objectId");
    let (code, decisions, messages) = ended(&["plan", RULES, "--target", &target], &lines([user]));
    assert_eq!(
        (code, actions(&decisions)),
        (Some(0), vec!["create EntryExportAdd".to_owned()]),
        "{messages}"
    );
}

#[test]
fn a_reader_that_has_seen_enough_ends_a_plan_without_a_message() {
    let (users, target) =
        (scratch("pipe.ndjson", &lines((0..3_000).map(user))), scratch("pipe-target.ndjson", ""));
    let mut command = scopemap(&["plan", RULES, &users, "--target", &target]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    let messages = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!((output.status.code(), messages.as_str()), (Some(0), ""));
}

#[test]
fn a_resource_that_says_twice_what_is_compared_is_found_and_left_alone() {
    let twice = account(0).to_string().replacen('{', r#"{"name":{"givenName":"a","givenName":"b"},"#, 1);
    let target = scratch("twice-target.ndjson", &format!("{twice}\n{}", account(1)));
    let users = lines((0..2).map(user));
    let (code, decisions, messages) = ended(&["plan", RULES, "-", "--target", &target], &users);
    assert_eq!(code, Some(1), "{messages}");
    assert_eq!(actions(&decisions), ["error InvalidAnchor", "update EntryExportUpdate"]);
    assert_eq!((&decisions[0]["target"], &decisions[0]["requests"]), (&json!("t0"), &json!([])));
}
