//! The requests of one object: its create or update, and the references that follow.

use super::decision::Action;
use super::explain::REDACTED;
use super::packed::Packed;
use crate::diagnostic::{EvalError, code};
use crate::emit;
use crate::emit::reference::{self, Linked, Links, Reference, References};
use crate::env::Env;
use crate::eval::Failure;
use crate::eval::change::{Change, Held};
use crate::eval::mapping::Values;
use crate::plan::{Mapping, ObjectPlan, Profile};
use crate::value::{Arena, Value};
use serde::Serialize;
use serde::ser::SerializeStruct as _;
use std::borrow::Cow;

/// A request of the SCIM protocol; `T` holds its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<T = String> {
    method: Method,
    path: T,
    /// JSON, which is written as UTF-8.
    body: Option<Vec<u8>>,
}

/// The method of a request.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Method {
    /// Creates a resource.
    Post,
    /// Changes a resource.
    Patch,
    /// Deletes a resource.
    Delete,
}

impl Method {
    /// Returns the word of HTTP.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

impl<T: AsRef<str>> Request<T> {
    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns the path below the base URL, e.g. `Users/t-1`; `{id}` in it stands for the id that the create gives.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path.as_ref()
    }

    /// Returns the body as JSON text; `None` for a deletion.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "what is written as UTF-8 is UTF-8")]
    pub fn body(&self) -> Option<&str> {
        self.json().map(|json| std::str::from_utf8(json).expect("requests are written as UTF-8"))
    }

    pub(super) fn json(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }
}

impl Request<&str> {
    pub(crate) fn into_owned(self) -> Request {
        Request { method: self.method, path: self.path.to_owned(), body: self.body }
    }
}

impl<T: AsRef<str>> Serialize for Request<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("Request", 3)?;
        members.serialize_field("method", &self.method)?;
        members.serialize_field("path", self.path())?;
        if let Some(body) = self.body() {
            let raw: &serde_json::value::RawValue =
                serde_json::from_str(body).map_err(serde::ser::Error::custom)?;
            members.serialize_field("body", raw)?;
        }
        members.end()
    }
}

/// What is sent for one object, and what was left out of it.
#[derive(Debug, Default)]
pub(crate) struct Sent<'a> {
    pub(crate) requests: Vec<Request<&'a str>>,
    /// References without a target resource.
    pub(crate) diagnostics: Vec<Failure>,
    /// For each mapping what changes; empty where nothing does, and for a create.
    pub(crate) changes: &'a [Change<'a>],
    /// For each reference mapping how many of its values are sent, unresolved and deferred.
    pub(crate) references: Vec<(usize, References)>,
}

/// Writes the requests of objects of one kind.
#[derive(Copy, Clone)]
pub(crate) struct Sender<'s, 'a> {
    pub(crate) object: &'s ObjectPlan,
    pub(crate) profile: Profile,
    pub(crate) links: &'s dyn Links,
    /// The most members in one request.
    pub(crate) max_members: usize,
    /// For each mapping whether its value is not shown; empty where the requests are to be sent.
    pub(crate) mask: &'s [bool],
    pub(crate) arena: &'a Arena,
}

/// The links that an environment knows.
pub(crate) struct EnvLinks<'e>(pub(crate) &'e dyn Env);

/// References name users: nested groups are not provisioned.
pub(crate) const REFERENCED: &str = "user";

impl Links for EnvLinks<'_> {
    fn to_target(&self, source_id: &str) -> Linked<'_> {
        self.0.link(REFERENCED, source_id).map_or(Linked::Unresolved, Linked::To)
    }

    fn is_linked(&self, target_id: &str) -> bool {
        self.0.is_linked(REFERENCED, target_id)
    }
}

/// What a create's answer puts in place of `{id}`.
const NEW_ID: &str = "{id}";

impl<'a> Sender<'_, 'a> {
    /// A create, and the references that follow it.
    pub(crate) fn create(self, values: &Values<'a>) -> Sent<'a> {
        let mut body = Vec::with_capacity(emit::USUAL_BODY);
        emit::create(&self.object.template, self.masked(values.given), self.arena, &mut body);
        let path = self.arena.alloc_str(&self.object.resource.endpoint);
        let post = Request { method: Method::Post, path: &*path, body: Some(body) };
        let mut sent = Sent { requests: vec![post], ..Sent::default() };
        self.references(values, &|_| Held::NOTHING, NEW_ID, &mut sent);
        sent
    }

    /// An update of what a resource holds: its attributes first, then its references.
    pub(crate) fn update(self, values: &Values<'a>, held: Packed<'a>, id: &str) -> Sent<'a> {
        let changes = held.changes(&self.object.mappings, values, self.arena);
        let held_at = |mapping| held.at(mapping, self.arena);
        let mut sent = Sent { changes, ..Sent::default() };
        if !changes.is_empty() {
            let shown = self.masked_changes(changes);
            let body = emit::patch::update(self.object, self.profile, shown, &held_at, self.arena);
            sent.requests.extend(body.map(|body| self.patch(id, body)));
        }
        self.references(values, &held_at, id, &mut sent);
        sent
    }

    /// A deletion.
    pub(crate) fn delete(self, id: &str) -> Request<&'a str> {
        Request { method: Method::Delete, path: self.path(id), body: None }
    }

    fn hides(self, mapping: usize) -> bool {
        self.mask.get(mapping).copied().unwrap_or(false)
    }

    fn masked(self, values: &'a [&'a Value<'a>]) -> &'a [&'a Value<'a>] {
        if self.mask.is_empty() {
            return values;
        }
        let values = self.arena.alloc_slice_copy(values);
        for (index, value) in values.iter_mut().enumerate().filter(|(_, value)| !value.is_null()) {
            if self.hides(index) {
                *value = &Value::Text(REDACTED);
            }
        }
        values
    }

    fn masked_changes(self, changes: &'a [Change<'a>]) -> &'a [Change<'a>] {
        if self.mask.is_empty() {
            return changes;
        }
        let changes = self.arena.alloc_slice_copy(changes);
        for (_, change) in changes.iter_mut().enumerate().filter(|(index, _)| self.hides(*index)) {
            *change = match *change {
                Change::Add(_) => Change::Add(&Value::Text(REDACTED)),
                Change::AddElement(_) => Change::AddElement(&Value::Text(REDACTED)),
                Change::Replace(_) => Change::Replace(&Value::Text(REDACTED)),
                unseen @ (Change::None | Change::Remove) => unseen,
            };
        }
        changes
    }

    fn patch(self, id: &str, body: Vec<u8>) -> Request<&'a str> {
        Request { method: Method::Patch, path: self.path(id), body: Some(body) }
    }

    fn path(self, id: &str) -> &'a str {
        let endpoint = &self.object.resource.endpoint;
        let id = if id == NEW_ID { id.into() } else { escaped(id) };
        let mut path =
            bumpalo::collections::String::with_capacity_in(endpoint.len() + 1 + id.len(), self.arena);
        for part in [endpoint, "/", &*id] {
            path.push_str(part);
        }
        path.into_bump_str()
    }

    fn references(
        self,
        values: &Values<'a>,
        held_at: &dyn Fn(usize) -> Held<'a>,
        id: &str,
        sent: &mut Sent<'a>,
    ) {
        let given = |index: usize| {
            Some((self.object.mappings.get(index)?, **values.given.get(index)?, *values.effects.get(index)?))
        };
        for index in self.object.references.iter().copied() {
            let Some((mapping, value, effect)) = given(index) else { continue };
            let held = held_at(index).value;
            let (profile, max_members) = (self.profile, self.max_members);
            let reference = Reference { mapping, value, effect, held, profile, max_members };
            let mut found = reference::requests(reference, self.links, self.arena);
            found.changes = !found.bodies.is_empty();
            if self.hides(index) && found.changes {
                found.bodies = vec![emit::patch::hidden(self.profile, &mapping.place.path, REDACTED)];
            }
            sent.requests.extend(found.bodies.drain(..).map(|body| self.patch(id, body)));
            for _ in 0..found.unresolved {
                sent.diagnostics.push(unresolved(mapping));
            }
            for _ in 0..found.deferred {
                sent.diagnostics.push(deferred(mapping));
            }
            sent.references.push((index, found));
        }
    }
}

fn unresolved(mapping: &Mapping) -> Failure {
    let error =
        EvalError::new(&code::UNRESOLVED_REFERENCE, "a source object that no target resource is linked to");
    Failure { target: mapping.target.path.clone(), error: error.at(mapping.span) }
}

fn deferred(mapping: &Mapping) -> Failure {
    let error = EvalError::new(
        &code::DEFERRED_REFERENCE,
        "a source object that this run creates; the next run sends it",
    );
    Failure { target: mapping.target.path.clone(), error: error.at(mapping.span) }
}

/// An id as a segment of a path: what a URL keeps for itself is percent-encoded.
fn escaped(id: &str) -> Cow<'_, str> {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
    if id.bytes().all(kept) {
        return id.into();
    }
    let escaped = id.bytes().map(|byte| match byte {
        byte if kept(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    escaped.collect::<String>().into()
}

impl Action {
    /// Tells whether the action's requests come from mappings.
    pub(crate) fn runs_mappings(self) -> bool {
        matches!(self, Action::Create | Action::Update | Action::Restore | Action::Disable)
    }
}
