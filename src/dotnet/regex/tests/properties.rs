//! Properties over generated patterns and texts, from a fixed seed.

use super::{super::parse::parse, Edit, GroupIndex, Pattern, edited, exact_spans, linear_spans};
use bumpalo::Bump;

/// A small generator of numbers, so that a failure comes again.
struct Seed(u64);

impl Seed {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

const ATOMS: [&str; 20] = [
    "a",
    "b",
    "ab",
    "é",
    "k",
    ".",
    r"\w",
    r"\d",
    r"\s",
    r"\W",
    "[ab]",
    "[^a]",
    "[a-z-[b]]",
    "[é-ü]",
    "^",
    "$",
    r"\b",
    r"\Z",
    "(?i:K)",
    "(?m:^a$)",
];
const QUANTIFIERS: [&str; 10] = ["", "", "", "*", "+", "?", "*?", "+?", "{2}", "{1,3}?"];
const CHARACTERS: [&str; 14] =
    ["a", "b", "c", "k", "K", "1", " ", "-", "é", "ü", "\u{212A}", "\n", "日", "😀"];

fn pattern(seed: &mut Seed, depth: usize) -> String {
    let mut pattern = String::new();
    for _ in 0..=seed.below(3) {
        match seed.below(if depth > 0 { 6 } else { 3 }) {
            0..3 => pattern.push_str(seed.pick(&ATOMS)),
            3 => pattern.extend(["(", &self::pattern(seed, depth - 1), ")"]),
            4 => pattern.extend(["(?:", &self::pattern(seed, depth - 1), ")"]),
            _ => {
                let (left, right) = (self::pattern(seed, depth - 1), self::pattern(seed, depth - 1));
                pattern.extend(["(?:", &left, "|", &right, ")"]);
            }
        }
        pattern.push_str(seed.pick(&QUANTIFIERS));
    }
    pattern
}

fn text(seed: &mut Seed) -> String {
    (0..seed.below(9)).map(|_| seed.pick(&CHARACTERS)).collect()
}

#[test]
fn the_engines_agree() {
    let mut seed = Seed(0x5EED);
    let (mut spans, mut matches) = (0, 0);
    for _ in 0..3_000 {
        let source = pattern(&mut seed, 2);
        let Ok(pattern) = Pattern::new(&source) else { continue };
        let Some(linear) = &pattern.linear else {
            assert!(parse(&source).unwrap().root.may_lose_its_place(), "{source} should be linear");
            continue;
        };
        for _ in 0..8 {
            let text = text(&mut seed);
            // Loops in loops of nothing can take more steps than there are.
            let Ok(exact) = exact_spans(&pattern, &text) else { continue };
            assert_eq!(pattern.is_match(&text), Ok(exact.is_some()), "{source:?} on {text:?}");
            if linear.tells_match_in(&text) {
                matches += 1;
                assert_eq!(linear.is_match(&text), exact.is_some(), "{source:?} on {text:?}");
            }
            if linear.tells_spans_in(&text) {
                spans += 1;
                let linear = linear_spans(linear, pattern.groups.len(), &text);
                assert_eq!(linear, exact, "{source:?} on {text:?}");
            }
        }
    }
    assert!(spans > 5_000 && matches > spans, "{spans} spans and {matches} matches were compared");
}

#[test]
fn the_engines_replace_alike() {
    let mut seed = Seed(0xCAFE);
    for _ in 0..1_500 {
        let source = pattern(&mut seed, 1);
        let Ok(pattern) = Pattern::new(&source) else { continue };
        if !pattern.is_linear() {
            continue; // there is one engine for it
        }
        let replacement = pattern.replacement("<$1|$&>").unwrap();
        for _ in 0..6 {
            let (text, arena) = (text(&mut seed), Bump::new());
            // The comparison of the engines is inside.
            for edit in [Edit::Replacement(&replacement), Edit::Group(GroupIndex(1), "x")] {
                let Ok(expected) = edited(&pattern, &text, edit) else { continue };
                let found = match edit {
                    Edit::Replacement(replacement) => pattern.replace(&text, replacement, &arena),
                    Edit::Group(group, literal) => pattern.replace_group(&text, group, literal, &arena),
                };
                assert_eq!(found, Ok(expected.as_str()), "{source} on {text:?}");
            }
        }
    }
}

#[test]
fn sets_of_characters_are_replaced_as_by_the_engines() {
    let mut seed = Seed(0xBEEF);
    for source in [
        r"([()-])",
        "([a-z])+",
        "(?<n>[^a-z]+)",
        r"[()\s-]+",
        r"\s",
        r"\W+",
        "[^a-z]",
        "[^a]+",
        "é+",
        "a",
        r"[a-z-[b]]+",
        ".",
        r"\p{L}+",
        "[日é]",
    ] {
        let pattern = Pattern::new(source).unwrap();
        assert!(pattern.characters.is_some(), "{source}");
        for fixed in ["", "-", "aa"] {
            let replacement = pattern.replacement(fixed).unwrap();
            for _ in 0..200 {
                let text = text(&mut seed);
                let expected = edited(&pattern, &text, Edit::Replacement(&replacement)).unwrap();
                assert_eq!(
                    pattern.replace(&text, &replacement, &Bump::new()).unwrap(),
                    expected,
                    "{source} on {text:?}"
                );
            }
        }
    }
}

const PIECES: [&str; 56] = [
    "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\", "<", ">", "-", "'", "=", "!", ":",
    "#", ",", "1", "2", "0", "9", "a", "b", "n", "i", "x", "k", "p", "u", "é", "😀", "\n", " ", "(?",
    "(?<n>", "(?<-n>", "(?<n-n>", "(?(n)", "(?(", "(?=", "(?<=", "(?<!", "(?>", "(?x)", "(?n)", r"\k<n>",
    r"\p{L}", r"[^\W", "{1,2}", r"\1",
];

#[test]
fn nothing_panics() {
    let mut seed = Seed(0xF00D);
    let mut accepted = 0;
    for _ in 0..40_000 {
        let source: String = (0..seed.below(12)).map(|_| seed.pick(&PIECES)).collect();
        let Ok(pattern) = Pattern::new(&source) else { continue };
        accepted += 1;
        let text = text(&mut seed);
        let replacement: String = (0..seed.below(6))
            .map(|_| seed.pick(&["$", "{", "}", "1", "n", "&", "`", "'", "+", "_", "é"]))
            .collect();
        let _ = pattern.is_match(&text);
        let _ = pattern.find(&text);
        if let Some(group) = pattern.group("n") {
            let _ = pattern.group_value(&text, group);
            let _ = pattern.replace_group(&text, group, "x", &Bump::new());
        }
        if let Ok(replacement) = pattern.replacement(&replacement) {
            let _ = pattern.replace(&text, &replacement, &Bump::new());
        }
    }
    assert!(accepted > 4_000, "only {accepted} patterns were accepted");
}
