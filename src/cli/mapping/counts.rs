//! How many objects came to what, and why so many are out of scope.

use crate::cli::Exit;
use crate::engine::{Cause, Outcome, Payload};
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Counts<'e> {
    mapped: usize,
    out_of_scope: usize,
    ignored: usize,
    failed: usize,
    unreadable: usize,
    no_rules: usize,
    /// Objects that were mapped without an attribute whose expression failed.
    incomplete: usize,
    /// How often each cause kept an object out of scope.
    causes: BTreeMap<Cause<'e>, usize>,
}

impl<'e> Counts<'e> {
    /// Counts an outcome.
    pub(super) fn count(&mut self, outcome: &Outcome<'e, Payload<'e>>) {
        match outcome {
            Outcome::Mapped(payload) => {
                self.mapped += 1;
                self.incomplete += usize::from(!payload.left_out().is_empty());
            }
            Outcome::OutOfScope(why) => {
                self.out_of_scope += 1;
                for cause in why.causes() {
                    *self.causes.entry(cause).or_default() += 1;
                }
            }
            Outcome::Ignored => self.ignored += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Unreadable(_) => self.unreadable += 1,
            Outcome::NoRules(_) => self.no_rules += 1,
        }
    }

    /// Adds other counts, which become zero.
    pub(super) fn add(&mut self, other: &mut Self) {
        let Counts { mapped, out_of_scope, ignored, failed, unreadable, no_rules, incomplete, causes } =
            std::mem::take(other);
        self.mapped += mapped;
        self.out_of_scope += out_of_scope;
        self.ignored += ignored;
        self.failed += failed;
        self.unreadable += unreadable;
        self.no_rules += no_rules;
        self.incomplete += incomplete;
        for (cause, count) in causes {
            *self.causes.entry(cause).or_default() += count;
        }
    }

    pub(super) fn all(&self) -> usize {
        self.mapped + self.out_of_scope + self.ignored + self.failed + self.unreadable + self.no_rules
    }

    /// Returns the worst that came of any.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Counts { unreadable: 1.., .. } => Exit::WrongUse,
            Counts { failed: 1.., .. } | Counts { incomplete: 1.., .. } => Exit::Findings,
            _ => Exit::Clean,
        }
    }

    pub(super) fn summary(&self) -> String {
        let parts = [
            (self.mapped, "mapped"),
            (self.out_of_scope, "out of scope"),
            (self.ignored, "ignored by an expression"),
            (self.failed, "failed"),
            (self.unreadable, "unreadable"),
            (self.no_rules, "without rules"),
        ];
        let all = self.all();
        let parts = parts.into_iter().filter(|(count, what)| *count > 0 || *what == "mapped");
        let parts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
        let mut lines =
            vec![format!("{all} {}: {}", if all == 1 { "object" } else { "objects" }, parts.join(", "))];
        if self.incomplete > 0 {
            lines.push(format!("  {} mapped without an attribute whose expression failed", self.incomplete));
        }
        let causes = self.causes.iter().map(|(cause, count)| (describe(*cause), *count));
        let mut causes: Vec<_> = causes.collect();
        causes.sort_by(|(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
        if !causes.is_empty() {
            lines.push("  out of scope because (an object may have several causes):".to_owned());
        }
        lines.extend(causes.into_iter().map(|(cause, count)| format!("    {count} × {cause}")));
        lines.join("\n")
    }
}

pub(super) fn describe(cause: Cause<'_>) -> String {
    match cause {
        Cause::NotActive => {
            "not active in the source (`accountEnabled` is false, or `deletedDateTime` is set)".to_owned()
        }
        Cause::NotAssigned => "not assigned to the application".to_owned(),
        Cause::Clause { filter: "", clause } => format!("not `{clause}`"),
        Cause::Clause { filter, clause } => format!("filter «{filter}»: not `{clause}`"),
    }
}
