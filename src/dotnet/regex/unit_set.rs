//! Sets of UTF-16 code units, the only thing a .NET pattern can match one of.

/// A set of UTF-16 code units: ranges in order, and a table for ASCII.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnitSet {
    /// INVARIANT: ascending, inclusive, neither overlapping nor adjacent.
    ranges: Vec<(u16, u16)>,
    ascii: [bool; 128],
}

/// The surrogates: halves of characters outside the Basic Multilingual Plane.
pub(super) const SURROGATES: (u16, u16) = (0xD800, 0xDFFF);

impl UnitSet {
    /// Returns the union of inclusive ranges, given in any order.
    pub(super) fn new(mut ranges: Vec<(u16, u16)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u16, u16)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if u32::from(first) <= u32::from(*end) + 1 => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        let mut ascii = [false; 128];
        (0..).zip(&mut ascii).for_each(|(unit, is_in)| *is_in = in_ranges(&merged, unit));
        Self { ranges: merged, ascii }
    }

    /// Returns the set of every unit but one.
    pub(super) fn all_but(unit: u16) -> Self {
        Self::new(vec![(unit, unit)]).complement()
    }

    /// Returns the set of every unit.
    pub(super) fn all() -> Self {
        Self::new(vec![(0, u16::MAX)])
    }

    /// Returns whether the unit is in the set.
    pub(super) fn contains(&self, unit: u16) -> bool {
        match self.ascii.get(usize::from(unit)) {
            Some(is_in) => *is_in,
            None => in_ranges(&self.ranges, unit),
        }
    }

    /// Returns whether the set holds any surrogate.
    pub(super) fn has_surrogates(&self) -> bool {
        self.ranges.iter().any(|(first, last)| *first <= SURROGATES.1 && *last >= SURROGATES.0)
    }

    /// Returns the ranges in order, inclusive.
    pub(super) fn ranges(&self) -> &[(u16, u16)] {
        &self.ranges
    }

    /// Returns the only unit of the set, if there is just one.
    pub(super) fn single(&self) -> Option<u16> {
        match self.ranges.as_slice() {
            [(first, last)] if first == last => Some(*first),
            _ => None,
        }
    }

    /// Returns the set of the units that are not in this one.
    pub(super) fn complement(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for (first, last) in &self.ranges {
            if next < u32::from(*first) {
                gaps.push((next, u32::from(*first) - 1));
            }
            next = u32::from(*last) + 1;
        }
        gaps.push((next, u32::from(u16::MAX)));
        // The last gap is empty where the set ends with the last unit; its start is then no unit and it drops out.
        Self::new(
            gaps.into_iter().filter_map(|(a, b)| Some((a.try_into().ok()?, b.try_into().ok()?))).collect(),
        )
    }

    /// Returns the set of the units that are here but not in the other set.
    pub(super) fn without(&self, other: &Self) -> Self {
        let mut outside = self.complement().ranges;
        outside.extend_from_slice(&other.ranges);
        Self::new(outside).complement()
    }
}

fn in_ranges(ranges: &[(u16, u16)], unit: u16) -> bool {
    let after = ranges.partition_point(|(first, _)| *first <= unit);
    after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|(_, last)| unit <= *last)
}
