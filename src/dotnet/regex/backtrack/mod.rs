//! Matches a program against UTF-16 units, as .NET's interpreter does: the first way that fits, by trying.
//!
//! What is still to be tried is kept in a list, so no pattern and no text exhausts the call stack; the number of steps of
//! one matcher is bounded, so none runs for long.

mod retry;
mod turns;
mod units;

use super::{
    captures::Captures,
    error::StepLimit,
    groups::GroupIndex,
    program::{Program, Step},
};
use retry::Retry;

/// The steps that every matcher may take, and those it may take for each unit of text.
const STEPS: usize = 10_000_000;
const STEPS_PER_UNIT: usize = 64;

/// How many things may be left to try; bounds the memory.
const MOST_LEFT: usize = 4_000_000;

/// How often a loop has turned, and where its last turn began.
#[derive(Clone, Copy, Debug)]
struct Count {
    mark: usize,
    turns: i64,
}

/// What there was to try, and what was captured, when an atomic part began.
#[derive(Clone, Copy, Debug)]
struct Scope {
    retries: usize,
    captures: usize,
}

/// The mark of a loop that has not begun: no place in any text.
const NO_MARK: usize = usize::MAX;

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
    marks: Vec<usize>,
    counts: Vec<Count>,
    scopes: Vec<Scope>,
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
            marks: Vec::new(),
            counts: Vec::new(),
            scopes: Vec::new(),
            steps_left: STEPS.saturating_add(STEPS_PER_UNIT.saturating_mul(text.len())),
        }
    }

    /// Looks for a match that starts at `from` or later; `origin` is where the match before ended.
    ///
    /// # Errors
    ///
    /// [`StepLimit`] when the steps are used up.
    pub(super) fn find(&mut self, from: usize, origin: usize) -> Result<bool, StepLimit> {
        self.origin = origin;
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

    fn matches_at(&mut self, start: usize) -> Result<bool, StepLimit> {
        self.captures.clear();
        self.retries.clear();
        self.marks.clear();
        self.counts.clear();
        self.scopes.clear();
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

    fn spend(&mut self, steps: usize) -> Result<(), StepLimit> {
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(StepLimit)?;
        if self.retries.len() > MOST_LEFT { Err(StepLimit) } else { Ok(()) }
    }

    fn step(&mut self, at: usize, step: &Step) -> Result<Outcome, StepLimit> {
        match step {
            Step::Accept => {}
            Step::Jump(place) => return Ok(Outcome::Go(*place)),
            Step::Try(place) => self.retries.push(Retry::At { step: *place, position: self.position }),
            Step::Assert(assertion) => return Ok(when(self.holds(*assertion))),
            Step::Captured(group) => return Ok(when(self.captures.last(*group).is_some())),
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
            Step::Mark => self.mark(self.position),
            Step::MarkNone => self.mark(NO_MARK),
            Step::Return => {
                let mark = self.pop_mark();
                self.retries.push(Retry::PushMark(mark));
                self.position = mark;
            }
            Step::Capture { group, balanced } => return Ok(self.capture(*group, *balanced)),
            Step::Loop { body, lazy } => return Ok(self.end_turn(at, *body, *lazy)),
            Step::Count { minimum, begun } => {
                let mark = if *begun { self.position } else { NO_MARK };
                self.counts.push(Count { mark, turns: *minimum });
                self.retries.push(Retry::DropCount);
            }
            Step::CountedLoop { body, limit, lazy } => {
                return Ok(self.end_counted_turn(at, *body, *limit, *lazy));
            }
            Step::Enter => {
                self.scopes.push(Scope { retries: self.retries.len(), captures: self.captures.len() });
                self.retries.push(Retry::DropScope);
            }
            Step::Leave => {
                let scope = self.end_scope();
                self.retries.push(Retry::UndoCaptures(scope.captures));
            }
            Step::Refuse => {
                let scope = self.end_scope();
                self.captures.undo_to(scope.captures);
                return Ok(Outcome::Fail);
            }
        }
        Ok(Outcome::Next)
    }

    fn mark(&mut self, position: usize) {
        self.marks.push(position);
        self.retries.push(Retry::DropMark);
    }

    /// INVARIANT: every step that takes a mark, a count or a scope comes after the one that makes it.
    fn pop_mark(&mut self) -> usize {
        self.marks.pop().unwrap_or(self.position)
    }

    fn pop_count(&mut self) -> Count {
        self.counts.pop().unwrap_or(Count { mark: self.position, turns: 0 })
    }

    fn end_scope(&mut self) -> Scope {
        let scope = self.scopes.pop().unwrap_or(Scope { retries: 0, captures: 0 });
        self.retries.truncate(scope.retries);
        scope
    }

    fn capture(&mut self, group: Option<GroupIndex>, balanced: Option<GroupIndex>) -> Outcome {
        let len = self.captures.len();
        let Some(mark) = self.marks.last().copied() else { return Outcome::Fail };
        match (balanced, group) {
            (Some(balanced), _) if !self.captures.balance(group, balanced, mark, self.position) => {
                return Outcome::Fail;
            }
            (None, Some(group)) => self.captures.add(group, mark, self.position),
            _ => {}
        }
        self.marks.pop();
        self.retries.push(Retry::Uncapture { len, mark });
        Outcome::Next
    }
}

fn when(holds: bool) -> Outcome {
    if holds { Outcome::Next } else { Outcome::Fail }
}
