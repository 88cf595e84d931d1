//! What some engines have no function for, as a host supplies it: the code of `yardstick`'s `typed`.

use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// The first `count` characters.
pub fn prefix(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

/// NFD, then without U+0300 to U+036F.
pub fn normalize_diacritics(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    text.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().into()
}

/// A telephone number without its punctuation.
pub fn dialled(number: &str) -> Cow<'_, str> {
    static PUNCTUATION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[()\s-]+").expect("a pattern"));
    PUNCTUATION.replace_all(number, "")
}
