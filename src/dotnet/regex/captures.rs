//! What the groups have captured while the backtracking matcher runs, with .NET's balancing.
//!
//! A balancing group takes the last capture of another group away. As that may have to be undone, the capture stays where
//! it is, and an entry behind it refers to the capture that counts now. .NET keeps beginnings, lengths and references in one
//! list of numbers, the references as negative ones; where a capture within look-behind gets a negative length, that counts
//! as a reference too. So it does here.
//!
//! Source: .NET 9's behaviour.

use super::error::MatchError;
use super::groups::GroupIndex;

/// A number that refers to a place in the list stands for it as this less the place.
const REFERENCE: i64 = -3;

/// The captures of every group, and the order in which they came.
#[derive(Debug)]
pub(super) struct Captures {
    /// For each group its captures: of each the beginning and the length, or references to them.
    groups: Vec<Vec<i64>>,
    order: Vec<GroupIndex>,
}

impl Captures {
    pub(super) fn new(groups: usize) -> Self {
        Self { groups: vec![Vec::new(); groups], order: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        while let Some(group) = self.order.pop() {
            if let Some(numbers) = self.groups.get_mut(group.0) {
                numbers.clear();
            }
        }
    }

    /// Returns how many entries there are, to go back to with [`Captures::undo_to`].
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn undo_to(&mut self, len: usize) {
        while self.order.len() > len {
            if let Some(numbers) = self.order.pop().and_then(|group| self.groups.get_mut(group.0)) {
                numbers.truncate(numbers.len().saturating_sub(2));
            }
        }
    }

    pub(super) fn add(&mut self, group: GroupIndex, start: usize, end: usize) {
        let (start, end) = (number(start.min(end)), number(start.max(end)));
        self.push(group, start, end - start);
    }

    /// Tells whether a group has a capture that counts.
    pub(super) fn has(&self, group: GroupIndex) -> bool {
        // What refers to a place before the first.
        self.numbers(group).last().is_some_and(|length| *length != REFERENCE + 1)
    }

    /// Returns the beginning and the length of a group's capture that counts now.
    ///
    /// # Errors
    ///
    /// [`MatchError::Disorder`] where it refers to no place.
    pub(super) fn last(&self, group: GroupIndex) -> Result<Option<(i64, i64)>, MatchError> {
        let numbers = self.numbers(group);
        let [.., start, length] = numbers else { return Ok(None) };
        if !self.has(group) {
            return Ok(None);
        }
        let meant = |number: i64| {
            if number >= 0 {
                return Ok(number);
            }
            let place = usize::try_from(REFERENCE - number).ok();
            place.and_then(|place| numbers.get(place)).copied().ok_or(MatchError::Disorder)
        };
        Ok(Some((meant(*start)?, meant(*length)?)))
    }

    /// Takes the last capture of `balanced` away, if there is one, and gives `group` what lies between it and the span given.
    ///
    /// # Errors
    ///
    /// As [`Captures::last`].
    pub(super) fn balance(
        &mut self,
        group: Option<GroupIndex>,
        balanced: GroupIndex,
        start: usize,
        end: usize,
    ) -> Result<(), MatchError> {
        let Some((inner_start, inner_length)) = self.last(balanced)? else { return Ok(()) };
        let inner_end = inner_start + inner_length;
        let (start, end) = (number(start.min(end)), number(start.max(end)));
        let (start, end) = if start >= inner_end {
            (inner_end, start)
        } else if end <= inner_start {
            (inner_start, end)
        } else {
            (start.max(inner_start), end.min(inner_end))
        };
        self.take_away(balanced);
        if let Some(group) = group {
            self.push(group, start, end - start);
        }
        Ok(())
    }

    /// Lets the capture before the one that counts count.
    fn take_away(&mut self, group: GroupIndex) {
        let numbers = self.numbers(group);
        let last = number(numbers.len()) - 2;
        let at = |place: i64| usize::try_from(place).ok().and_then(|place| numbers.get(place)).copied();
        let counting = at(last).filter(|start| *start < 0).map_or(last, |reference| REFERENCE - reference);
        let before = counting - 2;
        let (start, length) = match (at(before), at(before + 1)) {
            (Some(reference), Some(length)) if reference < 0 => (reference, length),
            _ => (REFERENCE - before, REFERENCE - before - 1),
        };
        self.push(group, start, length);
    }

    fn push(&mut self, group: GroupIndex, start: i64, length: i64) {
        if let Some(numbers) = self.groups.get_mut(group.0) {
            numbers.extend([start, length]);
            self.order.push(group);
        }
    }

    fn numbers(&self, group: GroupIndex) -> &[i64] {
        self.groups.get(group.0).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns what a group has captured in the end: every reference cancels the number before it.
    pub(super) fn value(&self, group: GroupIndex) -> Option<(usize, usize)> {
        let mut kept = Vec::new();
        for number in self.numbers(group) {
            match usize::try_from(*number) {
                Ok(number) => kept.push(number),
                Err(_) => _ = kept.pop()?,
            }
        }
        let (start, length) = kept.as_chunks().0.last().map(|[start, length]| (*start, *length))?;
        Some((start, start + length))
    }
}

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}
