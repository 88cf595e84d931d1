//! The façade: load rule files, map source objects, one or many.
//!
//! An [`Engine`] is built once and shared by all threads. [`Object::map`] is the call for one object; a [`Mapper`] reuses
//! its memory from object to object and writes into a buffer of yours.

use crate::check::{self, Strictness};
use crate::diagnostic::{Diagnostic, Report, closest, code};
use crate::emit;
use crate::env::Env;
use crate::eval::mapping::{self, Mapped};
use crate::eval::scoping::{self, Checks, Scope};
use crate::eval::{Evaluator, Failure};
use crate::input::{self, InputError, SourceObject, Wanted};
use crate::plan::{ObjectPlan, Plan};
use crate::source::Source;
use crate::value::Arena;
use std::path::Path;

/// A checked rule file, ready to map; `Send` and `Sync`.
#[derive(Debug)]
pub struct Engine {
    plan: Plan,
    report: Report,
}

impl Engine {
    /// Reads and checks a rule file.
    ///
    /// # Errors
    ///
    /// A [`Report`] with everything that keeps the rules from running, `unreadable-file` included.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Report> {
        Self::load_strictly(path, Strictness::default())
    }

    /// Reads and checks a rule file as strictly as asked.
    ///
    /// # Errors
    ///
    /// A [`Report`] with everything that keeps the rules from running, `unreadable-file` included.
    pub fn load_strictly(path: impl AsRef<Path>, strictness: Strictness) -> Result<Self, Report> {
        let path = path.as_ref();
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::check(&name, &text, strictness),
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                let finding = Diagnostic::without_place(&code::UNREADABLE_FILE, message);
                Err(Report::new(Source::new(name, ""), vec![finding]))
            }
        }
    }

    /// Checks the text of a rule file; `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// A [`Report`] with everything that keeps the rules from running.
    pub fn from_str(name: &str, text: &str) -> Result<Self, Report> {
        Self::check(name, text, Strictness::default())
    }

    /// Checks the text of a rule file as strictly as asked.
    ///
    /// # Errors
    ///
    /// A [`Report`] with everything that keeps the rules from running.
    pub fn check(name: &str, text: &str, strictness: Strictness) -> Result<Self, Report> {
        let source = Source::new(name, text);
        let (plan, diagnostics) = check::rule_file(&source, strictness);
        let report = Report::new(source, diagnostics);
        match plan {
            Some(plan) => Ok(Self { plan, report }),
            None => Err(report),
        }
    }

    /// Returns what is doubtful in rules that run.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Returns the kinds of objects that the rules map, e.g. `user`.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.plan.objects.iter().map(|object| object.kind.as_str())
    }

    /// Returns the rules of one kind of object.
    ///
    /// # Errors
    ///
    /// [`UnknownObject`] when the rule file has none of this kind.
    pub fn object(&self, kind: &str) -> Result<Object<'_>, UnknownObject> {
        let unknown = || UnknownObject {
            kind: kind.to_owned(),
            suggestion: closest(kind, self.kinds()).map(str::to_owned),
        };
        let object = self.plan.object(kind).ok_or_else(unknown)?;
        Ok(Object { plan: &self.plan, object })
    }

    /// Returns a mapper that takes each object's own word for its kind, else `default_kind`.
    #[must_use]
    pub fn mapper<'e>(&'e self, default_kind: &'e str) -> Mapper<'e> {
        Mapper { plan: &self.plan, kind: ObjectKind::Named(default_kind), arena: Arena::new() }
    }
}

/// A rule file has no rules for a kind of object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rules map no object `{kind}`{}", suggestion.as_ref().map_or(String::new(), |known| format!("; did you mean `{known}`?")))]
pub struct UnknownObject {
    kind: String,
    suggestion: Option<String>,
}

/// The rules of one kind of object.
#[derive(Copy, Clone, Debug)]
pub struct Object<'e> {
    plan: &'e Plan,
    object: &'e ObjectPlan,
}

impl<'e> Object<'e> {
    /// Maps one object; the resource owns its text.
    pub fn map<S: SourceObject + ?Sized>(&self, source: &S, env: &dyn Env) -> Outcome<'e> {
        let mut json = Vec::new();
        self.mapper().map_into(source, env, &mut json).with_resource(json)
    }

    /// Returns a mapper for many objects of this kind.
    #[must_use]
    pub fn mapper(&self) -> Mapper<'e> {
        Mapper { plan: self.plan, kind: ObjectKind::Fixed(self.object), arena: Arena::new() }
    }
}

/// Maps objects one after another, reusing its memory. Make one for each thread.
#[derive(Debug)]
pub struct Mapper<'e> {
    plan: &'e Plan,
    kind: ObjectKind<'e>,
    arena: Arena,
}

#[derive(Copy, Clone, Debug)]
enum ObjectKind<'e> {
    Fixed(&'e ObjectPlan),
    /// What the object says, else this.
    Named(&'e str),
}

impl<'e> Mapper<'e> {
    /// Maps one object and appends its payload to `out`; nothing is appended unless the outcome is `Mapped`.
    pub fn map_into<S: SourceObject + ?Sized>(
        &mut self,
        source: &S,
        env: &dyn Env,
        out: &mut Vec<u8>,
    ) -> Outcome<'e, Payload<'e>> {
        self.arena.reset();
        let arena = &self.arena;
        let mut wanted = Wanted::new(&self.plan.keys, arena);
        if let Err(error) = source.read(&mut wanted) {
            return Outcome::Unreadable(error);
        }
        let cells = wanted.into_cells();
        let object = match self.kind {
            ObjectKind::Fixed(object) => object,
            ObjectKind::Named(default) => {
                let kind = input::kind(self.plan, cells);
                let kind = kind.as_deref().unwrap_or(default);
                let Some(object) = self.plan.object(kind) else { return Outcome::NoRules(kind.to_owned()) };
                object
            }
        };
        let row = match input::fill(object, cells, self.plan.keys.names(), arena) {
            Ok(row) => row,
            Err(error) => return Outcome::Unreadable(error),
        };
        match scoping::decide(object, self.plan.scope_mode, row, arena) {
            Scope::In => {}
            Scope::Out(checks) => return Outcome::OutOfScope(OutOfScope { object, checks }),
            Scope::Error(error) => return Outcome::Failed(vec![Failure { target: String::new(), error }]),
        }
        match mapping::create(object, Evaluator { row, arena, env, target: "" }) {
            Mapped::Values { values, left_out } => {
                emit::create(&object.template, values, arena, out);
                Outcome::Mapped(Payload { kind: &object.kind, left_out })
            }
            Mapped::Ignored => Outcome::Ignored,
            Mapped::Failed(failures) => Outcome::Failed(failures),
        }
    }
}

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
    fn with_resource(self, json: Vec<u8>) -> Outcome<'e> {
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

/// What a [`Mapper`] tells of a payload that it has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload<'e> {
    kind: &'e str,
    left_out: Vec<Failure>,
}

impl Payload<'_> {
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
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause<'e> {
    /// The source calls the object disabled (`accountEnabled` is false).
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
