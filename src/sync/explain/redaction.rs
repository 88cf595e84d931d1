//! What an explanation must not show: values that pass through `Redact`, and all that is computed from them.
//!
//! Source: `spec:expressions-3.41`.

use crate::plan::{Expr, Mapping, Node, ObjectPlan};
use std::collections::HashSet;

/// What stands in place of a redacted value.
pub(crate) const REDACTED: &str = "[Redact]";

/// The parts of an object's rules whose values are not shown.
#[derive(Debug, Default)]
pub(crate) struct Redaction {
    /// Top-level attributes of which any mapping reads something inside a `Redact`.
    keys: HashSet<usize>,
    /// Slots that read any of them: the attribute by another name, the whole of it, or another part.
    slots: HashSet<usize>,
}

impl Redaction {
    pub(crate) fn of(object: &ObjectPlan) -> Self {
        let mut keys = HashSet::new();
        let read = |slot: usize| object.slot(slot).into_iter().flat_map(|slot| &slot.readings);
        for node in object.mappings.iter().filter_map(|mapping| mapping.value.as_ref()) {
            node.visit(&mut |node| {
                if is_redact(node) {
                    node.visit_attributes(&mut |slot| keys.extend(read(slot).map(|reading| reading.key)));
                }
            });
        }
        let hidden = |slot: &usize| read(*slot).any(|reading| keys.contains(&reading.key));
        let slots = object.slots.iter().map(|plan| plan.slot).filter(hidden).collect();
        Self { keys, slots }
    }

    /// Tells whether the value of a top-level attribute is not shown.
    pub(super) fn hides_key(&self, key: usize) -> bool {
        self.keys.contains(&key)
    }

    /// Tells for each mapping whether its value is not shown.
    pub(crate) fn mask(&self, object: &ObjectPlan) -> Vec<bool> {
        object.mappings.iter().map(|mapping| self.hides_mapping(mapping)).collect()
    }

    /// Tells whether the value of a slot is not shown.
    pub(crate) fn hides_slot(&self, slot: usize) -> bool {
        self.slots.contains(&slot)
    }

    /// Tells whether what a sub-expression gives is not shown.
    pub(crate) fn hides(&self, node: &Node) -> bool {
        let mut hides = false;
        node.visit(&mut |node| {
            hides |= is_redact(node) || matches!(node.expr, Expr::Attribute(slot) if self.hides_slot(slot));
        });
        hides
    }

    /// Tells whether the value of a mapping is not shown, neither the new nor the one that the target holds.
    pub(crate) fn hides_mapping(&self, mapping: &Mapping) -> bool {
        mapping.value.as_ref().is_some_and(|node| self.hides(node))
    }
}

fn is_redact(node: &Node) -> bool {
    matches!(&node.expr, Expr::Call(call) if call.function.name == "Redact")
}
