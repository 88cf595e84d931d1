//! The turns of loops over more than one unit.
//!
//! As in .NET, a loop ends with a turn that takes nothing, once the minimum is reached, and keeps what that turn captured.

use super::{Count, Matcher, NO_MARK, Outcome, Retry, Step};

impl Matcher<'_> {
    /// A turn that has taken nothing is the last one; else another is taken, now or, of a lazy loop, if needed.
    pub(super) fn end_turn(&mut self, at: usize, body: usize, lazy: bool) -> Outcome {
        let mark = self.pop_mark();
        let position = self.position;
        if mark == position {
            self.retries.push(Retry::PushMark(mark));
            return Outcome::Next;
        }
        if lazy {
            let mark = if mark == NO_MARK { position } else { mark };
            self.retries.push(Retry::EnterLoop { step: at, mark, position });
            return Outcome::Next;
        }
        self.retries.push(Retry::LeaveLoop { step: at, mark, position });
        self.marks.push(position);
        Outcome::Go(body)
    }

    pub(super) fn end_counted_turn(&mut self, at: usize, body: usize, limit: i64, lazy: bool) -> Outcome {
        let Count { mark, turns } = self.pop_count();
        let position = self.position;
        let stay = if lazy { turns < 0 } else { turns < limit && (mark != position || turns < 0) };
        let next = Count { mark: position, turns: turns + 1 };
        match (stay, lazy) {
            (true, true) => self.retries.push(Retry::UndoCounted { mark }),
            (true, false) => self.retries.push(Retry::LeaveCounted { step: at, mark }),
            (false, true) => {
                self.retries.push(Retry::EnterCounted { step: at, mark, count: turns, position });
            }
            (false, false) => self.retries.push(Retry::PushCount(Count { mark, turns })),
        }
        if !stay {
            return Outcome::Next;
        }
        self.counts.push(next);
        Outcome::Go(body)
    }

    /// Leaves a greedy loop before its last turn, unless that was needed for the minimum.
    pub(super) fn leave_counted(&mut self, mark: usize) -> bool {
        let count = self.pop_count();
        let before = Count { mark, turns: count.turns - 1 };
        if count.turns <= 0 {
            self.counts.push(before);
            return false;
        }
        self.position = count.mark;
        self.retries.push(Retry::PushCount(before));
        true
    }

    /// Gives a lazy loop another turn, unless it has reached its maximum or its last turn took nothing.
    pub(super) fn enter_counted(
        &mut self,
        step: usize,
        mark: usize,
        turns: i64,
        position: usize,
    ) -> Option<usize> {
        match self.program.steps.get(step) {
            Some(Step::CountedLoop { body, limit, .. }) if turns < *limit && position != mark => {
                self.position = position;
                self.counts.push(Count { mark: position, turns: turns + 1 });
                self.retries.push(Retry::UndoCounted { mark });
                Some(*body)
            }
            _ => {
                self.counts.push(Count { mark, turns });
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
