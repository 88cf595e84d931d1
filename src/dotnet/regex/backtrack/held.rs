//! What groups, loops and atomic parts hold while they run.
//!
//! They share one stack, as in .NET, and there an entry is a number that does not say what it is for. Who takes an entry
//! has put it there, with one exception: a lazy loop leaves the mark of a turn that has taken nothing (`turns`), and
//! whoever comes next takes that for its own. So `x(a|)+?b` finds only the `b` of `xb`. What was taken stays readable above
//! the top, for .NET looks there, too.
//!
//! Source: .NET 9's behaviour; dotnet/runtime#120872 mends it in a later version.

use super::{Count, MatchError, Matcher};

/// An entry of the stack.
#[derive(Clone, Copy, Debug)]
pub(super) enum Held {
    /// A place in the text, how often a loop has turned, or how much was captured when an atomic part began.
    Number(i64),
    /// How much there was to try when an atomic part began. To .NET a number too, of its own bookkeeping.
    Retries(usize),
}

/// The stack of all that is held.
#[derive(Debug, Default)]
pub(super) struct Stack {
    /// The entries, and above the top those that have been taken.
    entries: Vec<Held>,
    top: usize,
}

/// The mark of a loop that has not begun: no place in any text.
pub(super) const NO_MARK: i64 = -1;

impl Stack {
    pub(super) fn clear(&mut self) {
        self.top = 0;
    }

    pub(super) fn push(&mut self, entry: Held) {
        match self.entries.get_mut(self.top) {
            Some(place) => *place = entry,
            None => self.entries.push(entry),
        }
        self.top += 1;
    }

    pub(super) fn drop(&mut self, entries: usize) {
        self.top = self.top.saturating_sub(entries);
    }

    fn pop(&mut self) -> Option<Held> {
        self.top = self.top.checked_sub(1)?;
        self.above()
    }

    /// Returns what was taken last from the place above the top.
    fn above(&self) -> Option<Held> {
        self.entries.get(self.top).copied()
    }
}

impl Matcher<'_> {
    pub(super) fn hold(&mut self, number: i64) {
        self.held.push(Held::Number(number));
    }

    pub(super) fn hold_count(&mut self, count: Count) {
        self.hold(count.mark);
        self.hold(count.turns);
    }

    pub(super) fn hold_scope(&mut self) {
        self.held.push(Held::Retries(self.retries.len()));
        self.hold(number(self.captures.len()));
    }

    /// # Errors
    ///
    /// [`MatchError::Disorder`] where .NET would take its own bookkeeping for a place in the text.
    pub(super) fn take_number(&mut self) -> Result<i64, MatchError> {
        match self.held.pop() {
            Some(Held::Number(number)) => Ok(number),
            _ => Err(MatchError::Disorder),
        }
    }

    pub(super) fn take_count(&mut self) -> Result<Count, MatchError> {
        let turns = self.take_number()?;
        Ok(Count { mark: self.take_number()?, turns })
    }

    /// Leaves the mark of a turn that took nothing; returns what .NET will take for the mark of the turn before.
    pub(super) fn leave_mark(&mut self, mark: i64) -> Held {
        self.hold(mark);
        self.held.above().unwrap_or(Held::Number(0))
    }

    /// Ends an atomic part: what was left to try in it is given up. Returns how much had been captured before it.
    ///
    /// # Errors
    ///
    /// [`MatchError::Disorder`] where .NET would give up something else.
    pub(super) fn end_scope(&mut self) -> Result<usize, MatchError> {
        let captures = self.take_number()?;
        let Some(Held::Retries(retries)) = self.held.pop() else { return Err(MatchError::Disorder) };
        self.retries.truncate(retries);
        usize::try_from(captures).map_err(|_| MatchError::Disorder)
    }

    /// Returns the place in the text that a number stands for.
    pub(super) fn place(&self, number: i64) -> Result<usize, MatchError> {
        let place = usize::try_from(number).ok().filter(|place| *place <= self.text.len());
        place.ok_or(MatchError::Disorder)
    }
}

/// Returns a place in the text as a number for the stack.
pub(super) fn number(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
