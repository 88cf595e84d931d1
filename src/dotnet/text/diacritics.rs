//! `NormalizeDiacritics`: Latin letters without their marks, and a few that Entra spells out.
//!
//! The text is decomposed, loses the marks on Latin letters, and is composed again; other scripts keep
//! theirs. Letters that neither decompose nor stand in Entra's table, such as `đ` and `þ`, stay.
//!
//! Source: `spec:expressions-3.35`.

use std::borrow::Cow;
use std::iter;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// The text with Latin letters in their plain form; borrowed where it is ASCII.
pub(crate) fn normalize_diacritics(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut on_latin = false;
    let plain = text.nfd().filter(|&character| {
        if character.general_category_group() != GeneralCategoryGroup::Mark {
            on_latin = character.script() == Script::Latin;
        }
        !(on_latin && is_nonspacing_mark(character))
    });
    Cow::Owned(plain.flat_map(spelled_out).nfc().collect())
}

/// Whether a character is of the category that .NET calls `NonSpacingMark`.
fn is_nonspacing_mark(character: char) -> bool {
    character.general_category() == GeneralCategory::NonspacingMark
}

/// The letter or letters that Entra's table has for one that does not decompose.
fn spelled_out(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'æ' => ('a', Some('e')),
        'Æ' => ('A', Some('E')),
        'œ' | 'ø' => ('o', Some('e')),
        'Œ' | 'Ø' => ('O', Some('E')),
        'ß' => ('s', Some('s')),
        'ẞ' => ('S', Some('S')),
        'ł' => ('l', None),
        'Ł' => ('L', None),
        'ı' => ('i', None),
        _ => (letter, None),
    };
    iter::once(first).chain(second)
}
