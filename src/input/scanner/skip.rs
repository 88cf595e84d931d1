//! Values that nobody reads are passed, and checked all the same.
//!
//! Source: `rfc8259:3`.

use super::{Checked, Scanner};

impl Scanner<'_> {
    /// Passes one value.
    #[inline]
    pub(in crate::input) fn skip_value(&mut self) -> Checked<()> {
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
    pub(in crate::input) fn skip_simple(&mut self) -> Checked<()> {
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

    /// Makes an error where a literal is left that a letter has begun.
    #[cold]
    fn refuse_literal(&mut self, word: &[u8]) -> Checked<()> {
        let fits = self.rest().iter().zip(word).take_while(|(found, wanted)| found == wanted).count();
        self.pass(fits);
        if self.rest().is_empty() { self.refuse_end("a value") } else { self.refuse("not a JSON value") }
    }
}
