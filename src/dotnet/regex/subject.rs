//! A text under a pattern, on either engine: finding match after match and building a changed text.

use super::{
    backtrack::Matcher,
    error::MatchError,
    groups::GroupIndex,
    linear::{Linear, Search, Slots},
};
use bumpalo::Bump;
use bumpalo::collections::String;

/// A start and an end, in bytes or in UTF-16 units, as the engine counts.
pub(super) type Span = (usize, usize);

/// A text under a pattern.
pub(super) trait Subject {
    /// Finds the next match at `from` or later; `origin` is where the match before ended.
    fn find(&mut self, from: usize, origin: usize) -> Result<bool, MatchError>;

    /// Returns the span of a group in the match found.
    fn span(&self, group: GroupIndex) -> Option<Span>;

    fn len(&self) -> usize;

    /// Returns the position after the character or unit at `position`, if there is one.
    fn after(&self, position: usize) -> Option<usize>;

    /// Returns how long the changed text is so far.
    fn written(&self) -> usize;

    /// Adds a part of the text to the changed text.
    fn copy(&mut self, span: Span);

    /// Adds other text to the changed text.
    fn write(&mut self, text: &str);
}

/// A text on the linear-time engine; positions are bytes.
pub(super) struct LinearSubject<'a, 't> {
    pub(super) linear: &'a Linear,
    pub(super) search: Search<'a>,
    pub(super) text: &'a str,
    /// As many as the groups that will be asked for need.
    pub(super) slots: &'a mut Slots,
    pub(super) changed: String<'t>,
}

impl Subject for LinearSubject<'_, '_> {
    fn find(&mut self, from: usize, _origin: usize) -> Result<bool, MatchError> {
        Ok(self.search.find(from, self.slots))
    }

    fn span(&self, group: GroupIndex) -> Option<Span> {
        self.linear.span(self.slots, group)
    }

    fn len(&self) -> usize {
        self.text.len()
    }

    fn after(&self, position: usize) -> Option<usize> {
        let character = self.text.get(position..)?.chars().next()?;
        Some(position + character.len_utf8())
    }

    fn written(&self) -> usize {
        self.changed.len()
    }

    fn copy(&mut self, (start, end): Span) {
        if start == end {
            return;
        }
        // Most changed texts are about as long as the text, so they need not grow.
        if self.changed.is_empty() {
            self.changed.reserve(self.text.len());
        }
        self.changed.push_str(self.text.get(start..end).unwrap_or_default());
    }

    fn write(&mut self, text: &str) {
        self.changed.push_str(text);
    }
}

/// A text under the backtracking matcher; positions are UTF-16 units.
pub(super) struct ExactSubject<'a> {
    pub(super) matcher: Matcher<'a>,
    pub(super) units: &'a [u16],
    /// Halves of a character that come together again make it whole, as in .NET.
    pub(super) changed: Vec<u16>,
}

impl Subject for ExactSubject<'_> {
    fn find(&mut self, from: usize, origin: usize) -> Result<bool, MatchError> {
        self.matcher.find(from, origin)
    }

    fn span(&self, group: GroupIndex) -> Option<Span> {
        self.matcher.span(group)
    }

    fn len(&self) -> usize {
        self.units.len()
    }

    fn after(&self, position: usize) -> Option<usize> {
        (position < self.units.len()).then_some(position + 1)
    }

    fn written(&self) -> usize {
        self.changed.len()
    }

    fn copy(&mut self, (start, end): Span) {
        self.changed.extend_from_slice(self.units.get(start..end).unwrap_or_default());
    }

    fn write(&mut self, text: &str) {
        self.changed.extend(text.encode_utf16());
    }
}

impl ExactSubject<'_> {
    /// Returns the changed text without the halves that are left alone.
    pub(super) fn changed(self, arena: &Bump) -> &str {
        String::from_iter_in(char::decode_utf16(self.changed).filter_map(Result::ok), arena).into_bump_str()
    }
}
