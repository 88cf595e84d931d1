//! Payloads respect the attribute tables.

use crate::SHIPPED;
use serde_json::Value;
use std::collections::BTreeSet;

/// A target path, taken apart without scopemap's help.
struct Target<'p> {
    schema: Option<&'p str>,
    attribute: &'p str,
    /// Sub-attribute and literal, e.g. `type` and `work`.
    filter: Option<(&'p str, &'p str)>,
    sub_attribute: Option<&'p str>,
}

impl<'p> Target<'p> {
    fn new(path: &'p str) -> Self {
        let (head, tail) = path.split_at(path.find('[').unwrap_or(path.len()));
        let (schema, name) = match head.rsplit_once(':') {
            Some((schema, name)) => (Some(schema), name),
            None => (None, head),
        };
        let Some(tail) = tail.strip_prefix('[') else {
            let (attribute, sub_attribute) =
                name.split_once('.').map_or((name, None), |(attribute, sub)| (attribute, Some(sub)));
            return Self { schema, attribute, filter: None, sub_attribute };
        };
        let (filter, sub_attribute) = tail.split_once("].").expect("a sub-attribute of the element");
        let filter = filter.split_once(" eq ").map(|(name, literal)| (name, literal.trim_matches('"')));
        Self { schema, attribute: name, filter, sub_attribute: Some(sub_attribute) }
    }

    /// The element that a filter chooses, or the attribute.
    fn element<'v>(&self, payload: &'v Value) -> &'v Value {
        let attribute = &self.schema.map_or(payload, |schema| &payload[schema])[self.attribute];
        let Some((name, literal)) = self.filter else { return attribute };
        let is_chosen = |element: &&Value| match &element[name] {
            Value::Bool(flag) => flag.to_string().eq_ignore_ascii_case(literal),
            other => other == literal,
        };
        attribute.as_array().and_then(|elements| elements.iter().find(is_chosen)).unwrap_or(&Value::Null)
    }

    fn value<'v>(&self, payload: &'v Value) -> &'v Value {
        let element = self.element(payload);
        self.sub_attribute.map_or(element, |sub| &element[sub])
    }
}

/// The values in a payload that are neither objects nor lists; an empty list or object counts as one.
fn leaves<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for member in members.values() {
                leaves(member, found);
            }
        }
        Value::Array(members) if !members.is_empty() => {
            for member in members {
                leaves(member, found);
            }
        }
        leaf => found.push(leaf),
    }
}

fn count(value: &Value) -> usize {
    let mut found = Vec::new();
    if !value.is_null() {
        leaves(value, &mut found);
    }
    found.len()
}

#[test]
fn payloads_respect_names_types_and_required_flags() {
    for shipped in SHIPPED {
        for (kind, file) in shipped.examples {
            let table = shipped.table(kind);
            let payloads: Vec<Value> =
                shipped.outcomes(kind, file).iter().filter_map(|(_, shown)| shown.payload()).collect();
            assert!(payloads.len() >= 3, "{file} shows several payloads");
            for payload in &payloads {
                let mut named = count(&payload["schemas"]);
                let mut elements = BTreeSet::new();
                for row in &table {
                    let target = Target::new(row["name"].as_str().expect("a name"));
                    let value = target.value(payload);
                    assert!(fits(row, &target, value), "{file}: {} in {payload}", row["name"]);
                    named += count(value);
                    if let Some(filter) = target.filter.filter(|_| !value.is_null()) {
                        elements.insert((target.attribute, filter));
                    }
                }
                // What a filter says of its element is what no row of the table names.
                assert_eq!(
                    count(payload),
                    named + elements.len(),
                    "{file}: only the table's attributes: {payload}"
                );
            }
        }
    }
}

fn fits(row: &Value, target: &Target<'_>, value: &Value) -> bool {
    let of_type = match (target.attribute, row["type"].as_str()) {
        // References are linked after the create; some tutorials call them texts.
        ("manager" | "members", _) | (_, Some("Reference")) => return value.is_null(),
        ("roles", _) if target.filter.is_none() => value.is_array(),
        (_, Some("String")) => value.is_string(),
        (_, Some("Boolean")) => value.is_boolean(),
        (_, Some("Integer")) => value.is_i64(),
        (_, other) => panic!("a type that no tutorial has: {other:?}"),
    };
    of_type || (value.is_null() && row["required"] == false)
}

#[test]
fn payloads_hold_neither_nulls_nor_empty_values() {
    for shipped in SHIPPED {
        for (kind, file) in shipped.examples {
            for (id, shown) in shipped.outcomes(kind, file) {
                let Some(payload) = shown.payload() else { continue };
                let mut found = Vec::new();
                leaves(&payload, &mut found);
                let is_empty =
                    |leaf: &&Value| leaf.is_null() || **leaf == "" || leaf.is_array() || leaf.is_object();
                assert!(!found.iter().any(is_empty), "{file}: {id}: {payload}");
            }
        }
    }
}

#[test]
fn a_klaxoon_group_is_licensed_by_the_text_true_or_false() {
    let [_, klaxoon, ..] = SHIPPED;
    for (id, shown) in klaxoon.outcomes("group", "examples/groups.ndjson") {
        let Some(payload) = shown.payload() else { continue };
        let licence = &payload["urn:ietf:params:scim:schemas:extension:klaxoon:2.0:Group"]["license"];
        assert!(licence == "true" || licence == "false", "{id}: {payload}");
    }
}
