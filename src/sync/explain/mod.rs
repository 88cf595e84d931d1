//! Why an object is treated as it is, step by step: import, scoping, matching, action.
//!
//! An explanation follows the same way as a decision, with a [`Trace`] that notes what sub-expressions give; so it cannot
//! differ from what a run does. Every step is always there. It shows the object's values, because that is what it is for,
//! except those that pass through `Redact`.
//!
//! Source: `spec:mapping-6`.

mod action;
mod import;
mod matching;
mod redaction;
mod scoping;
mod text;
mod value;

pub(crate) use redaction::{REDACTED, Redaction};

use super::decision::{Action, reason};
use super::way::Detail;
use super::{Decision, ObjectName, Sync, diagnostics};
use crate::diagnostic::code;
use crate::eval::Failure;
use crate::eval::trace::Trace;
use crate::input::SourceObject;
use crate::value::Arena;
use serde::Serialize;
use serde::ser::SerializeMap as _;

/// Why an object is treated as it is. Serializes as the JSON form; displays as the text form.
#[derive(Debug)]
pub struct Explanation<'e> {
    decision: Decision<'e>,
    rule_set: &'e str,
    profile: &'static str,
    /// The nearest causes of the result, one line each.
    because: Vec<String>,
    import: import::Import,
    scoping: scoping::Scoping,
    matching: matching::Matching,
    action: action::Acting,
}

/// How a step went.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Ok,
    Failed,
    Skipped,
    NotReached,
}

impl Status {
    fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
            Status::NotReached => "not reached",
        }
    }
}

impl<'e> Sync<'e> {
    /// Explains the decision about the object that was surveyed as number `index`, from 0.
    pub fn explain<S: SourceObject + ?Sized>(&self, index: usize, source: &S) -> Explanation<'e> {
        let (arena, trace) = (Arena::new(), Trace::default());
        explain(self, index, source, &arena, &trace)
    }

    /// Explains the decision about a link whose object is gone, or about a resource that only the target has, by the id
    /// of either.
    #[must_use]
    pub fn explain_rest(&self, id: &str) -> Option<Explanation<'e>> {
        let is_meant =
            |decision: &Decision<'_>| decision.source_id() == Some(id) || decision.target_id() == Some(id);
        let decision = self.rest().find(is_meant)?;
        let (arena, trace) = (Arena::new(), Trace::default());
        Some(assemble(self, decision, &Detail::default(), &arena, &trace))
    }
}

fn explain<'e: 'a, 'a, S: SourceObject + ?Sized>(
    sync: &Sync<'e>,
    index: usize,
    source: &'a S,
    arena: &'a Arena,
    trace: &'a Trace<'a>,
) -> Explanation<'e> {
    let (decision, detail) = sync.follow(index, source, arena, trace);
    assemble(sync, decision, &detail, arena, trace)
}

fn assemble<'e, 'a>(
    sync: &Sync<'e>,
    mut decision: Decision<'e>,
    detail: &Detail<'a>,
    arena: &'a Arena,
    trace: &'a Trace<'a>,
) -> Explanation<'e> {
    let redaction = detail.course.as_ref().map(|course| Redaction::of(course.object)).unwrap_or_default();
    let view = View { decision: &decision, detail, redaction: &redaction, arena, trace };
    let import = import::Import::new(&view);
    let scoping = scoping::Scoping::new(&view);
    let holder = detail.course.as_ref().zip(detail.matched.as_ref());
    let holder = holder.and_then(|(course, matched)| sync.roll.holder(sync.basis.targets, course, matched));
    let mut matching = matching::Matching::new(&view, sync.basis.targets, holder);
    let action = action::Acting::new(&view);
    let because = because(&decision, &scoping, &matching, &action);
    // What was looked up for a cause only is not what the run did.
    if matching.status == Status::NotReached {
        matching.attempts.clear();
    }
    if import.hides_display {
        decision.display = Some(REDACTED.to_owned());
    }
    if import.hides_id {
        decision.source_id = Some(REDACTED.to_owned());
    }
    let (rule_set, profile) = sync.names();
    Explanation { decision, rule_set, profile, because, import, scoping, matching, action }
}

/// What the steps are made from.
struct View<'v, 'e, 'a> {
    decision: &'v Decision<'e>,
    detail: &'v Detail<'a>,
    redaction: &'v Redaction,
    arena: &'a Arena,
    trace: &'a Trace<'a>,
}

/// The nearest causes of the result: what an admin wants to know first.
fn because(
    decision: &Decision<'_>,
    scoping: &scoping::Scoping,
    matching: &matching::Matching,
    action: &action::Acting,
) -> Vec<String> {
    let mut causes: Vec<String> = Vec::new();
    if scoping.in_scope == Some(false) {
        causes.extend(scoping.causes());
    }
    match decision.reason {
        reason::IMPORT_SKIPPED
        | reason::DUPLICATE_TARGET_ENTRIES
        | reason::DUPLICATE_SOURCE_ENTRIES
        | reason::ENTRY_EXPORT_ADD => causes.extend(matching.causes()),
        reason::ENTRY_EXPORT_UPDATE if causes.is_empty() => causes.extend(action.changes()),
        _ => {}
    }
    let left_out =
        decision.diagnostics.iter().filter(|failure| failure.error.code() == &code::EXPRESSION_ERROR);
    let left_out: Vec<&str> = left_out.map(Failure::target).collect();
    if decision.action != Action::Error && !left_out.is_empty() {
        causes.insert(0, format!("left out, because their expressions failed: {}", left_out.join(", ")));
    }
    if scoping.in_scope == Some(false) && matching.link == "none" {
        causes.extend(matching.unlinked());
    }
    let failed = decision.diagnostics.iter().filter(|_| decision.action == Action::Error);
    causes.extend(failed.map(|failure| {
        let target = if failure.target().is_empty() { "scoping" } else { failure.target() };
        format!("{target}: {}", failure.error())
    }));
    causes.extend(decision.unreadable.iter().map(ToString::to_string));
    if matches!(decision.action, Action::StagedAction | Action::StagedDelete) {
        causes
            .insert(0, "withheld by the accidental-deletion guard: too many removals in this run".to_owned());
    }
    let meaning = reason::meaning(decision.reason);
    let says_it = matches!(decision.reason, reason::ENTRY_EXPORT_UPDATE | reason::NOT_EFFECTIVELY_ENTITLED);
    if !meaning.is_empty() && (causes.is_empty() || !says_it) {
        causes.insert(0, meaning.to_owned());
    }
    causes
}

impl Explanation<'_> {
    /// Returns the decision that is explained.
    #[must_use]
    pub fn decision(&self) -> &Decision<'_> {
        &self.decision
    }
}

impl Serialize for Explanation<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = &self.decision;
        let result = Outcome {
            action: decision.action,
            status: decision.status(),
            reason: decision.reason,
            because: &self.because,
        };
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry("object", &ObjectName::of(decision))?;
        members.serialize_entry("rule_set", self.rule_set)?;
        members.serialize_entry("profile", self.profile)?;
        members.serialize_entry("result", &result)?;
        members.serialize_entry("steps", &(&self.import, &self.scoping, &self.matching, &self.action))?;
        let diagnostics = diagnostics(&decision.diagnostics, decision.unreadable.as_ref());
        members.serialize_entry("diagnostics", &diagnostics)?;
        members.end()
    }
}

#[derive(Serialize)]
struct Outcome<'o> {
    action: Action,
    status: &'static str,
    reason: &'static str,
    because: &'o [String],
}
