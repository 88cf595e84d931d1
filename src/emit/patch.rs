//! An update, as the PATCH request that changes the target's resource.
//!
//! What is written where the profiles differ is `spec:mapping-2.5`; the order of operations is `spec:mapping-5.3`. The `rfc`
//! profile keeps to the safe side where servers disagree: no filter that selects nothing, no second primary element.
//!
//! Source: `rfc7644:3.5.2`.

mod strict;

use super::{USUAL_BODY, json};
use crate::eval::change::{Change, Held};
use crate::plan::{Mapping, ObjectPlan, Profile};
use crate::value::{Arena, Value, boolean_text};
use std::collections::HashSet;
use strict::Strict;

/// The beginning of every PATCH request.
const HEAD: &[u8] = br#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":["#;

/// What an operation does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Add,
    Replace,
    Remove,
}

/// A PATCH request that is being written.
pub(crate) struct Operations {
    profile: Profile,
    /// Nothing, or the request as far as its last operation.
    json: Vec<u8>,
}

impl Operations {
    pub(crate) fn new(profile: Profile) -> Self {
        Self { profile, json: Vec::new() }
    }

    /// Returns the request's body; `None` where there is no operation.
    pub(crate) fn into_body(mut self) -> Option<Vec<u8>> {
        if self.json.is_empty() {
            return None;
        }
        self.json.extend_from_slice(b"]}");
        Some(self.json)
    }

    /// Begins an operation; what follows is its members, and `end`.
    fn begin(&mut self, op: Op, path: Option<&str>) {
        let name = match (op, self.profile) {
            (Op::Add, Profile::Entra) => "Add",
            (Op::Replace, Profile::Entra) => "Replace",
            (Op::Remove, Profile::Entra) => "Remove",
            (Op::Add, _) => "add",
            (Op::Replace, _) => "replace",
            (Op::Remove, _) => "remove",
        };
        if self.json.is_empty() {
            self.json.reserve(USUAL_BODY);
            self.json.extend_from_slice(HEAD);
        } else {
            self.json.push(b',');
        }
        self.json.extend_from_slice(b"{\"op\":\"");
        self.json.extend_from_slice(name.as_bytes());
        self.json.push(b'"');
        if let Some(path) = path {
            self.json.extend_from_slice(b",\"path\":");
            json::string(path, &mut self.json);
        }
    }

    fn end(&mut self) {
        self.json.push(b'}');
    }

    /// Writes an operation with a value; a boolean is a text where the service writes it so.
    pub(crate) fn write(&mut self, op: Op, path: &str, value: &Value<'_>) {
        self.begin(op, Some(path));
        self.json.extend_from_slice(b",\"value\":");
        self.value(value);
        self.end();
    }

    /// Writes the removal of what a path names.
    pub(crate) fn remove(&mut self, path: &str) {
        self.begin(Op::Remove, Some(path));
        self.end();
    }

    fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Boolean(boolean) if self.profile == Profile::Entra => {
                json::string(boolean_text(*boolean), &mut self.json);
            }
            value => json::value(value, &mut self.json),
        }
    }

    /// Writes an operation on members, each an object with its id as `value`.
    pub(crate) fn write_members(&mut self, op: Op, path: &str, ids: &[&str]) {
        self.begin(op, Some(path));
        self.json.extend_from_slice(b",\"value\":[");
        for (index, id) in ids.iter().enumerate() {
            self.json.extend_from_slice(if index > 0 { b",{\"value\":" } else { b"{\"value\":" });
            json::string(id, &mut self.json);
            self.json.push(b'}');
        }
        self.json.push(b']');
        self.end();
    }

    /// Writes several values as one operation without a path.
    fn write_merged(&mut self, op: Op, values: &[(&str, &Value<'_>)]) {
        self.begin(op, None);
        self.json.extend_from_slice(b",\"value\":{");
        for (index, (path, value)) in values.iter().enumerate() {
            if index > 0 {
                self.json.push(b',');
            }
            json::string(path, &mut self.json);
            self.json.push(b':');
            self.value(value);
        }
        self.json.push(b'}');
        self.end();
    }
}

/// Writes the operations of an update of what a resource holds at the places of mappings; `None` where nothing changes.
pub(crate) fn update<'a>(
    plan: &ObjectPlan,
    profile: Profile,
    changes: &[Change<'a>],
    held_at: &dyn Fn(usize) -> Held<'a>,
    arena: &'a Arena,
) -> Option<Vec<u8>> {
    let mut operations = Operations::new(profile);
    match profile {
        Profile::EntraFlag => with_flag(plan, changes, &mut operations),
        Profile::Entra => {
            for (mapping, change) in plan.mappings.iter().zip(changes) {
                one_by_path(mapping, *change, &mut operations);
            }
        }
        Profile::Rfc => {
            let (operations, not_primary) = (&mut operations, HashSet::new());
            Strict { plan, changes, held_at, arena, operations, not_primary }.write();
        }
    }
    operations.into_body()
}

/// A request whose value is not shown.
pub(crate) fn hidden(profile: Profile, path: &str, shown: &str) -> Vec<u8> {
    let mut operations = Operations::new(profile);
    operations.write(Op::Replace, path, &Value::Text(shown));
    operations.into_body().unwrap_or_default()
}

/// One operation by the mapping's own path.
fn one_by_path(mapping: &Mapping, change: Change<'_>, operations: &mut Operations) {
    let path = &mapping.place.path;
    match change {
        Change::None => {}
        Change::Add(value) | Change::AddElement(value) => operations.write(Op::Add, path, value),
        Change::Replace(value) => operations.write(Op::Replace, path, value),
        Change::Remove => operations.remove(path),
    }
}

/// With the flag: filtered paths and lists first, then additions and replacements, each merged into one, then removals.
fn with_flag(plan: &ObjectPlan, changes: &[Change<'_>], operations: &mut Operations) {
    let stands_alone = |mapping: &Mapping| mapping.place.element.is_some() || mapping.target.multivalued;
    let all = || plan.mappings.iter().zip(changes.iter().copied());
    for (mapping, change) in all().filter(|(mapping, _)| stands_alone(mapping)) {
        if change != Change::Remove {
            one_by_path(mapping, change, operations);
        }
    }
    for op in [Op::Add, Op::Replace] {
        let values = all().filter(|(mapping, _)| !stands_alone(mapping)).filter_map(|(mapping, change)| {
            let ((Op::Add, Change::Add(value) | Change::AddElement(value))
            | (Op::Replace, Change::Replace(value))) = (op, change)
            else {
                return None;
            };
            Some((mapping.place.path.as_str(), value))
        });
        match values.collect::<Vec<_>>().as_slice() {
            [] => {}
            [(path, value)] => operations.write(op, path, value),
            several => operations.write_merged(op, several),
        }
    }
    for (mapping, _) in all().filter(|(_, change)| *change == Change::Remove) {
        operations.remove(&mapping.place.path);
    }
}
