//! Strings and keys: how far they go, and whether they have escapes.
//!
//! Source: `rfc8259:7`.

use super::{Checked, RawText, Scanner};

impl<'a> Scanner<'a> {
    /// Passes a string without escapes, if one stands here; returns where its inside begins and ends.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<(usize, usize)> {
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
    pub(in crate::input) fn plain_text(&mut self) -> Option<&'a str> {
        let (start, end) = self.plain_string()?;
        self.text.get(start..end)
    }

    /// Passes a key and its colon.
    #[inline]
    pub(in crate::input) fn key(&mut self) -> Checked<RawText<'a>> {
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
    pub(super) fn skip_key(&mut self) -> Checked<()> {
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
    pub(in crate::input) fn string(&mut self) -> Checked<RawText<'a>> {
        let start = self.offset();
        let escaped = self.skip_string()?;
        Ok(RawText { text: self.slice(start, self.offset() - 1), escaped })
    }

    /// Passes a string behind its opening quote; tells whether it has escapes.
    pub(super) fn skip_string(&mut self) -> Checked<bool> {
        self.pass(self.specials.plain_length(self.offset));
        if self.byte() == Some(b'"') {
            self.pass(1);
            return Ok(false);
        }
        self.skip_escaped().map(|()| true)
    }

    /// Passes the rest of a string from its first escape on.
    #[inline(never)] // as `skip_any_value`
    pub(super) fn skip_escaped(&mut self) -> Checked<()> {
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
}
