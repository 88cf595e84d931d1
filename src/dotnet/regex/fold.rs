//! Case equivalence under `(?i)`, as .NET 7 and later define it for the invariant culture.
//!
//! Code units are equivalent when their simple lower-case forms are the same: `k`, `K` and the Kelvin sign; `ǆ`, `ǅ` and
//! `Ǆ`. Nothing is ever mapped to upper case, so long s, final sigma and the micro sign stand alone, and so do the Turkish
//! `İ` and `ı`.

use super::unit_set::UnitSet;
use std::{collections::BTreeMap, sync::LazyLock};

/// Every lower-case unit with the other units that have it as their lower case.
static UPPER_FORMS: LazyLock<BTreeMap<u16, Vec<u16>>> = LazyLock::new(|| {
    let mut forms: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
    for unit in 0..=u16::MAX {
        let lower = to_lower(unit);
        if lower != unit {
            forms.entry(lower).or_default().push(unit);
        }
    }
    forms
});

/// Returns every unit that `unit` is equivalent to, itself included.
pub(super) fn equivalents(unit: u16) -> impl Iterator<Item = u16> {
    let lower = to_lower(unit);
    std::iter::once(lower).chain(UPPER_FORMS.get(&lower).into_iter().flatten().copied())
}

/// Adds to ranges of units every unit that one in them is equivalent to.
pub(super) fn add_equivalents(ranges: &mut Vec<(u16, u16)>) {
    let written = UnitSet::new(ranges.clone());
    for (lower, upper_forms) in UPPER_FORMS.iter() {
        let mut members = std::iter::once(*lower).chain(upper_forms.iter().copied());
        if members.clone().any(|unit| written.contains(unit)) {
            ranges.extend(members.by_ref().map(|unit| (unit, unit)));
        }
    }
}

/// Returns whether two units are the same but for case.
pub(super) fn equivalent(left: u16, right: u16) -> bool {
    left == right || to_lower(left) == to_lower(right)
}

/// Capitals that Unicode 16 and 17 brought, which .NET 9 does not know.
const NEWER: [u16; 8] = [0x1C89, 0xA7CB, 0xA7CC, 0xA7CE, 0xA7D2, 0xA7D4, 0xA7DA, 0xA7DC];

/// Returns the simple lower case. `İ` has a lower case of two characters only, so it stays as it is.
fn to_lower(unit: u16) -> u16 {
    if NEWER.contains(&unit) {
        return unit;
    }
    let Some(character) = char::from_u32(unit.into()) else { return unit };
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(single), None) => u16::try_from(u32::from(single)).unwrap_or(unit),
        _ => unit,
    }
}
