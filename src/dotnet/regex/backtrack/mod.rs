//! Matches a program against UTF-16 units, as .NET's interpreter does: the first way that fits, by trying.
//!
//! What is still to be tried is kept in a list, so no pattern and no text exhausts the call stack; the number of steps of
//! one matcher is bounded, so none runs for long.

mod held;
mod retry;
mod turns;
mod units;

use super::{
    captures::Captures,
    error::MatchError,
    groups::GroupIndex,
    program::{Program, Step},
};
use held::{NO_MARK, Stack, number};
use retry::Retry;

/// The steps that every matcher may take, and those it may take for each unit of text.
const STEPS: usize = 10_000_000;
const STEPS_PER_UNIT: usize = 64;

/// How many things may be left to try; bounds the memory.
const MOST_LEFT: usize = 4_000_000;

/// How often a loop has turned, and where its last turn began.
#[derive(Clone, Copy, Debug)]
struct Count {
    mark: i64,
    turns: i64,
}

/// Matches one program on one text.
#[derive(Debug)]
pub(super) struct Matcher<'a> {
    program: &'a Program,
    text: &'a [u16],
    /// Where the match before ended, for `\G`.
    origin: usize,
    position: usize,
    captures: Captures,
    retries: Vec<Retry>,
    held: Stack,
    steps_left: usize,
}

/// How a step has ended.
enum Outcome {
    Next,
    Go(usize),
    Fail,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(program: &'a Program, text: &'a [u16]) -> Self {
        Self {
            program,
            text,
            origin: 0,
            position: 0,
            captures: Captures::new(program.groups),
            retries: Vec::new(),
            held: Stack::default(),
            steps_left: STEPS.saturating_add(STEPS_PER_UNIT.saturating_mul(text.len())),
        }
    }

    /// Looks for a match that starts at `from` or later; `origin` is where the match before ended.
    ///
    /// # Errors
    ///
    /// [`MatchError`] when the steps are used up.
    pub(super) fn find(&mut self, from: usize, origin: usize) -> Result<bool, MatchError> {
        self.origin = origin;
        // Once is enough, and what .NET does: it matters where it has lost its place and finds what is too short.
        if self.text.len().saturating_sub(from) < self.program.shortest {
            return Ok(false);
        }
        let last = if self.program.anchored { 0 } else { self.text.len() };
        for start in from..=last {
            if self.matches_at(start)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the span of a group in the match found.
    pub(super) fn span(&self, group: GroupIndex) -> Option<(usize, usize)> {
        self.captures.value(group)
    }

    fn matches_at(&mut self, start: usize) -> Result<bool, MatchError> {
        self.captures.clear();
        self.retries.clear();
        self.held.clear();
        self.position = start;
        let program = self.program;
        let mut at = 0;
        loop {
            self.spend(1)?;
            let Some(step) = program.steps.get(at) else { return Ok(false) };
            if matches!(step, Step::Accept) {
                return Ok(true);
            }
            at = match self.step(at, step)? {
                Outcome::Next => at + 1,
                Outcome::Go(place) => place,
                Outcome::Fail => match self.retry()? {
                    Some(place) => place,
                    None => return Ok(false),
                },
            };
        }
    }

    fn spend(&mut self, steps: usize) -> Result<(), MatchError> {
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(MatchError::StepLimit)?;
        if self.retries.len() > MOST_LEFT { Err(MatchError::StepLimit) } else { Ok(()) }
    }

    fn step(&mut self, at: usize, step: &Step) -> Result<Outcome, MatchError> {
        match step {
            Step::Accept => {}
            Step::Jump(place) => return Ok(Outcome::Go(*place)),
            Step::Try(place) => self.retries.push(Retry::At { step: *place, position: self.position }),
            Step::Assert(assertion) => return Ok(when(self.holds(*assertion))),
            Step::Captured(group) => return Ok(when(self.captures.has(*group))),
            Step::Text(units, direction) => return Ok(when(self.take_text(units, *direction))),
            Step::Set(set, direction) => return Ok(when(self.take(set, *direction))),
            Step::Times(set, count, direction) => return self.times(set, *count, *direction),
            Step::Most(set, count, direction) => return self.most(at, set, *count, *direction),
            Step::Fewest(_, count, direction) => {
                if let Some(count) = self.room(*direction).min(*count).checked_sub(1) {
                    self.retries.push(Retry::More { step: at, count, position: self.position });
                }
            }
            Step::Backreference { group, ignore_case, direction } => {
                return self.backreference(*group, *ignore_case, *direction);
            }
            Step::Mark => self.mark(number(self.position)),
            Step::MarkNone => self.mark(NO_MARK),
            Step::Return => {
                let mark = self.take_number()?;
                self.retries.push(Retry::PushMark(mark));
                self.position = self.place(mark)?;
            }
            Step::Capture { group, balanced } => return self.capture(*group, *balanced),
            Step::Loop { body, lazy } => return self.end_turn(at, *body, *lazy),
            Step::Count { minimum, begun } => {
                let mark = if *begun { number(self.position) } else { NO_MARK };
                self.hold_count(Count { mark, turns: *minimum });
                self.retries.push(Retry::DropCount);
            }
            Step::CountedLoop { body, limit, lazy } => {
                return self.end_counted_turn(at, *body, *limit, *lazy);
            }
            Step::Enter => {
                self.hold_scope();
                self.retries.push(Retry::DropScope);
            }
            Step::Leave => {
                let captures = self.end_scope()?;
                self.retries.push(Retry::UndoCaptures(captures));
            }
            Step::Refuse => {
                let captures = self.end_scope()?;
                self.captures.undo_to(captures);
                return Ok(Outcome::Fail);
            }
        }
        Ok(Outcome::Next)
    }

    fn mark(&mut self, number: i64) {
        self.hold(number);
        self.retries.push(Retry::DropMark);
    }

    fn capture(
        &mut self,
        group: Option<GroupIndex>,
        balanced: Option<GroupIndex>,
    ) -> Result<Outcome, MatchError> {
        if balanced.is_some_and(|balanced| !self.captures.has(balanced)) {
            return Ok(Outcome::Fail);
        }
        let len = self.captures.len();
        let mark = self.take_number()?;
        let start = self.place(mark)?;
        match (balanced, group) {
            (Some(balanced), _) => self.captures.balance(group, balanced, start, self.position)?,
            (None, Some(group)) => self.captures.add(group, start, self.position),
            (None, None) => {}
        }
        self.retries.push(Retry::Uncapture { len, mark });
        Ok(Outcome::Next)
    }
}

fn when(holds: bool) -> Outcome {
    if holds { Outcome::Next } else { Outcome::Fail }
}
