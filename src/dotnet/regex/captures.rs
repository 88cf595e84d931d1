//! What the groups have captured while the backtracking matcher runs, with .NET's balancing.
//!
//! A balancing group takes the last capture of another group away. As that may have to be undone, the capture stays where
//! it is, and an entry behind it says which capture counts now.

use super::groups::GroupIndex;

/// One entry in the history of a group.
#[derive(Clone, Copy, Debug)]
enum Entry {
    Span(usize, usize),
    /// The last captures are taken away; the entry at this place counts, if any.
    Back(Option<usize>),
}

/// The captures of every group, and the order in which they came.
#[derive(Debug)]
pub(super) struct Captures {
    groups: Vec<Vec<Entry>>,
    order: Vec<GroupIndex>,
}

impl Captures {
    pub(super) fn new(groups: usize) -> Self {
        Self { groups: vec![Vec::new(); groups], order: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        while let Some(group) = self.order.pop() {
            if let Some(entries) = self.groups.get_mut(group.0) {
                entries.clear();
            }
        }
    }

    /// Returns how many entries there are, to go back to with [`Captures::undo_to`].
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn undo_to(&mut self, len: usize) {
        while self.order.len() > len {
            if let Some(entries) = self.order.pop().and_then(|group| self.groups.get_mut(group.0)) {
                entries.pop();
            }
        }
    }

    pub(super) fn add(&mut self, group: GroupIndex, start: usize, end: usize) {
        self.push(group, Entry::Span(start.min(end), start.max(end)));
    }

    /// Returns the span of a group's capture that counts now.
    pub(super) fn last(&self, group: GroupIndex) -> Option<(usize, usize)> {
        let entries = self.groups.get(group.0)?;
        match entries.last()? {
            Entry::Span(start, end) => Some((*start, *end)),
            Entry::Back(place) => match entries.get((*place)?)? {
                Entry::Span(start, end) => Some((*start, *end)),
                Entry::Back(_) => None,
            },
        }
    }

    /// Takes the last capture of `balanced` away, if there is one, and gives `group` what lies between it and the span given.
    pub(super) fn balance(
        &mut self,
        group: Option<GroupIndex>,
        balanced: GroupIndex,
        start: usize,
        end: usize,
    ) {
        let Some((inner_start, inner_end)) = self.last(balanced) else { return };
        let (start, end) = (start.min(end), start.max(end));
        let span = if start >= inner_end {
            (inner_end, start)
        } else if end <= inner_start {
            (inner_start, end)
        } else {
            (start.max(inner_start), end.min(inner_end))
        };
        self.take_away(balanced);
        if let Some(group) = group {
            self.push(group, Entry::Span(span.0, span.1));
        }
    }

    fn take_away(&mut self, group: GroupIndex) {
        let Some(entries) = self.groups.get(group.0) else { return };
        let counting = match entries.last() {
            Some(Entry::Back(place)) => *place,
            _ => entries.len().checked_sub(1),
        };
        let before = counting.and_then(|place| place.checked_sub(1));
        let back = match before.and_then(|place| entries.get(place)) {
            Some(Entry::Back(place)) => *place,
            _ => before,
        };
        self.push(group, Entry::Back(back));
    }

    fn push(&mut self, group: GroupIndex, entry: Entry) {
        if let Some(entries) = self.groups.get_mut(group.0) {
            entries.push(entry);
            self.order.push(group);
        }
    }

    /// Returns what a group has captured in the end: every capture taken away cancels the one before it.
    pub(super) fn value(&self, group: GroupIndex) -> Option<(usize, usize)> {
        let mut kept = Vec::new();
        for entry in self.groups.get(group.0)? {
            match entry {
                Entry::Span(start, end) => kept.push((*start, *end)),
                Entry::Back(_) => {
                    kept.pop();
                }
            }
        }
        kept.pop()
    }
}
