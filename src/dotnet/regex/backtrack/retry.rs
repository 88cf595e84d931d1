//! What is left to try, and what has to be undone before.

use super::{
    Count, MatchError, Matcher,
    held::{Held, number},
};

/// What to do when what was tried last has failed. Most undo a step and let the one before be tried.
#[derive(Clone, Copy, Debug)]
pub(super) enum Retry {
    /// Go on at a place of the program, and of the text.
    At {
        step: usize,
        position: usize,
    },
    /// Give one unit back.
    Less {
        step: usize,
        count: usize,
        position: usize,
    },
    /// Take one unit more.
    More {
        step: usize,
        count: usize,
        position: usize,
    },
    /// Leave a greedy loop before its last turn.
    LeaveLoop {
        step: usize,
        mark: i64,
        position: usize,
    },
    /// Give a lazy loop another turn.
    EnterLoop {
        step: usize,
        mark: i64,
        position: usize,
    },
    LeaveCounted {
        step: usize,
        mark: i64,
    },
    EnterCounted {
        step: usize,
        mark: i64,
        count: i64,
        position: usize,
    },
    /// Undo the last turn that a lazy loop that counts has been given.
    UndoCounted {
        mark: i64,
    },
    DropMark,
    PushMark(i64),
    /// Put back the mark that a turn of a lazy loop has replaced.
    SetMark(Held),
    DropCount,
    PushCount(Count),
    DropScope,
    Uncapture {
        len: usize,
        mark: i64,
    },
    UndoCaptures(usize),
}

impl Matcher<'_> {
    /// Undoes steps until there is something left to try; returns where in the program, or `None`.
    pub(super) fn retry(&mut self) -> Result<Option<usize>, MatchError> {
        while let Some(retry) = self.retries.pop() {
            self.spend(1)?;
            match retry {
                Retry::At { step, position } => {
                    self.position = position;
                    return Ok(Some(step));
                }
                Retry::Less { step, count, position } => return Ok(Some(self.less(step, count, position))),
                Retry::More { step, count, position } => {
                    if self.more(step, count, position) {
                        return Ok(Some(step + 1));
                    }
                }
                Retry::LeaveLoop { step, mark, position } => {
                    self.held.drop(1);
                    self.position = position;
                    self.retries.push(Retry::PushMark(mark));
                    return Ok(Some(step + 1));
                }
                Retry::EnterLoop { step, mark, position } => {
                    self.retries.push(Retry::SetMark(Held::Number(mark)));
                    self.position = position;
                    self.hold(number(position));
                    return Ok(self.body_of(step));
                }
                Retry::LeaveCounted { step, mark } => {
                    if self.leave_counted(mark)? {
                        return Ok(Some(step + 1));
                    }
                }
                Retry::EnterCounted { step, mark, count, position } => {
                    if let Some(body) = self.enter_counted(step, mark, count, position) {
                        return Ok(Some(body));
                    }
                }
                undo => self.undo(undo)?,
            }
        }
        Ok(None)
    }

    fn undo(&mut self, retry: Retry) -> Result<(), MatchError> {
        match retry {
            Retry::DropMark => self.held.drop(1),
            Retry::PushMark(mark) => self.hold(mark),
            Retry::SetMark(mark) => {
                self.held.drop(1);
                self.held.push(mark);
            }
            Retry::DropCount | Retry::DropScope => self.held.drop(2),
            Retry::PushCount(count) => self.hold_count(count),
            Retry::UndoCounted { mark } => {
                let count = self.take_count()?;
                self.hold_count(Count { mark, turns: count.turns - 1 });
            }
            Retry::Uncapture { len, mark } => {
                self.captures.undo_to(len);
                self.hold(mark);
            }
            Retry::UndoCaptures(len) => self.captures.undo_to(len),
            _ => {}
        }
        Ok(())
    }
}
