//! Searching without regard to case, width and kana, as .NET's `CompareInfo.IndexOf` does in the invariant
//! culture.
//!
//! .NET leaves this to ICU's collation, which tells base letters and accents apart and nothing finer. Here
//! both texts are folded instead: compatible forms are decomposed, letters are lowered, hiragana becomes
//! katakana, and characters without any weight, such as the soft hyphen, vanish. A match begins and ends
//! between whole characters, marks included, so `e` is not found in `é`.
//!
//! Unlike ICU this does not take digits of other scripts for `0` to `9` nor Hebrew final letters for the
//! others.

use super::{Culture, casing, utf16};
use std::iter;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// One folded character; the first that a character with its marks leaves has their position.
struct Folded {
    position: Option<usize>,
    character: char,
}

/// The position, from 0, of the first `needle` at or after position `from`, without regard to case.
///
/// A needle that is empty, or holds only characters without weight, is found at `from`, up to and including
/// the end.
pub(crate) fn find_ignore_case(text: &str, needle: &str, from: usize) -> Option<usize> {
    let needle: Vec<char> = fold(needle).collect();
    if needle.is_empty() {
        return (from <= utf16::len(text)).then_some(from);
    }
    let (rest, skipped) = utf16::suffix(text, from);
    let folded = fold_with_positions(rest);
    (0..folded.len()).find_map(|start| {
        let (found, after) = folded.get(start..)?.split_at_checked(needle.len())?;
        let equal = found.iter().map(|folded| folded.character).eq(needle.iter().copied());
        let whole = after.first().is_none_or(|folded| folded.position.is_some());
        found.first()?.position.filter(|_| equal && whole).map(|position| skipped + position)
    })
}

/// The folded text; each character with its marks is folded by itself, to know where it began.
fn fold_with_positions(text: &str) -> Vec<Folded> {
    let mut folded = Vec::with_capacity(text.len());
    let (mut rest, mut position) = (text, 0);
    while !rest.is_empty() {
        let end = rest.char_indices().skip(1).find(|&(_, character)| !is_mark(character));
        let (cluster, after) = rest.split_at(end.map_or(rest.len(), |(end, _)| end));
        let begins = iter::once(Some(position)).chain(iter::repeat(None));
        folded.extend(begins.zip(fold(cluster)).map(|(position, character)| Folded { position, character }));
        position += utf16::len(cluster);
        rest = after;
    }
    folded
}

/// The characters that the collation would compare.
fn fold(text: &str) -> impl Iterator<Item = char> {
    let decomposed = text.nfd().flat_map(compatible).nfd();
    decomposed.filter(|&character| !is_ignorable(character)).map(|character| match character {
        'ς' => 'σ',
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(character) + 0x60).unwrap_or(character),
        _ => casing::lower(character, Culture::Other),
    })
}

/// The compatible form of a character. The long s has none: to the collation it is a letter of its own.
fn compatible(character: char) -> impl Iterator<Item = char> {
    let (long_s, other) = match character {
        'ſ' => (Some('ſ'), None),
        'ﬅ' => (Some('ſ'), Some('t')),
        other => (None, Some(other)),
    };
    long_s.into_iter().chain(other.into_iter().nfkd())
}

fn is_mark(character: char) -> bool {
    character.general_category_group() == GeneralCategoryGroup::Mark
}

/// Whether the collation gives a character no weight: controls that are no white space, format characters,
/// the grapheme joiner and variation selectors.
fn is_ignorable(character: char) -> bool {
    match character.general_category() {
        GeneralCategory::Control => !character.is_whitespace(),
        GeneralCategory::Format => true,
        _ => matches!(character, '\u{34F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'),
    }
}
