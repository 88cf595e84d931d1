//! A create payload, written from the template.
//!
//! Nothing without a value is written: no empty object, no empty list, no null. What turns out to be empty is taken back.
//!
//! Source: `spec:mapping-2.4`, `rfc7643:2.5`.

use super::json;
use crate::plan::{Element, Extension, Member, Part, Shape, Template};
use crate::value::{Arena, Value};

/// Writes the resource that a create sends.
pub(crate) fn create(template: &Template, values: &[&Value<'_>], arena: &Arena, out: &mut Vec<u8>) {
    let writer = Writer { values, arena };
    out.extend_from_slice(template.head.as_bytes());
    writer.extensions(&template.extensions, out);
    out.push(b']');
    writer.members(&template.members, out);
    out.extend_from_slice(template.tail.as_bytes());
}

/// Writes one element of a multi-valued attribute, unless none of its sub-attributes has a value.
pub(super) fn element(element: &Element, values: &[&Value<'_>], arena: &Arena, out: &mut Vec<u8>) {
    Writer { values, arena }.element(element, out);
}

struct Writer<'w> {
    /// The value of each mapping; null where nothing flows.
    values: &'w [&'w Value<'w>],
    arena: &'w Arena,
}

impl Writer<'_> {
    #[inline]
    fn value(&self, mapping: usize) -> &Value<'_> {
        self.values.get(mapping).copied().unwrap_or(&Value::Null)
    }

    /// The first of some mappings that has a value.
    fn first(&self, leaves: &[usize]) -> Option<usize> {
        leaves.iter().copied().find(|mapping| !self.value(*mapping).is_null())
    }

    /// Writes the extensions in use, in the order of their first mapping that has a value.
    fn extensions(&self, extensions: &[Extension], out: &mut Vec<u8>) {
        if let [only] = extensions {
            if self.first(&only.leaves).is_some() {
                out.extend_from_slice(only.urn.as_bytes());
            }
            return;
        }
        let first = |extension: &Extension| self.first(&extension.leaves);
        for (_, extension) in self.in_order(extensions, first) {
            out.extend_from_slice(extension.urn.as_bytes());
        }
    }

    /// Returns those that have a value, each with its first mapping that has one, in the order of that.
    fn in_order<'t, T>(
        &self,
        all: &'t [T],
        first: impl Fn(&T) -> Option<usize>,
    ) -> bumpalo::collections::Vec<'_, (usize, &'t T)> {
        let mut used = bumpalo::collections::Vec::new_in(self.arena);
        used.extend(all.iter().filter_map(|one| Some((first(one)?, one))));
        used.sort_unstable_by_key(|(first, _)| *first);
        used
    }

    /// Writes those members that have a value, a comma before each.
    fn members(&self, members: &[Member], out: &mut Vec<u8>) {
        for member in members {
            match &member.shape {
                Shape::Value(mapping) => match self.value(*mapping) {
                    Value::Null => {}
                    Value::Text(text) => {
                        out.extend_from_slice(member.key.as_bytes());
                        json::string(text, out);
                    }
                    other => {
                        out.extend_from_slice(member.key.as_bytes());
                        json::value(other, out);
                    }
                },
                Shape::Object(members) => bracketed(member, *b"{}", out, |out| self.members(members, out)),
                Shape::Elements(parts) => bracketed(member, *b"[]", out, |out| self.elements(parts, out)),
            }
        }
    }

    /// Writes elements in the order of their first mapping that has a value, a comma before each.
    fn elements(&self, parts: &[Part], out: &mut Vec<u8>) {
        if let [only] = parts {
            return self.part(only, out);
        }
        let first = |part: &Part| match part {
            Part::Whole(mapping) => self.first(&[*mapping]),
            Part::Element(element) => self.first(&element.leaves),
        };
        for (_, part) in self.in_order(parts, first) {
            self.part(part, out);
        }
    }

    fn part(&self, part: &Part, out: &mut Vec<u8>) {
        let before = out.len();
        out.push(b',');
        match part {
            Part::Whole(mapping) => json::members(self.value(*mapping).members(), out),
            Part::Element(element) => self.element(element, out),
        }
        if out.len() == before + 1 {
            out.truncate(before);
        }
    }

    fn element(&self, element: &Element, out: &mut Vec<u8>) {
        let before = out.len();
        out.push(b'{');
        out.extend_from_slice(element.head.as_bytes());
        let start = out.len();
        self.members(&element.members, out);
        if out.len() == start {
            return out.truncate(before);
        }
        if !element.tail.is_empty() {
            out.push(b',');
            out.extend_from_slice(element.tail.as_bytes());
        }
        out.push(b'}');
    }
}

/// Writes what an attribute holds in brackets, and nothing at all where it holds nothing.
#[inline]
fn bracketed(member: &Member, [open, close]: [u8; 2], out: &mut Vec<u8>, inside: impl FnOnce(&mut Vec<u8>)) {
    let before = out.len();
    out.extend_from_slice(member.key.as_bytes());
    let start = out.len();
    inside(out);
    // What is inside begins with a comma, and its place is the bracket's.
    match out.get_mut(start) {
        Some(comma) => {
            *comma = open;
            out.push(close);
        }
        None => out.truncate(before),
    }
}
