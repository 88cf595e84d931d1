//! The attributes of the core and enterprise schemas, with the characteristics that a mapping must respect.
//!
//! Source: `rfc7643:4`, `rfc7643:7`, `spec:mapping-2.8`.

use super::AttributeType::{self, Boolean, Complex, Reference, String};

/// URN of the core user schema.
pub(crate) const USER_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// URN of the core group schema.
pub(crate) const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// URN of the enterprise extension of users.
pub(crate) const ENTERPRISE_URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// One attribute or sub-attribute of a schema.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) kind: AttributeType,
    pub(crate) multivalued: bool,
    /// Maintained by the server; a client does not send it.
    pub(crate) read_only: bool,
    pub(crate) sub_attributes: &'static [Attribute],
}

impl Attribute {
    /// Returns the sub-attribute of a name, letter case ignored.
    pub(crate) fn sub_attribute(&self, name: &str) -> Option<&'static Attribute> {
        find(self.sub_attributes, name)
    }
}

/// Returns the attributes of a schema; `None` for a schema that is not built in.
pub(crate) fn attributes(urn: &str) -> Option<&'static [Attribute]> {
    let known: [(&str, &'static [Attribute]); 3] =
        [(USER_URN, USER), (GROUP_URN, GROUP), (ENTERPRISE_URN, ENTERPRISE)];
    known.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(urn)).map(|(_, attributes)| attributes)
}

/// Returns the attribute of a name, letter case ignored.
pub(crate) fn find(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

const fn single(name: &'static str, kind: AttributeType) -> Attribute {
    Attribute { name, kind, multivalued: false, read_only: false, sub_attributes: &[] }
}

const fn complex(name: &'static str, sub_attributes: &'static [Attribute]) -> Attribute {
    Attribute { name, kind: Complex, multivalued: false, read_only: false, sub_attributes }
}

const fn several(name: &'static str, sub_attributes: &'static [Attribute]) -> Attribute {
    Attribute { name, kind: Complex, multivalued: true, read_only: false, sub_attributes }
}

#[expect(clippy::needless_pass_by_value, reason = "a constant is made of another")]
const fn read_only(attribute: Attribute) -> Attribute {
    Attribute { read_only: true, ..attribute }
}

/// The sub-attributes that multi-valued attributes share. Source: `rfc7643:2.4`.
const ELEMENT: &[Attribute] = &[
    single("value", String),
    single("display", String),
    single("type", String),
    single("primary", Boolean),
    single("$ref", String),
];

const COMMON: [Attribute; 3] =
    [read_only(single("id", String)), single("externalId", String), read_only(complex("meta", &[]))];

static USER: &[Attribute] = {
    let [id, external_id, meta] = COMMON;
    &[
        id,
        external_id,
        meta,
        single("userName", String),
        complex(
            "name",
            &[
                single("formatted", String),
                single("familyName", String),
                single("givenName", String),
                single("middleName", String),
                single("honorificPrefix", String),
                single("honorificSuffix", String),
            ],
        ),
        single("displayName", String),
        single("nickName", String),
        single("profileUrl", String),
        single("title", String),
        single("userType", String),
        single("preferredLanguage", String),
        single("locale", String),
        single("timezone", String),
        single("active", Boolean),
        single("password", String),
        several("emails", ELEMENT),
        several("phoneNumbers", ELEMENT),
        several("ims", ELEMENT),
        several("photos", ELEMENT),
        several(
            "addresses",
            &[
                single("formatted", String),
                single("streetAddress", String),
                single("locality", String),
                single("region", String),
                single("postalCode", String),
                single("country", String),
                single("type", String),
                single("primary", Boolean),
            ],
        ),
        read_only(several("groups", ELEMENT)),
        several("entitlements", ELEMENT),
        several("roles", ELEMENT),
        several("x509Certificates", ELEMENT),
    ]
};

static GROUP: &[Attribute] = {
    let [id, external_id, meta] = COMMON;
    &[
        id,
        external_id,
        meta,
        single("displayName", String),
        Attribute {
            name: "members",
            kind: Reference,
            multivalued: true,
            read_only: false,
            sub_attributes: &[],
        },
    ]
};

static ENTERPRISE: &[Attribute] = &[
    single("employeeNumber", String),
    single("costCenter", String),
    single("organization", String),
    single("division", String),
    single("department", String),
    Attribute {
        name: "manager",
        kind: Reference,
        multivalued: false,
        read_only: false,
        sub_attributes: &[
            single("value", String),
            single("$ref", String),
            read_only(single("displayName", String)),
        ],
    },
];
