//! Random populations of users and groups, before and after some time, and rules for them.

use crate::patch::Form;
use crate::path::Path;
use crate::run::World;
use proptest::prelude::*;
use scopemap::{Settings, Threshold};
use serde_json::{Value, json};

const USERS: usize = 7;
const GROUPS: usize = 3;

pub(crate) const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

/// Rules; where the target cannot disable accounts, leaving the scope deletes them.
pub(crate) fn rules(form: Form, disables: bool) -> String {
    let mut rules = json!({
        "version": 1, "name": "population", "profile": form.profile(),
        "objects": {
            "user": {
                "source": { "attributes": [{ "name": "jobTitle", "flowNull": true }] },
                "scopingFilters": [{ "title": "Not b", "clauses": ["city NOT EQUALS \"b\""] }],
                "mappings": [
                    { "target": "userName", "source": "userPrincipalName", "match": 1 },
                    { "target": "externalId", "source": "mailNickname", "match": 2 },
                    { "target": "title", "source": "jobTitle", "flowNull": true },
                    { "target": "nickName", "source": "department", "default": "none", "apply": "onCreate" },
                    { "target": "emails[type eq \"work\"].value", "source": "mail" },
                    { "target": MANAGER, "source": "manager" },
                ],
            },
            "group": {
                "scopingFilters": [{ "title": "Not b", "clauses": ["description IS NULL"] }],
                "mappings": [
                    { "target": "displayName", "source": "displayName", "match": 1 },
                    { "target": "members", "source": "members" },
                ],
            },
        },
    });
    let user = &mut rules["objects"]["user"];
    let mappings = user["mappings"].as_array_mut().expect("mappings");
    if disables {
        mappings.push(json!({ "target": "active", "expression": "Not([IsSoftDeleted])" }));
    } else {
        let rows = mappings.iter().map(|mapping| json!({ "name": mapping["target"], "filterable": true }));
        let mut rows: Vec<Value> = rows.collect();
        rows.iter_mut().filter(|row| row["name"] == MANAGER).for_each(|row| row["type"] = json!("Reference"));
        user["target"] =
            json!({ "schema": "urn:ietf:params:scim:schemas:core:2.0:User", "attributes": rows });
    }
    rules.to_string()
}

pub(crate) fn user_id(number: usize) -> String {
    format!("u-{number}")
}

/// A user as it is at one time; `None` where the source does not have it.
fn user(number: usize, twins: bool) -> impl Strategy<Value = Option<Value>> {
    let text = || prop::sample::select(vec![json!(null), json!("a"), json!("A"), json!("🙂 x"), json!("")]);
    let manager = proptest::option::of(0..USERS + 2);
    let often = proptest::bool::weighted;
    let name = if twins { 0..number + 1 } else { number..number + 1 };
    ((text(), text(), text()), manager, often(0.85), often(0.85), often(0.9), name, often(0.3)).prop_map(
        move |((title, department, mail), manager, enabled, in_scope, present, name, nick)| {
            let mut user = json!({
                "objectType": "User", "objectId": user_id(number), "userPrincipalName": format!("User{name}@x.org"),
                "city": if in_scope { "a" } else { "b" }, "accountEnabled": enabled,
                "jobTitle": title, "department": department, "mail": mail,
            });
            if nick {
                user["mailNickname"] = json!(format!("nick{name}"));
            }
            if let Some(manager) = manager {
                user["manager"] = if manager % 2 == 0 { json!(user_id(manager)) } else { json!({ "objectId": user_id(manager) }) };
            }
            present.then_some(user)
        },
    )
}

fn group(number: usize) -> impl Strategy<Value = Option<Value>> {
    let members = proptest::option::weighted(
        0.8,
        prop::sample::subsequence((0..USERS + 2).collect::<Vec<_>>(), 0..=USERS),
    );
    let often = proptest::bool::weighted;
    (members, often(0.85), often(0.9)).prop_map(move |(members, in_scope, present)| {
        let mut group = json!({ "objectType": "Group", "objectId": format!("g-{number}"), "displayName": format!("Group {number}") });
        if !in_scope {
            group["description"] = json!("b");
        }
        if let Some(members) = members {
            group["members"] = members.into_iter().map(|member| json!(user_id(member))).collect();
        }
        present.then_some(group)
    })
}

/// A population in random order; with twins, some users have the matching values of others.
pub(crate) fn population(twins: bool) -> impl Strategy<Value = Vec<Value>> {
    let users = (0..USERS).map(move |number| user(number, twins)).collect::<Vec<_>>();
    let groups = (0..GROUPS).map(group).collect::<Vec<_>>();
    (users, groups)
        .prop_map(|(users, groups)| users.into_iter().chain(groups).flatten().collect::<Vec<_>>())
        .prop_shuffle()
}

pub(crate) fn settings() -> impl Strategy<Value = Settings> {
    let threshold = prop_oneof![
        3 => Just(Threshold::Unlimited),
        1 => Just(Threshold::Usual),
        2 => (0..3_usize).prop_map(Threshold::Count),
        1 => (0_u8..100).prop_map(|percent| Threshold::Percent(percent.into())),
    ];
    let often = proptest::bool::weighted;
    (threshold, often(0.2), often(0.2), 1..4_usize).prop_map(|(threshold, skips, partial, max_members)| {
        let mut settings = Settings::default();
        settings.threshold = threshold;
        settings.skip_out_of_scope_deletions = skips;
        settings.partial = partial;
        settings.max_members = max_members;
        settings
    })
}

/// A target before the first run: some accounts are there already, and one that nobody knows.
pub(crate) fn existing() -> impl Strategy<Value = World> {
    prop::sample::subsequence((0..USERS).collect::<Vec<_>>(), 0..4).prop_map(|numbers| {
        let user = |name: String, id: String| {
            json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": id,
                "userName": name, "title": "old", "active": true,
            })
        };
        let known = numbers.iter().map(|number| user(format!("USER{number}@x.org"), format!("old/{number}")));
        let resources = known.chain([user("stranger@x.org".to_owned(), "stranger".to_owned())]).collect();
        World { resources, ..World::default() }
    })
}

/// The member ids of a group, sorted.
pub(crate) fn members(group: &Value) -> Vec<String> {
    let members = group["members"].as_array().into_iter().flatten();
    let mut members: Vec<_> =
        members.filter_map(|member| member["value"].as_str().map(str::to_owned)).collect();
    members.sort();
    members
}

/// The id of a user's manager, a text or an object.
pub(crate) fn manager(user: &Value) -> Option<String> {
    let manager = Path::new(MANAGER).expect("a path").get(user);
    manager.as_str().or_else(|| manager["value"].as_str()).map(str::to_owned)
}
