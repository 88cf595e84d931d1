//! A cursor over one JSON text that checks everything it passes.
//!
//! In: UTF-8 text. What is skipped is checked as strictly as what is decoded: strings with their escapes, numbers, literals,
//! commas, and nesting to a limit. What is not JSON is an error with line and column.
//!
//! Source: `rfc8259`.

mod number;
mod skip;
mod specials;
mod strings;

use super::InputError;
use crate::value::Arena;
use specials::Specials;

/// Deepest nesting of arrays and objects, the outermost included.
const MAX_DEPTH: usize = 128;

/// A position in a JSON text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    /// How much has been passed, in bytes.
    offset: usize,
    /// Where its strings end.
    specials: Specials<'a>,
    /// How many arrays and objects are open.
    depth: usize,
}

/// What a step gives, or where the text is no JSON. The error is boxed so that the usual case stays small.
pub(super) type Checked<T> = Result<T, Box<InputError>>;

/// The inside of a string, as it is written.
#[derive(Copy, Clone)]
pub(super) struct RawText<'a> {
    pub(super) text: &'a str,
    /// Whether it has escapes.
    pub(super) escaped: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, arena: &'a Arena) -> Self {
        Self { text, offset: 0, specials: Specials::of(text.as_bytes(), arena), depth: 0 }
    }

    /// Returns the whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Returns what has not been passed yet.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.offset..).unwrap_or_default()
    }

    /// Returns the next byte; `None` at the end.
    #[inline]
    fn byte(&self) -> Option<u8> {
        self.byte_ahead(0)
    }

    /// Returns the byte so many ahead of the next.
    #[inline]
    fn byte_ahead(&self, count: usize) -> Option<u8> {
        self.text.as_bytes().get(self.offset + count).copied()
    }

    /// Returns the offset of the next byte.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the text between two offsets.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns the next byte, white space skipped; `None` at the end.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if byte > b' ' || !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(byte);
            }
            self.pass(1);
        }
        None
    }

    /// Passes so many bytes, which must be there.
    #[inline]
    pub(super) fn pass(&mut self, count: usize) {
        self.offset += count;
        debug_assert!(self.offset <= self.text.len(), "only what is there is passed");
    }

    /// Makes an error at the next byte.
    #[cold]
    pub(super) fn refuse<T>(&self, message: impl Into<String>) -> Checked<T> {
        let before = self.text.as_bytes().get(..self.offset()).unwrap_or_default();
        let (line, column) = super::json::position(before);
        Err(Box::new(InputError::at(message, line, column)))
    }

    /// Makes an error at the end of the text.
    #[cold]
    pub(super) fn refuse_end<T>(&mut self, what: &str) -> Checked<T> {
        self.offset = self.text.len();
        self.refuse(format!("EOF while parsing {what}"))
    }

    /// Checks that nothing but white space is left.
    pub(super) fn end(&mut self) -> Checked<()> {
        if self.peek().is_some() { self.refuse("trailing characters") } else { Ok(()) }
    }

    /// Passes an opening bracket and tells whether a first member follows, rather than the closing one.
    #[inline]
    pub(super) fn open(&mut self, close: u8) -> Checked<bool> {
        if self.depth == MAX_DEPTH {
            return self.refuse(format!("the object nests deeper than {MAX_DEPTH} levels"));
        }
        self.pass(1);
        if self.peek() == Some(close) {
            self.pass(1);
            return Ok(false);
        }
        self.depth += 1;
        Ok(true)
    }

    /// Passes the comma or the closing bracket behind a member; tells whether another member follows.
    #[inline]
    pub(super) fn follows(&mut self, close: u8) -> Checked<bool> {
        // The usual case: a comma, and a next member right behind it.
        if self.byte() == Some(b',') && self.byte_ahead(1).is_some_and(|next| next > b' ' && next != close) {
            self.pass(1);
            return Ok(true);
        }
        self.ends_or_follows(close)
    }

    #[cold]
    fn ends_or_follows(&mut self, close: u8) -> Checked<bool> {
        match self.peek() {
            Some(b',') => {
                self.pass(1);
                if self.peek() == Some(close) { self.refuse("trailing comma") } else { Ok(true) }
            }
            Some(byte) if byte == close => {
                self.pass(1);
                self.depth -= 1;
                Ok(false)
            }
            Some(_) if close == b']' => self.refuse("expected `,` or `]`"),
            Some(_) => self.refuse("expected `,` or `}`"),
            None => self.refuse_end(if close == b']' { "a list" } else { "an object" }),
        }
    }
}
