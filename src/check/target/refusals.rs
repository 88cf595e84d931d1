//! Target paths that no mapping may have.
//!
//! Source: `spec:mapping-2.3`.

use super::{Path, Resolved};
use crate::check::suggestion;
use crate::diagnostic::{Diagnostic, code};
use crate::ruleset::Scalar;
use crate::schema::AttributeType;
use crate::schema::scim::{self, Attribute};
use crate::source::Span;
use crate::syntax::path::TargetPath;

/// Refuses the core schema of another kind of object.
pub(super) fn refuse_other_resource(
    path: &TargetPath,
    scalar: &Scalar,
    core: &str,
) -> Result<(), Box<Diagnostic>> {
    let cores = [scim::USER_URN, scim::GROUP_URN];
    let is = |urn: &str, other: &str| urn.eq_ignore_ascii_case(other);
    let other = path.schema.as_ref().filter(|schema| {
        !is(&schema.node, core)
            && cores.iter().any(|known| is(&schema.node, known))
            && cores.iter().any(|known| is(core, known))
    });
    let Some(schema) = other else { return Ok(()) };
    let message = format!("the schema `{}` belongs to another kind of object", schema.node);
    let finding = Diagnostic::new(&code::BAD_TARGET_PATH, scalar.map.locate(schema.span), message);
    Err(Box::new(finding.label("not of this object").help(format!("the schema of this object is `{core}`"))))
}

/// Refuses a schema without an attribute, and the notation `…:User.department` of 2018.
pub(super) fn refuse_bare_schema(
    path: &TargetPath,
    scalar: &Scalar,
    core: &str,
) -> Result<(), Box<Diagnostic>> {
    let Some(schema) = &path.schema else { return Ok(()) };
    let whole = format!("{}:{}", schema.node, path.attribute.node);
    let known = [core, scim::USER_URN, scim::GROUP_URN, scim::ENTERPRISE_URN];
    if !known.iter().any(|urn| urn.eq_ignore_ascii_case(&whole)) {
        return Ok(());
    }
    let finding = match &path.sub_attribute {
        Some(sub) => Diagnostic::new(
            &code::BAD_TARGET_PATH,
            scalar.span(),
            "an attribute follows its schema after a colon",
        )
        .label("the notation before 2018")
        .help(format!("write `{whole}:{}`", sub.node)),
        None => {
            Diagnostic::new(&code::BAD_TARGET_PATH, scalar.span(), "the target is a schema, not an attribute")
                .label("an attribute must follow")
                .help(format!("write `{whole}:` and the attribute's name"))
        }
    };
    Err(Box::new(finding))
}

/// Refuses the shapes of `spec:mapping-2.3`.
pub(super) fn check_shape(path: &Path, scalar: &Scalar) -> Result<(), Box<Diagnostic>> {
    let attribute = &path.attribute;
    let core_is = |names: &[&str]| {
        path.extension.is_none() && names.iter().any(|name| attribute.eq_ignore_ascii_case(name))
    };
    if core_is(&["schemas", "groups"]) {
        return Err(Box::new(read_only(scalar)));
    }
    if let Some(filter) = path.filter.as_ref().filter(|_| core_is(&["members"])) {
        let finding = Diagnostic::new(&code::BAD_TARGET_PATH, filter.span, "`members` is mapped as a whole");
        return Err(Box::new(finding.label("a filter on members").help("write `members`")));
    }
    let Some(known) = path.known else { return check_filter(path, scalar) };
    if known.read_only || path.known_sub.is_some_and(|sub| sub.read_only) {
        return Err(Box::new(read_only(scalar)));
    }
    if let Some(filter) = &path.filter
        && (!known.multivalued || known.sub_attributes.is_empty())
    {
        let message = format!("`{attribute}` has no elements that a filter could choose");
        let finding = Diagnostic::new(&code::BAD_TARGET_PATH, filter.span, message);
        return Err(Box::new(finding.label("nothing to choose from").help("remove the filter")));
    }
    if known.multivalued && path.filter.is_none() && path.sub_attribute.is_some() {
        let message = format!("`{attribute}` holds several elements, and the path does not say which");
        let help = match path.sub_attribute.as_deref().filter(|_| !known.sub_attributes.is_empty()) {
            Some(sub) => format!("write `{attribute}[type eq \"work\"].{sub}`"),
            None => format!("write `{attribute}`"),
        };
        let finding = Diagnostic::new(&code::UNFILTERED_MULTIVALUED, path.attribute_span, message);
        return Err(Box::new(finding.label("several elements").help(help)));
    }
    if known.kind == AttributeType::Complex && !known.multivalued && path.sub_attribute.is_none() {
        return Err(Box::new(complex(scalar, known)));
    }
    check_filter(path, scalar)
}

/// Refuses the whole of a complex attribute as the target of a simple value.
pub(in crate::check) fn complex_for_simple(resolved: &Resolved, scalar: &Scalar) -> Option<Diagnostic> {
    let whole = resolved
        .path
        .known
        .filter(|known| known.kind == AttributeType::Complex && resolved.path.sub_attribute.is_none());
    whole.map(|known| complex(scalar, known))
}

fn complex(scalar: &Scalar, known: &Attribute) -> Diagnostic {
    let example = known.sub_attributes.first().map_or("value", |sub| sub.name);
    let path = if known.multivalued {
        format!("{}[type eq \"work\"].{example}", known.name)
    } else {
        format!("{}.{example}", known.name)
    };
    Diagnostic::new(
        &code::COMPLEX_AS_SCALAR,
        scalar.span(),
        format!("`{}` is complex; it takes no single value", known.name),
    )
    .label("has sub-attributes")
    .help(format!("map its sub-attributes, e.g. `{path}`"))
}

fn check_filter(path: &Path, scalar: &Scalar) -> Result<(), Box<Diagnostic>> {
    let Some(filter) = &path.filter else { return Ok(()) };
    match &path.sub_attribute {
        None => {
            let message = "the path chooses an element, but not what to write in it";
            let finding = Diagnostic::new(&code::BAD_TARGET_PATH, scalar.span(), message);
            Err(Box::new(
                finding.label("a sub-attribute must follow").help(format!("write `{}.value`", scalar.text)),
            ))
        }
        Some(sub) if sub.eq_ignore_ascii_case(&filter.attribute) => {
            let message = format!("the filter already sets `{sub}`");
            let finding = Diagnostic::new(&code::FILTER_ATTRIBUTE_MAPPED, path.sub_span, message);
            Err(Box::new(finding.label("set by the filter").help("remove the mapping")))
        }
        Some(_) => Ok(()),
    }
}

/// Without a table of the application's own, core and enterprise attributes must be those of RFC 7643.
pub(super) fn check_known(path: &Path, core: &str) -> Result<(), Box<Diagnostic>> {
    let urn = path.extension.as_deref().unwrap_or(core);
    let Some(attributes) = scim::attributes(urn) else { return Ok(()) };
    let Some(known) = path.known else {
        let help = "declare the application's own attributes under `target: attributes:`".to_owned();
        return Err(Box::new(unknown(&path.attribute, path.attribute_span, attributes, help)));
    };
    let filter = path.filter.as_ref().map(|filter| (&filter.attribute, filter.span));
    let sub = path.sub_attribute.as_ref().map(|sub| (sub, path.sub_span));
    for (name, span) in filter.into_iter().chain(sub) {
        if known.sub_attribute(name).is_none() {
            let names: Vec<_> = known.sub_attributes.iter().map(|attribute| attribute.name).collect();
            let help = match names.as_slice() {
                [] => format!("`{}` has no sub-attributes: write it alone", known.name),
                names => format!("choose one of `{}`", names.join("`, `")),
            };
            return Err(Box::new(unknown(name, span, known.sub_attributes, help)));
        }
    }
    Ok(())
}

fn unknown(name: &str, span: Span, known: &[Attribute], help: String) -> Diagnostic {
    let help = suggestion(name, known.iter().map(|attribute| attribute.name)).unwrap_or(help);
    let message = format!("the SCIM schema has no attribute `{name}`");
    Diagnostic::new(&code::UNKNOWN_TARGET_ATTRIBUTE, span, message).label("unknown attribute").help(help)
}

pub(super) fn read_only(scalar: &Scalar) -> Diagnostic {
    let message = format!("`{}` is maintained by the server and must not be mapped", scalar.text);
    let finding = Diagnostic::new(&code::READ_ONLY_TARGET, scalar.span(), message);
    finding.label("read-only").help("remove the mapping")
}
