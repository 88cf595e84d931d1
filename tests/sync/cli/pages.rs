//! The pages of the target's lists: what makes a list whole, and what is refused.

use super::{RULES, account, ended, scratch};
use serde_json::{Value, json};
use std::path::Path;

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// A page with some resources, and what else it says.
fn page(resources: impl IntoIterator<Item = Value>, says: Value) -> Value {
    let mut page = says;
    page["schemas"] = json!([LIST]);
    page["Resources"] = resources.into_iter().collect();
    page
}

fn users(numbers: std::ops::Range<usize>, says: Value) -> Value {
    page(numbers.map(account), says)
}

fn groups(numbers: std::ops::Range<usize>, says: Value) -> Value {
    let group = |number| json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": format!("g{number}"), "displayName": "Secret" });
    page(numbers.map(group), says)
}

/// Plans nothing over a target of these pages; the exit code, the number of decisions, and the messages.
fn planned(name: &str, pages: &[String]) -> (Option<i32>, usize, String) {
    let files = pages.iter().enumerate().map(|(index, page)| {
        scratch(&format!("pages-{}-{}.json", name.replace([' ', ','], "-"), index + 1), page)
    });
    let files: Vec<String> = files.collect();
    let mut arguments = vec!["plan", RULES, "-"];
    arguments.extend(files.iter().flat_map(|file| ["--target", file]));
    let (code, decisions, messages) = ended(&arguments, "");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sync-pages-").display().to_string();
    (code, decisions.len(), messages.replace(&folder, ""))
}

#[test]
fn a_list_is_whole_when_its_pages_hold_as_many_resources_as_it_has() {
    let of = |total: usize| json!({ "totalResults": total });
    let from = |start: usize, total: usize| json!({ "totalResults": total, "startIndex": start });
    for (name, resources, pages) in [
        ("one page", 2, vec![users(0..2, of(2))]),
        ("three pages", 5, vec![users(0..2, from(1, 5)), users(2..4, from(3, 5)), users(4..5, from(5, 5))]),
        ("the last page is empty", 2, vec![users(0..2, from(1, 2)), users(0..0, from(3, 2))]),
        ("users and groups", 4, vec![users(0..3, of(3)), groups(0..1, of(1))]),
        ("no total", 3, vec![users(0..2, json!({})), users(2..3, json!({ "totalResults": null }))]),
        ("no users", 1, vec![json!({ "schemas": [LIST], "totalResults": 0 }), groups(0..1, from(1, 1))]),
        ("begins with 0", 2, vec![users(0..2, from(0, 2))]),
        (
            "cursors",
            4,
            vec![
                users(0..2, json!({ "totalResults": 3, "nextCursor": "x" })),
                users(2..3, json!({ "totalResults": 3, "previousCursor": "y", "nextCursor": "" })),
                groups(0..1, of(1)),
            ],
        ),
        (
            "Graph pages",
            2,
            vec![json!({ "value": [account(0)], "@odata.nextLink": "x" }), json!({ "value": [account(1)] })],
        ),
    ] {
        let pages: Vec<String> = pages.iter().map(Value::to_string).collect();
        let (code, decisions, messages) = planned(name, &pages);
        assert_eq!((code, decisions), (Some(0), resources), "{name}: {messages}");
    }
}

#[test]
fn a_part_of_the_target_is_never_taken_for_the_whole() {
    let of = |total: usize| json!({ "totalResults": total });
    let from = |start: usize, total: usize| json!({ "totalResults": total, "startIndex": start });
    let after = json!({ "Resources": [account(0)] }).to_string().replace("]}", "],\"totalResults\":2}");
    let twice = after.replace("{\"Res", "{\"totalResults\":1,\"Res");
    let error = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "401", "detail": "Secret",
    });
    let both = json!([users(0..1, from(1, 2)), users(1..2, from(2, 2))]);
    let mut told = Vec::new();
    for (name, pages) in [
        ("one page of three", vec![users(0..2, from(1, 5)).to_string()]),
        ("the total after the resources", vec![after]),
        ("a page on many lines", vec![format!("{:#}", users(0..2, of(5)))]),
        ("no resources", vec![json!({ "schemas": [LIST], "totalResults": 5 }).to_string()]),
        (
            "the next list too early",
            [users(0..2, from(1, 3)), groups(0..1, from(1, 1)), users(2..3, from(3, 3))]
                .iter()
                .map(Value::to_string)
                .collect(),
        ),
        ("a gap", vec![users(0..2, from(1, 5)).to_string(), users(3..5, from(4, 5)).to_string()]),
        ("out of order", vec![users(2..3, from(3, 3)).to_string(), users(0..2, from(1, 3)).to_string()]),
        ("another total", vec![users(0..2, from(1, 3)).to_string(), users(2..4, from(3, 4)).to_string()]),
        ("more than there are", vec![users(0..3, of(2)).to_string()]),
        ("a page twice", vec![users(0..1, from(1, 2)).to_string(), users(0..1, from(2, 2)).to_string()]),
        ("a total that is a text", vec![users(0..1, json!({ "totalResults": "Secret" })).to_string()]),
        ("a total below zero", vec![users(0..1, json!({ "totalResults": -1 })).to_string()]),
        ("a start that is no number", vec![users(0..1, json!({ "startIndex": [] })).to_string()]),
        ("two totals", vec![twice]),
        ("no JSON", vec![format!("{{\"value\":[{}], Secret}}", account(0))]),
        ("a cursor", vec![users(0..1, json!({ "nextCursor": "Secret" })).to_string()]),
        ("an error for a page", vec![error.to_string()]),
        ("pages in an array", vec![both.to_string()]),
    ] {
        let (code, decisions, messages) = planned(name, &pages);
        assert_eq!((code, decisions), (Some(2), 0), "{name}: {messages}");
        assert!(!messages.contains("Secret") && !messages.contains("x.org"), "no user's data: {messages}");
        told.push(messages);
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/sync");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("pages", told.concat()));
}
