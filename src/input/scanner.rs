//! A cursor over one JSON text that checks everything it passes.
//!
//! In: UTF-8 text. What is skipped is checked as strictly as what is decoded: strings with their escapes, numbers, literals,
//! commas, and nesting to a limit. What is not JSON is an error with line and column.
//!
//! Source: `rfc8259`.

use super::InputError;
use crate::json::plain_length;

/// Deepest nesting of arrays and objects, the outermost included.
const MAX_DEPTH: usize = 128;

/// A position in a JSON text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    /// What has not been passed yet.
    rest: &'a [u8],
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
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, rest: text.as_bytes(), depth: 0 }
    }

    /// Returns what has not been passed yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Returns the offset of the next byte.
    pub(super) fn offset(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Returns the text between two offsets.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Returns the next byte, white space skipped; `None` at the end.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some((byte, after)) = self.rest.split_first() {
            if *byte > b' ' || !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(*byte);
            }
            self.rest = after;
        }
        None
    }

    /// Passes so many bytes.
    #[inline]
    pub(super) fn pass(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
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
        self.rest = &[];
        self.refuse(format!("EOF while parsing {what}"))
    }

    /// Checks that nothing but white space is left.
    pub(super) fn end(&mut self) -> Checked<()> {
        if self.peek().is_some() { self.refuse("trailing characters") } else { Ok(()) }
    }

    /// Passes a string without escapes, if one stands here; returns the length of its inside.
    #[inline]
    fn plain_string(&mut self) -> Option<usize> {
        let inside = self.rest.strip_prefix(b"\"")?;
        let length = plain_length(inside);
        self.rest = inside.get(length..)?.strip_prefix(b"\"")?;
        Some(length)
    }

    /// Passes a string without escapes, if one stands here.
    #[inline]
    pub(super) fn plain_text(&mut self) -> Option<&'a str> {
        let length = self.plain_string()?;
        let end = self.offset() - 1;
        self.text.get(end - length..end)
    }

    /// Passes one value.
    #[inline]
    pub(super) fn skip_value(&mut self) -> Checked<()> {
        match self.rest.split_first() {
            Some((b'"', inside)) => {
                self.rest = inside.get(plain_length(inside)..).unwrap_or_default();
                match self.rest.split_first() {
                    Some((b'"', after)) => {
                        self.rest = after;
                        Ok(())
                    }
                    _ => self.skip_escaped(),
                }
            }
            Some((b'-' | b'0'..=b'9', _)) => self.skip_number(),
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
        if self.rest.first() == Some(&b'[') {
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
        match self.rest {
            [b'n', b'u', b'l', b'l', after @ ..]
            | [b't', b'r', b'u', b'e', after @ ..]
            | [b'f', b'a', b'l', b's', b'e', after @ ..] => {
                self.rest = after;
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
        if let [b',', next, ..] = self.rest
            && *next > b' '
            && *next != close
        {
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
        let before = self.rest;
        if let Some(text) = self.plain_text() {
            if let Some(after) = self.rest.strip_prefix(b":") {
                self.rest = after;
                return Ok(RawText { text, escaped: false });
            }
            self.rest = before;
        }
        self.any_key()
    }

    /// Passes a key that nobody asks for, and its colon.
    #[inline]
    fn skip_key(&mut self) -> Checked<()> {
        let before = self.rest;
        if self.plain_string().is_some()
            && let Some((b':', after)) = self.rest.split_first()
        {
            self.rest = after;
            return Ok(());
        }
        self.rest = before;
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
        self.pass(plain_length(self.rest));
        if let Some((b'"', after)) = self.rest.split_first() {
            self.rest = after;
            return Ok(false);
        }
        self.skip_escaped().map(|()| true)
    }

    /// Passes the rest of a string from its first escape on.
    #[inline(never)] // as `skip_any_value`
    fn skip_escaped(&mut self) -> Checked<()> {
        loop {
            match self.rest {
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', after @ ..] => {
                    self.rest = after;
                }
                [b'"', after @ ..] => {
                    self.rest = after;
                    return Ok(());
                }
                [b'\\', ..] => {
                    self.pass(1);
                    self.skip_unit()?;
                }
                [_, ..] => {
                    return self.refuse("control character (\\u0000-\\u001F) found while parsing a string");
                }
                [] => return self.refuse_end("a string"),
            }
            self.pass(plain_length(self.rest));
        }
    }

    /// Passes an escape of a unit by its four digits, behind the backslash, and refuses any other.
    fn skip_unit(&mut self) -> Checked<()> {
        match self.rest {
            [b'u', one, two, three, four, after @ ..]
                if [one, two, three, four].into_iter().all(u8::is_ascii_hexdigit) =>
            {
                self.rest = after;
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
        let fits = self.rest.iter().zip(word).take_while(|(found, wanted)| found == wanted).count();
        self.pass(fits);
        if self.rest.is_empty() { self.refuse_end("a value") } else { self.refuse("not a JSON value") }
    }
}
