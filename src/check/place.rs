//! Where target attributes stand in a resource, for reading the target's and for naming them in operations.
//!
//! Source: `spec:mapping-2.1`, `spec:mapping-2.5`.

use super::mapping::Mapped;
use super::target::{self, Path};
use crate::plan::{Filter, Keys, Mapping, Node, Place, Profile, ResourcePlan};
use crate::ruleset::ObjectRules;
use crate::schema::scim;
use crate::syntax::path::{self, Literal};
use crate::value::boolean_text;
use indexmap::{IndexMap, IndexSet};

/// The top-level members of target resources, as they are asked for.
///
/// Found by their names in lower case, so that time stays linear in the number of mappings.
pub(super) struct ResourceKeys {
    names: IndexMap<String, String>,
    /// The element that the mapping before is in: its attribute, and what chooses it.
    before: Option<(usize, Option<String>, Filter)>,
}

/// The members that every resource is read for.
const ALWAYS: [&str; 4] = ["id", "active", "schemas", "meta"];

impl ResourceKeys {
    pub(super) fn new() -> Self {
        let names = ALWAYS.into_iter().map(|name| (name.to_ascii_lowercase(), name.to_owned()));
        Self { names: names.collect(), before: None }
    }

    /// Returns the index of a member, whatever its letter case.
    fn key(&mut self, name: &str) -> usize {
        let entry = self.names.entry(name.to_ascii_lowercase());
        let index = entry.index();
        entry.or_insert_with(|| name.to_owned());
        index
    }

    /// Returns the place of a target path.
    pub(super) fn place(&mut self, path: &Path, profile: Profile) -> Place {
        let (key, extension_attribute) = match &path.extension {
            Some(urn) => (self.key(urn), Some(path.attribute.clone())),
            None => (self.key(&path.attribute), None),
        };
        let element = path.filter.as_ref().map(|filter| Filter {
            attribute: filter.attribute.clone(),
            text: match &filter.literal {
                Literal::Text(text) => text.clone(),
                Literal::Boolean(boolean) => boolean_text(*boolean).to_owned(),
            },
        });
        let filter = path.filter.as_ref().map_or(String::new(), |filter| filter_text(filter, profile));
        let sub_attribute = path.sub_attribute.clone();
        let is_primary = sub_attribute.as_ref().is_some_and(|name| name.eq_ignore_ascii_case("primary"));
        let in_element = element.clone().map(|filter| (key, extension_attribute.clone(), filter));
        let is_in_element_before = in_element.is_some() && in_element == self.before;
        self.before = in_element;
        Place {
            key,
            extension_attribute,
            element,
            sub_attribute,
            is_primary,
            is_in_element_before,
            path: path.text_with(&filter),
            attribute_path: path.attribute_text(),
        }
    }

    /// Returns what is read of the resources of one kind of object.
    ///
    /// The members by which resources are found, and whose values no other resource may have, come first.
    pub(super) fn into_plan(self, rules: &ObjectRules, mapped: &mut [Mapped]) -> ResourcePlan {
        let indexed =
            |mapping: &Mapping| mapping.matching || mapping.value.as_ref().is_some_and(Node::is_unique);
        let indexed =
            mapped.iter().filter(|mapped| indexed(&mapped.mapping)).map(|mapped| mapped.mapping.place.key);
        let first: IndexSet<usize> = (0..ALWAYS.len()).chain(indexed).collect();
        let count = first.len();
        let order: IndexSet<usize> = first.into_iter().chain(0..self.names.len()).collect();
        for mapped in mapped {
            let key = &mut mapped.mapping.place.key;
            *key = order.get_index_of(key).unwrap_or(*key);
        }
        let names: Vec<String> =
            order.iter().filter_map(|key| Some(self.names.get_index(*key)?.1.clone())).collect();
        let index_names = names.iter().take(count).cloned().collect();
        let schema = rules.target.schema.text.clone();
        let endpoint = match rules.kind.node.as_str() {
            "user" => "Users".to_owned(),
            "group" => "Groups".to_owned(),
            other => format!("{other}s"),
        };
        let accepts_active = match &rules.target.attributes {
            Some(rows) => rows.iter().any(|row| row.name.text.eq_ignore_ascii_case("active")),
            None => schema.eq_ignore_ascii_case(scim::USER_URN),
        };
        ResourcePlan {
            schema,
            endpoint,
            keys: Keys::ignoring_case(names),
            index_keys: Keys::ignoring_case(index_names),
            id: 0,
            active: 1,
            schemas: 2,
            meta: 3,
            // Entra: groups are never disabled, whatever their table says.
            soft_deletes: accepts_active && rules.kind.node != "group",
        }
    }
}

/// A filter as operations write it: strict RFC 7644 compares `primary` with a boolean, the service as the rule has it.
fn filter_text(filter: &path::Filter, profile: Profile) -> String {
    match target::boolean_literal(filter) {
        Some(boolean) if profile == Profile::Rfc => format!("[{} eq {boolean}]", filter.attribute),
        _ => filter.to_string(),
    }
}
