//! A cursor over one JSON text that checks everything it passes.
//!
//! In: UTF-8 text. What is skipped is checked as strictly as what is decoded: strings with their escapes, numbers, literals,
//! commas, and nesting to a limit. What is not JSON is an error with line and column.
//!
//! Source: `rfc8259`.

use super::InputError;
use super::specials::Specials;
use crate::value::Arena;

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

    /// Passes a string without escapes, if one stands here; returns where its inside begins and ends.
    #[inline]
    fn plain_string(&mut self) -> Option<(usize, usize)> {
        if self.byte() != Some(b'"') {
            return None;
        }
        let start = self.offset + 1;
        let end = start + self.specials.plain_length(start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.offset = end + 1;
        Some((start, end))
    }

    /// Passes a string without escapes, if one stands here.
    #[inline]
    pub(super) fn plain_text(&mut self) -> Option<&'a str> {
        let (start, end) = self.plain_string()?;
        self.text.get(start..end)
    }

    /// Passes one value.
    #[inline]
    pub(super) fn skip_value(&mut self) -> Checked<()> {
        match self.byte() {
            Some(b'"') => {
                self.pass(1);
                self.pass(self.specials.plain_length(self.offset));
                if self.byte() == Some(b'"') {
                    self.pass(1);
                    return Ok(());
                }
                self.skip_escaped()
            }
            Some(b'-' | b'0'..=b'9') => self.skip_number(),
            _ => self.skip_any_value(),
        }
    }

    #[inline(never)] // so that `skip_value` stays small enough to be where it is used
    fn skip_any_value(&mut self) -> Checked<()> {
        match self.peek() {
            Some(b'"') => {
                self.pass(1);
                self.skip_string().map(drop)
            }
            Some(b'{' | b'[') => self.skip_nested(),
            Some(b'-' | b'0'..=b'9') => self.skip_number(),
            _ => self.skip_simple(),
        }
    }

    /// Passes an array or an object.
    fn skip_nested(&mut self) -> Checked<()> {
        if self.byte() == Some(b'[') {
            let mut more = self.open(b']')?;
            while more {
                self.skip_value()?;
                more = self.follows(b']')?;
            }
        } else {
            let mut more = self.open(b'}')?;
            while more {
                self.skip_key()?;
                self.skip_value()?;
                more = self.follows(b'}')?;
            }
        }
        Ok(())
    }

    /// Passes a number or a literal, and refuses anything else.
    pub(super) fn skip_simple(&mut self) -> Checked<()> {
        match self.rest() {
            [b'n', b'u', b'l', b'l', ..] | [b't', b'r', b'u', b'e', ..] => {
                self.pass(4);
                Ok(())
            }
            [b'f', b'a', b'l', b's', b'e', ..] => {
                self.pass(5);
                Ok(())
            }
            [b'-' | b'0'..=b'9', ..] => self.skip_number(),
            [b't', ..] => self.refuse_literal(b"true"),
            [b'f', ..] => self.refuse_literal(b"false"),
            [b'n', ..] => self.refuse_literal(b"null"),
            [_, ..] => self.refuse("not a JSON value"),
            [] => self.refuse_end("a value"),
        }
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

    /// Passes a key and its colon.
    #[inline]
    pub(super) fn key(&mut self) -> Checked<RawText<'a>> {
        let before = self.offset;
        if let Some(text) = self.plain_text() {
            if self.byte() == Some(b':') {
                self.pass(1);
                return Ok(RawText { text, escaped: false });
            }
            self.offset = before;
        }
        self.any_key()
    }

    /// Passes a key that nobody asks for, and its colon.
    #[inline]
    fn skip_key(&mut self) -> Checked<()> {
        let before = self.offset;
        if self.plain_string().is_some() && self.byte() == Some(b':') {
            self.pass(1);
            return Ok(());
        }
        self.offset = before;
        self.any_key().map(drop)
    }

    #[cold]
    fn any_key(&mut self) -> Checked<RawText<'a>> {
        match self.peek() {
            Some(b'"') => self.pass(1),
            Some(_) => return self.refuse("key must be a string"),
            None => return self.refuse_end("an object"),
        }
        let key = self.string()?;
        match self.peek() {
            Some(b':') => self.pass(1),
            Some(_) => return self.refuse("expected `:`"),
            None => return self.refuse_end("an object"),
        }
        Ok(key)
    }

    /// Passes a string behind its opening quote.
    pub(super) fn string(&mut self) -> Checked<RawText<'a>> {
        let start = self.offset();
        let escaped = self.skip_string()?;
        Ok(RawText { text: self.slice(start, self.offset() - 1), escaped })
    }

    /// Passes a string behind its opening quote; tells whether it has escapes.
    fn skip_string(&mut self) -> Checked<bool> {
        self.pass(self.specials.plain_length(self.offset));
        if self.byte() == Some(b'"') {
            self.pass(1);
            return Ok(false);
        }
        self.skip_escaped().map(|()| true)
    }

    /// Passes the rest of a string from its first escape on.
    #[inline(never)] // as `skip_any_value`
    fn skip_escaped(&mut self) -> Checked<()> {
        loop {
            match self.byte() {
                Some(b'\\') => {
                    let simple = self.byte_ahead(1).is_some_and(|letter| b"\"\\/bfnrt".contains(&letter));
                    self.pass(1);
                    if simple { self.pass(1) } else { self.skip_unit()? }
                }
                Some(b'"') => {
                    self.pass(1);
                    return Ok(());
                }
                Some(_) => {
                    return self.refuse("control character (\\u0000-\\u001F) found while parsing a string");
                }
                None => return self.refuse_end("a string"),
            }
            self.pass(self.specials.plain_length(self.offset));
        }
    }

    /// Passes an escape of a unit by its four digits, behind the backslash, and refuses any other.
    fn skip_unit(&mut self) -> Checked<()> {
        match self.rest() {
            [b'u', one, two, three, four, ..]
                if [one, two, three, four].into_iter().all(u8::is_ascii_hexdigit) =>
            {
                self.pass(5);
                Ok(())
            }
            [b'u', after @ ..] => {
                let digits = after.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
                if digits == after.len() {
                    return self.refuse_end("a string");
                }
                self.pass(digits + 1);
                self.refuse("invalid escape")
            }
            [_, ..] => self.refuse("invalid escape"),
            [] => self.refuse_end("a string"),
        }
    }

    /// Makes an error where a literal is left that a letter has begun.
    #[cold]
    fn refuse_literal(&mut self, word: &[u8]) -> Checked<()> {
        let fits = self.rest().iter().zip(word).take_while(|(found, wanted)| found == wanted).count();
        self.pass(fits);
        if self.rest().is_empty() { self.refuse_end("a value") } else { self.refuse("not a JSON value") }
    }
}
