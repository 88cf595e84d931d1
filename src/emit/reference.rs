//! References, which travel in PATCH requests of their own once the object exists: `manager`, and the members of groups.
//!
//! Only members that this engine linked are removed; strangers stay. Additions come first, cut at the size of a request;
//! removals ride in the last request.
//!
//! Source: `spec:mapping-1.8`, `spec:mapping-5.6`, `spec:mapping-5.7`.

use super::patch::{Op, Operations};
use crate::eval::change::{self, member};
use crate::eval::mapping::Effect;
use crate::plan::{Mapping, Profile};
use crate::value::{Arena, Value};
use std::collections::HashSet;

/// What is known of the object that a reference names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Linked<'l> {
    /// It is linked to the target resource of this id.
    To(std::borrow::Cow<'l, str>),
    /// This run creates it, so its id is not known yet.
    Deferred,
    /// It is not linked.
    Unresolved,
}

/// What references may ask.
pub(crate) trait Links {
    /// Returns the target resource of the source object that a reference names.
    fn to_target(&self, source_id: &str) -> Linked<'_>;

    /// Tells whether a target resource is one that was linked to a source object.
    fn is_linked(&self, target_id: &str) -> bool;
}

/// The requests of one reference mapping, and what became of its values.
#[derive(Debug, Default)]
pub(crate) struct References {
    /// The bodies of PATCH requests, in order.
    pub(crate) bodies: Vec<Vec<u8>>,
    /// Whether there are requests.
    pub(crate) changes: bool,
    /// Values that name an object without a link.
    pub(crate) unresolved: usize,
    /// Values that name an object that this run creates.
    pub(crate) deferred: usize,
}

/// What one reference mapping gives, and what the target holds there.
#[derive(Copy, Clone)]
pub(crate) struct Reference<'r, 'a> {
    pub(crate) mapping: &'r Mapping,
    pub(crate) value: Value<'a>,
    pub(crate) effect: Effect,
    pub(crate) held: Value<'a>,
    pub(crate) profile: Profile,
    /// The most members in one request.
    pub(crate) max_members: usize,
}

/// Writes the requests that make the target's references those of the source.
pub(crate) fn requests<'a>(reference: Reference<'_, 'a>, links: &dyn Links, arena: &'a Arena) -> References {
    match reference.effect {
        Effect::Clear if !change::is_empty(reference.held) => {
            let mut operations = Operations::new(reference.profile);
            operations.remove(&reference.mapping.place.path);
            References { bodies: operations.into_body().into_iter().collect(), ..References::default() }
        }
        Effect::Value if reference.mapping.target.multivalued => reference.several(links, arena),
        Effect::Value => reference.one(links, arena),
        _ => References::default(),
    }
}

impl<'a> Reference<'_, 'a> {
    fn one(self, links: &dyn Links, arena: &'a Arena) -> References {
        let mut found = References::default();
        let wanted = self.value.members().first().and_then(|value| id_of(*value, arena));
        let Some(id) = wanted.and_then(|source_id| found.resolve(source_id, links)) else { return found };
        let held = id_of(self.held, arena);
        if held == Some(id.as_str()) {
            return found;
        }
        let mut operations = Operations::new(self.profile);
        let op = if held.is_some() { Op::Replace } else { Op::Add };
        let entry = [("value", Value::Text(&id))];
        let value = if self.profile == Profile::Rfc { Value::Complex(&entry) } else { Value::Text(&id) };
        operations.write(op, &self.mapping.place.path, &value);
        found.bodies.extend(operations.into_body());
        found
    }

    fn several(self, links: &dyn Links, arena: &'a Arena) -> References {
        let mut found = References::default();
        let mut wanted = Vec::new();
        let mut seen = HashSet::new();
        for source_id in self.value.members().iter().filter_map(|value| id_of(*value, arena)) {
            let id = found.resolve(source_id, links);
            wanted.extend(id.filter(|id| seen.insert(id.clone())));
        }
        let held: Vec<&str> = self.held.members().iter().filter_map(|member| id_of(*member, arena)).collect();
        let holds: HashSet<&str> = held.iter().copied().collect();
        let added: Vec<&str> = wanted.iter().map(String::as_str).filter(|id| !holds.contains(id)).collect();
        let mut leaving = HashSet::new();
        let mut removed = held;
        removed.retain(|id| !seen.contains(*id) && links.is_linked(id) && leaving.insert(*id));
        found.bodies = self.bodies(&added, &removed);
        found
    }

    /// Additions are cut at the size of a request; removals all ride in the last.
    fn bodies(self, added: &[&str], removed: &[&str]) -> Vec<Vec<u8>> {
        let mut additions: Vec<&[&str]> = added.chunks(self.max_members.max(1)).collect();
        let last = additions.pop().unwrap_or_default();
        let all = additions.into_iter().map(|added| (added, [].as_slice())).chain([(last, removed)]);
        all.filter_map(|(added, removed)| self.body(added, removed)).collect()
    }

    fn body(self, added: &[&str], removed: &[&str]) -> Option<Vec<u8>> {
        let path = &self.mapping.place.path;
        let mut operations = Operations::new(self.profile);
        if !added.is_empty() {
            operations.write_members(Op::Add, path, added);
        }
        if self.profile == Profile::Entra && !removed.is_empty() {
            operations.write_members(Op::Remove, path, removed);
        }
        if self.profile != Profile::Entra {
            for id in removed {
                operations.remove(&format!("{path}[value eq {}]", super::value_text(Value::Text(id))));
            }
        }
        operations.into_body()
    }
}

impl References {
    fn resolve(&mut self, source_id: &str, links: &dyn Links) -> Option<String> {
        match links.to_target(source_id) {
            Linked::To(id) => return Some(id.into_owned()),
            Linked::Deferred => self.deferred += 1,
            Linked::Unresolved => self.unresolved += 1,
        }
        None
    }
}

/// The id in a reference: a text, or a complex value with the id as a sub-attribute, as Graph and SCIM write it.
fn id_of<'a>(value: Value<'a>, arena: &'a Arena) -> Option<&'a str> {
    let value = match value {
        Value::List([only]) => return id_of(*only, arena),
        Value::Complex(_) => {
            let ids = ["value", "objectId", "id"].map(|name| member(value, name));
            ids.into_iter().find(|id| !id.is_empty()).unwrap_or(Value::Null)
        }
        other => other,
    };
    value.text(arena).ok().flatten().filter(|id| !id.is_empty())
}
