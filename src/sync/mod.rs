//! What a sync does: for every object of a population one decision with its requests.
//!
//! In go a plan, the population, the target's resources and the links; out come decisions, in the order of the
//! population, then those about links whose object is gone and about resources that only the target has. The population
//! is read twice: a [`Survey`] finds for every object its scope, its link and its match, so that references and the
//! accidental-deletion guard know the whole before the first decision is made.
//!
//! Source: `spec:mapping-4`.

mod basis;
mod course;
#[cfg(feature = "cli")]
mod crew;
pub(crate) mod decision;
mod decisions;
mod explain;
mod guard;
mod json;
mod linking;
mod links;
mod names;
mod packed;
mod purged;
pub(crate) mod request;
mod resource;
mod roll;
mod run;
mod survey;
mod taken;
mod targets;
mod way;
mod whole;

#[cfg(feature = "cli")]
pub(crate) use basis::Reader;
pub(crate) use course::Course;
#[cfg(feature = "cli")]
pub(crate) use crew::{Deciding, Surveying};
pub use decision::{Action, LinkState};
pub use decisions::Decisions;
pub use explain::Explanation;
pub use guard::{Guard, Threshold};
pub use links::{Link, Links};
pub use request::{Method, Request};
pub(crate) use request::{Sender, Sent};
pub(crate) use resource::held;
#[cfg(feature = "cli")]
pub(crate) use resource::{Resource, ResourceReader};
pub use run::Sync;
pub use survey::Survey;
pub use targets::Targets;

use crate::eval::Failure;
use crate::input::{Astray, InputError};
use crate::value::Arena;
use serde::Serialize;
use std::borrow::Cow;

/// What a sync may do, and how.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// How many removals a run may make.
    pub threshold: Threshold,
    /// Leaves alone what has left the scope; what is purged is deleted all the same.
    pub skip_out_of_scope_deletions: bool,
    /// The population is a part of the source, so an object that is not in it is not gone.
    pub partial: bool,
    /// The most members in one request.
    pub max_members: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threshold: Threshold::default(),
            skip_out_of_scope_deletions: false,
            partial: false,
            max_members: 100,
        }
    }
}

/// What is done with one object, and why; `T` holds its texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<'e, T = String> {
    pub(crate) kind: Cow<'e, str>,
    pub(crate) source_id: Option<T>,
    pub(crate) display: Option<T>,
    pub(crate) target_id: Option<T>,
    pub(crate) action: Action,
    pub(crate) reason: &'static str,
    /// Disabling the resource ends its management: its object is active and only left the scope.
    pub(crate) releases: bool,
    pub(crate) requests: Vec<Request<T>>,
    pub(crate) diagnostics: Vec<Failure>,
    pub(crate) unreadable: Option<InputError>,
}

/// A decision whose texts are those of the object, and end with it.
pub(crate) type Draft<'e, 'a> = Decision<'e, &'a str>;

impl<'e, 'a> Draft<'e, 'a> {
    /// Nothing can be done with an object that cannot be read, or has no rules.
    fn astray(astray: &Astray, arena: &'a Arena) -> Self {
        let kept = |text: &Option<String>| text.as_ref().map(|text| &*arena.alloc_str(text));
        match astray {
            Astray::NoRules { kind, id, display } => Self {
                kind: kind.clone().into(),
                source_id: kept(id),
                display: kept(display),
                ..Self::skip("", decision::reason::OBJECT_MAPPING_DISABLED)
            },
            Astray::Unreadable(error) => Self {
                action: Action::Error,
                unreadable: Some(error.clone()),
                ..Self::skip("", decision::reason::UNREADABLE)
            },
        }
    }

    /// Makes a decision that outlives its object.
    pub(crate) fn into_owned(self) -> Decision<'e> {
        Decision {
            kind: self.kind,
            source_id: self.source_id.map(str::to_owned),
            display: self.display.map(str::to_owned),
            target_id: self.target_id.map(str::to_owned),
            action: self.action,
            reason: self.reason,
            releases: self.releases,
            requests: self.requests.into_iter().map(Request::into_owned).collect(),
            diagnostics: self.diagnostics,
            unreadable: self.unreadable,
        }
    }
}

impl<'e, T> Decision<'e, T> {
    /// Nothing is done, for a reason.
    fn skip(kind: &'e str, reason: &'static str) -> Self {
        Self {
            kind: kind.into(),
            source_id: None,
            display: None,
            target_id: None,
            action: Action::Skip,
            reason,
            releases: false,
            requests: Vec::new(),
            diagnostics: Vec::new(),
            unreadable: None,
        }
    }
}

impl<T: AsRef<str>> Decision<'_, T> {
    /// Returns the kind of object, e.g. `user`; empty for an object that does not say it.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the id of the source object; `None` where only the target has it, or the object has no id.
    #[must_use]
    pub fn source_id(&self) -> Option<&str> {
        self.source_id.as_ref().map(T::as_ref)
    }

    /// Returns what people call the object.
    #[must_use]
    pub fn display(&self) -> Option<&str> {
        self.display.as_ref().map(T::as_ref)
    }

    /// Returns the id of the target resource, where there is one.
    #[must_use]
    pub fn target_id(&self) -> Option<&str> {
        self.target_id.as_ref().map(T::as_ref)
    }

    /// Returns what is done.
    #[must_use]
    pub fn action(&self) -> Action {
        self.action
    }

    /// Returns why, as Entra's reason code, or the code of what failed.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.reason
    }

    /// Says what the reason means, in one line; empty where the diagnostics say it.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        decision::reason::meaning(self.reason)
    }

    /// Returns the requests, in the order in which they must be sent.
    #[must_use]
    pub fn requests(&self) -> &[Request<T>] {
        &self.requests
    }

    /// Returns what failed or was left out.
    #[must_use]
    pub fn diagnostics(&self) -> &[Failure] {
        &self.diagnostics
    }

    /// Returns why the source object cannot be read, if that is so.
    #[must_use]
    pub fn unreadable(&self) -> Option<&InputError> {
        self.unreadable.as_ref()
    }

    /// Returns whether something is to be sent: `planned`, `skipped`, `failed` or `withheld`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self.action {
            Action::Skip => "skipped",
            Action::Error => "failed",
            Action::StagedAction | Action::StagedDelete => "withheld",
            _ => "planned",
        }
    }
}

/// An object as reports name it.
#[derive(Serialize)]
pub(crate) struct ObjectName<'d> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display: Option<&'d str>,
}

impl<'d> ObjectName<'d> {
    pub(crate) fn of(decision: &'d Decision<'_>) -> Self {
        let mut letters = decision.kind.chars();
        let kind =
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
        Self { kind, id: decision.source_id(), display: decision.display() }
    }
}

/// What failed or was left out, as reports show it.
#[derive(Serialize)]
pub(crate) struct Shown<'d> {
    code: &'d str,
    #[serde(skip_serializing_if = "str::is_empty")]
    target: &'d str,
    message: &'d str,
}

pub(crate) fn diagnostics<'d>(failures: &'d [Failure], unreadable: Option<&'d InputError>) -> Vec<Shown<'d>> {
    let shown = failures.iter().map(|failure| Shown {
        code: failure.error.code().name,
        target: &failure.target,
        message: failure.error.message(),
    });
    let unreadable =
        unreadable.map(|error| Shown { code: "unreadable", target: "", message: error.message() });
    shown.chain(unreadable).collect()
}
