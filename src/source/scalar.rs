//! The map from what a YAML scalar decodes to back to the file.
//!
//! In go the file's text, the bytes the scalar stands in and what it decoded to; out comes, for each byte of the decoded
//! text, the place it came from. Every style is read the way YAML 1.2 folds and unescapes it, and the reading is checked
//! against the decoded text: where they differ, the whole scalar is the place.

use super::Span;

/// Where the bytes of a decoded scalar stand in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScalarMap {
    whole: Span,
    places: Places,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Places {
    /// The text stands in the file as it is, from this offset on.
    Verbatim(u32),
    /// Offset in the file of each byte of the text, and of its end.
    Bytes(Box<[u32]>),
    /// Not known: the reading of the style did not give the decoded text.
    Whole,
}

impl ScalarMap {
    /// A text that is its own file, e.g. an expression on the command line.
    pub(crate) fn verbatim(text: &str) -> Self {
        Self { whole: Span::new(0, text.len()), places: Places::Verbatim(0) }
    }

    /// Maps the scalar that stands at `span` of `file` and decoded to `decoded`.
    pub(crate) fn new(file: &str, span: Span, decoded: &str) -> Self {
        let raw = file.get(span.start as usize..span.end as usize).unwrap_or_default();
        let places = verbatim(raw, span.start, decoded)
            .or_else(|| reading(file, raw, span, decoded).map(Reading::places))
            .unwrap_or(Places::Whole);
        Self { whole: span, places }
    }

    /// Returns the place in the file of a span of the decoded text.
    pub(crate) fn locate(&self, within: Span) -> Span {
        match &self.places {
            Places::Verbatim(shift) => Span { start: within.start + shift, end: within.end + shift },
            Places::Bytes(offsets) => {
                let at = |index: u32| offsets.get(index as usize).copied().unwrap_or(self.whole.end);
                let start = at(within.start);
                let last = within.end.checked_sub(1).filter(|last| *last >= within.start);
                Span { start, end: last.map_or(start, |last| at(last) + 1) }
            }
            Places::Whole => self.whole,
        }
    }

    /// Returns the place of the whole scalar.
    pub(crate) fn whole(&self) -> Span {
        self.whole
    }
}

/// The usual scalar: on one line, plain or in quotes, with nothing escaped.
fn verbatim(raw: &str, start: u32, decoded: &str) -> Option<Places> {
    if raw == decoded {
        return Some(Places::Verbatim(start));
    }
    let inner = raw.get(1..raw.len().checked_sub(1)?)?;
    let quoted = raw.starts_with(['"', '\'']);
    (quoted && inner == decoded).then_some(Places::Verbatim(start + 1))
}

/// A style's reading of the raw text: the decoded text and where each of its bytes came from.
#[derive(Default)]
struct Reading {
    text: String,
    offsets: Vec<u32>,
    end: u32,
}

impl Reading {
    fn push(&mut self, char: char, offset: usize) {
        self.text.push(char);
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self.offsets.extend((0..char.len_utf8()).map(|within| offset + u32::try_from(within).unwrap_or(0)));
        self.end = offset + u32::try_from(char.len_utf8()).unwrap_or(0);
    }

    fn trim_blanks(&mut self) {
        let kept = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(kept);
        self.offsets.truncate(kept);
    }

    /// The reading of a block with as many of its last line breaks as are kept: none, one or all.
    fn chomped(mut self, decoded: &str) -> Option<Self> {
        let (full, kept) = (self.text.len(), decoded.len());
        let none = self.text.trim_end_matches('\n').len();
        let allowed = kept == none || kept == full || kept == full.min(none + 1);
        if !allowed || !self.text.starts_with(decoded) {
            return None;
        }
        self.text.truncate(kept);
        self.offsets.truncate(kept);
        Some(self)
    }

    fn places(mut self) -> Places {
        self.offsets.push(self.end);
        Places::Bytes(self.offsets.into())
    }
}

/// The reading that gives the decoded text: a quoted scalar shows its style, the others are told apart by their result.
fn reading(file: &str, raw: &str, span: Span, decoded: &str) -> Option<Reading> {
    let start = span.start as usize;
    let style = match raw.as_bytes().first() {
        Some(b'"') => Style::Double,
        Some(b'\'') => Style::Single,
        _ => Style::Plain,
    };
    let flow = flow(raw, start, style);
    if flow.text == decoded || style == Style::Double {
        return Some(flow).filter(|flow| flow.text == decoded);
    }
    let line_start = file.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let block = |folded| block(raw, start, start - line_start, folded).chomped(decoded);
    block(false).or_else(|| block(true))
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// Reads a plain or quoted scalar: line breaks fold, quotes and backslashes unescape by style.
fn flow(raw: &str, start: usize, style: Style) -> Reading {
    let mut reading = Reading::default();
    let quote = match style {
        Style::Plain => None,
        Style::Single => Some('\''),
        Style::Double => Some('"'),
    };
    let mut chars = raw.char_indices().peekable();
    if quote.is_some() {
        chars.next();
    }
    while let Some((at, char)) = chars.next() {
        match char {
            '\n' | '\r' => fold_line(raw, at, start, &mut chars, &mut reading),
            '\'' if style == Style::Single => match chars.next_if(|(_, next)| *next == '\'') {
                Some(_) => reading.push('\'', start + at),
                None => break,
            },
            '"' if style == Style::Double => break,
            '\\' if style == Style::Double => unescape(start + at, &mut chars, &mut reading),
            _ => reading.push(char, start + at),
        }
    }
    reading
}

type Chars<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

/// Folds one line break: a blank, or as many newlines as there are empty lines after it.
fn fold_line(raw: &str, at: usize, start: usize, chars: &mut Chars<'_>, reading: &mut Reading) {
    reading.trim_blanks();
    let rest = raw.get(at..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    let breaks = rest.get(..blank).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
    while chars.next_if(|(next, _)| *next < at + blank).is_some() {}
    if breaks > 1 {
        (1..breaks).for_each(|_| reading.push('\n', start + at));
    } else {
        reading.push(' ', start + at);
    }
}

/// Reads one escape of the double-quoted style, whose backslash stands at `offset`.
fn unescape(offset: usize, chars: &mut Chars<'_>, reading: &mut Reading) {
    let Some((_, kind)) = chars.next() else { return };
    let mut hex = |digits: usize| {
        (0..digits)
            .try_fold(0_u32, |code, _| Some(code * 16 + chars.next()?.1.to_digit(16)?))
            .and_then(char::from_u32)
    };
    let char = match kind {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        '0' => Some('\0'),
        'e' => Some('\u{1b}'),
        'x' => hex(2),
        'u' => hex(4),
        'U' => hex(8),
        '\n' => {
            while chars.next_if(|(_, next)| matches!(next, ' ' | '\t')).is_some() {}
            None
        }
        other => Some(other),
    };
    if let Some(char) = char {
        reading.push(char, offset);
    }
}

/// Reads the lines of a block scalar whose content begins at column `indent`.
fn block(raw: &str, start: usize, indent: usize, folded: bool) -> Reading {
    let mut reading = Reading::default();
    let mut at = 0;
    let mut previous_foldable = false;
    let mut pending_breaks: Vec<usize> = Vec::new();
    for (index, line) in raw.split_inclusive('\n').enumerate() {
        let strip = if index == 0 { 0 } else { indent.min(line.len() - line.trim_start_matches(' ').len()) };
        let content = line.get(strip..).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let foldable = !content.is_empty() && !content.starts_with([' ', '\t']);
        if folded && foldable && previous_foldable && !pending_breaks.is_empty() {
            let first = pending_breaks.remove(0);
            if pending_breaks.is_empty() {
                reading.push(' ', start + first);
            }
        }
        if !content.is_empty() {
            pending_breaks.drain(..).for_each(|offset| reading.push('\n', start + offset));
            content.char_indices().for_each(|(within, char)| reading.push(char, start + at + strip + within));
            previous_foldable = foldable;
        }
        if line.ends_with('\n') {
            pending_breaks.push(at + line.len() - 1);
        }
        at += line.len();
    }
    pending_breaks.drain(..).for_each(|offset| reading.push('\n', start + offset));
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_scalar_is_found_in_every_style() {
        for (file, raw, decoded, word) in [
            ("k: Lft(x)", "Lft(x)", "Lft(x)", "Lft"),
            ("k: \"a \\\"Lft\\\"\"", "\"a \\\"Lft\\\"\"", "a \"Lft\"", "Lft"),
            ("k: 'it''s Lft'", "'it''s Lft'", "it's Lft", "Lft"),
            ("k: a\n  b Lft", "a\n  b Lft", "a b Lft", "Lft"),
            ("k: |\n  a\n    é Lft\n", "a\n    é Lft\n", "a\n  é Lft\n", "Lft"),
            ("k: >-\n  a\n  b\n\n  Lft c\n", "a\n  b\n\n  Lft c\n", "a b\nLft c", "Lft"),
        ] {
            let start = file.find(raw).unwrap();
            let map = ScalarMap::new(file, Span::new(start, start + raw.len()), decoded);
            let within = decoded.find(word).unwrap();
            let place = map.locate(Span::new(within, within + word.len()));
            assert_eq!(file.get(place.start as usize..place.end as usize), Some(word), "{file:?}");
        }
    }
}
