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
