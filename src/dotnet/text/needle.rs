//! Ordinal search: `Contains`, `StartsWith`, `EndsWith` and `Equals`, unit by unit.

use super::utf16;
use std::borrow::Cow;

/// What is sought in texts: a text, or UTF-16 units with half of a character among them, as a pattern can name one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Needle<'n> {
    Text(Cow<'n, str>),
    /// INVARIANT: no text; there is a half in it.
    Units(Vec<u16>),
}

impl<'n> From<&'n str> for Needle<'n> {
    fn from(text: &'n str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl Needle<'_> {
    /// Returns what is sought by its UTF-16 units.
    pub(crate) fn from_units(units: Vec<u16>) -> Self {
        match String::from_utf16(&units) {
            Ok(text) => Self::Text(text.into()),
            Err(_) => Self::Units(units),
        }
    }

    /// Tells whether the text has it somewhere; what is empty is everywhere.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Text(sought) => text.contains(&**sought),
            Self::Units(_) => self.position(text).is_some(),
        }
    }

    /// Returns how many UTF-16 units stand before it in the text.
    pub(crate) fn position(&self, text: &str) -> Option<usize> {
        match self {
            Self::Text(sought) => utf16::find(text, sought, 0),
            Self::Units(sought) => {
                // Place by place: no pattern is so long that this is slow.
                let (mut rest, mut position) = (text.encode_utf16(), 0);
                while !begins(rest.clone(), sought) {
                    rest.next()?;
                    position += 1;
                }
                Some(position)
            }
        }
    }

    /// Tells whether the text begins with it.
    pub(crate) fn is_at_start(&self, text: &str) -> bool {
        match self {
            Self::Text(sought) => text.starts_with(&**sought),
            Self::Units(sought) => begins(text.encode_utf16(), sought),
        }
    }

    /// Tells whether the text ends with it.
    pub(crate) fn is_at_end(&self, text: &str) -> bool {
        match self {
            Self::Text(sought) => text.ends_with(&**sought),
            Self::Units(sought) => {
                let before = text.encode_utf16().count().checked_sub(sought.len());
                before.is_some_and(|before| begins(text.encode_utf16().skip(before), sought))
            }
        }
    }

    /// Tells whether it is the whole text.
    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self, Self::Text(sought) if sought == text)
    }
}

fn begins(units: impl Iterator<Item = u16>, sought: &[u16]) -> bool {
    units.take(sought.len()).eq(sought.iter().copied())
}
