//! `String.ToLower` and `String.ToUpper`: one character to one, whatever stands around it.
//!
//! These are Unicode's simple mappings: `ß` has no capital, a final sigma is not special, and the length in
//! UTF-16 code units stays. `char`'s own mappings are the full ones; they differ where one character becomes
//! several.

use super::Culture;
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Letters that came with Unicode 16 and 17, some as partners of older ones (`ƛ`, `ɤ`); Unicode 15 has no
/// such pairs.
const AFTER_UNICODE_15: [RangeInclusive<char>; 9] = [
    '\u{1C89}'..='\u{1C8A}',
    '\u{A7CB}'..='\u{A7CF}',
    '\u{A7D2}'..='\u{A7D2}',
    '\u{A7D4}'..='\u{A7D4}',
    '\u{A7DA}'..='\u{A7DC}',
    '\u{10D50}'..='\u{10D65}',
    '\u{10D70}'..='\u{10D85}',
    '\u{16EA0}'..='\u{16EB8}',
    '\u{16EBB}'..='\u{16ED3}',
];

/// Whether the text is ASCII whose letters pair as everybody's do, so that `str::make_ascii_lowercase` is right.
pub(crate) fn is_plain_ascii(text: &str, culture: Culture) -> bool {
    text.is_ascii() && culture != Culture::Turkic
}

/// The text in lower case.
pub(crate) fn to_lower(text: &str, culture: Culture) -> Cow<'_, str> {
    if is_plain_ascii(text, culture) {
        let changes = text.bytes().any(|byte| byte.is_ascii_uppercase());
        return if changes { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) };
    }
    map(text, |character| lower(character, culture))
}

/// The text in upper case.
pub(crate) fn to_upper(text: &str, culture: Culture) -> Cow<'_, str> {
    if is_plain_ascii(text, culture) {
        let changes = text.bytes().any(|byte| byte.is_ascii_lowercase());
        return if changes { Cow::Owned(text.to_ascii_uppercase()) } else { Cow::Borrowed(text) };
    }
    map(text, |character| upper(character, culture))
}

/// The lower case of one character.
#[inline]
pub(super) fn lower(character: char, culture: Culture) -> char {
    if character.is_ascii() && culture != Culture::Turkic {
        return character.to_ascii_lowercase();
    }
    match (character, culture) {
        ('I', Culture::Turkic) => 'ı',
        ('İ', Culture::Invariant) => 'İ',
        ('İ', _) => 'i', // the full mapping adds a combining dot
        ('\0'..='\x7F', _) => character.to_ascii_lowercase(),
        _ => single(character.to_lowercase()).map_or(character, |lower| known_pair(character, lower)),
    }
}

/// The upper case of one character.
#[inline]
pub(super) fn upper(character: char, culture: Culture) -> char {
    if character.is_ascii() && culture != Culture::Turkic {
        return character.to_ascii_uppercase();
    }
    match (character, culture) {
        ('i', Culture::Turkic) => 'İ',
        ('ı', Culture::Invariant) => 'ı',
        ('\0'..='\x7F', _) => character.to_ascii_uppercase(),
        _ => match single(character.to_uppercase()) {
            Some(upper) => known_pair(character, upper),
            None => with_capital_iota(character).unwrap_or(character),
        },
    }
}

/// The capital of a Greek letter with iota below, the only letters with both a simple and a longer full
/// mapping.
fn with_capital_iota(character: char) -> Option<char> {
    let distance = match character {
        'ᾀ'..='ᾇ' | 'ᾐ'..='ᾗ' | 'ᾠ'..='ᾧ' => 8,
        'ᾳ' | 'ῃ' | 'ῳ' => 9,
        _ => return None,
    };
    char::from_u32(u32::from(character) + distance)
}

/// What `character` becomes, unless Unicode 15 does not know the pair yet.
fn known_pair(character: char, partner: char) -> char {
    let newer = AFTER_UNICODE_15.iter().any(|range| range.contains(&character) || range.contains(&partner));
    if newer { character } else { partner }
}

/// The only character of a mapping, or `None` where there are several.
fn single(mut mapping: impl Iterator<Item = char>) -> Option<char> {
    let first = mapping.next();
    if mapping.next().is_none() { first } else { None }
}

/// The text with every character changed; borrowed where none changes.
fn map(text: &str, change: impl Fn(char) -> char) -> Cow<'_, str> {
    let Some((first, _)) = text.char_indices().find(|&(_, character)| change(character) != character) else {
        return Cow::Borrowed(text);
    };
    let (unchanged, rest) = text.split_at(first);
    let mut mapped = String::with_capacity(text.len());
    mapped.push_str(unchanged);
    mapped.extend(rest.chars().map(change));
    Cow::Owned(mapped)
}
