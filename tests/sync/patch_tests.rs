//! The applier does what the specification says, and refuses what it must.

use crate::patch::{Form, apply};
use crate::path::pruned;
use serde_json::{Value, json};

const DEPARTMENT: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";

fn resource() -> Value {
    json!({
        "id": "t-1", "displayName": "Ann Lee", "title": "Clerk", "name": { "givenName": "Ann", "middleName": "M" },
        "emails": [{ "type": "work", "value": "ann@x.org" }, { "type": "home", "value": "ann@y.org", "primary": true }],
        "members": [{ "value": "t3" }, { "value": "t4" }, { "value": "t5" }],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Sales" },
    })
}

fn patched(form: Form, operations: &Value) -> Result<Value, String> {
    let schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
    let mut resource = resource();
    apply(form, &mut resource, &json!({ "schemas": schemas, "Operations": operations }))?;
    Ok(pruned(&resource))
}

/// The resource with some of its members changed.
fn changed(pointers: &[(&str, Value)]) -> Value {
    let mut resource = resource();
    for (pointer, value) in pointers {
        *resource.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
    }
    pruned(&resource)
}

#[test]
fn operations_do_what_the_standard_says() {
    let work = "/emails/0/value";
    let enterprise = "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department";
    for (form, operations, expected) in [
        (
            Form::Rfc,
            json!([{ "op": "replace", "path": "title", "value": "Head" }]),
            vec![("/title", json!("Head"))],
        ),
        (
            Form::Rfc,
            json!([{ "op": "add", "path": "name.givenName", "value": "Zoë" }]),
            vec![("/name/givenName", json!("Zoë"))],
        ),
        (
            Form::Rfc,
            json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "a@b.c" }]),
            vec![(work, json!("a@b.c"))],
        ),
        (
            Form::Rfc,
            json!([{ "op": "replace", "path": DEPARTMENT, "value": "Legal" }]),
            vec![(enterprise, json!("Legal"))],
        ),
        (
            Form::Rfc,
            json!([{ "op": "remove", "path": "title" }, { "op": "remove", "path": DEPARTMENT }]),
            vec![("/title", json!(null)), (enterprise, json!(null))],
        ),
        (
            Form::Rfc,
            json!([{ "op": "remove", "path": "emails[type eq \"home\"].primary" }]),
            vec![("/emails/1/primary", json!(null))],
        ),
        (
            Form::Rfc,
            json!([{ "op": "remove", "path": "members[value eq \"t4\"]" }]),
            vec![("/members/1", json!(null))],
        ),
        (
            Form::Rfc,
            json!([{ "op": "add", "path": "members", "value": [{ "value": "t3" }, { "value": "t6" }] }]),
            vec![(
                "/members",
                json!([{ "value": "t3" }, { "value": "t4" }, { "value": "t5" }, { "value": "t6" }]),
            )],
        ),
        (
            Form::Entra,
            json!([{ "op": "Remove", "path": "members", "value": [{ "value": "t3" }, { "value": "t5" }] }]),
            vec![("/members", json!([{ "value": "t4" }]))],
        ),
        (
            Form::Entra,
            json!([{ "op": "Replace", "path": "emails[type eq \"home\"].primary", "value": "False" }]),
            vec![("/emails/1/primary", json!(false))],
        ),
        (
            Form::EntraFlag,
            json!([{ "op": "replace", "value": { "title": "Head", "name.givenName": "Zoë", DEPARTMENT: "Legal" } }]),
            vec![("/title", json!("Head")), ("/name/givenName", json!("Zoë")), (enterprise, json!("Legal"))],
        ),
    ] {
        assert_eq!(patched(form, &operations), Ok(changed(&expected)), "{operations}");
    }
}

#[test]
fn the_service_makes_the_element_that_a_filter_names() {
    let add = |op: &str, value: Value| json!([{ "op": op, "path": "roles[primary eq \"True\"].value", "value": value }]);
    for (form, op) in [(Form::Entra, "Add"), (Form::EntraFlag, "add")] {
        let patched = patched(form, &add(op, json!("Admin"))).expect("the element is made");
        assert_eq!(patched["roles"], json!([{ "primary": true, "value": "Admin" }]));
    }
}

#[test]
fn what_a_profile_does_not_write_is_refused() {
    for (form, operation, why) in [
        (Form::Rfc, json!({ "op": "Replace", "path": "title", "value": "x" }), "spells"),
        (Form::Entra, json!({ "op": "replace", "path": "title", "value": "x" }), "spells"),
        (Form::Rfc, json!({ "op": "replace", "path": "title", "value": null }), "no value"),
        (Form::Rfc, json!({ "op": "add", "path": "emails", "value": [{ "type": null }] }), "null"),
        (
            Form::Rfc,
            json!({ "op": "add", "path": "phoneNumbers[type eq \"work\"].value", "value": "1" }),
            "selects nothing",
        ),
        (Form::Rfc, json!({ "op": "remove", "path": "emails[type eq \"other\"].value" }), "selects nothing"),
        (
            Form::Rfc,
            json!({ "op": "remove", "path": "members", "value": [{ "value": "t3" }] }),
            "has a value",
        ),
        (Form::Rfc, json!({ "op": "remove", "path": "nickName" }), "nothing to remove"),
        (Form::Rfc, json!({ "op": "replace", "value": { "title": "x" } }), "not an operation"),
        (Form::Rfc, json!({ "op": "replace", "path": "active", "value": "True" }), "not a boolean"),
        (Form::Entra, json!({ "op": "Replace", "path": "active", "value": true }), "not a boolean"),
        (
            Form::Entra,
            json!({ "op": "Remove", "path": "members", "value": [{ "value": "t9" }] }),
            "not all are members",
        ),
        (
            Form::Rfc,
            json!({ "op": "replace", "path": "emails[type eq work].value", "value": "x" }),
            "is no path",
        ),
    ] {
        let error = patched(form, &json!([operation])).expect_err("refused");
        assert!(error.contains(why), "{operation}: {error}");
    }
}
