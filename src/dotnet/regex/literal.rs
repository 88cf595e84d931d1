//! Patterns that are only literal text, tested without an engine: `^AAD_`, `@contoso\.com$`, `^(Sales|Legal)$`.
//!
//! Only whether there is a match is told, so groups do not matter here, nor does `.*` at the ends of the pattern.

use super::{
    tree::{Assertion, Node},
    unit_set::UnitSet,
};
use crate::dotnet::text::Needle;

/// A test whether a text has one of some literals at a certain place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literals {
    texts: Vec<Needle<'static>>,
    start: bool,
    end: End,
}

/// Where a literal must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Anywhere,
    Text,
    /// At the end, or before a final line feed.
    TextOrFinalLineFeed,
}

impl Literals {
    /// Returns the test that a pattern comes to, if it does.
    pub(super) fn new(root: &Node) -> Option<Self> {
        let nodes = match root {
            Node::Concat(nodes) => nodes.as_slice(),
            node => std::slice::from_ref(node),
        };
        let (start, nodes) = match nodes {
            [Node::Assert(Assertion::Beginning), rest @ ..] => (true, rest),
            [first, rest @ ..] if is_anything(first) => (false, rest),
            _ => (false, nodes),
        };
        let (end, nodes) = match nodes {
            [rest @ .., Node::Assert(Assertion::EndOrFinalLineFeed)] => (End::TextOrFinalLineFeed, rest),
            [rest @ .., Node::Assert(Assertion::End)] => (End::Text, rest),
            [rest @ .., last] if is_anything(last) => (End::Anywhere, rest),
            _ => (End::Anywhere, nodes),
        };
        Some(Self { texts: texts(nodes)?, start, end })
    }

    /// Returns whether .NET's pattern matches somewhere in the text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        if self.fits(text) {
            return true;
        }
        self.end == End::TextOrFinalLineFeed && text.strip_suffix('\n').is_some_and(|text| self.fits(text))
    }

    fn fits(&self, text: &str) -> bool {
        self.texts.iter().any(|literal| match (self.start, self.end) {
            (true, End::Anywhere) => literal.is_at_start(text),
            (true, _) => literal.is(text),
            (false, End::Anywhere) => literal.is_in(text),
            (false, _) => literal.is_at_end(text),
        })
    }
}

/// Returns whether the node is `.*`, greedy or lazy: it can always match nothing.
fn is_anything(node: &Node) -> bool {
    matches!(node, Node::Loop { body, minimum: 0, maximum: None, .. }
        if matches!(&**body, Node::Set(set) if **set == UnitSet::all_but(u16::from(b'\n'))))
}

/// Returns the texts that the nodes stand for: one, or those of the only node, if it is an alternation.
fn texts(nodes: &[Node]) -> Option<Vec<Needle<'static>>> {
    match nodes {
        [Node::Capture { balanced: None, body, .. }] => texts(std::slice::from_ref(&**body)),
        [Node::Alternate(alternatives)] => alternatives.iter().map(text).collect(),
        [Node::Concat(nodes)] => texts(nodes),
        _ => Some(vec![units_text(nodes)?]),
    }
}

fn text(node: &Node) -> Option<Needle<'static>> {
    match node {
        Node::Concat(nodes) => units_text(nodes),
        node => units_text(std::slice::from_ref(node)),
    }
}

/// Returns the text of nodes that are all units, halves of characters among them. Nothing is no text.
fn units_text(nodes: &[Node]) -> Option<Needle<'static>> {
    let unit = |node: &Node| if let Node::Unit(unit) = node { Some(*unit) } else { None };
    let units: Vec<u16> = nodes.iter().map(unit).collect::<Option<_>>()?;
    (!units.is_empty()).then(|| Needle::from_units(units))
}
