//! An update as strict RFC 7644 has it: new elements as a whole, and never two that are primary.
//!
//! Source: `spec:mapping-5.3`, `rfc7644:3.5.2`.

use super::{Op, Operations, one_by_path};
use crate::emit::{json, resource};
use crate::eval::change::{Change, Held, member};
use crate::plan::{Element, ObjectPlan};
use crate::value::{Arena, Value};
use std::collections::HashSet;

/// Strict RFC 7644.
pub(super) struct Strict<'s, 'a> {
    pub(super) plan: &'s ObjectPlan,
    pub(super) changes: &'s [Change<'a>],
    /// What the resource holds at the place of a mapping.
    pub(super) held_at: &'s dyn Fn(usize) -> Held<'a>,
    pub(super) arena: &'a Arena,
    pub(super) operations: &'s mut Operations,
    /// The paths of the elements that were said not to be primary.
    pub(super) not_primary: HashSet<String>,
}

/// What new elements are written from.
struct Added<'a> {
    /// For each mapping whether its element has been written.
    written: &'a mut [bool],
    /// What each mapping gives to its element.
    values: &'a [&'a Value<'a>],
}

impl<'s, 'a> Strict<'s, 'a> {
    pub(super) fn write(mut self) {
        let (plan, mut added) = (self.plan, None);
        for (index, (mapping, change)) in plan.mappings.iter().zip(self.changes).enumerate() {
            if let Change::AddElement(_) = change {
                let added = added.get_or_insert_with(|| self.added());
                if let Some(element) = plan.template.element(index) {
                    if added.written.get(index) == Some(&false) {
                        self.add_element(index, element, added);
                    }
                    continue;
                }
            }
            if matches!(change, Change::Add(Value::Boolean(true)) | Change::Replace(Value::Boolean(true)))
                && mapping.place.is_primary
            {
                self.clear_primary(index);
            }
            match change {
                // It may have been said already, before another element was made primary.
                Change::Replace(Value::Boolean(false)) if mapping.place.is_primary => {
                    self.write_not_primary(&mapping.place.path);
                }
                change => one_by_path(mapping, *change, self.operations),
            }
        }
    }

    fn added(&self) -> Added<'a> {
        let value = |change: &Change<'a>| match change {
            Change::AddElement(value) => *value,
            Change::None | Change::Add(_) | Change::Replace(_) | Change::Remove => &Value::Null,
        };
        Added {
            written: self.arena.alloc_slice_fill_copy(self.changes.len(), false),
            values: self.arena.alloc_slice_fill_iter(self.changes.iter().map(value)),
        }
    }

    /// A new element is added as a whole, at the place of its first mapping.
    fn add_element(&mut self, index: usize, element: &Element, added: &mut Added<'a>) {
        let sets_primary = |leaf: &usize| {
            let given = self.plan.mappings.get(*leaf).zip(added.values.get(*leaf));
            given.is_some_and(|(mapping, value)| mapping.place.is_primary && **value == Value::Boolean(true))
        };
        if element.head == "\"primary\":true" || element.leaves.iter().any(sets_primary) {
            self.clear_primary(index);
        }
        let path = self.attribute_path(index);
        let operations = &mut *self.operations;
        operations.begin(Op::Add, path);
        operations.json.extend_from_slice(b",\"value\":[");
        resource::element(element, added.values, self.arena, &mut operations.json);
        operations.json.push(b']');
        operations.end();
        for leaf in &element.leaves {
            if let Some(written) = added.written.get_mut(*leaf) {
                *written = true;
            }
        }
    }

    /// Says of every other primary element that it is not primary any more, since servers disagree on what becomes of it.
    fn clear_primary(&mut self, index: usize) {
        for element in (self.held_at)(index).other_primaries {
            let address = ["type", "value"].into_iter().find_map(|name| {
                let text = member(*element, name).text(self.arena).ok().flatten()?;
                (!text.is_empty()).then(|| format!("{name} eq {}", json::value_text(Value::Text(text))))
            });
            let address = address.unwrap_or_else(|| "primary eq true".to_owned());
            let path = format!("{}[{address}].primary", self.attribute_path(index).unwrap_or_default());
            self.write_not_primary(&path);
        }
    }

    /// Says that an element is not primary, unless that has been said.
    fn write_not_primary(&mut self, path: &str) {
        if self.not_primary.insert(path.to_owned()) {
            self.operations.write(Op::Replace, path, &Value::Boolean(false));
        }
    }

    fn attribute_path(&self, index: usize) -> Option<&'s str> {
        Some(&self.plan.mappings.get(index)?.place.attribute_path)
    }
}
