//! What passes through `Redact` is nowhere in an explanation, nor is anything that is computed from it.

use crate::patch::Form;
use crate::run::{World, engine, managed};
use scopemap::{Engine, Links, Settings};
use serde_json::{Value, json};

/// A part of every secret here; letter case and cutting leave it as it is.
const SECRET: &str = "7319";

fn rules(form: Form, mappings: &Value, filters: &Value) -> String {
    json!({
        "version": 1, "profile": form.profile(),
        "objects": { "user": {
            "source": { "attributes": [
                { "name": "department", "flowNull": true }, { "name": "jobTitle", "flowNull": true }, { "name": "manager" },
            ] },
            "scopingFilters": filters,
            "mappings": mappings,
        } },
    })
    .to_string()
}

fn own() -> Value {
    json!({ "target": "userName", "source": "userPrincipalName", "match": 1 })
}

fn user() -> Value {
    json!({
        "objectId": "u-1", "userPrincipalName": "ann@x.org", "displayName": "Ann", "department": "D7319x",
        "jobTitle": "J7319x", "city": "Rennes", "otherMails": ["7319@a", "7319@b"],
    })
}

/// Explains the one user; JSON and text as one.
fn explained(engine: &Engine, user: &Value, resources: Vec<Value>, links: Links) -> String {
    let world = World { resources, links, ..World::default() };
    world.sync(engine, std::slice::from_ref(user), &Settings::default(), |sync, texts| {
        let explanation = sync.explain(0, texts[0].as_str());
        format!("{}\n{explanation}", serde_json::to_string(&explanation).expect("JSON"))
    })
}

fn held(value: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "t-1", "userName": "ann@x.org",
        "title": value, "nickName": value, "emails": [{ "type": "work", "value": value, "primary": false }],
    })
}

#[test]
fn a_redacted_attribute_and_what_is_computed_from_it_is_never_shown() {
    let redacts = [
        json!({ "target": "title", "expression": "Redact([department])" }),
        json!({ "target": "title", "expression": "Redact(ToUpper([department]))", "flowNull": true }),
        json!({ "target": "title", "expression": "Append(Redact([department]), \"!\")", "default": "none" }),
        json!({ "target": "title", "expression": "Switch(Redact([department]), [department], \"a\", [jobTitle])" }),
        json!({ "target": "title", "expression": "IIF(Redact([department]) = \"x\", Left([department], 4), [department])" }),
        json!({ "target": "title", "expression": "Redact([department])", "apply": "onCreate" }),
        json!({ "target": "emails[type eq \"work\"].value", "expression": "Redact([department])" }),
        json!({ "target": "active", "expression": "Redact([department])" }),
        json!({ "target": "roles", "expression": "Redact([department])" }),
        json!({ "target": "urn:ietf:params:scim:schemas:extension:acme.hr:2.0:User:tags", "expression": "Split(Redact([department]), \"x\")" }),
    ];
    let others = json!([
        own(),
        { "target": "nickName", "source": "department" },
        { "target": "displayName", "expression": "Item([department], 5)" },
        { "target": "name.givenName", "expression": "CDate([department])" },
    ]);
    let filters = [
        json!([]),
        json!([{ "title": "f", "clauses": ["department REGEX MATCH \"[0-9]+\"", "department Greater_Than 5"] }]),
        json!([{ "title": "f", "clauses": ["department NOT EQUALS \"d\""] }]),
    ];
    let mut user = user();
    user["jobTitle"] = json!("clerk");
    user["otherMails"] = json!(null);
    let linked = managed([("u-1".to_owned(), "t-1".to_owned())]);
    for (index, redact) in redacts.iter().enumerate() {
        for (filter, form) in filters.iter().zip(Form::ALL.iter().cycle().skip(index)) {
            let mut mappings = others.as_array().expect("mappings").clone();
            mappings.push(redact.clone());
            let engine = engine(&rules(*form, &json!(mappings), filter));
            for (resources, links) in [
                (vec![], Links::default()),
                (vec![held("old7319")], Links::default()),
                (vec![held("old7319")], linked.clone()),
            ] {
                let shown = explained(&engine, &user, resources, links);
                assert!(!shown.contains(SECRET), "{redact}: {shown}");
                assert!(shown.contains("[Redact]"), "{redact}: {shown}");
            }
        }
    }
}

#[test]
fn a_redacted_matching_attribute_is_shown_neither_as_name_nor_in_queries() {
    let mut user = user();
    user["userPrincipalName"] = json!("ann7319@x.org");
    for name in ["department", "jobTitle", "otherMails"] {
        user[name] = json!(null);
    }
    let mappings = json!([
        { "target": "userName", "expression": "Redact([userPrincipalName])", "match": 1 },
        { "target": "externalId", "source": "userPrincipalName", "match": 2 },
    ]);
    for resources in [
        vec![],
        vec![
            json!({ "id": "t-1", "userName": "ann7319@x.org" }),
            json!({ "id": "t-2", "userName": "ann7319@x.org" }),
        ],
    ] {
        let shown =
            explained(&engine(&rules(Form::Rfc, &mappings, &json!([]))), &user, resources, Links::default());
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

#[test]
fn a_list_and_a_sub_attribute_are_redacted_too() {
    let mut user = user();
    for name in ["department", "jobTitle"] {
        user[name] = json!(null);
    }
    user["manager"] = json!({ "objectId": "m-1", "displayName": "Boss 7319" });
    for (expression, other) in [
        ("Redact([manager.displayName])", "[manager.displayName]"),
        ("Redact([manager.displayName])", "CStr([manager])"),
        ("Join(\";\", Redact([otherMails]))", "Item([otherMails], 1)"),
    ] {
        let mappings = json!([
            own(),
            { "target": "title", "expression": expression },
            { "target": "nickName", "expression": other },
            { "target": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "source": "manager" },
        ]);
        if expression.contains("manager") {
            user["otherMails"] = json!(null);
        } else {
            user["otherMails"] = json!(["7319@a", "7319@b"]);
            user["manager"] = json!(null);
        }
        let shown = explained(
            &engine(&rules(Form::Rfc, &mappings, &json!([]))),
            &user,
            vec![held("")],
            Links::default(),
        );
        assert!(!shown.contains(SECRET), "{expression}, {other}: {shown}");
    }
}

#[test]
fn a_redacted_name_and_id_are_hidden_where_the_object_is_named() {
    for (name, value, mapping) in [
        (
            "userPrincipalName",
            "ann7319_x.org#EXT#@y.org",
            json!({ "target": "userName", "expression": "Redact([userPrincipalName])", "match": 1 }),
        ),
        ("objectId", "7319", json!({ "target": "externalId", "expression": "Redact([objectId])" })),
        ("mobile", "+7319", json!({ "target": "title", "expression": "Redact([mobile])" })),
    ] {
        let mut user = json!({ "objectId": "u-1", "userPrincipalName": "ann@x.org" });
        user[name] = json!(value);
        let mut mappings = vec![mapping, json!({ "target": "nickName", "source": "mobilePhone" })];
        if name != "userPrincipalName" {
            mappings.push(own());
        }
        let shown = explained(
            &engine(&rules(Form::Rfc, &json!(mappings), &json!([]))),
            &user,
            vec![],
            Links::default(),
        );
        assert!(!shown.contains(SECRET), "{name}: {shown}");
    }
}
