//! A create payload, written from the template.
//!
//! Nothing without a value is begun: no empty object, no empty list, no null.
//!
//! Source: `spec:mapping-2.4`, `rfc7643:2.5`.

use super::json;
use crate::plan::{Element, Member, Part, Shape, Template};
use crate::value::{Arena, Value};

/// Writes the resource that a create sends.
pub(crate) fn create(template: &Template, values: &[Value<'_>], arena: &Arena, out: &mut Vec<u8>) {
    let writer = Writer { values, arena };
    out.extend_from_slice(b"{\"schemas\":[");
    writer.schemas(template, out);
    out.push(b']');
    for member in template.members.iter().filter(|member| writer.is_present(member)) {
        out.push(b',');
        writer.member(member, out);
    }
    if !template.tail.is_empty() {
        out.push(b',');
        out.extend_from_slice(template.tail.as_bytes());
    }
    out.push(b'}');
}

/// Writes one element of a multi-valued attribute.
pub(super) fn element(element: &Element, values: &[Value<'_>], arena: &Arena, out: &mut Vec<u8>) {
    Writer { values, arena }.element(element, out);
}

struct Writer<'w> {
    /// The value of each mapping; null where nothing flows.
    values: &'w [Value<'w>],
    arena: &'w Arena,
}

impl Writer<'_> {
    /// The first of some mappings that has a value.
    fn first(&self, leaves: &[usize]) -> Option<usize> {
        leaves.iter().copied().find(|mapping| !self.value(*mapping).is_null())
    }

    #[inline]
    fn is_present(&self, member: &Member) -> bool {
        match member.shape {
            Shape::Value(mapping) => !self.value(mapping).is_null(),
            Shape::Object(_) | Shape::Elements(_) => self.first(&member.leaves).is_some(),
        }
    }

    #[inline]
    fn value(&self, mapping: usize) -> &Value<'_> {
        self.values.get(mapping).unwrap_or(&Value::Null)
    }

    /// The fixed schemas, then the extensions in use, in the order of their first mapping that has a value.
    fn schemas(&self, template: &Template, out: &mut Vec<u8>) {
        for (index, schema) in template.schemas.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            out.extend_from_slice(schema.as_bytes());
        }
        if !template.announces_extensions {
            return;
        }
        let extensions = template
            .members
            .iter()
            .filter_map(|member| Some((member.extension.as_ref()?, self.first(&member.leaves)?)))
            .map(|(urn, first)| (first, urn));
        let mut used = bumpalo::collections::Vec::from_iter_in(extensions, self.arena);
        used.sort_unstable_by_key(|(first, _)| *first);
        for (_, urn) in used {
            out.push(b',');
            out.extend_from_slice(urn.as_bytes());
        }
    }

    fn member(&self, member: &Member, out: &mut Vec<u8>) {
        out.extend_from_slice(member.key.as_bytes());
        match &member.shape {
            Shape::Value(mapping) => match self.value(*mapping) {
                Value::Text(text) => json::string(text, out),
                other => json::value(other, out),
            },
            Shape::Object(members) => {
                out.push(b'{');
                self.members(members, out);
                out.push(b'}');
            }
            Shape::Elements(parts) => self.elements(parts, out),
        }
    }

    /// Writes those members that have a value, commas between them.
    fn members(&self, members: &[Member], out: &mut Vec<u8>) {
        let present = members.iter().filter(|member| self.is_present(member));
        for (index, member) in present.enumerate() {
            if index > 0 {
                out.push(b',');
            }
            self.member(member, out);
        }
    }

    /// Writes elements in the order of their first mapping that has a value.
    fn elements(&self, parts: &[Part], out: &mut Vec<u8>) {
        let first = |part: &Part| match part {
            Part::Whole(mapping) => self.first(&[*mapping]),
            Part::Element(element) => self.first(&element.leaves),
        };
        let used = parts.iter().filter_map(|part| Some((first(part)?, part)));
        let mut used = bumpalo::collections::Vec::from_iter_in(used, self.arena);
        used.sort_unstable_by_key(|(first, _)| *first);
        out.push(b'[');
        for (index, (_, part)) in used.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            match part {
                Part::Whole(mapping) => json::members(self.value(*mapping).members(), out),
                Part::Element(element) => self.element(element, out),
            }
        }
        out.push(b']');
    }

    fn element(&self, element: &Element, out: &mut Vec<u8>) {
        out.push(b'{');
        out.extend_from_slice(element.head.as_bytes());
        for member in element.members.iter().filter(|member| self.is_present(member)) {
            out.push(b',');
            self.member(member, out);
        }
        if !element.tail.is_empty() {
            out.push(b',');
            out.extend_from_slice(element.tail.as_bytes());
        }
        out.push(b'}');
    }
}
