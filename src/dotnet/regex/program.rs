//! The steps a pattern is compiled to for the backtracking matcher, and the compiler.
//!
//! The order of trying is .NET's own: its loops, too, leave at an empty turn and keep the captures of earlier turns.

use super::{
    groups::GroupIndex,
    tree::{Assertion, Direction, Node},
    unit_set::UnitSet,
};
use std::sync::Arc;

/// One step of a program. A place in the program is an index of a step.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Accept,
    Jump(usize),
    /// Goes on, and at the place given if that fails.
    Try(usize),
    Assert(Assertion),
    /// Fails unless the group has a capture.
    Captured(GroupIndex),
    Text(Vec<u16>, Direction),
    Set(Arc<UnitSet>, Direction),
    /// So many units of a set.
    Times(Arc<UnitSet>, usize, Direction),
    /// Up to so many units of a set, as many as can be.
    Most(Arc<UnitSet>, usize, Direction),
    /// Up to so many units of a set, as few as can be.
    Fewest(Arc<UnitSet>, usize, Direction),
    Backreference {
        group: GroupIndex,
        ignore_case: bool,
        direction: Direction,
    },
    /// Remembers the place in the text.
    Mark,
    /// Remembers no place: a loop that has not begun.
    MarkNone,
    /// Goes back to the place remembered.
    Return,
    /// Captures from the place remembered.
    Capture {
        group: Option<GroupIndex>,
        balanced: Option<GroupIndex>,
    },
    /// Ends a turn of a loop without a limit; another turn starts at the place given.
    Loop {
        body: usize,
        lazy: bool,
    },
    /// Starts to count turns; the count is negative while the minimum has not been reached.
    Count {
        minimum: i64,
        begun: bool,
    },
    /// Ends a turn of a loop that counts.
    CountedLoop {
        body: usize,
        limit: i64,
        lazy: bool,
    },
    /// Starts what is not backtracked into.
    Enter,
    /// Ends it: its alternatives are given up.
    Leave,
    /// Ends it, and fails.
    Refuse,
}

/// A pattern compiled for the backtracking matcher.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) groups: usize,
    /// The pattern can match at the beginning of the text only.
    pub(super) anchored: bool,
    /// A match takes at least so many units.
    pub(super) shortest: usize,
}

impl Program {
    pub(super) fn new(root: &Node, groups: usize) -> Self {
        let mut compiler = Compiler { steps: Vec::new() };
        compiler.capture(Some(GroupIndex(0)), None, root, Direction::Forward);
        compiler.steps.push(Step::Accept);
        Self { steps: compiler.steps, groups, anchored: root.is_anchored(), shortest: root.shortest() }
    }
}

struct Compiler {
    steps: Vec<Step>,
}

impl Compiler {
    fn node(&mut self, node: &Node, direction: Direction) {
        match node {
            Node::Empty => {}
            Node::Unit(unit) => self.steps.push(Step::Text(vec![*unit], direction)),
            Node::Set(set) => self.steps.push(Step::Set(set.clone(), direction)),
            Node::Assert(assertion) => self.steps.push(Step::Assert(*assertion)),
            Node::Backreference { group, ignore_case } => {
                let (group, ignore_case) = (*group, *ignore_case);
                self.steps.push(Step::Backreference { group, ignore_case, direction });
            }
            Node::Concat(nodes) => self.concat(nodes, direction),
            Node::Alternate(nodes) => self.alternatives(nodes, direction),
            Node::Capture { group, balanced, body } => self.capture(*group, *balanced, body, direction),
            Node::Loop { body, minimum, maximum, lazy } => {
                self.quantified(body, (*minimum, *maximum), *lazy, direction);
            }
            Node::Look { direction, negative, body } => self.look(body, *negative, *direction),
            Node::Atomic(body) => {
                self.steps.push(Step::Enter);
                self.node(body, direction);
                self.steps.push(Step::Leave);
            }
            Node::IfGroup { group, branches } => self.if_group(*group, branches, direction),
            Node::IfMatch { test, branches } => self.if_match(test, branches, direction),
        }
    }

    /// Compiles nodes in a row; units in a row become one step.
    fn concat(&mut self, nodes: &[Node], direction: Direction) {
        let is_text = |node: &Node| matches!(node, Node::Unit(_));
        let runs = nodes.chunk_by(|left, right| is_text(left) && is_text(right));
        let mut compile = |run: &[Node]| match run {
            [node] => self.node(node, direction),
            run => {
                let unit = |node: &Node| if let Node::Unit(unit) = node { Some(*unit) } else { None };
                self.steps.push(Step::Text(run.iter().filter_map(unit).collect(), direction));
            }
        };
        match direction {
            Direction::Forward => runs.for_each(&mut compile),
            Direction::Backward => runs.rev().for_each(&mut compile),
        }
    }

    fn alternatives(&mut self, nodes: &[Node], direction: Direction) {
        let mut ends = Vec::new();
        let Some((last, others)) = nodes.split_last() else { return };
        for node in others {
            let branch = self.placeholder();
            self.node(node, direction);
            ends.push(self.placeholder());
            self.fill(branch, Step::Try);
        }
        self.node(last, direction);
        for end in ends {
            self.fill(end, Step::Jump);
        }
    }

    fn capture(
        &mut self,
        group: Option<GroupIndex>,
        balanced: Option<GroupIndex>,
        body: &Node,
        direction: Direction,
    ) {
        self.steps.push(Step::Mark);
        self.node(body, direction);
        self.steps.push(Step::Capture { group, balanced });
    }

    fn quantified(&mut self, body: &Node, counts: (u32, Option<u32>), lazy: bool, direction: Direction) {
        match body {
            Node::Unit(unit) => {
                self.units(&Arc::new(UnitSet::new(vec![(*unit, *unit)])), counts, lazy, direction);
            }
            Node::Set(set) => self.units(set, counts, lazy, direction),
            _ => self.looped(body, counts, lazy, direction),
        }
    }

    fn units(
        &mut self,
        set: &Arc<UnitSet>,
        (minimum, maximum): (u32, Option<u32>),
        lazy: bool,
        direction: Direction,
    ) {
        if minimum > 0 {
            self.steps.push(Step::Times(set.clone(), minimum as usize, direction));
        }
        let more = maximum.map_or(usize::MAX, |maximum| maximum.saturating_sub(minimum) as usize);
        if more > 0 {
            let step = if lazy { Step::Fewest } else { Step::Most };
            self.steps.push(step(set.clone(), more, direction));
        }
    }

    fn looped(
        &mut self,
        body: &Node,
        (minimum, maximum): (u32, Option<u32>),
        lazy: bool,
        direction: Direction,
    ) {
        let begun = minimum > 0;
        let counted = maximum.is_some() || minimum > 1;
        self.steps.push(match (counted, begun) {
            (true, _) => Step::Count { minimum: if begun { 1 - i64::from(minimum) } else { 0 }, begun },
            (false, true) => Step::Mark,
            (false, false) => Step::MarkNone,
        });
        // A loop that may be skipped begins at its end.
        let skip = if begun { None } else { Some(self.placeholder()) };
        let start = self.steps.len();
        self.node(body, direction);
        if let Some(skip) = skip {
            self.fill(skip, Step::Jump);
        }
        let limit = maximum.map_or(i64::MAX, |maximum| i64::from(maximum) - i64::from(minimum));
        self.steps.push(if counted {
            Step::CountedLoop { body: start, limit, lazy }
        } else {
            Step::Loop { body: start, lazy }
        });
    }

    fn look(&mut self, body: &Node, negative: bool, direction: Direction) {
        self.steps.push(Step::Enter);
        if negative {
            let branch = self.placeholder();
            self.node(body, direction);
            self.steps.push(Step::Refuse);
            self.fill(branch, Step::Try);
        } else {
            self.steps.push(Step::Mark);
            self.node(body, direction);
            self.steps.push(Step::Return);
        }
        self.steps.push(Step::Leave);
    }

    fn if_group(&mut self, group: GroupIndex, [yes, no]: &[Node; 2], direction: Direction) {
        self.steps.push(Step::Enter);
        let branch = self.placeholder();
        self.steps.extend([Step::Captured(group), Step::Leave]);
        self.node(yes, direction);
        let end = self.placeholder();
        self.fill(branch, Step::Try);
        self.steps.push(Step::Leave);
        self.node(no, direction);
        self.fill(end, Step::Jump);
    }

    fn if_match(&mut self, test: &Node, [yes, no]: &[Node; 2], direction: Direction) {
        self.steps.extend([Step::Enter, Step::Mark]);
        let branch = self.placeholder();
        self.node(test, direction);
        self.steps.extend([Step::Return, Step::Leave]);
        self.node(yes, direction);
        let end = self.placeholder();
        self.fill(branch, Step::Try);
        self.steps.extend([Step::Return, Step::Leave]);
        self.node(no, direction);
        self.fill(end, Step::Jump);
    }

    /// Leaves room for a step that leads to a place not known yet.
    fn placeholder(&mut self) -> usize {
        self.steps.push(Step::Jump(0));
        self.steps.len() - 1
    }

    /// Lets the step that was left open lead here.
    fn fill(&mut self, place: usize, step: fn(usize) -> Step) {
        let here = self.steps.len();
        if let Some(slot) = self.steps.get_mut(place) {
            *slot = step(here);
        }
    }
}
