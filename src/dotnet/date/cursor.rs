//! A place in a text that is being read.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// A place in a text. Copying it remembers the place.
#[derive(Copy, Clone)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, rest: text }
    }

    /// Returns the place as a human counts it: from 1, in UTF-16 code units.
    pub(super) fn position(&self) -> usize {
        self.text.encode_utf16().count() - self.rest.encode_utf16().count() + 1
    }

    /// Returns the place in bytes, from 0.
    pub(super) fn offset(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Goes past the next character and returns it.
    pub(super) fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    /// Goes past `wanted` if it comes next.
    #[inline]
    pub(super) fn take(&mut self, wanted: char) -> bool {
        let mut chars = self.rest.chars();
        let found = chars.next() == Some(wanted);
        if found {
            self.rest = chars.as_str();
        }
        found
    }

    /// Goes past `letter` as often as it comes, and returns how often.
    pub(super) fn take_run(&mut self, letter: char) -> usize {
        let mut count = 0;
        while self.take(letter) {
            count += 1;
        }
        count
    }

    /// Goes past a word of ASCII letters in any case.
    pub(super) fn take_ignoring_case(&mut self, word: &str) -> bool {
        match self.rest.split_at_checked(word.len()) {
            Some((start, rest)) if start.eq_ignore_ascii_case(word) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Goes past a word in any case, if no letter follows it.
    pub(super) fn take_whole_word(&mut self, word: &str) -> bool {
        let before = *self;
        let found = self.take_ignoring_case(word) && !self.peek().is_some_and(is_letter);
        if !found {
            *self = before;
        }
        found
    }

    pub(super) fn skip_white_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Goes past as many ASCII digits as there are, up to `most`, and returns how many and their value.
    ///
    /// A value too large for any use is the largest number there is.
    pub(super) fn take_digits(&mut self, most: usize) -> (usize, i64) {
        let (mut value, mut count) = (0_i64, 0);
        for digit in
            self.rest.bytes().take(most).map(|byte| byte.wrapping_sub(b'0')).take_while(|digit| *digit < 10)
        {
            value = value.saturating_mul(10).saturating_add(i64::from(digit));
            count += 1;
        }
        self.rest = self.rest.get(count..).unwrap_or_default();
        (count, value)
    }
}

/// Whether a character counts as a letter. .NET looks at one UTF-16 unit, so none beyond the BMP does.
pub(super) fn is_letter(character: char) -> bool {
    character.general_category_group() == GeneralCategoryGroup::Letter && character <= '\u{FFFF}'
}
