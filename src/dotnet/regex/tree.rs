//! A parsed pattern. Non-capturing groups are gone, and options have become part of what they apply to.

use super::{groups::GroupIndex, unit_set::UnitSet};
use std::sync::Arc;

/// One construct of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Empty,
    Unit(u16),
    Set(Arc<UnitSet>),
    Assert(Assertion),
    Backreference {
        group: GroupIndex,
        ignore_case: bool,
    },
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    /// `(…)`, and with `balanced` .NET's `(?<group-balanced>…)`, which takes a capture of that group away.
    Capture {
        group: Option<GroupIndex>,
        balanced: Option<GroupIndex>,
        body: Box<Node>,
    },
    Loop {
        body: Box<Node>,
        minimum: u32,
        maximum: Option<u32>,
        lazy: bool,
    },
    /// Look-ahead and look-behind; the body of the latter is matched from right to left.
    Look {
        direction: Direction,
        negative: bool,
        body: Box<Node>,
    },
    Atomic(Box<Node>),
    IfGroup {
        group: GroupIndex,
        branches: Box<[Node; 2]>,
    },
    IfMatch {
        test: Box<Node>,
        branches: Box<[Node; 2]>,
    },
}

/// What matches a place rather than a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assertion {
    /// `^` and `\A`.
    Beginning,
    /// `^` under `(?m)`.
    LineStart,
    /// `$` and `\Z`: the end, or before a final line feed.
    EndOrFinalLineFeed,
    /// `\z`.
    End,
    /// `$` under `(?m)`.
    LineEnd,
    /// `\G`: where the match before ended.
    PreviousEnd,
    Boundary,
    NotBoundary,
}

/// Which way units are taken from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

impl Node {
    /// Returns one node for several in a row, of which the empty ones do not count.
    pub(super) fn concat(mut nodes: Vec<Self>) -> Self {
        nodes.retain(|node| !matches!(node, Self::Empty));
        match nodes.len() {
            0 => Self::Empty,
            1 => nodes.swap_remove(0),
            _ => Self::Concat(nodes),
        }
    }

    /// Returns one node for several of which the first that fits counts.
    pub(super) fn alternate(mut nodes: Vec<Self>) -> Self {
        if nodes.len() == 1 { nodes.swap_remove(0) } else { Self::Alternate(nodes) }
    }

    /// Returns whether the node can match without taking a unit; true where that is not known.
    pub(super) fn may_be_empty(&self) -> bool {
        self.shortest() == 0
    }

    /// Returns how many units the node takes at least.
    pub(super) fn shortest(&self) -> usize {
        match self {
            Self::Unit(_) | Self::Set(_) => 1,
            Self::Empty | Self::Assert(_) | Self::Backreference { .. } | Self::Look { .. } => 0,
            Self::Concat(nodes) => nodes.iter().map(Self::shortest).fold(0, usize::saturating_add),
            Self::Alternate(nodes) => nodes.iter().map(Self::shortest).min().unwrap_or_default(),
            Self::Loop { body, minimum, .. } => body.shortest().saturating_mul(*minimum as usize),
            Self::Capture { body, .. } | Self::Atomic(body) => body.shortest(),
            Self::IfGroup { branches, .. } | Self::IfMatch { branches, .. } => {
                branches.iter().map(Self::shortest).min().unwrap_or_default()
            }
        }
    }

    /// Returns whether there is a lazy loop around something that may match nothing, of the kind in whose turns .NET
    /// loses its place: one without a maximum that need not be taken more than once.
    pub(super) fn may_lose_its_place(&self) -> bool {
        self.any(&|node| match node {
            Self::Loop { body, minimum: 0 | 1, maximum: None, lazy: true } => body.may_be_empty(),
            _ => false,
        })
    }

    /// Returns whether a group takes captures of another away.
    pub(super) fn balances(&self) -> bool {
        self.any(&|node| matches!(node, Self::Capture { balanced: Some(_), .. }))
    }

    /// Returns whether something holds of the node or of one in it.
    fn any(&self, holds: &dyn Fn(&Self) -> bool) -> bool {
        holds(self)
            || match self {
                Self::Empty | Self::Unit(_) | Self::Set(_) | Self::Assert(_) | Self::Backreference { .. } => {
                    false
                }
                Self::Concat(nodes) | Self::Alternate(nodes) => nodes.iter().any(|node| node.any(holds)),
                Self::Loop { body, .. }
                | Self::Capture { body, .. }
                | Self::Look { body, .. }
                | Self::Atomic(body) => body.any(holds),
                Self::IfGroup { branches, .. } => branches.iter().any(|node| node.any(holds)),
                Self::IfMatch { test, branches } => {
                    test.any(holds) || branches.iter().any(|node| node.any(holds))
                }
            }
    }

    /// Returns whether the node can match at the beginning of the text only.
    pub(super) fn is_anchored(&self) -> bool {
        match self {
            Self::Assert(assertion) => *assertion == Assertion::Beginning,
            Self::Concat(nodes) => nodes.first().is_some_and(Self::is_anchored),
            Self::Alternate(nodes) => nodes.iter().all(Self::is_anchored),
            Self::Capture { body, .. } | Self::Atomic(body) => body.is_anchored(),
            Self::Loop { body, minimum, .. } => *minimum > 0 && body.is_anchored(),
            _ => false,
        }
    }
}
