//! The named sets of .NET's patterns: `\w`, `\d`, `\s` and what `\p{…}` may name.
//!
//! A name is a short general category (`Lu`, `L`) or a block (`IsCyrillic`), spelt exactly so; scripts, long names and
//! other letter case are errors. All sets are of code units: no letter outside the Basic Multilingual Plane is in any.

use super::{
    block::BLOCKS,
    unit_set::{SURROGATES, UnitSet},
};
use regex_syntax::hir::{Class, HirKind};
use std::sync::LazyLock;

/// The general categories by their .NET names, each with the names it is made of.
const CATEGORIES: [(&str, &[&str]); 37] = [
    ("C", &["Cc", "Cf", "Cn", "Co", "Cs"]),
    ("Cc", &["Cc"]),
    ("Cf", &["Cf"]),
    ("Cn", &["Cn"]),
    ("Co", &["Co"]),
    ("Cs", &["Cs"]),
    ("L", &["Ll", "Lm", "Lo", "Lt", "Lu"]),
    ("Ll", &["Ll"]),
    ("Lm", &["Lm"]),
    ("Lo", &["Lo"]),
    ("Lt", &["Lt"]),
    ("Lu", &["Lu"]),
    ("M", &["Mc", "Me", "Mn"]),
    ("Mc", &["Mc"]),
    ("Me", &["Me"]),
    ("Mn", &["Mn"]),
    ("N", &["Nd", "Nl", "No"]),
    ("Nd", &["Nd"]),
    ("Nl", &["Nl"]),
    ("No", &["No"]),
    ("P", &["Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps"]),
    ("Pc", &["Pc"]),
    ("Pd", &["Pd"]),
    ("Pe", &["Pe"]),
    ("Pf", &["Pf"]),
    ("Pi", &["Pi"]),
    ("Po", &["Po"]),
    ("Ps", &["Ps"]),
    ("S", &["Sc", "Sk", "Sm", "So"]),
    ("Sc", &["Sc"]),
    ("Sk", &["Sk"]),
    ("Sm", &["Sm"]),
    ("So", &["So"]),
    ("Z", &["Zl", "Zp", "Zs"]),
    ("Zl", &["Zl"]),
    ("Zp", &["Zp"]),
    ("Zs", &["Zs"]),
];

/// The units that Unicode 16 assigned, and Unicode 15, which .NET 9 has, did not.
const UNASSIGNED: [(u16, u16); 10] = [
    (0x0897, 0x0897),
    (0x1B4E, 0x1B4F),
    (0x1B7F, 0x1B7F),
    (0x1C89, 0x1C8A),
    (0x2427, 0x2429),
    (0x2FFC, 0x2FFF),
    (0x31E4, 0x31E5),
    (0x31EF, 0x31EF),
    (0xA7CB, 0xA7CD),
    (0xA7DA, 0xA7DC),
];

/// What `\w` matches. .NET leaves out Mc, Me, Nl and the circled letters, which Unicode counts in.
pub(super) static WORD: LazyLock<UnitSet> =
    LazyLock::new(|| of_categories(&["Ll", "Lm", "Lo", "Lt", "Lu", "Mn", "Nd", "Pc"]));

/// What `\b` and group names take for word characters: `\w`, the zero-width joiner and non-joiner.
pub(super) static BOUNDARY_WORD: LazyLock<UnitSet> = LazyLock::new(|| {
    let mut ranges = WORD.ranges().to_vec();
    ranges.push((0x200C, 0x200D));
    UnitSet::new(ranges)
});

/// What `\d` matches.
pub(super) static DIGIT: LazyLock<UnitSet> = LazyLock::new(|| of_categories(&["Nd"]));

/// What `\s` matches: Unicode's `White_Space`.
pub(super) static SPACE: LazyLock<UnitSet> = LazyLock::new(|| {
    let mut ranges = of_categories(&["Zl", "Zp", "Zs"]).ranges().to_vec();
    ranges.extend([(0x09, 0x0D), (0x85, 0x85)]);
    UnitSet::new(ranges)
});

/// What a name in `\p{…}` stands for.
pub(super) enum Named {
    Category(UnitSet),
    /// A block, to which case folding applies as to ranges written out.
    Block(UnitSet),
}

/// Returns what a name in `\p{…}` stands for, or `None` if .NET knows no such name.
///
/// Under `(?i)` each of `Ll`, `Lu` and `Lt` stands for all three.
pub(super) fn named(name: &str, ignore_case: bool) -> Option<Named> {
    if ignore_case && matches!(name, "Ll" | "Lt" | "Lu") {
        return Some(Named::Category(of_categories(&["Ll", "Lt", "Lu"])));
    }
    if let Some((_, parts)) = CATEGORIES.iter().find(|(known, _)| *known == name) {
        return Some(Named::Category(of_categories(parts)));
    }
    let (_, ranges) = BLOCKS.iter().find(|(known, _)| *known == name)?;
    Some(Named::Block(UnitSet::new(ranges.to_vec())))
}

fn of_categories(names: &[&str]) -> UnitSet {
    let mut ranges = Vec::new();
    for name in names {
        // A surrogate is no character, so the tables of `regex-syntax` have none.
        if *name == "Cs" {
            ranges.push(SURROGATES);
        } else {
            add_category(name, &mut ranges);
        }
    }
    if names.contains(&"Cn") {
        ranges.extend(UNASSIGNED);
        return UnitSet::new(ranges);
    }
    UnitSet::new(ranges).without(&UnitSet::new(UNASSIGNED.to_vec()))
}

fn add_category(name: &str, ranges: &mut Vec<(u16, u16)>) {
    let hir = regex_syntax::parse(&format!(r"\p{{{name}}}")).expect("the names are general categories");
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            for range in class.ranges() {
                push_units(range.start(), range.end(), ranges);
            }
        }
        // A category of one character, as `Zl` is.
        HirKind::Literal(literal) => {
            for character in String::from_utf8_lossy(&literal.0).chars() {
                push_units(character, character, ranges);
            }
        }
        _ => unreachable!("a general category is a set of characters"),
    }
}

/// Adds what a range of characters has in the Basic Multilingual Plane. The surrogates, amid it, are no characters.
fn push_units(first: char, last: char, ranges: &mut Vec<(u16, u16)>) {
    let Ok(first) = u16::try_from(u32::from(first)) else { return };
    let last = u16::try_from(u32::from(last)).unwrap_or(u16::MAX);
    if first < SURROGATES.0 && last > SURROGATES.1 {
        ranges.extend([(first, SURROGATES.0 - 1), (SURROGATES.1 + 1, last)]);
    } else {
        ranges.push((first, last));
    }
}
