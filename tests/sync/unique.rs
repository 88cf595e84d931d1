//! `SelectUniqueValue` in a sync: what the target has is taken, as is what the run gives out.

use crate::run::{World, engine};
use scopemap::Settings;
use serde_json::{Value, json};

/// Names are chosen on create, users are matched by their id.
const RULES: &str = r#"
version: 1
objects:
  user:
    mappings:
      - { target: externalId, source: objectId, match: 1 }
      - target: userName
        expression: SelectUniqueValue([mailNickname], Append([mailNickname], "2"), Append([mailNickname], "3"))
        apply: onCreate
      - { target: displayName, source: displayName }
      - { target: 'emails[type eq "work"].value', expression: 'SelectUniqueValue([mail], [displayName])', apply: onCreate }
"#;

fn user(id: &str, nick: &str, mail: &str) -> Value {
    json!({ "objectId": id, "mailNickname": nick, "mail": mail, "displayName": format!("{id}@x.org") })
}

/// What creates send as `userName` and as e-mail; the code of what failed.
fn created(resources: Vec<Value>, users: &[Value]) -> Vec<(Value, Value)> {
    let world = World { resources, ..World::default() };
    let (decided, _) = world.plan(&engine(RULES), users, &Settings::default());
    let creates = decided.iter().filter(|decided| decided.source.is_some());
    creates
        .map(|decided| match decided.requests.as_slice() {
            [(_, _, body)] => (body["userName"].clone(), body["emails"][0]["value"].clone()),
            _ => (json!(decided.reason), json!(decided.diagnostics[0].1)),
        })
        .collect()
}

#[test]
fn a_create_takes_no_value_that_a_resource_has_or_the_run_has_given_out() {
    let held =
        json!({ "id": "t-1", "userName": "ANN", "emails": [{ "type": "Work", "value": "Ann@x.org" }] });
    // Another attribute, and another element, take nothing.
    let other = json!({ "id": "t-2", "userName": "zoë2", "nickName": "ben", "emails": [{ "type": "home", "value": "ben@x.org" }] });
    let users = [
        user("1", "ann", "ann@x.org"),
        user("2", "Ann", "2@y.org"),
        user("3", "ben", "ben@x.org"),
        user("4", "Zoë", "4@y.org"),
    ];
    let expected = [("ann2", "1@x.org"), ("Ann3", "2@y.org"), ("ben", "ben@x.org"), ("Zoë", "4@y.org")];
    let expected = expected.map(|(name, mail)| (json!(name), json!(mail)));
    assert_eq!(created(vec![held, other], &users), expected);
}

#[test]
fn where_every_candidate_is_taken_the_attribute_is_left_out() {
    let held = ["ann", "ann2", "ann3"];
    let held =
        held.iter().enumerate().map(|(index, name)| json!({ "id": format!("t-{index}"), "userName": name }));
    let world = World { resources: held.collect(), ..World::default() };
    let (decided, _) = world.plan(&engine(RULES), &[user("1", "ann", "ann@x.org")], &Settings::default());
    assert_eq!(decided[0].diagnostics, [("userName".to_owned(), "expression-error")]);
}

#[test]
fn an_explanation_chooses_as_the_plan_does() {
    let held = json!({ "id": "t-1", "userName": "ann" });
    let world = World { resources: vec![held], ..World::default() };
    let users = [user("1", "ann", "ann@x.org")];
    world.sync(&engine(RULES), &users, &Settings::default(), |sync, texts| {
        let json = serde_json::to_value(sync.explain(0, texts[0].as_str())).expect("an explanation is JSON");
        let attribute = &json["steps"][3]["attributes"][1];
        assert_eq!((&attribute["new"], &attribute["example"]), (&json!("ann2"), &json!(true)), "{json}");
        // What is the same in every run is no example.
        assert_eq!(json["steps"][3]["attributes"][2].get("example"), None);
    });
}
