//! What many decisions come to: how many of each kind there are, and how a run ends.

use super::Exit;
use crate::sync::{Action, Decision, Guard};

/// How many decisions there are of each kind.
#[derive(Default)]
pub(super) struct Counts {
    all: usize,
    actions: Tally<Action>,
    /// How often each reason kept an object from being sent.
    skips: Tally<&'static str>,
    /// Who the guard withholds.
    withheld: Vec<String>,
    unreadable: usize,
    /// Expressions that failed where their object is sent without them.
    incomplete: usize,
    unresolved: usize,
    deferred: usize,
}

/// How often each of a few things occurs: so few that no map finds them faster.
struct Tally<K>(Vec<(K, usize)>);

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Copy + Ord> Tally<K> {
    fn add(&mut self, key: K, count: usize) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, counted)) => *counted += count,
            None => self.0.push((key, count)),
        }
    }

    fn has(&self, key: K) -> bool {
        self.0.iter().any(|(known, _)| *known == key)
    }

    fn sorted(&self) -> Vec<(K, usize)> {
        let mut all = self.0.clone();
        all.sort_unstable();
        all
    }
}

/// Withheld objects that are named; the rest is counted.
const NAMED: usize = 10;

impl Counts {
    pub(super) fn count<T: AsRef<str>>(&mut self, decision: &Decision<'_, T>) {
        self.all += 1;
        self.actions.add(decision.action(), 1);
        self.unreadable += usize::from(decision.unreadable().is_some());
        for failure in decision.diagnostics() {
            match failure.error().code().name {
                "unresolved-reference" => self.unresolved += 1,
                "deferred-reference" => self.deferred += 1,
                _ => self.incomplete += usize::from(decision.action() != Action::Error),
            }
        }
        match decision.action() {
            Action::Skip | Action::Error => self.skips.add(decision.reason(), 1),
            Action::StagedAction | Action::StagedDelete => {
                let id = decision.source_id().or(decision.target_id()).unwrap_or("without an id");
                let display = decision.display().map_or(String::new(), |display| format!(" ({display})"));
                self.withheld.push(format!("{} {id}{display}", decision.kind()));
            }
            _ => {}
        }
    }

    /// Adds other counts, which become zero.
    pub(super) fn add(&mut self, other: &mut Self) {
        let Self { all, actions, skips, withheld, unreadable, incomplete, unresolved, deferred } =
            std::mem::take(other);
        self.all += all;
        actions.0.into_iter().for_each(|(action, count)| self.actions.add(action, count));
        skips.0.into_iter().for_each(|(reason, count)| self.skips.add(reason, count));
        self.withheld.extend(withheld);
        self.unreadable += unreadable;
        self.incomplete += incomplete;
        self.unresolved += unresolved;
        self.deferred += deferred;
    }

    pub(super) fn all(&self) -> usize {
        self.all
    }

    /// How the run ends, as far as the decisions say it.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self { unreadable: 1.., .. } => Exit::WrongUse,
            counts if counts.incomplete > 0 || counts.actions.has(Action::Error) => Exit::Findings,
            _ => Exit::Clean,
        }
    }

    pub(super) fn summary(&self) -> String {
        let actions = self.actions.sorted().into_iter();
        let actions = actions.map(|(action, count)| format!("{count} {}", action.as_str()));
        let actions = actions.collect::<Vec<_>>().join(", ");
        let noun = if self.all == 1 { "decision" } else { "decisions" };
        let mut lines = vec![format!("{} {noun}: {actions}", self.all)];
        if self.all == 0 {
            lines = vec!["0 decisions: neither the source nor the target has an object".to_owned()];
        }
        let mut skips = self.skips.sorted();
        skips.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        lines.extend(skips.into_iter().map(|(reason, count)| format!("  {count} {reason}")));
        if self.unresolved > 0 {
            lines.push(format!("  {} references to objects that are not linked, left out", self.unresolved));
        }
        if self.deferred > 0 {
            lines.push(format!(
                "  {} references to objects that this run creates, left to the next",
                self.deferred
            ));
        }
        lines.join("\n")
    }

    /// How many removals are withheld, who, and what would lift it.
    pub(super) fn guarded(&self, guard: Guard) -> String {
        let named = self.withheld.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = match self.withheld.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let Guard { removals, managed, limit, emptied, .. } = guard;
        let allowed = match limit {
            Some(limit) if removals > limit => format!("and {limit} may be"),
            _ => "within the limit".to_owned(),
        };
        let mut lines = vec![
            format!(
                "accidental-deletion guard: {removals} of {managed} managed objects would be disabled or deleted, \
                 {allowed}; all of these removals are withheld"
            ),
            format!("  withheld: {named}{more}"),
        ];
        if emptied {
            let message = "  the input has no object at all of a kind that would be deleted: was a file forgotten? --partial \
                           leaves alone what the input lacks";
            lines.push(message.to_owned());
        }
        lines.push(format!(
            "  `scopemap explain` with --id shows why; to let them through: --deletion-threshold {removals}"
        ));
        lines.join("\n")
    }
}
