//! `plan --threads`: the same on any number of threads.

use super::{RULES, account, lines, links, run, scratch};
use serde_json::{Value, json};

/// Users of whom some are out of scope, twice there, alike, broken, or in the target; enough for many batches.
fn users() -> String {
    let user = |number: usize| {
        let same = if number % 11 == 5 { number - 3 } else { number };
        let id = if number % 13 == 6 { number - 2 } else { number };
        json!({
            "objectId": format!("u{id}"), "userPrincipalName": format!("User{same}@x.org"), "mail": format!("m{number}@x.org"),
            "jobTitle": if number % 7 == 1 { Value::Null } else { json!("Clerk") }, "mailNickname": format!("n{number}"),
            "givenName": "Zoë", "surname": if number % 17 == 3 { Value::Null } else { json!("Lee") },
            "accountEnabled": number % 19 != 2, "displayName": format!("User {number}"),
        })
    };
    let line = |number: usize| {
        if number % 997 == 500 { "{\"mail\": nope}\n".to_owned() } else { lines([user(number)]) }
    };
    (0..4000).map(line).collect()
}

fn group() -> Value {
    let members: Vec<_> = (0..300).map(|number| format!("u{}", number * 7)).collect();
    json!({ "@odata.type": "#microsoft.graph.group", "id": "g1", "displayName": "All", "members": members })
}

#[test]
fn any_number_of_threads_plans_the_same() {
    let whole = std::fs::read_to_string(RULES).expect("the rules");
    let users_only = whole.split("\n  group:").next().expect("the users' rules");
    let users_only = scratch("threads-rules.yaml", users_only);
    let source = scratch("threads-users.ndjson", &users());
    let groups = scratch("threads-groups.json", &json!([group()]).to_string());
    let target = scratch("threads-target.ndjson", &lines((0..1500).map(|number| account(number * 2))));
    let known = scratch("threads-links.ndjson", &links(900));
    let written = scratch("threads-written.ndjson", "");
    for (rules, inputs, more) in [
        (users_only.as_str(), vec!["-"], vec![]),                 // read once
        (RULES, vec!["-", &groups], vec![]),                      // read twice, kept in memory
        (RULES, vec![&source, &groups], vec!["--links", &known]), // read twice; the guard trips
        (&users_only, vec![&source], vec!["--links", &known, "--deletion-threshold", "none"]),
        (&users_only, vec![&source, &source], vec![]), // everybody twice
    ] {
        let plan = |threads: &str| {
            let arguments = ["--target", &target, "--write-links", &written, "--threads", threads];
            let arguments = [&["plan", rules], inputs.as_slice(), more.as_slice(), &arguments].concat();
            let input = if inputs.contains(&"-") { users() } else { String::new() };
            let output = run(&arguments, &input);
            let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
            let links = std::fs::read_to_string(&written).expect("the links");
            (output.status.code(), text(output.stdout), text(output.stderr), links)
        };
        let one = plan("1");
        assert!(one.1.lines().count() >= 4000 && one.3.lines().count() > 500, "{}", one.2);
        for threads in ["2", "5"] {
            assert!(plan(threads) == one, "{threads} threads, {rules} {more:?}: {}", one.2);
        }
    }
}

#[test]
fn any_number_of_threads_reads_the_target_alike() {
    let empty = scratch("threads-empty.ndjson", "");
    let resource = |number: usize| {
        let mut resource = account(number);
        if number % 5 == 3 {
            // Another kind between, and one that no rules map.
            let name = if number % 2 == 1 { "Robot" } else { "Group" };
            resource =
                json!({ "id": format!("t{number}"), "displayName": "x", "meta": { "resourceType": name } });
        }
        resource
    };
    let all: Vec<_> = (0..3000).map(resource).collect();
    let with = |changes: &[(usize, &str)]| {
        let mut text: Vec<_> = all.iter().map(Value::to_string).collect();
        for (index, line) in changes {
            if let Some(place) = text.get_mut(*index) {
                (*line).clone_into(place);
            }
        }
        text.join("\n")
    };
    let page = |start: usize, resources: &[Value]| {
        json!({ "totalResults": 3000, "startIndex": start, "Resources": resources }).to_string()
    };
    let empty_page = r#"{"totalResults":0}"#;
    for (files, said) in [
        (vec![with(&[])], "2700 TargetOnly"),
        (vec![page(1, &all[..1800]), page(1801, &all[1800..])], "2700 TargetOnly"),
        (vec![page(1, &all[..1800]), page(1801, &all[1800..2900])], "the pages hold 2900"),
        (vec![with(&[(2100, "{\"id\": nope}"), (2400, "[]")])], ":2101:"),
        (
            vec![with(&[(1500, r#"{"userName":"a"}"#), (1400, r#"{"id":"t1"}"#)])],
            ":1401: the `id` of the resource stands twice",
        ),
        (vec![with(&[(2800, empty_page)])], "2699 TargetOnly"),
        (vec![with(&[(2800, r#"{"totalResults":7}"#)])], "of the 7 resources"),
        (
            vec![with(&[
                (900, r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"]}"#),
                (950, "x"),
            ])],
            ":901:",
        ),
    ] {
        let files = files.iter().enumerate();
        let files: Vec<_> =
            files.map(|(index, text)| scratch(&format!("threads-page-{index}"), text)).collect();
        let targets: Vec<_> = files.iter().flat_map(|file| ["--target", file]).collect();
        let plan = |threads: &str| {
            let output = run(&[&["plan", RULES, &empty, "--threads", threads], &*targets].concat(), "");
            let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
            (output.status.code(), text(output.stdout), text(output.stderr))
        };
        let one = plan("1");
        assert!(one.2.contains(said), "{said}: {}", one.2);
        for threads in ["2", "5"] {
            assert_eq!(plan(threads), one, "{threads} threads");
        }
    }
}
