//! The turns of loops over more than one unit.
//!
//! As in .NET, a loop ends with a turn that takes nothing, once the minimum is reached, and keeps what that turn captured.

use super::{
    Count, MatchError, Matcher, Outcome, Retry, Step,
    held::{NO_MARK, number},
};

impl Matcher<'_> {
    /// A turn that has taken nothing is the last one; else another is taken, now or, of a lazy loop, if needed.
    pub(super) fn end_turn(&mut self, at: usize, body: usize, lazy: bool) -> Result<Outcome, MatchError> {
        let mark = self.take_number()?;
        let position = self.position;
        let here = number(position);
        if mark == here && lazy {
            // Entra: .NET should not leave the mark, nor look for the one before where it does (dotnet/runtime#43314).
            let before = self.leave_mark(mark);
            self.retries.push(Retry::SetMark(before));
            return Ok(Outcome::Next);
        }
        if mark == here {
            self.retries.push(Retry::PushMark(mark));
            return Ok(Outcome::Next);
        }
        if lazy {
            let mark = if mark == NO_MARK { here } else { mark };
            self.retries.push(Retry::EnterLoop { step: at, mark, position });
            return Ok(Outcome::Next);
        }
        self.retries.push(Retry::LeaveLoop { step: at, mark, position });
        self.hold(here);
        Ok(Outcome::Go(body))
    }

    pub(super) fn end_counted_turn(
        &mut self,
        at: usize,
        body: usize,
        limit: i64,
        lazy: bool,
    ) -> Result<Outcome, MatchError> {
        let Count { mark, turns } = self.take_count()?;
        let position = self.position;
        let here = number(position);
        let stay = if lazy { turns < 0 } else { turns < limit && (mark != here || turns < 0) };
        match (stay, lazy) {
            (true, true) => self.retries.push(Retry::UndoCounted { mark }),
            (true, false) => self.retries.push(Retry::LeaveCounted { step: at, mark }),
            (false, true) => {
                self.retries.push(Retry::EnterCounted { step: at, mark, count: turns, position });
            }
            (false, false) => self.retries.push(Retry::PushCount(Count { mark, turns })),
        }
        if !stay {
            return Ok(Outcome::Next);
        }
        self.hold_count(Count { mark: here, turns: turns + 1 });
        Ok(Outcome::Go(body))
    }

    /// Leaves a greedy loop before its last turn, unless that was needed for the minimum.
    pub(super) fn leave_counted(&mut self, mark: i64) -> Result<bool, MatchError> {
        let count = self.take_count()?;
        let before = Count { mark, turns: count.turns - 1 };
        if count.turns <= 0 {
            self.hold_count(before);
            return Ok(false);
        }
        self.position = self.place(count.mark)?;
        self.retries.push(Retry::PushCount(before));
        Ok(true)
    }

    /// Gives a lazy loop another turn, unless it has reached its maximum or its last turn took nothing.
    pub(super) fn enter_counted(
        &mut self,
        step: usize,
        mark: i64,
        turns: i64,
        position: usize,
    ) -> Option<usize> {
        let here = number(position);
        match self.program.steps.get(step) {
            Some(Step::CountedLoop { body, limit, .. }) if turns < *limit && here != mark => {
                self.position = position;
                self.hold_count(Count { mark: here, turns: turns + 1 });
                self.retries.push(Retry::UndoCounted { mark });
                Some(*body)
            }
            _ => {
                self.hold_count(Count { mark, turns });
                None
            }
        }
    }

    pub(super) fn body_of(&self, step: usize) -> Option<usize> {
        match self.program.steps.get(step) {
            Some(Step::Loop { body, .. }) => Some(*body),
            _ => None,
        }
    }
}
