//! Taking units from the text, in either direction, and looking at them.

use super::{
    super::{
        category::BOUNDARY_WORD,
        fold::equivalent,
        tree::{Assertion, Direction},
        unit_set::UnitSet,
    },
    GroupIndex, MatchError, Matcher, Outcome, Retry, Step, when,
};

/// How many units compared count as a step.
const UNITS_PER_STEP: usize = 4;

impl Matcher<'_> {
    /// Returns how many units there are in a direction.
    pub(super) fn room(&self, direction: Direction) -> usize {
        match direction {
            Direction::Forward => self.text.len() - self.position,
            Direction::Backward => self.position,
        }
    }

    /// Takes a number of units, which there must be, and returns them.
    pub(super) fn advance(&mut self, count: usize, direction: Direction) -> &[u16] {
        let start = self.position;
        self.position = moved(start, count, direction);
        self.text.get(start.min(self.position)..start.max(self.position)).unwrap_or_default()
    }

    pub(super) fn take(&mut self, set: &UnitSet, direction: Direction) -> bool {
        self.room(direction) > 0 && self.advance(1, direction).iter().all(|unit| set.contains(*unit))
    }

    pub(super) fn take_text(&mut self, units: &[u16], direction: Direction) -> bool {
        self.room(direction) >= units.len() && self.advance(units.len(), direction) == units
    }

    pub(super) fn times(
        &mut self,
        set: &UnitSet,
        count: usize,
        direction: Direction,
    ) -> Result<Outcome, MatchError> {
        if self.room(direction) < count {
            return Ok(Outcome::Fail);
        }
        let units = self.advance(count, direction);
        let outcome = when(units.iter().all(|unit| set.contains(*unit)));
        self.spend(count / UNITS_PER_STEP)?;
        Ok(outcome)
    }

    pub(super) fn most(
        &mut self,
        at: usize,
        set: &UnitSet,
        limit: usize,
        direction: Direction,
    ) -> Result<Outcome, MatchError> {
        let limit = self.room(direction).min(limit);
        let range = match direction {
            Direction::Forward => self.position..self.position + limit,
            Direction::Backward => self.position - limit..self.position,
        };
        let units = self.text.get(range).unwrap_or_default();
        let fits = |unit: &&u16| set.contains(**unit);
        let count = match direction {
            Direction::Forward => units.iter().take_while(fits).count(),
            Direction::Backward => units.iter().rev().take_while(fits).count(),
        };
        self.spend(count / UNITS_PER_STEP)?;
        self.position = moved(self.position, count, direction);
        if let Some(count) = count.checked_sub(1) {
            self.retries.push(Retry::Less { step: at, count, position: self.position });
        }
        Ok(Outcome::Next)
    }

    /// Gives back one of the units taken up to `position`, of which `count` more can be given back.
    pub(super) fn less(&mut self, step: usize, count: usize, position: usize) -> usize {
        let back = match self.program.steps.get(step) {
            Some(Step::Most(_, _, Direction::Backward)) => Direction::Forward,
            _ => Direction::Backward,
        };
        self.position = moved(position, 1, back);
        if let Some(count) = count.checked_sub(1) {
            self.retries.push(Retry::Less { step, count, position: self.position });
        }
        step + 1
    }

    /// Takes one unit more at `position`, after which `count` more can be taken.
    pub(super) fn more(&mut self, step: usize, count: usize, position: usize) -> bool {
        let Some(Step::Fewest(set, _, direction)) = self.program.steps.get(step) else { return false };
        self.position = position;
        if !self.take(set, *direction) {
            return false;
        }
        if let Some(count) = count.checked_sub(1) {
            self.retries.push(Retry::More { step, count, position: self.position });
        }
        true
    }

    /// A group that has captured nothing does not match.
    pub(super) fn backreference(
        &mut self,
        group: GroupIndex,
        ignore_case: bool,
        direction: Direction,
    ) -> Result<Outcome, MatchError> {
        let span = self.captures.last(group)?.and_then(|(start, length)| {
            let start = usize::try_from(start).ok()?;
            // One with a negative length is nowhere.
            Some((start, usize::try_from(length).ok().filter(|length| *length <= self.room(direction))?))
        });
        let Some((start, length)) = span else { return Ok(Outcome::Fail) };
        let captured = self.text.get(start..start + length).unwrap_or_default();
        let units = self.advance(length, direction);
        let same = |(left, right): (&u16, &u16)| left == right || ignore_case && equivalent(*left, *right);
        let outcome = when(captured.iter().zip(units).all(same));
        self.spend(length / UNITS_PER_STEP)?;
        Ok(outcome)
    }

    pub(super) fn holds(&self, assertion: Assertion) -> bool {
        let before = self.position.checked_sub(1).and_then(|place| self.text.get(place)).copied();
        let after = self.text.get(self.position).copied();
        let line_feed = Some(u16::from(b'\n'));
        let is_word = |unit: Option<u16>| unit.is_some_and(|unit| BOUNDARY_WORD.contains(unit));
        match assertion {
            Assertion::Beginning => before.is_none(),
            Assertion::LineStart => before.is_none() || before == line_feed,
            Assertion::End => after.is_none(),
            Assertion::LineEnd => after.is_none() || after == line_feed,
            Assertion::EndOrFinalLineFeed => {
                after.is_none() || after == line_feed && self.position + 1 == self.text.len()
            }
            Assertion::PreviousEnd => self.position == self.origin,
            Assertion::Boundary => is_word(before) != is_word(after),
            Assertion::NotBoundary => is_word(before) == is_word(after),
        }
    }
}

fn moved(position: usize, count: usize, direction: Direction) -> usize {
    match direction {
        Direction::Forward => position.saturating_add(count),
        Direction::Backward => position.saturating_sub(count),
    }
}
