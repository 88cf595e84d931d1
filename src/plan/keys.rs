//! What a plan reads of a source object.
//!
//! A *key* is a top-level attribute of the object; a *slot* is what an expression or a clause names, e.g. `[mail]` or
//! `[manager.displayName]`. Input is scanned for keys once, and fills a row of values. A slot is a place in that row: most are
//! those of keys; where nothing stands the value is computed from other places, by the readings that may give it.

use std::cmp::Ordering;
use std::ops::Range;

/// The top-level attributes that a plan reads, found by name without hashing: by length, then among those in order.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// In the order that indices count; the empty name is that of a place for what is computed.
    names: Vec<String>,
    /// Indices sorted by the length of the name, then by the name.
    sorted: Vec<usize>,
    /// For each length, the run of `sorted`.
    by_length: Vec<Range<usize>>,
    /// Names differ in more than letter case, and are found in any: those of SCIM are (RFC 7643 § 2.1).
    ignores_case: bool,
}

impl Keys {
    /// Indexes names; a name's index is its place in the list. The empty name is not found.
    pub(crate) fn new(names: Vec<String>) -> Self {
        Self::indexed(names, false)
    }

    /// Indexes names that are found in any letter case.
    pub(crate) fn ignoring_case(names: Vec<String>) -> Self {
        Self::indexed(names, true)
    }

    fn indexed(names: Vec<String>, ignores_case: bool) -> Self {
        let name = |index: usize| names.get(index).map_or("", String::as_str);
        let mut sorted: Vec<usize> = (0..names.len()).filter(|index| !name(*index).is_empty()).collect();
        let length = |index: &usize| name(*index).len();
        sorted.sort_by(|one, other| {
            length(one).cmp(&length(other)).then_with(|| order(name(*one), name(*other), ignores_case))
        });
        let longest = names.iter().map(String::len).max().unwrap_or(0);
        let run = |wanted: usize| {
            let start = sorted.partition_point(|index| length(index) < wanted);
            start..sorted.partition_point(|index| length(index) <= wanted)
        };
        let by_length = (0..=longest).map(run).collect();
        Self { names, sorted, by_length, ignores_case }
    }

    /// Returns the index of a name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let run = self.sorted.get(self.by_length.get(name.len())?.clone())?;
        let known = |index: &usize| self.names.get(*index).map_or("", String::as_str);
        let found = run.binary_search_by(|index| order(known(index), name, self.ignores_case));
        found.ok().and_then(|place| run.get(place).copied())
    }

    /// Returns the names in the order of their indices.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// The order of two names.
fn order(one: &str, other: &str, ignores_case: bool) -> Ordering {
    if ignores_case {
        let (one, other) = (one.bytes(), other.bytes());
        return one.map(|byte| byte.to_ascii_lowercase()).cmp(other.map(|byte| byte.to_ascii_lowercase()));
    }
    one.cmp(other)
}

/// What one source attribute name reads.
#[derive(Debug)]
pub(crate) struct SlotPlan {
    /// The name, as rules write it.
    pub(crate) name: String,
    /// Its place in the row.
    pub(crate) slot: usize,
    /// Ways to read it; the first that finds something wins. Source: `spec:expressions-1.3`.
    pub(crate) readings: Vec<Reading>,
}

impl SlotPlan {
    /// Tells whether the value may be another than that of a key as it stands.
    pub(crate) fn is_computed(&self) -> bool {
        !matches!(self.readings.as_slice(), [only] if only.key == self.slot)
    }
}

/// One way to read an attribute: a key of the object, and a path from there.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) key: usize,
    /// The element of the key's own list, e.g. of `emails[type eq "work"].value`.
    pub(crate) filter: Option<Filter>,
    pub(crate) steps: Vec<Step>,
}

/// One step into a complex value.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) filter: Option<Filter>,
}

/// The first element whose sub-attribute has this text form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) attribute: String,
    pub(crate) text: String,
}
