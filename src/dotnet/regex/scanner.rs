//! A cursor over a pattern in UTF-16 units, with what every part of .NET's pattern parser reads alike.

use super::{
    category::BOUNDARY_WORD,
    error::{PatternError, PatternErrorKind},
};

/// The inline options, `imnsx`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Options(u8);

impl Options {
    pub(super) const IGNORE_CASE: Self = Self(1);
    pub(super) const MULTILINE: Self = Self(2);
    pub(super) const EXPLICIT_CAPTURE: Self = Self(4);
    pub(super) const SINGLE_LINE: Self = Self(8);
    pub(super) const IGNORE_WHITE_SPACE: Self = Self(16);

    fn of_letter(letter: char) -> Option<Self> {
        Some(match letter.to_ascii_lowercase() {
            'i' => Self::IGNORE_CASE,
            'm' => Self::MULTILINE,
            'n' => Self::EXPLICIT_CAPTURE,
            's' => Self::SINGLE_LINE,
            'x' => Self::IGNORE_WHITE_SPACE,
            _ => return None,
        })
    }

    fn set(&mut self, option: Self, on: bool) {
        if on { self.0 |= option.0 } else { self.0 &= !option.0 }
    }

    pub(super) fn has(self, option: Self) -> bool {
        self.0 & option.0 != 0
    }
}

/// Where the parser is in a pattern, and the options in force there.
#[derive(Debug)]
pub(super) struct Scanner<'p> {
    pattern: &'p str,
    units: Vec<u16>,
    pub(super) position: usize,
    pub(super) options: Options,
}

impl<'p> Scanner<'p> {
    pub(super) fn new(pattern: &'p str) -> Self {
        Self { pattern, units: pattern.encode_utf16().collect(), position: 0, options: Options::default() }
    }

    /// Goes back to the start of the pattern, with no options on.
    pub(super) fn restart(&mut self) {
        self.position = 0;
        self.options = Options::default();
    }

    pub(super) fn has(&self, option: Options) -> bool {
        self.options.has(option)
    }

    pub(super) fn at_end(&self) -> bool {
        self.position >= self.units.len()
    }

    /// Returns how many units are left.
    pub(super) fn left(&self) -> usize {
        self.units.len().saturating_sub(self.position)
    }

    /// Returns the character `ahead` units on; half a surrogate pair is U+FFFD, which no rule speaks of.
    pub(super) fn peek_at(&self, ahead: usize) -> Option<char> {
        self.units.get(self.position + ahead).map(|unit| character(*unit))
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    /// Takes the next unit as it is.
    pub(super) fn next_unit(&mut self) -> Option<u16> {
        let unit = self.units.get(self.position).copied()?;
        self.position += 1;
        Some(unit)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        self.next_unit().map(character)
    }

    /// Takes the next character if it is the one given.
    pub(super) fn take(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        self.position += usize::from(found);
        found
    }

    /// Returns whether the next unit may be part of a name.
    pub(super) fn at_name(&self) -> bool {
        self.peek().is_some_and(is_name_character)
    }

    pub(super) fn at_digit(&self) -> bool {
        self.peek().is_some_and(|next| next.is_ascii_digit())
    }

    /// Takes word characters and, where `hyphens` says so, hyphens.
    pub(super) fn name(&mut self, hyphens: bool) -> String {
        let mut name = String::new();
        while let Some(next) = self.peek().filter(|next| self.at_name() || (hyphens && *next == '-')) {
            name.push(next);
            self.position += 1;
        }
        name
    }

    /// Takes any number of digits; none is 0.
    pub(super) fn decimal(&mut self) -> Result<u32, PatternError> {
        const LARGEST: u32 = i32::MAX.unsigned_abs();
        let mut number: u32 = 0;
        while let Some(digit) = self.peek().and_then(|next| next.to_digit(10)) {
            self.position += 1;
            number = number
                .checked_mul(10)
                .and_then(|tens| tens.checked_add(digit))
                .filter(|number| *number <= LARGEST)
                .ok_or_else(|| self.invalid("the number is too large"))?;
        }
        Ok(number)
    }

    /// Takes white space and comments where they mean nothing: `(?#…)` always, the rest under `(?x)`.
    pub(super) fn blank(&mut self) -> Result<(), PatternError> {
        loop {
            let extended = self.has(Options::IGNORE_WHITE_SPACE);
            while extended && self.peek().is_some_and(is_space) {
                self.position += 1;
            }
            if extended && self.peek() == Some('#') {
                self.skip_to('\n');
            } else if self.at_comment() {
                self.skip_to(')');
                if !self.take(')') {
                    return Err(self.invalid("the comment `(?#` is not closed"));
                }
            } else {
                return Ok(());
            }
        }
    }

    fn at_comment(&self) -> bool {
        (self.peek(), self.peek_at(1), self.peek_at(2)) == (Some('('), Some('?'), Some('#'))
    }

    fn skip_to(&mut self, end: char) {
        while self.peek().is_some_and(|next| next != end) {
            self.position += 1;
        }
    }

    /// Takes option letters and signs, up to what is neither.
    pub(super) fn inline_options(&mut self) {
        let mut on = true;
        while let Some(next) = self.peek() {
            match next {
                '-' => on = false,
                '+' => on = true,
                letter => match Options::of_letter(letter) {
                    Some(option) => self.options.set(option, on),
                    None => return,
                },
            }
            self.position += 1;
        }
    }

    /// Returns whether a quantifier follows; a `{` that opens none is an ordinary character.
    pub(super) fn at_quantifier(&self) -> bool {
        match self.peek() {
            Some('*' | '+' | '?') => true,
            Some('{') => self.at_counted_quantifier(),
            _ => false,
        }
    }

    /// Returns whether `{n}`, `{n,}` or `{n,m}` follows.
    fn at_counted_quantifier(&self) -> bool {
        let after_digits = |mut ahead: usize| {
            while self.peek_at(ahead).is_some_and(|next| next.is_ascii_digit()) {
                ahead += 1;
            }
            ahead
        };
        let minimum = after_digits(1);
        match self.peek_at(minimum) {
            Some('}') => minimum > 1,
            Some(',') => minimum > 1 && self.peek_at(after_digits(minimum + 1)) == Some('}'),
            _ => false,
        }
    }

    /// Returns an error at the current position that .NET gives too.
    pub(super) fn invalid(&self, message: impl Into<String>) -> PatternError {
        self.error(message.into(), PatternErrorKind::Invalid)
    }

    /// Returns an error at the current position where .NET would go on.
    pub(super) fn unsupported(&self, message: impl Into<String>) -> PatternError {
        self.error(message.into(), PatternErrorKind::Unsupported)
    }

    fn error(&self, message: String, kind: PatternErrorKind) -> PatternError {
        PatternError { offset: byte_offset(self.pattern, self.position), message, kind, help: None }
    }
}

/// Returns the byte offset of a UTF-16 position; one inside a surrogate pair is that of its character.
pub(super) fn byte_offset(text: &str, position: usize) -> usize {
    let mut units = 0;
    for (offset, character) in text.char_indices() {
        units += character.len_utf16();
        if units > position {
            return offset;
        }
    }
    text.len()
}

fn character(unit: u16) -> char {
    char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Returns whether a character may be part of a name.
pub(super) fn is_name_character(character: char) -> bool {
    u16::try_from(u32::from(character)).is_ok_and(|unit| BOUNDARY_WORD.contains(unit))
}

fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\x0C' | '\r' | ' ')
}
