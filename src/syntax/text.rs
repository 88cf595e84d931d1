//! Texts in double quotes, as expressions and clauses write them.

use super::{Leniency, LeniencyKind};
use crate::source::Span;
use std::fmt::{self, Write};

/// A piece of a text: what the grammar split it into.
pub(super) enum Piece<'t> {
    /// Characters as they are.
    Plain(&'t str),
    /// `\"` or `\\`, which stands for its second character.
    Escape(&'t str),
    /// A backslash before any other character: both stay.
    LaxEscape(&'t str, Span),
}

/// Puts a text together and notes its lax escapes.
pub(super) fn value<'t>(pieces: impl Iterator<Item = Piece<'t>>, leniencies: &mut Vec<Leniency>) -> String {
    let mut value = String::new();
    for piece in pieces {
        match piece {
            Piece::Plain(plain) => value.push_str(plain),
            Piece::Escape(escape) => value.extend(escape.chars().skip(1)),
            Piece::LaxEscape(escape, span) => {
                value.push_str(escape);
                leniencies.push(Leniency { kind: LeniencyKind::LaxEscape, span });
            }
        }
    }
    value
}

/// Returns the place, in a text as it is written, of what stands at a byte of its value; its whole without such a place.
pub(crate) fn place_in(written: &str, offset: usize) -> Span {
    let whole = Span::new(0, written.len());
    let mut decoded = 0;
    let mut chars = written.char_indices().peekable();
    if chars.next().is_none_or(|(_, quote)| quote != '"') {
        return whole;
    }
    while let Some((start, char)) = chars.next() {
        let escaped = chars.next_if(|(_, next)| char == '\\' && matches!(next, '"' | '\\'));
        let (end, last) = escaped.unwrap_or((start, char));
        if decoded >= offset {
            return Span::new(start, end + last.len_utf8());
        }
        decoded += last.len_utf8();
    }
    whole
}

/// A text as it is written: in quotes, its quotes and backslashes escaped.
pub(super) struct Quoted<'t>(pub(super) &'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_char('"')?;
        for char in self.0.chars() {
            if matches!(char, '"' | '\\') {
                formatter.write_char('\\')?;
            }
            formatter.write_char(char)?;
        }
        formatter.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_value_is_found_in_the_text_as_it_is_written() {
        for (written, offset, expected) in [
            (r#""^(svc|adm-""#, 1, "("),
            (r#""\\s\"x""#, 1, "s"),
            (r#""\\s\"x""#, 2, r#"\""#),
            (r#""é\d[""#, 4, "["),
            (r#""ab""#, 2, "\""),
            ("vbTextCompare", 0, "vbTextCompare"),
        ] {
            let place = place_in(written, offset);
            assert_eq!(written.get(place.start as usize..place.end as usize), Some(expected), "{written}");
        }
    }
}
