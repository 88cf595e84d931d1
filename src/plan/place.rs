//! Where a target attribute stands in a resource, and how operations name it.
//!
//! Source: `spec:mapping-2.1`, `spec:mapping-5.3`.

use super::{Filter, Keys};

/// What is read of the target's resources of one kind of object.
#[derive(Debug, Default)]
pub(crate) struct ResourcePlan {
    /// The schema URN of the resources.
    pub(crate) schema: String,
    /// The endpoint below the base URL, e.g. `Users`.
    pub(crate) endpoint: String,
    /// The top-level members that are read: attributes, and extensions by their URN.
    pub(crate) keys: Keys,
    /// The first of them: those that find a resource by its id and its matching attributes, and tell values that are taken.
    pub(crate) index_keys: Keys,
    /// The member that holds the resource's id.
    pub(crate) id: usize,
    /// The member that tells an account that is disabled.
    pub(crate) active: usize,
    /// The members that tell the kind of resource.
    pub(crate) schemas: usize,
    pub(crate) meta: usize,
    /// Whether the target can disable what it holds; else leaving the scope deletes it.
    pub(crate) soft_deletes: bool,
}

/// The place of a target attribute in a resource.
#[derive(Debug)]
pub(crate) struct Place {
    /// The top-level member, as an index of [`ResourcePlan::keys`].
    pub(crate) key: usize,
    /// The attribute inside the extension that the member is.
    pub(crate) extension_attribute: Option<String>,
    /// The element of a multi-valued attribute.
    pub(crate) element: Option<Filter>,
    pub(crate) sub_attribute: Option<String>,
    /// It is the place of `primary`.
    pub(crate) is_primary: bool,
    /// It is in the same element of the same attribute as the place of the mapping before.
    pub(crate) is_in_element_before: bool,
    /// The path of an operation, as the profile writes it, e.g. `roles[primary eq true].value`.
    pub(crate) path: String,
    /// The path of the attribute without filter and sub-attribute, e.g. `roles`.
    pub(crate) attribute_path: String,
}
