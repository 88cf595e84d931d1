//! The output template of one object: each target path at its place.
//!
//! Source: `spec:mapping-2.4`, `spec:mapping-2.5`.

use super::mapping::Mapped;
use super::target::{Path, element_head};
use crate::plan::{Element, Member, Part, Profile, Shape, Template};
use crate::schema::AttributeType;
use crate::schema::scim;

/// What Entra lists as the second schema of every group.
const ENTRA_GROUP_URN: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

/// Builds the template; references are left out, because they never travel with a create.
pub(super) fn build(mapped: &[Mapped], core: &str, object: &str, profile: Profile) -> Template {
    let mut members = Vec::new();
    for (index, mapped) in
        mapped.iter().enumerate().filter(|(_, mapped)| mapped.mapping.target.kind != AttributeType::Reference)
    {
        place(&mut members, &mapped.path, index);
    }
    if profile == Profile::Rfc {
        return Template {
            schemas: vec![json(core)],
            announces_extensions: true,
            members,
            tail: String::new(),
        };
    }
    add_primary(&mut members, mapped);
    let second = if object == "group" { ENTRA_GROUP_URN } else { scim::ENTERPRISE_URN };
    let kind = if object == "group" { "Group" } else { "User" };
    Template {
        schemas: vec![json(core), json(second)],
        announces_extensions: false,
        members,
        tail: format!("\"meta\":{{\"resourceType\":{}}}", json(kind)),
    }
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn place(members: &mut Vec<Member>, path: &Path, mapping: usize) {
    let Some(urn) = &path.extension else { return place_attribute(members, path, mapping) };
    let extension = member(members, urn, mapping, || Shape::Object(Vec::new()));
    extension.extension.get_or_insert_with(|| json(urn));
    if let Shape::Object(attributes) = &mut extension.shape {
        place_attribute(attributes, path, mapping);
    }
}

fn place_attribute(members: &mut Vec<Member>, path: &Path, mapping: usize) {
    match (&path.filter, &path.sub_attribute) {
        (None, None) => place_whole(members, path, mapping),
        (None, Some(sub)) => {
            let attribute = member(members, &path.attribute, mapping, || Shape::Object(Vec::new()));
            if let Shape::Object(subs) = &mut attribute.shape {
                member(subs, sub, mapping, || Shape::Value(mapping));
            }
        }
        (Some(filter), sub) => {
            let head = element_head(filter);
            let attribute = member(members, &path.attribute, mapping, || Shape::Elements(Vec::new()));
            let Shape::Elements(parts) = as_elements(&mut attribute.shape) else { return };
            let same = |part: &Part| matches!(part, Part::Element(element) if element.head.eq_ignore_ascii_case(&head));
            let index = parts.iter().position(same).unwrap_or_else(|| {
                parts.push(Part::Element(Element {
                    head,
                    leaves: Vec::new(),
                    members: Vec::new(),
                    tail: String::new(),
                }));
                parts.len() - 1
            });
            if let Some(Part::Element(element)) = parts.get_mut(index) {
                element.leaves.push(mapping);
                let sub = sub.as_deref().unwrap_or("value");
                member(&mut element.members, sub, mapping, || Shape::Value(mapping));
            }
        }
    }
}

/// A whole attribute; beside elements of the same attribute its members come first or last, as the file has it.
fn place_whole(members: &mut Vec<Member>, path: &Path, mapping: usize) {
    let attribute = member(members, &path.attribute, mapping, || Shape::Value(mapping));
    if let Shape::Elements(parts) = &mut attribute.shape {
        parts.push(Part::Whole(mapping));
    }
}

fn as_elements(shape: &mut Shape) -> &mut Shape {
    if let Shape::Value(mapping) = *shape {
        *shape = Shape::Elements(vec![Part::Whole(mapping)]);
    }
    shape
}

/// Returns the member of a name, made on first use; the mapping is noted as one of its leaves.
fn member<'m>(
    members: &'m mut Vec<Member>,
    name: &str,
    mapping: usize,
    shape: impl FnOnce() -> Shape,
) -> &'m mut Member {
    let key = format!("{}:", json(name));
    let index =
        members.iter().position(|member| member.key.eq_ignore_ascii_case(&key)).unwrap_or_else(|| {
            members.push(Member { key, extension: None, leaves: Vec::new(), shape: shape() });
            members.len() - 1
        });
    let member = members.get_mut(index).expect("the member was found or pushed");
    member.leaves.push(mapping);
    member
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
    for member in members.iter_mut().filter(|member| member.key == "\"emails\":") {
        let Shape::Elements(parts) = &mut member.shape else { continue };
        for part in parts {
            if let Part::Element(element) = part
                && element.head.eq_ignore_ascii_case("\"type\":\"work\"")
            {
                "\"primary\":true".clone_into(&mut element.tail);
            }
        }
    }
}
