//! The façade: load rule files, map source objects, one or many.
//!
//! An [`Engine`] is built once and shared by all threads. [`Object::map`] is the call for one object; a [`Mapper`] reuses
//! its memory from object to object, or takes many at a time, and writes into a buffer of yours.

mod mapper;
mod outcome;
#[cfg(feature = "cli")]
mod probe;
mod sync;

use crate::check::{self, Strictness};
use crate::diagnostic::{Diagnostic, Report, closest, code};
use crate::env::Env;
use crate::input::{KindOf, SourceObject};
use crate::plan::{ObjectPlan, Plan};
use crate::source::Source;
pub use mapper::Mapper;
pub use outcome::{Cause, OutOfScope, Outcome, Payload, Resource};
#[cfg(feature = "cli")]
pub(crate) use probe::Part;
#[cfg(feature = "cli")]
pub use probe::Stage;
use std::path::Path;
pub use sync::Requests;

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
                let finding = if error.kind() == std::io::ErrorKind::InvalidData {
                    let finding =
                        Diagnostic::without_place(&code::UNREADABLE_FILE, "the file is not UTF-8 text");
                    finding.help("save it as UTF-8")
                } else {
                    let message = format!("the file cannot be read: {error}");
                    Diagnostic::without_place(&code::UNREADABLE_FILE, message)
                };
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
        // A byte-order mark is no character of the first line.
        let source = Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(text));
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

    /// Tells whether what an object gets depends on the objects before it: where the rules use `Guid`, `RandomString` or
    /// `SelectUniqueValue`.
    ///
    /// Such rules give the same payloads every time only if objects are mapped in one order, on one thread.
    #[must_use]
    pub fn needs_order(&self) -> bool {
        self.plan.needs_order()
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
        let objects = self.plan.objects.iter().enumerate();
        let (index, object) =
            objects.into_iter().find(|(_, object)| object.kind == kind).ok_or_else(unknown)?;
        Ok(Object { plan: &self.plan, index, rules: object })
    }

    /// Returns a mapper that takes each object's own word for its kind, else `default_kind`.
    #[must_use]
    pub fn mapper<'e>(&'e self, default_kind: &'e str) -> Mapper<'e> {
        Mapper::new(&self.plan, KindOf::Said { default: default_kind })
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
    index: usize,
    rules: &'e ObjectPlan,
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
        Mapper::new(self.plan, KindOf::Fixed(self.index))
    }
}
