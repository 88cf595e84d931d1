//! Patterns that are a set of characters, once or in runs, replaced by fixed text: `[()\s-]+`, `\s`, `[^a-z]+`.
//!
//! No engine is needed for them: each character of the text is in the set or not.

use super::{tree::Node, unit_set::UnitSet};
use bumpalo::Bump;
use bumpalo::collections::String;
use std::sync::Arc;

/// A set of characters of which a match takes one, or as many as there are.
#[derive(Debug)]
pub(super) struct Characters {
    set: Arc<UnitSet>,
    in_runs: bool,
    /// Halves of characters beyond the Basic Multilingual Plane are in the set.
    has_halves: bool,
}

impl Characters {
    /// Returns the set that a pattern comes to, if it does.
    pub(super) fn new(root: &Node) -> Option<Self> {
        let (body, in_runs) = match without_groups(root) {
            Node::Loop { body, minimum: 1, maximum: None, lazy: false } => (&**body, true),
            single => (single, false),
        };
        let set = match without_groups(body) {
            Node::Set(set) => Arc::clone(set),
            Node::Unit(unit) => Arc::new(UnitSet::new(vec![(*unit, *unit)])),
            _ => return None,
        };
        Some(Self { has_halves: set.has_surrogates(), set, in_runs })
    }

    /// Returns whether the set holds the same of this text's characters as of its UTF-16 units.
    pub(super) fn tells_in(&self, text: &str) -> bool {
        !self.has_halves || !text.bytes().any(|byte| byte >= 0xF0)
    }

    /// Returns the text with every match replaced; the text itself if there is none.
    pub(super) fn replace<'t>(&self, text: &'t str, replacement: &str, arena: &'t Bump) -> &'t str {
        // Most texts are ASCII, whose characters need no decoding.
        let is_ascii = text.is_ascii();
        let first = if is_ascii {
            text.bytes().position(|byte| self.set.contains(byte.into()))
        } else {
            text.find(|character| self.contains(character))
        };
        let Some(first) = first else { return text };
        let mut changed = String::with_capacity_in(text.len(), arena);
        let (before, rest) = text.split_at_checked(first).unwrap_or((text, ""));
        changed.push_str(before);
        if is_ascii {
            self.replace_in(rest.bytes().map(char::from), replacement, &mut changed);
        } else {
            self.replace_in(rest.chars(), replacement, &mut changed);
        }
        changed.into_bump_str()
    }

    fn replace_in(&self, rest: impl Iterator<Item = char>, replacement: &str, changed: &mut String<'_>) {
        let mut in_match = false;
        for character in rest {
            let is_in_set = self.contains(character);
            if !is_in_set {
                changed.push(character);
            } else if !(in_match && self.in_runs) {
                changed.push_str(replacement);
            }
            in_match = is_in_set;
        }
    }

    fn contains(&self, character: char) -> bool {
        u16::try_from(u32::from(character)).is_ok_and(|unit| self.set.contains(unit))
    }
}

/// Returns what stands in groups, which do not matter to a fixed text.
fn without_groups(mut node: &Node) -> &Node {
    while let Node::Capture { balanced: None, body, .. } = node {
        node = body;
    }
    node
}
