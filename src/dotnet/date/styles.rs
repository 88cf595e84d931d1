//! `DateTimeStyles`: how an input format treats white space and time zones.

use super::error::InvalidStyles;
use crate::dotnet::int32::{self, InvalidInt32};
use std::ops::BitOr;

/// A set of styles that go together.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Styles(i32);

/// The names, in the words of .NET. `AllowWhiteSpaces` is the three kinds of white space.
const NAMES: [(&str, i32); 10] = [
    ("None", Styles::NONE.0),
    ("AllowLeadingWhite", Styles::ALLOW_LEADING_WHITE.0),
    ("AllowTrailingWhite", Styles::ALLOW_TRAILING_WHITE.0),
    ("AllowInnerWhite", Styles::ALLOW_INNER_WHITE.0),
    ("AllowWhiteSpaces", 7),
    ("NoCurrentDateDefault", Styles::NO_CURRENT_DATE_DEFAULT.0),
    ("AdjustToUniversal", Styles::ADJUST_TO_UNIVERSAL.0),
    ("AssumeLocal", Styles::ASSUME_LOCAL.0),
    ("AssumeUniversal", Styles::ASSUME_UNIVERSAL.0),
    ("RoundtripKind", Styles::ROUNDTRIP_KIND.0),
];

impl Styles {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALLOW_LEADING_WHITE: Self = Self(1);
    pub(super) const ALLOW_TRAILING_WHITE: Self = Self(2);
    pub(super) const ALLOW_INNER_WHITE: Self = Self(4);
    pub(super) const NO_CURRENT_DATE_DEFAULT: Self = Self(8);
    pub(super) const ADJUST_TO_UNIVERSAL: Self = Self(16);
    pub(super) const ASSUME_LOCAL: Self = Self(32);
    pub(super) const ASSUME_UNIVERSAL: Self = Self(64);
    pub(super) const ROUNDTRIP_KIND: Self = Self(128);

    /// What `FormatDateTime` uses where no styles are given.
    pub(crate) const DEFAULT: Self =
        Self(Self::ROUNDTRIP_KIND.0 | Self::ALLOW_LEADING_WHITE.0 | Self::ALLOW_TRAILING_WHITE.0);

    /// Reads styles as `Enum.Parse` does: names in their exact case with commas between them, or one number.
    ///
    /// # Errors
    ///
    /// `Unknown` and `Overflow` for a text that is neither; `Conflict` for styles that .NET refuses to combine.
    #[cfg(test)]
    pub(crate) fn from_text(text: &str) -> Result<Self, InvalidStyles> {
        Self::checked(enum_parse(text, "")?)
    }

    /// Reads styles as [`Styles::from_text`] does; a name may also have `DateTimeStyles.` before it.
    ///
    /// # Errors
    ///
    /// Those of [`Styles::from_text`].
    pub(crate) fn from_argument(text: &str) -> Result<Self, InvalidStyles> {
        // Entra: its documentation prints the prefixed names, which `Enum.Parse` refuses.
        Self::checked(enum_parse(text, "DateTimeStyles.")?)
    }

    /// Whether any of `styles` is in the set.
    pub(super) fn has(self, style: Self) -> bool {
        self.0 & style.0 != 0
    }

    fn checked(value: i32) -> Result<Self, InvalidStyles> {
        let styles = Self(value);
        let conflict = value & !0xFF != 0
            || styles.has(Self::ASSUME_LOCAL) && styles.has(Self::ASSUME_UNIVERSAL)
            || styles.has(Self::ROUNDTRIP_KIND)
                && styles.has(Self::ASSUME_LOCAL | Self::ASSUME_UNIVERSAL | Self::ADJUST_TO_UNIVERSAL);
        if conflict { Err(InvalidStyles::Conflict) } else { Ok(styles) }
    }
}

impl BitOr for Styles {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Returns what `Enum.Parse` gives for a text, also where the styles do not go together.
pub(crate) fn enum_parse(text: &str, optional_prefix: &str) -> Result<i32, InvalidStyles> {
    match int32::parse(text.trim_start()) {
        Ok(number) => return Ok(number),
        Err(InvalidInt32::Overflow) => return Err(InvalidStyles::Overflow),
        Err(InvalidInt32::Format) => {}
    }
    text.split(',').try_fold(0, |styles, name| {
        let name = name.trim();
        let name = name.strip_prefix(optional_prefix).unwrap_or(name);
        let (_, style) = NAMES.iter().find(|(known, _)| *known == name).ok_or(InvalidStyles::Unknown)?;
        Ok(styles | style)
    })
}
