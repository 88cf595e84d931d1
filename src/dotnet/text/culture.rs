//! The cultures that `ToLower` and `ToUpper` take, as far as casing can tell them apart.

/// The longest culture name, in characters.
const LONGEST_NAME: usize = 85;

/// The longest language part of a name, in characters: what ICU has room for.
const LONGEST_LANGUAGE: usize = 11;

/// The languages that pair `i` with `İ` and `ı` with `I`; ICU reads three-letter codes as their two-letter
/// ones.
const TURKIC_LANGUAGES: [&str; 4] = ["tr", "az", "tur", "aze"];

/// What a culture means for casing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Culture {
    /// `İ` and `ı` have no counterpart.
    Invariant,
    /// `i` and `İ`, `ı` and `I` are pairs.
    Turkic,
    /// `İ` becomes `i` and `ı` becomes `I`, but not the other way round.
    Other,
}

impl Culture {
    /// The culture of a name such as `en-US`; `None` where .NET knows no such culture.
    ///
    /// Empty is the invariant culture. With ICU, .NET takes every name of the right form, be there such a
    /// language or not: letters and digits, parted by single hyphens or, once, an underscore.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        if name.is_empty() {
            return Some(Self::Invariant);
        }
        let well_formed = (2..=LONGEST_NAME).contains(&name.len())
            && name.matches('_').count() <= 1
            && name
                .split(['-', '_'])
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        let language = name.split(['-', '_']).next().filter(|language| language.len() <= LONGEST_LANGUAGE)?;
        let turkic = TURKIC_LANGUAGES.iter().any(|known| known.eq_ignore_ascii_case(language));
        well_formed.then_some(if turkic { Self::Turkic } else { Self::Other })
    }
}
