//! What holds for every text; the oracle's tables are run by `tests/harness/text.rs` and `strings.rs`.

use super::*;
use bumpalo::Bump;
use std::cmp::Ordering;

/// Text without the halves of surrogate pairs that stand alone.
fn whole(units: impl IntoIterator<Item = u16>) -> String {
    char::decode_utf16(units).flatten().collect()
}

#[test]
fn diacritics_are_those_of_latin_letters_only() {
    for (text, plain) in [
        ("ǣ œ̄ ǿ Ǽ", "ae oe oe AE"),
        ("e̊̄", "e"),                        // two marks on one letter
        ("a\u{20DD}\u{301}", "a\u{20DD}"), // an enclosing mark stays, and does not part the acute from its letter
        ("ẞ ß Ł ł ı Œ", "SS ss L l i OE"),
        ("đ ħ ŋ þ ð", "đ ħ ŋ þ ð"),
        ("й ё ά が", "й ё ά が"),
        ("и\u{306} \u{301}", "й \u{301}"), // composed, as the rest of the text
    ] {
        assert_eq!(normalize_diacritics(text, &Bump::new()), plain, "{text}");
    }
}

#[test]
fn text_search_folds_case_width_and_kana_but_not_accents() {
    for (text, needle, from, expected) in [
        ("École", "é", 0, Some(0)),
        ("École", "E\u{301}", 0, Some(0)),
        ("École", "e", 0, Some(4)),
        ("ＷＩＤＥ", "wide", 0, Some(0)),
        ("x\u{AD}co\u{AD}op", "COOP", 0, Some(2)),
        ("カタかな", "かた", 0, Some(0)),
        ("straße", "SS", 0, None),
        ("ΟΔΥΣΣΕΥΣ", "ς", 0, Some(3)),
        ("😀abcABC", "ABC", 3, Some(5)),
        ("abc", "\u{AD}", 3, Some(3)),
        ("abc", "", 4, None),
        ("ſ", "s", 0, None), // .NET: the long s is a letter of its own
        ("s", "ſ", 0, None),
        ("Ṡ", "ẛ", 0, None),
        ("aſb", "AſB", 0, Some(0)),
        ("ẛ", "ſ\u{307}", 0, Some(0)),
        ("ſt", "ﬅ", 0, Some(0)),
        ("ﬅ", "st", 0, None),
        ("ﬆ", "ST", 0, Some(0)),
    ] {
        assert_eq!(find_ignore_case(text, needle, from), expected, "{text}, {needle}");
    }
}

#[test]
fn cultures_are_names_of_the_right_form() {
    for (name, culture) in [
        ("", Some(Culture::Invariant)),
        ("tr-TR", Some(Culture::Turkic)),
        ("AZ-Cyrl-AZ", Some(Culture::Turkic)),
        ("tr_TR", Some(Culture::Turkic)),
        ("trv", Some(Culture::Other)),
        ("xx-YY", Some(Culture::Other)),
        ("x", None),
        ("en-", None),
        ("-en", None),
        ("en--US", None),
        ("en_US_x", None),
        ("en US", None),
        ("én", None),
        ("NotALanguage", None), // twelve letters
        ("Und", Some(Culture::Invariant)),
        ("root", Some(Culture::Invariant)),
        ("C", Some(Culture::Invariant)),
        ("x-tr", Some(Culture::Invariant)),
        ("root-TR", Some(Culture::Other)),
        ("und-TR", None),
        ("tr\0x", Some(Culture::Turkic)),
    ] {
        assert_eq!(Culture::from_name(name), culture, "{name}");
    }
    for (name, is_listed) in
        [("", true), ("pt-BR", true), ("HAW", true), ("xx-YY", false), ("klingon", false)]
    {
        assert_eq!(Culture::is_listed(name), is_listed, "{name}");
    }
}

#[test]
fn what_does_not_change_is_borrowed() {
    use std::borrow::Cow::Borrowed;
    assert!(matches!(to_lower("straße ı", Culture::Invariant), Borrowed(_)));
    assert!(matches!(to_upper("ÉCOLE ß", Culture::Other), Borrowed(_)));
    let arena = Bump::new();
    normalize_diacritics("O'Connor-Smith 3", &arena);
    assert_eq!(arena.allocated_bytes(), 0);
}

#[test]
fn case_pairs_are_the_simple_ones_of_unicode_15() {
    for (letters, capitals) in [
        ("ᾀᾇᾐᾗᾠᾧᾳῃῳ", "ᾈᾏᾘᾟᾨᾯᾼῌῼ"), // the full mapping would write the iota as a letter
        ("ᾲᾴᾷΰﬁŉ", "ᾲᾴᾷΰﬁŉ"),
        ("ƛɤ\u{A7D3}\u{1C8A}", "ƛɤ\u{A7D3}\u{1C8A}"), // paired, or new, only later
    ] {
        assert_eq!(to_upper(letters, Culture::Other), capitals);
        assert_eq!(to_lower(capitals, Culture::Other), letters);
    }
}

#[test]
fn separators_given_to_proper_case_replace_all_others() {
    for (text, separators, expected) in [
        ("PINTO-DE'SILVA", " '-", "Pinto-De'Silva"),
        ("anne-marie smith", " ", "Anne-marie Smith"),
        ("anne-marie smith", "", "Anne-marie smith"),
        (" 3m é😀é", "😀", " 3m é😀É"),
    ] {
        assert_eq!(proper_case(text, Some(separators)), expected);
    }
}

/// A small generator of repeatable random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn text(&mut self, alphabet: &[char]) -> String {
        (0..self.below(9)).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }
}

#[test]
fn positions_are_those_of_the_code_units() {
    let alphabet: Vec<char> = "ab cé\u{301}日\u{FFFF}😀👩\u{200D}\u{10000}\u{10FFFF}".chars().collect();
    let mut random = Random(0x5EED);
    for _ in 0..200_000 {
        let few = random.below(alphabet.len()) + 1; // so that needles are found often
        let (text, needle) = (random.text(&alphabet[..few]), random.text(&alphabet[..few]));
        let (start, length) = (random.below(20), random.below(20));
        let units: Vec<u16> = text.encode_utf16().collect();
        let sought: Vec<u16> = needle.encode_utf16().collect();

        assert_eq!(utf16::len(&text), units.len());
        assert_eq!(
            utf16::prefix(&text, length),
            whole(units.iter().take(length).copied()),
            "{text:?} {length}"
        );
        let part = units.iter().skip(start).take(length).copied();
        let part = (start <= units.len()).then(|| whole(part));
        assert_eq!(utf16::substring(&text, start, length), part.as_deref(), "{text:?} {start} {length}");
        let found = (start..=units.len()).find(|&at| units[at..].starts_with(&sought));
        assert_eq!(utf16::find(&text, &needle, start), found, "{text:?} {needle:?} {start}");
        assert_eq!(compare(&text, &needle), units.cmp(&sought));
        if needle.is_ascii() && text.is_ascii() {
            assert_eq!(find_ignore_case(&text, &needle.to_uppercase(), start), found);
        }
    }
}

#[test]
fn one_character_becomes_one_of_the_same_length() {
    for character in '\0'..=char::MAX {
        for culture in [Culture::Invariant, Culture::Turkic, Culture::Other] {
            for changed in [casing::lower(character, culture), casing::upper(character, culture)] {
                assert_eq!(changed.len_utf16(), character.len_utf16(), "{character:?}");
            }
        }
    }
}

#[test]
fn no_text_is_too_odd() {
    let mut random = Random(0x0DD);
    for _ in 0..20_000 {
        let any: Vec<char> = (0..4)
            .map(|_| char::from_u32(u32::try_from(random.below(0x11_0000)).unwrap()).unwrap_or('\''))
            .chain("aBßİ'-\u{301}\u{AD}ǆ각\u{1100}".chars())
            .collect();
        let (text, other) = (random.text(&any), random.text(&any));
        let from = [0, 1, 3, usize::MAX][random.below(4)];
        utf16::prefix(&text, from);
        utf16::substring(&text, from, usize::MAX);
        assert!(utf16::find(&text, &other, from).is_none_or(|at| at >= from));
        assert!(find_ignore_case(&text, &other, from).is_none_or(|at| at >= from));
        assert!(find_ignore_case(&text, "", 0) == Some(0));
        assert!(contains_ignore_case(&text, &text) && compare(&text, &text) == Ordering::Equal);
        assert_eq!(utf16::len(&to_title_case(&text)), utf16::len(&text));
        assert_eq!(utf16::len(&proper_case(&text, Some(&other))), utf16::len(&text));
        let arena = Bump::new();
        let plain = normalize_diacritics(&text, &arena);
        assert_eq!(normalize_diacritics(plain, &arena), plain);
        let _ = Culture::from_name(&text);
        trim(&text);
    }
}

#[test]
fn white_space_is_unicodes_without_what_only_looks_empty() {
    for (character, expected) in
        [('\u{85}', true), ('\u{a0}', true), ('\u{3000}', true), ('\u{200b}', false), ('\u{feff}', false)]
    {
        assert_eq!(white_space::is_white_space(character), expected, "{character:?}");
    }
}
