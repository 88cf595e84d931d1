//! What mapping one object gives.

use crate::eval::Failure;
use crate::eval::scoping::Checks;
use crate::input::InputError;
use crate::plan::ObjectPlan;

/// What mapping one object gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome<'e, M = Resource> {
    /// The object is in scope; what a create would send.
    Mapped(M),
    /// The object is out of scope, and why.
    OutOfScope(OutOfScope<'e>),
    /// An expression said that the object is left out of the operation (`IgnoreObjectFlow`).
    Ignored,
    /// The object must be left alone: scoping could not tell, or a mapping failed that it cannot do without.
    Failed(Vec<Failure>),
    /// The source object is not readable.
    Unreadable(InputError),
    /// The rule file has no rules for this kind of object.
    NoRules(String),
}

impl<'e> Outcome<'e, Payload<'e>> {
    pub(super) fn with_resource(self, json: Vec<u8>) -> Outcome<'e> {
        match self {
            Outcome::Mapped(payload) => {
                let json = String::from_utf8(json).expect("payloads are written as UTF-8");
                Outcome::Mapped(Resource { json, left_out: payload.left_out })
            }
            Outcome::OutOfScope(why) => Outcome::OutOfScope(why),
            Outcome::Ignored => Outcome::Ignored,
            Outcome::Failed(failures) => Outcome::Failed(failures),
            Outcome::Unreadable(error) => Outcome::Unreadable(error),
            Outcome::NoRules(kind) => Outcome::NoRules(kind),
        }
    }
}

/// What a [`Mapper`](crate::Mapper) tells of a payload that it has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload<'e> {
    kind: &'e str,
    left_out: Vec<Failure>,
}

impl<'e> Payload<'e> {
    pub(super) fn new(kind: &'e str, left_out: Vec<Failure>) -> Self {
        Self { kind, left_out }
    }

    /// Returns the kind of object, e.g. `user`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.kind
    }

    /// Returns the expressions that failed, whose attributes are not in the payload.
    #[must_use]
    pub fn left_out(&self) -> &[Failure] {
        &self.left_out
    }
}

/// A SCIM resource, as the JSON that a create sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    json: String,
    left_out: Vec<Failure>,
}

impl Resource {
    /// Returns the JSON text.
    #[must_use]
    pub fn to_json(&self) -> &str {
        &self.json
    }

    /// Returns the expressions that failed, whose attributes are not in the resource.
    #[must_use]
    pub fn left_out(&self) -> &[Failure] {
        &self.left_out
    }
}

impl serde::Serialize for Resource {
    /// Writes the JSON as it is where the serializer is `serde_json`'s; others get it as serde's raw-value form.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &serde_json::value::RawValue =
            serde_json::from_str(&self.json).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// Why an object is out of scope.
#[derive(Clone, Debug)]
pub struct OutOfScope<'e> {
    object: &'e ObjectPlan,
    checks: Checks,
}

impl PartialEq for OutOfScope<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.object, other.object) && self.checks == other.checks
    }
}

impl Eq for OutOfScope<'_> {}

/// One reason for being out of scope.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause<'e> {
    /// The source calls the object disabled or deleted (`accountEnabled`, `deletedDateTime`).
    NotActive,
    /// The scope mode is `assigned`, and the object is not.
    NotAssigned,
    /// The first clause of a scoping filter that does not hold.
    Clause {
        /// The filter's title; empty when it has none.
        filter: &'e str,
        /// The clause as the rule file has it.
        clause: &'e str,
    },
}

impl<'e> OutOfScope<'e> {
    pub(super) fn new(object: &'e ObjectPlan, checks: Checks) -> Self {
        Self { object, checks }
    }

    /// Returns every reason: not active, not assigned, and for each filter its first clause that does not hold.
    pub fn causes(&self) -> impl Iterator<Item = Cause<'e>> + '_ {
        let active = (!self.checks.active).then_some(Cause::NotActive);
        let assigned = (!self.checks.assigned).then_some(Cause::NotAssigned);
        let clauses =
            self.object.scoping_filters.iter().zip(&self.checks.failing).filter_map(|(filter, failing)| {
                let clause = filter.clauses.get(*failing)?;
                Some(Cause::Clause { filter: &filter.title, clause: &clause.text })
            });
        active.into_iter().chain(assigned).chain(clauses)
    }
}
