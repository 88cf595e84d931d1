//! A text in UTF-16 units that knows its way back to UTF-8.

/// A text as .NET sees it, for the backtracking matcher.
#[derive(Debug)]
pub(super) struct Utf16Text<'t> {
    text: &'t str,
    units: Vec<u16>,
    /// The byte offset of the character of each unit, and the length; empty if the text is ASCII and they are the same.
    offsets: Vec<usize>,
}

impl<'t> Utf16Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let units = text.encode_utf16().collect();
        let mut offsets = Vec::new();
        if !text.is_ascii() {
            let unit_offsets =
                |(offset, character): (usize, char)| std::iter::repeat_n(offset, character.len_utf16());
            offsets.extend(text.char_indices().flat_map(unit_offsets));
            offsets.push(text.len());
        }
        Self { text, units, offsets }
    }

    pub(super) fn units(&self) -> &[u16] {
        &self.units
    }

    /// Returns the characters that lie wholly in a span of units; a half at either end is dropped.
    pub(super) fn slice(&self, (start, end): (usize, usize)) -> &'t str {
        // A low surrogate shares its offset with the high one, so a span that ends between them ends before both.
        let starts_inside = self.units.get(start).is_some_and(|unit| matches!(unit, 0xDC00..=0xDFFF));
        let start = if starts_inside && start < end { start + 1 } else { start };
        self.text.get(self.byte(start)..self.byte(end)).unwrap_or_default()
    }

    fn byte(&self, position: usize) -> usize {
        self.offsets.get(position).copied().unwrap_or(position)
    }
}
