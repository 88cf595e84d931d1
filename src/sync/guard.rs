//! The accidental-deletion guard: too many removals in one run are withheld, all of them.
//!
//! Source: `spec:mapping-4.5`.

/// How many removals (disables and deletions, users and groups together) a run may make.
#[derive(Copy, Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub enum Threshold {
    /// The larger of 10 and 5 % of the managed objects.
    #[default]
    Usual,
    /// So many.
    Count(usize),
    /// So many in a hundred of the managed objects.
    Percent(f64),
    /// Any number.
    Unlimited,
}

/// What the guard found.
#[derive(Copy, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Guard {
    /// Removals that the run would make.
    pub removals: usize,
    /// Objects that are linked to a managed target resource.
    pub managed: usize,
    /// The most removals that are made; `None` for any number.
    pub limit: Option<usize>,
    /// The population has no object at all of a kind whose accounts would be deleted. It counts where no threshold is
    /// given.
    pub emptied: bool,
}

impl Guard {
    pub(super) fn new(threshold: Threshold, removals: usize, managed: usize, emptied: bool) -> Self {
        let limit = match threshold {
            Threshold::Usual => Some((managed / 20).max(10)),
            Threshold::Count(count) => Some(count),
            Threshold::Percent(percent) => Some(share(managed, percent)),
            Threshold::Unlimited => None,
        };
        Self { removals, managed, limit, emptied: emptied && threshold == Threshold::Usual }
    }

    /// Tells whether the removals are withheld: more than the limit, or all of a kind.
    #[must_use]
    pub fn trips(&self) -> bool {
        self.emptied || self.limit.is_some_and(|limit| self.removals > limit)
    }
}

/// So many in a hundred, rounded down.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of objects is far below 2^52, and a negative share is none"
)]
fn share(managed: usize, percent: f64) -> usize {
    (managed as f64 * percent / 100.0).floor().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_may_be_reached_and_not_exceeded() {
        for (threshold, managed, limit) in [
            (Threshold::Usual, 100, Some(10)),
            (Threshold::Usual, 1_000, Some(50)),
            (Threshold::Count(0), 100, Some(0)),
            (Threshold::Percent(2.5), 100, Some(2)),
            (Threshold::Unlimited, 100, None),
        ] {
            let guard = |removals| Guard::new(threshold, removals, managed, false);
            assert_eq!(guard(0).limit, limit, "{threshold:?}");
            if let Some(limit) = limit {
                assert!(!guard(limit).trips() && guard(limit + 1).trips(), "{threshold:?}");
            }
        }
    }
}
