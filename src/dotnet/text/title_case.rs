//! `PCase` and the routine behind it, `TextInfo.ToTitleCase` of the invariant culture.
//!
//! A word begins at a letter, with or without case, and ends before a separator, punctuation, symbol or
//! control character. Digits and marks begin no word but end none either, and so does the apostrophe U+0027.

use super::{Culture, casing, to_lower};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The text in proper case: lower case, with a capital at the start of every word.
///
/// `separators` are the characters that part words, and then nothing else does; without them words are those
/// of [`to_title_case`].
pub(crate) fn proper_case(text: &str, separators: Option<&str>) -> String {
    let lowered = to_lower(text, Culture::Invariant);
    let Some(separators) = separators else { return to_title_case(&lowered) };
    let mut starts_word = true;
    lowered
        .chars()
        .map(|character| {
            let cased = if starts_word { casing::upper(character, Culture::Invariant) } else { character };
            starts_word = separators.contains(character);
            cased
        })
        .collect()
}

/// The text with every word capitalized, as `TextInfo.ToTitleCase` does; words all in capitals stay.
pub(crate) fn to_title_case(text: &str) -> String {
    let mut titled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_letter) {
        let (between, from_word) = rest.split_at(start);
        let (word, after) = from_word.split_at(from_word.find(ends_word).unwrap_or(from_word.len()));
        titled.push_str(between);
        push_word(&mut titled, word);
        rest = after;
    }
    titled.push_str(rest);
    titled
}

/// Writes one word: the first letter as a capital; the others as they are up to the first apostrophe, where
/// no letter so far is a small one, and in lower case from there on.
fn push_word(titled: &mut String, word: &str) {
    let mut letters = word.chars();
    titled.extend(letters.next().map(title_letter));
    let up_to_apostrophe = word.split_inclusive('\'').next().unwrap_or_default();
    let acronym = !up_to_apostrophe.chars().any(is_lower_case_letter);
    if acronym {
        titled.extend(letters.by_ref().take(up_to_apostrophe.chars().skip(1).count()));
    }
    titled.extend(letters.map(|letter| casing::lower(letter, Culture::Invariant)));
}

/// The capital that begins a word: for a digraph the form with only its first letter large.
fn title_letter(letter: char) -> char {
    match letter {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        _ => casing::upper(letter, Culture::Invariant),
    }
}

fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    character.general_category_group() == GeneralCategoryGroup::Letter
}

fn is_lower_case_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_lowercase();
    }
    character.general_category() == GeneralCategory::LowercaseLetter
}

fn ends_word(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_alphanumeric() && character != '\'';
    }
    let separates = match character.general_category_group() {
        GeneralCategoryGroup::Separator
        | GeneralCategoryGroup::Punctuation
        | GeneralCategoryGroup::Symbol => true,
        _ => matches!(character.general_category(), GeneralCategory::Control | GeneralCategory::Format),
    };
    separates && character != '\''
}
