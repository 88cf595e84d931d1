//! The source attributes of Entra's users and groups, with the types that matter to mappings and filters.
//!
//! Both the names of the provisioning service (`objectId`, `mobile`) and those of Microsoft Graph (`id`, `mobilePhone`) are
//! known, because source objects come from either.
//!
//! Source: `entra:customize-application-attributes`, `graph:user`, `graph:group`, `spec:mapping-3.4`.

use super::AttributeType::{self, Boolean, Complex, DateTime, Integer, Reference, String};

/// One attribute of a source object.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) kind: AttributeType,
    pub(crate) multivalued: bool,
}

/// Returns the attributes of a kind of object; `None` for a kind that Entra does not have.
pub(crate) fn attributes(object: &str) -> Option<&'static [Attribute]> {
    match object {
        "user" => Some(USER),
        "group" => Some(GROUP),
        _ => None,
    }
}

/// Returns the path under which the other of Entra's two vocabularies has an attribute: the provisioning service says
/// `objectId`, Microsoft Graph `id`.
pub(crate) fn alias(name: &str) -> Option<std::string::String> {
    const ALIASES: [(&str, &str); 6] = [
        ("objectId", "id"),
        ("mobile", "mobilePhone"),
        ("telephoneNumber", "businessPhones"),
        ("facsimileTelephoneNumber", "faxNumber"),
        ("physicalDeliveryOfficeName", "officeLocation"),
        ("dirSyncEnabled", "onPremisesSyncEnabled"),
    ];
    if name.starts_with("extensionAttribute") {
        return Some(format!("onPremisesExtensionAttributes.{name}"));
    }
    let other = ALIASES.into_iter().find_map(|(service, graph)| match name {
        _ if name == service => Some(graph),
        // A list of phones is no single phone, so it has no alias in the other direction.
        _ if name == graph && graph != "businessPhones" => Some(service),
        _ => None,
    });
    other.map(str::to_owned)
}

/// Tells whether a name is one of a directory extension: `extension_`, 32 hexadecimal digits, `_` and a name.
pub(crate) fn is_directory_extension(name: &str) -> bool {
    let id = name.strip_prefix("extension_").and_then(|rest| rest.split_once('_'));
    id.is_some_and(|(id, name)| {
        id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) && !name.is_empty()
    })
}

/// Tells whether Entra refuses the attribute in scoping filters, whatever its declared type.
pub(crate) fn is_unsupported_in_scoping(name: &str) -> bool {
    const UNSUPPORTED: [&str; 9] = [
        "members",
        "manager",
        "userType",
        "appRoleAssignments",
        "StatusHireDate",
        "startDate",
        "endDate",
        "StatusTerminationDate",
        "accountExpires",
    ];
    UNSUPPORTED.contains(&name)
}

const fn one(name: &'static str, kind: AttributeType) -> Attribute {
    Attribute { name, kind, multivalued: false }
}

const fn many(name: &'static str, kind: AttributeType) -> Attribute {
    Attribute { name, kind, multivalued: true }
}

static USER: &[Attribute] = &[
    one("accountEnabled", Boolean),
    one("ageGroup", String),
    one("alternativeSecurityIdentifier", String),
    many("appRoleAssignments", Complex),
    many("businessPhones", String),
    one("city", String),
    one("companyName", String),
    one("consentProvidedForMinor", String),
    one("country", String),
    one("createdDateTime", DateTime),
    one("creationType", String),
    one("deletedDateTime", DateTime),
    one("department", String),
    one("dirSyncEnabled", Boolean),
    one("displayName", String),
    one("employeeHireDate", DateTime),
    one("employeeId", String),
    one("employeeLeaveDateTime", DateTime),
    one("employeeOrgData", Complex),
    one("employeeType", String),
    one("extensionAttribute1", String),
    one("extensionAttribute2", String),
    one("extensionAttribute3", String),
    one("extensionAttribute4", String),
    one("extensionAttribute5", String),
    one("extensionAttribute6", String),
    one("extensionAttribute7", String),
    one("extensionAttribute8", String),
    one("extensionAttribute9", String),
    one("extensionAttribute10", String),
    one("extensionAttribute11", String),
    one("extensionAttribute12", String),
    one("extensionAttribute13", String),
    one("extensionAttribute14", String),
    one("extensionAttribute15", String),
    one("externalUserState", String),
    one("facsimileTelephoneNumber", String),
    one("faxNumber", String),
    one("givenName", String),
    one("id", String),
    many("identities", Complex),
    many("imAddresses", String),
    one("immutableId", String),
    one("isAssigned", Boolean),
    one("IsSoftDeleted", Boolean),
    one("jobTitle", String),
    one("legalAgeGroupClassification", String),
    one("mail", String),
    one("mailNickname", String),
    one("manager", Reference),
    one("mobile", String),
    one("mobilePhone", String),
    one("mySite", String),
    one("netId", String),
    one("objectId", String),
    one("objectType", String),
    one("officeLocation", String),
    one("onPremisesDistinguishedName", String),
    one("onPremisesDomainName", String),
    one("onPremisesExtensionAttributes", Complex),
    one("onPremisesImmutableId", String),
    one("onPremisesObjectIdentifier", String),
    one("onPremisesSamAccountName", String),
    one("onPremisesSecurityIdentifier", String),
    one("onPremisesSyncEnabled", Boolean),
    one("onPremisesUserPrincipalName", String),
    one("originalUserPrincipalName", String),
    many("otherMails", String),
    one("passwordPolicies", String),
    one("passwordProfile", Complex),
    one("physicalDeliveryOfficeName", String),
    one("postalCode", String),
    one("preferredDataLocation", String),
    one("preferredLanguage", String),
    many("proxyAddresses", String),
    one("showInAddressList", Boolean),
    one("sipProxyAddress", String),
    one("state", String),
    one("streetAddress", String),
    one("surname", String),
    one("telephoneNumber", String),
    one("usageLocation", String),
    one("userPrincipalName", String),
    one("userType", String),
];

static GROUP: &[Attribute] = &[
    many("appRoleAssignments", Complex),
    one("classification", String),
    one("createdDateTime", DateTime),
    one("deletedDateTime", DateTime),
    one("description", String),
    one("dirSyncEnabled", Boolean),
    one("displayName", String),
    many("groupTypes", String),
    one("groupType", Integer),
    one("id", String),
    one("isAssigned", Boolean),
    one("IsSoftDeleted", Boolean),
    one("mail", String),
    one("mailEnabled", Boolean),
    one("mailNickname", String),
    many("members", Reference),
    one("membershipRule", String),
    one("objectId", String),
    one("objectType", String),
    one("onPremisesDomainName", String),
    one("onPremisesNetBiosName", String),
    one("onPremisesSamAccountName", String),
    one("onPremisesSecurityIdentifier", String),
    one("onPremisesSyncEnabled", Boolean),
    many("owners", Reference),
    one("preferredDataLocation", String),
    many("proxyAddresses", String),
    one("securityEnabled", Boolean),
    one("securityIdentifier", String),
    one("visibility", String),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_file_reference_names_them_all() {
        let page = include_str!("../../docs/rules.md");
        for (heading, attributes) in [("- Users: ", USER), ("- Groups: ", GROUP)] {
            let line = page.lines().find_map(|line| line.strip_prefix(heading)).expect("a line of names");
            let written: Vec<&str> = line.split(' ').map(|name| name.trim_matches('`')).collect();
            // Of the numbered ones the page names the first and the last.
            let is_between = |name: &str| {
                name.starts_with("extensionAttribute") && !matches!(name.get(18..), Some("1" | "15"))
            };
            let names = attributes.iter().map(|attribute| attribute.name).filter(|name| !is_between(name));
            let mut expected: Vec<&str> = names.collect();
            if let Some(last) = expected.iter().position(|name| *name == "extensionAttribute15") {
                expected.insert(last, "…");
            }
            assert_eq!(written, expected);
        }
    }
}
