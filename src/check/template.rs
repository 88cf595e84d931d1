//! The output template of one object: each target path at its place.
//!
//! Source: `spec:mapping-2.4`, `spec:mapping-2.5`.

use super::mapping::Mapped;
use super::target::{Path, element_head, json};
use crate::plan::{Element, Extension, Member, Part, Profile, Shape, Template};
use crate::schema::AttributeType;
use crate::schema::scim;
use foldhash::fast::RandomState;
use indexmap::IndexMap;
use std::collections::HashMap;
use std::sync::Arc;

/// What Entra lists as the second schema of every group.
const ENTRA_GROUP_URN: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

/// Builds the template; references are left out, because they never travel with a create.
pub(super) fn build(mapped: &[Mapped], core: &str, object: &str, profile: Profile) -> Template {
    let (mut places, mut members) = (Places::default(), Vec::new());
    for (index, mapped) in
        mapped.iter().enumerate().filter(|(_, mapped)| mapped.mapping.target.kind != AttributeType::Reference)
    {
        places.place(&mut members, &mapped.path, index);
    }
    if profile == Profile::Rfc {
        let extensions = places.extensions.into_values().collect();
        let template = Template {
            head: head(&[core]),
            extensions,
            members,
            tail: "}".to_owned(),
            ..Template::default()
        };
        return template.with_elements(mapped.len());
    }
    add_primary(&mut members, mapped);
    let second = if object == "group" { ENTRA_GROUP_URN } else { scim::ENTERPRISE_URN };
    let kind = if object == "group" { "Group" } else { "User" };
    let template = Template {
        head: head(&[core, second]),
        members,
        tail: format!(",\"meta\":{{\"resourceType\":{}}}}}", json(kind)),
        ..Template::default()
    };
    template.with_elements(mapped.len())
}

fn head(schemas: &[&str]) -> String {
    let schemas: Vec<String> = schemas.iter().map(|schema| json(schema)).collect();
    format!("{{\"schemas\":[{}", schemas.join(","))
}

/// Where members and elements stand that have been made, found without a search: time stays linear in the number of mappings.
#[derive(Default)]
struct Places {
    /// By their URNs in lower case.
    extensions: IndexMap<String, Extension, RandomState>,
    /// The members and elements by what they are in, the top being 0, and by their names in lower case.
    known: HashMap<(usize, String), Known, RandomState>,
    /// What members are placed in.
    within: usize,
}

/// A member or an element that has been made.
#[derive(Copy, Clone)]
struct Known {
    /// Its own number, for what is in it.
    number: usize,
    /// Its index among its neighbours.
    index: usize,
}

impl Places {
    fn place(&mut self, members: &mut Vec<Member>, path: &Path, mapping: usize) {
        self.within = 0;
        let Some(urn) = &path.extension else { return self.place_attribute(members, path, mapping) };
        let extension = self.member(members, urn, || Shape::Object(Vec::new()));
        self.announce(urn, mapping);
        if let Shape::Object(attributes) = &mut extension.shape {
            self.place_attribute(attributes, path, mapping);
        }
    }

    /// Notes that a mapping is one of an extension's.
    fn announce(&mut self, urn: &str, mapping: usize) {
        let new = || Extension { urn: [",", &json(urn)].concat(), leaves: Vec::new() };
        self.extensions.entry(urn.to_ascii_lowercase()).or_insert_with(new).leaves.push(mapping);
    }

    fn place_attribute(&mut self, members: &mut Vec<Member>, path: &Path, mapping: usize) {
        match (&path.filter, &path.sub_attribute) {
            (None, None) => self.place_whole(members, path, mapping),
            (None, Some(sub)) => {
                let attribute = self.member(members, &path.attribute, || Shape::Object(Vec::new()));
                if let Shape::Object(subs) = &mut attribute.shape {
                    self.member(subs, sub, || Shape::Value(mapping));
                }
            }
            (Some(filter), sub) => {
                let attribute = self.member(members, &path.attribute, || Shape::Elements(Vec::new()));
                let Shape::Elements(parts) = as_elements(&mut attribute.shape) else { return };
                let element = self.element(parts, element_head(filter));
                element.leaves.push(mapping);
                let sub = sub.as_deref().unwrap_or("value");
                self.member(&mut element.members, sub, || Shape::Value(mapping));
            }
        }
    }

    /// A whole attribute; beside elements of the same attribute its members come first or last, as the file has it.
    fn place_whole(&mut self, members: &mut Vec<Member>, path: &Path, mapping: usize) {
        let attribute = self.member(members, &path.attribute, || Shape::Value(mapping));
        if let Shape::Elements(parts) = &mut attribute.shape {
            parts.push(Part::Whole(mapping));
        }
    }

    /// Goes to the member of a name, made on first use.
    fn member<'m>(
        &mut self,
        members: &'m mut Vec<Member>,
        name: &str,
        shape: impl FnOnce() -> Shape,
    ) -> &'m mut Member {
        let index = self.go(name, members.len());
        if index == members.len() {
            members.push(Member { key: [",", &json(name), ":"].concat(), shape: shape() });
        }
        members.get_mut(index).expect("the member was found or pushed")
    }

    /// Goes to the element that begins so, made on first use.
    fn element<'p>(&mut self, parts: &'p mut Vec<Part>, head: String) -> &'p mut Element {
        let index = self.go(&head, parts.len());
        if index == parts.len() {
            let (leaves, members, tail) = (Vec::new(), Vec::new(), String::new());
            parts.push(Part::Element(Arc::new(Element { head, leaves, members, tail })));
        }
        match parts.get_mut(index) {
            Some(Part::Element(element)) => {
                Arc::get_mut(element).expect("nobody shares it before all are made")
            }
            _ => unreachable!("the element was found or pushed"),
        }
    }

    /// Goes one step on, and returns the index that was noted there first.
    fn go(&mut self, step: &str, next: usize) -> usize {
        let new = Known { number: self.known.len() + 1, index: next };
        let known = *self.known.entry((self.within, step.to_ascii_lowercase())).or_insert(new);
        self.within = known.number;
        known.index
    }
}

fn as_elements(shape: &mut Shape) -> &mut Shape {
    if let Shape::Value(mapping) = *shape {
        *shape = Shape::Elements(vec![Part::Whole(mapping)]);
    }
    shape
}

/// Entra makes the work e-mail primary where no mapping says which e-mail is.
fn add_primary(members: &mut [Member], mapped: &[Mapped]) {
    let maps_primary = |mapped: &Mapped| {
        let filters_primary = mapped.path.filter.as_ref().is_some_and(|filter| filter.attribute == "primary");
        mapped.path.attribute == "emails"
            && (filters_primary || mapped.path.sub_attribute.as_deref() == Some("primary"))
    };
    if mapped.iter().any(maps_primary) {
        return;
    }
    for member in members.iter_mut().filter(|member| member.key == ",\"emails\":") {
        let Shape::Elements(parts) = &mut member.shape else { continue };
        for part in parts {
            if let Part::Element(element) = part
                && let Some(element) = Arc::get_mut(element)
                && element.head.eq_ignore_ascii_case("\"type\":\"work\"")
            {
                "\"primary\":true".clone_into(&mut element.tail);
            }
        }
    }
}
