//! Text with a name, and places in it.
//!
//! A [`Source`] is a rule file or an expression as it was read; a [`Span`] is a run of its bytes. What a YAML scalar
//! decodes to is mapped back to the file by [`ScalarMap`], so that a message can point inside a quoted or folded text.

mod scalar;

pub(crate) use scalar::ScalarMap;
use std::ops::Range;

/// A named text, e.g. a rule file, with the places of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// Where each line begins, so that many findings find their lines without reading the text again.
    lines: Vec<usize>,
}

impl Source {
    /// Makes a source of a name that messages print, usually a path, and its text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let lines = std::iter::once(0).chain(newlines.map(|newline| newline + 1)).collect();
        Self { name: name.into(), text, lines }
    }

    /// Returns the name that messages print.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the line and the column of a byte offset, both counted from 1; columns count characters.
    #[must_use]
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let before = self.text.get(..offset as usize).unwrap_or(&self.text);
        let (line, within) = self.whole_lines(before.len()..before.len());
        (line, before.get(within.start..).unwrap_or_default().chars().count() + 1)
    }

    /// Returns the whole lines in which a run of bytes stands, and the number of the first, counted from 1.
    pub(crate) fn whole_lines(&self, bytes: Range<usize>) -> (usize, Range<usize>) {
        let begun = |offset: usize| self.lines.partition_point(|start| *start <= offset);
        let first = begun(bytes.start);
        let start = self.lines.get(first - 1).copied().unwrap_or_default();
        (first, start..self.lines.get(begun(bytes.end)).copied().unwrap_or(self.text.len()))
    }
}

/// A run of bytes of a [`Source`], the end excluded.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span of byte offsets; a text of 4 GiB or more is refused before any span is made.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// Returns the span from the start of this one to the end of another.
    pub(crate) fn to(self, other: Span) -> Self {
        Self { start: self.start, end: other.end.max(self.start) }
    }
}

/// A value with its place in the source.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spanned<T> {
    /// The value.
    pub(crate) node: T,
    /// Where it stands.
    pub(crate) span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub(crate) fn new(node: T, span: Span) -> Self {
        Self { node, span }
    }
}
