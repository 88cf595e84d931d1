//! What SCIM and Entra know of attributes: names, types, multiplicity, mutability.
//!
//! `scim` holds the attribute definitions of RFC 7643, `entra` the source attributes of Entra's users and groups.
//! Both are tables; nothing here reads a rule file.

pub(crate) mod entra;
pub(crate) mod scim;

/// The type of an attribute, in Entra's words.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum AttributeType {
    /// A text; the default.
    #[default]
    String,
    Boolean,
    Integer,
    DateTime,
    /// The id of another object.
    Reference,
    /// Base64 text.
    Binary,
    /// Sub-attributes.
    Complex,
}

impl AttributeType {
    /// The types that a rule file can declare, as Entra spells them.
    pub(crate) const DECLARABLE: [(&'static str, AttributeType); 6] = [
        ("String", AttributeType::String),
        ("Boolean", AttributeType::Boolean),
        ("Integer", AttributeType::Integer),
        ("DateTime", AttributeType::DateTime),
        ("Reference", AttributeType::Reference),
        ("Binary", AttributeType::Binary),
    ];
}
