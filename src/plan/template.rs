//! The output of a plan as a template: what is fixed is bytes already, what varies names a mapping.
//!
//! Members stand in the order of their first mapping; an object, an element or an extension without any value is left out.
//!
//! Source: `spec:mapping-2.4`, `spec:mapping-2.5`.

use std::sync::Arc;

/// The payload of one kind of object.
#[derive(Debug, Default)]
pub(crate) struct Template {
    /// The beginning, with the `schemas` that are always there: the bracket that ends them is still open.
    pub(crate) head: String,
    /// The extensions that are added to `schemas` where they are in use.
    pub(crate) extensions: Vec<Extension>,
    pub(crate) members: Vec<Member>,
    /// For each mapping the element of a multi-valued attribute that it contributes to.
    pub(crate) elements: Vec<Option<Arc<Element>>>,
    /// What follows the last member, e.g. `,"meta":{"resourceType":"User"}`, and the end.
    pub(crate) tail: String,
}

impl Template {
    /// Notes where the elements are, once the members are all there.
    pub(crate) fn with_elements(mut self, mappings: usize) -> Self {
        self.elements.resize(mappings, None);
        note_elements(&self.members, &mut self.elements);
        self
    }

    /// Returns the element of a multi-valued attribute that a mapping contributes to.
    pub(crate) fn element(&self, mapping: usize) -> Option<&Element> {
        self.elements.get(mapping)?.as_deref()
    }
}

fn note_elements(members: &[Member], found: &mut [Option<Arc<Element>>]) {
    for member in members {
        match &member.shape {
            Shape::Value(_) => {}
            Shape::Object(members) => note_elements(members, found),
            Shape::Elements(parts) => {
                for part in parts {
                    let Part::Element(element) = part else { continue };
                    for leaf in &element.leaves {
                        if let Some(place) = found.get_mut(*leaf) {
                            *place = Some(Arc::clone(element));
                        }
                    }
                }
            }
        }
    }
}

/// A schema extension that `schemas` names where one of its attributes has a value.
#[derive(Debug)]
pub(crate) struct Extension {
    /// A comma, and the schema URN as JSON text.
    pub(crate) urn: String,
    /// Its mappings, in the order of the file.
    pub(crate) leaves: Vec<usize>,
}

/// One attribute of an object.
#[derive(Debug)]
pub(crate) struct Member {
    /// A comma, the attribute's name as JSON text, and a colon, e.g. `,"name":`.
    pub(crate) key: String,
    pub(crate) shape: Shape,
}

/// What an attribute holds.
#[derive(Debug)]
pub(crate) enum Shape {
    /// The value of one mapping.
    Value(usize),
    /// Sub-attributes, or the attributes of an extension.
    Object(Vec<Member>),
    /// The elements of a multi-valued attribute, put in the order of their first mapping that has a value.
    Elements(Vec<Part>),
}

/// A contribution to a multi-valued attribute.
#[derive(Debug)]
pub(crate) enum Part {
    /// All members of one mapping's value.
    Whole(usize),
    /// The element of a path's filter.
    Element(Arc<Element>),
}

/// One element of a multi-valued attribute.
#[derive(Debug)]
pub(crate) struct Element {
    /// What the filter fixes, e.g. `"type":"work"`.
    pub(crate) head: String,
    pub(crate) leaves: Vec<usize>,
    pub(crate) members: Vec<Member>,
    /// What follows the last sub-attribute, e.g. `"primary":true`; usually empty.
    pub(crate) tail: String,
}
