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
