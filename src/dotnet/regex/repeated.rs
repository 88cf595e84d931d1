//! Loops right in each other, of which .NET makes one.
//!
//! What they match can differ from what they would match by themselves: a loop takes the parts that a loop within it would
//! not give back, and a loop of an atomic loop is atomic as a whole.
//!
//! Source: .NET 9's behaviour.

use super::{tree::Node, unit_set::UnitSet};
use std::sync::Arc;

/// The largest number that a quantifier has: without end, as .NET takes it.
pub(super) const WITHOUT_END: u32 = i32::MAX.unsigned_abs();

/// What is repeated, and how often at least and at most.
type Bounded = (Node, u32, Option<u32>);

impl Node {
    /// Returns a node repeated. As in .NET, loops of one kind right in each other become one, which can match what they could
    /// not: a loop of an atomic loop of one unit is atomic as a whole.
    pub(super) fn repeated(mut body: Self, minimum: u32, maximum: Option<u32>, lazy: bool) -> Self {
        let nothing = || Self::Set(Arc::new(UnitSet::new(Vec::new())));
        if minimum == WITHOUT_END {
            return nothing();
        }
        // What holds at a place holds there as often as one likes.
        if matches!(body, Self::Empty) && !lazy {
            return Self::Empty;
        }
        let minimum = if matches!(body, Self::Assert(_)) && !lazy { minimum.min(1) } else { minimum };
        // What the loop so far takes at least, or nothing where a loop within need not be taken.
        let (mut least, mut outer) = (minimum, minimum);
        let (mut most, mut is_atomic) = (maximum, false);
        while let Some((inner, from, to)) = body.inner_loop(lazy) {
            if outer == 0 && from > 1 || to.is_some_and(|to| to < from.saturating_mul(2)) {
                break;
            }
            if from > 0 {
                least = times(least, from).unwrap_or(WITHOUT_END);
            }
            outer = if from > 0 { least } else { 0 };
            most = most.zip(to).and_then(|(most, to)| times(most, to));
            is_atomic = matches!(body, Self::Atomic(_));
            body = inner;
            if is_atomic {
                break;
            }
        }
        if least == WITHOUT_END {
            return nothing();
        }
        let whole = Self::Loop { body: Box::new(body), minimum: outer, maximum: most, lazy };
        if is_atomic { Self::Atomic(Box::new(whole)) } else { whole }
    }

    /// Returns the body and the bounds of a loop that becomes one with a loop around it.
    fn inner_loop(&self, is_lazy: bool) -> Option<Bounded> {
        match self {
            Self::Loop { body, minimum, maximum, lazy } if *lazy == is_lazy => {
                Some((Self::clone(body), *minimum, *maximum))
            }
            Self::Atomic(body) if !is_lazy => match &**body {
                Self::Atomic(_) => body.inner_loop(false),
                body => body.loop_of_one_unit(),
            },
            _ => None,
        }
    }

    /// Returns the unit and the bounds of what takes one unit over and over: a greedy loop, or several things in a row that .NET
    /// makes one.
    fn loop_of_one_unit(&self) -> Option<Bounded> {
        match self {
            Self::Loop { body, minimum, maximum, lazy: false } => {
                Some((Self::Set(Arc::new(body.units()?)), *minimum, *maximum))
            }
            Self::Concat(nodes) => {
                // Two characters and more at the beginning are a text to .NET, and stay one.
                if let [Self::Unit(_), Self::Unit(_), ..] = nodes.as_slice() {
                    return None;
                }
                let (tail, before) = nodes.split_last()?;
                let tail = if let Self::Atomic(body) = tail { &**body } else { tail };
                let parts = before.iter().chain([tail]).map(|node| {
                    let single = node.units().map(|units| (Self::Set(Arc::new(units)), 1, Some(1)));
                    single.or_else(|| node.loop_of_one_unit())
                });
                parts.reduce(|one, other| {
                    let ((set, least, most), (next, from, to)) = (one?, other?);
                    let most = most.zip(to).map(|(most, to)| most.saturating_add(to));
                    (set == next).then(|| (set, least.saturating_add(from), most))
                })?
            }
            _ => None,
        }
    }

    /// Returns the units of which the node takes just one, without a choice that could be made again.
    fn units(&self) -> Option<UnitSet> {
        match self {
            Self::Unit(unit) => Some(UnitSet::new(vec![(*unit, *unit)])),
            Self::Set(units) => Some(UnitSet::clone(units)),
            Self::Alternate(nodes) => {
                let sets = nodes.iter().map(Self::units).collect::<Option<Vec<_>>>()?;
                Some(UnitSet::new(sets.iter().flat_map(UnitSet::ranges).copied().collect()))
            }
            _ => None,
        }
    }
}

/// How often a loop within a loop runs; `None` for without end.
fn times(outer: u32, inner: u32) -> Option<u32> {
    outer.checked_mul(inner).filter(|product| *product < WITHOUT_END)
}
