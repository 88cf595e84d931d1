//! `NormalizeDiacritics`: Latin letters without their marks, and a few that Entra spells out.
//!
//! The text is decomposed, loses the marks on Latin letters, and is composed again; other scripts keep
//! theirs. Letters that neither decompose nor stand in Entra's table, such as `đ` and `þ`, stay.
//!
//! Source: `spec:expressions-3.35`.

use bumpalo::Bump;
use bumpalo::collections::String;
use std::iter;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// The text with Latin letters in their plain form, in the arena; the text itself where it is ASCII.
pub(crate) fn normalize_diacritics<'t>(text: &'t str, arena: &'t Bump) -> &'t str {
    if text.is_ascii() {
        return text;
    }
    let mut plain = String::with_capacity_in(text.len() + 4, arena);
    if text.chars().all(|character| character < FIRST_BEYOND) {
        text.chars().for_each(|character| push_plain(character, &mut plain));
    } else {
        push_by_the_book(text, &mut plain);
    }
    plain.into_bump_str()
}

/// The end of the Latin blocks in which a letter and its marks are one character, and no character is a mark.
const FIRST_BEYOND: char = '\u{250}';

/// Adds the plain form of a character of those blocks; what stands beside it does not matter.
fn push_plain(character: char, plain: &mut String<'_>) {
    if character.is_ascii() {
        plain.push(character);
        return;
    }
    decompose_canonical(character, |part| {
        if !('\u{300}'..='\u{36f}').contains(&part) {
            plain.extend(spelled_out(part));
        }
    });
}

/// Adds the plain form of any text.
fn push_by_the_book(text: &str, plain: &mut String<'_>) {
    let mut on_latin = false;
    let without_marks = text.nfd().filter(|&character| {
        if character.general_category_group() != GeneralCategoryGroup::Mark {
            on_latin = character.script() == Script::Latin;
        }
        !(on_latin && is_nonspacing_mark(character))
    });
    plain.extend(without_marks.flat_map(spelled_out).nfc());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_latin_blocks_are_plain_by_themselves() {
        for first in '\0'..FIRST_BEYOND {
            for second in ['a', 'Z', ' ', 'é', 'ß', 'ǻ', 'ŀ', '¨', '·', first] {
                let (text, arena) = (std::string::String::from_iter([first, second, first]), Bump::new());
                let (mut plain, mut by_the_book) = (String::new_in(&arena), String::new_in(&arena));
                text.chars().for_each(|character| push_plain(character, &mut plain));
                push_by_the_book(&text, &mut by_the_book);
                assert_eq!(plain, by_the_book, "{text}");
            }
        }
    }
}
