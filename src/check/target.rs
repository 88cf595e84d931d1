//! Target paths: split, normalised, and found in the application's table or the SCIM schema.
//!
//! Source: `spec:mapping-2.1` to `spec:mapping-2.3`.

use super::{Findings, suggestion};
use crate::diagnostic::{Diagnostic, code};
use crate::dotnet::boolean;
use crate::plan::Target;
use crate::ruleset::{Mutability, Scalar, TargetAttribute, TargetRules};
use crate::schema::AttributeType;
use crate::schema::scim::{self, Attribute};
use crate::source::Span;
use crate::syntax::path::{self, Filter, Literal, TargetPath};
use indexmap::IndexMap;

/// A target path, its names in the schema's spelling.
#[derive(Debug)]
pub(super) struct Path {
    /// The extension's URN; `None` for the core schema.
    pub(super) extension: Option<String>,
    pub(super) attribute: String,
    pub(super) filter: Option<Filter>,
    pub(super) sub_attribute: Option<String>,
    /// What the schema knows of the attribute, and of the sub-attribute.
    pub(super) known: Option<&'static Attribute>,
    known_sub: Option<&'static Attribute>,
    /// Where the attribute stands in the file.
    attribute_span: Span,
    /// Where the sub-attribute stands; the attribute where there is none.
    sub_span: Span,
}

/// A target of a mapping: where it stands in the output, and what it takes.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) path: Path,
    /// What tells the target apart from others.
    pub(super) key: String,
    pub(super) target: Target,
    /// Whether the application filters on it; `None` where its table does not say so.
    pub(super) filterable: Option<bool>,
    /// Whether the application has a table.
    pub(super) declared: bool,
    /// Whether the application takes a value only when a resource is created.
    pub(super) immutable: bool,
}

impl Path {
    /// Returns the normalised text of the attribute, without filter and sub-attribute.
    pub(super) fn attribute_text(&self) -> String {
        match &self.extension {
            Some(urn) => [urn, ":", &self.attribute].concat(),
            None => self.attribute.clone(),
        }
    }

    /// Returns the normalised text with a filter as it is to be written.
    pub(super) fn text_with(&self, filter: &str) -> String {
        let (dot, sub) = self.sub_attribute.as_ref().map_or(("", ""), |sub| (".", sub.as_str()));
        [&self.attribute_text(), filter, dot, sub].concat()
    }

    /// Returns the normalised text; two targets are the same when these are equal ignoring letter case.
    pub(super) fn text(&self) -> String {
        self.text_with(&self.filter.as_ref().map_or(String::new(), Filter::to_string))
    }

    /// Returns what tells targets apart: the text in small letters, a filter's boolean however it is written.
    pub(super) fn key(&self) -> String {
        self.text_with(&self.filter.as_ref().map_or(String::new(), element_head)).to_lowercase()
    }

    /// Returns the path of the attribute that the sub-attribute belongs to; `None` for an attribute or an element's.
    pub(super) fn parent(&self) -> Option<String> {
        self.sub_attribute.as_ref().filter(|_| self.filter.is_none()).map(|_| self.attribute_text())
    }

    fn kind(&self) -> AttributeType {
        let boolean_name = |name: &str| name.eq_ignore_ascii_case("primary");
        match (&self.sub_attribute, self.known_sub, self.known) {
            (Some(sub), _, _) if boolean_name(sub) => AttributeType::Boolean,
            (Some(_), Some(sub), _) => sub.kind,
            (None, _, Some(attribute)) => attribute.kind,
            (Some(_), None, _) | (None, _, None) => AttributeType::String,
        }
    }
}

/// The application's attribute table, its paths normalised.
pub(super) struct Table<'r> {
    schema: &'r Scalar,
    /// By what tells targets apart: the path as text, and its row.
    rows: Option<IndexMap<String, (String, &'r TargetAttribute)>>,
}

impl<'r> Table<'r> {
    pub(super) fn new(rules: &'r TargetRules, findings: &mut Findings) -> Self {
        let rows = rules.attributes.as_ref().map(|rows| {
            let normalised = rows.iter().filter_map(|row| {
                let path = parse(&row.name, &rules.schema.text)
                    .map_err(|diagnostic| findings.push(*diagnostic))
                    .ok()?;
                Some((path.key(), (path.text(), row)))
            });
            normalised.collect()
        });
        Self { schema: &rules.schema, rows }
    }

    /// Resolves the target of a mapping.
    ///
    /// # Errors
    ///
    /// `bad-target-path`, `read-only-target`, `unfiltered-multivalued`, `filter-attribute-mapped`, `unknown-target-attribute`.
    pub(super) fn resolve(&self, scalar: &Scalar) -> Result<Resolved, Box<Diagnostic>> {
        let path = parse(scalar, &self.schema.text)?;
        check_shape(&path, scalar)?;
        let (text, key) = (path.text(), path.key());
        let row = self.row(&key);
        if let Some(rows) = self.rows.as_ref().filter(|_| row.is_none()) {
            let help = suggestion(&text, rows.values().map(|(known, _)| known.as_str()));
            let help = help.unwrap_or_else(|| {
                "add it to `target: attributes:` if the application accepts it".to_owned()
            });
            let message = format!("the application has no attribute `{}`", scalar.text);
            return Err(Box::new(
                Diagnostic::new(&code::UNKNOWN_TARGET_ATTRIBUTE, scalar.span(), message)
                    .label("not in the target table")
                    .help(help),
            ));
        }
        if self.rows.is_none() {
            check_known(&path, &self.schema.text)?;
        }
        if row.is_some_and(|row| row.mutability == Mutability::ReadOnly) {
            return Err(Box::new(read_only(scalar)));
        }
        let built_in = path.kind();
        let declared = row.map_or(AttributeType::String, |row| row.kind);
        let kind = if built_in == AttributeType::String { declared } else { built_in };
        let whole = path.filter.is_none() && path.sub_attribute.is_none();
        let multivalued = row.is_some_and(|row| row.multivalued)
            || (whole && path.known.is_some_and(|known| known.multivalued));
        let case_exact = row.and_then(|row| row.case_exact);
        // Of the built-in attributes that can be matched only this one heeds letter case (RFC 7643 § 3.1).
        let matches_case = path.known.is_none_or(|known| known.name == "externalId");
        let target = Target {
            path: text,
            kind,
            multivalued,
            keeps_text: !multivalued
                && !matches!(kind, AttributeType::Boolean | AttributeType::Integer | AttributeType::Complex),
            required: row.is_some_and(|row| row.required),
            case_exact: case_exact.unwrap_or(true),
            matches_case: case_exact.unwrap_or(matches_case),
        };
        Ok(Resolved {
            path,
            key,
            target,
            immutable: row.is_some_and(|row| row.mutability == Mutability::Immutable),
            filterable: row.and_then(|row| row.filterable),
            declared: row.is_some(),
        })
    }

    /// Returns the rows that the application requires and that none of the given targets fills.
    pub(super) fn unfilled(
        &self,
        filled: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = &'r TargetAttribute> {
        let rows =
            self.rows.iter().flatten().filter(move |(key, (_, row))| row.required && !filled(key.as_str()));
        rows.map(|(_, (_, row))| *row)
    }

    fn row(&self, key: &str) -> Option<&'r TargetAttribute> {
        self.rows.as_ref()?.get(key).map(|(_, row)| *row)
    }
}

/// Parses a path and gives its names the schema's spelling.
fn parse(scalar: &Scalar, core: &str) -> Result<Path, Box<Diagnostic>> {
    let locate = |span: Span| scalar.map.locate(span);
    let parsed = path::parse_target(&scalar.text).map_err(|error| error.to_diagnostic().relocate(locate))?;
    refuse_bare_schema(&parsed, scalar, core)?;
    refuse_other_resource(&parsed, scalar, core)?;
    let schema = parsed.schema.map(|schema| schema.node);
    let is_core = schema.as_ref().is_none_or(|urn| urn.eq_ignore_ascii_case(core));
    let attributes = scim::attributes(if is_core { core } else { schema.as_deref().unwrap_or(core) });
    let known = attributes.and_then(|attributes| scim::find(attributes, &parsed.attribute.node));
    let attribute_span = locate(parsed.attribute.span);
    let sub_span = parsed.sub_attribute.as_ref().map_or(attribute_span, |sub| locate(sub.span));
    let sub = parsed.sub_attribute.map(|sub| sub.node);
    let known_sub = known.zip(sub.as_ref()).and_then(|(known, sub)| known.sub_attribute(sub));
    let spelt =
        |known: Option<&Attribute>, written: String| known.map_or(written, |known| known.name.to_owned());
    let canonical = |urn: String| {
        if urn.eq_ignore_ascii_case(scim::ENTERPRISE_URN) { scim::ENTERPRISE_URN.to_owned() } else { urn }
    };
    Ok(Path {
        extension: schema.filter(|_| !is_core).map(canonical),
        attribute: spelt(known, parsed.attribute.node),
        filter: parsed.filter.map(|filter| Filter {
            attribute: spelt(
                known.and_then(|known| known.sub_attribute(&filter.attribute)),
                filter.attribute,
            ),
            span: locate(filter.span),
            ..filter
        }),
        sub_attribute: sub.map(|sub| spelt(known_sub, sub)),
        known,
        known_sub,
        attribute_span,
        sub_span,
    })
}

/// Refuses the core schema of another kind of object.
fn refuse_other_resource(path: &TargetPath, scalar: &Scalar, core: &str) -> Result<(), Box<Diagnostic>> {
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
fn refuse_bare_schema(path: &TargetPath, scalar: &Scalar, core: &str) -> Result<(), Box<Diagnostic>> {
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
fn check_shape(path: &Path, scalar: &Scalar) -> Result<(), Box<Diagnostic>> {
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
pub(super) fn complex_for_simple(resolved: &Resolved, scalar: &Scalar) -> Option<Diagnostic> {
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
fn check_known(path: &Path, core: &str) -> Result<(), Box<Diagnostic>> {
    let urn = path.extension.as_deref().unwrap_or(core);
    let Some(attributes) = scim::attributes(urn) else { return Ok(()) };
    let (name, span, known) = match (path.known, &path.sub_attribute) {
        (None, _) => (&path.attribute, path.attribute_span, attributes),
        (Some(known), Some(sub)) if path.known_sub.is_none() && !known.sub_attributes.is_empty() => {
            (sub, path.sub_span, known.sub_attributes)
        }
        _ => return Ok(()),
    };
    let names = || known.iter().map(|attribute| attribute.name);
    let help = suggestion(name, names()).unwrap_or_else(|| match path.known {
        Some(_) => format!("choose one of `{}`", names().collect::<Vec<_>>().join("`, `")),
        None => "declare the application's own attributes under `target: attributes:`".to_owned(),
    });
    let message = format!("the SCIM schema has no attribute `{name}`");
    let finding = Diagnostic::new(&code::UNKNOWN_TARGET_ATTRIBUTE, span, message);
    Err(Box::new(finding.label("unknown attribute").help(help)))
}

fn read_only(scalar: &Scalar) -> Diagnostic {
    let message = format!("`{}` is maintained by the server and must not be mapped", scalar.text);
    let finding = Diagnostic::new(&code::READ_ONLY_TARGET, scalar.span(), message);
    finding.label("read-only").help("remove the mapping")
}

/// Returns a filter's attribute and literal as JSON, e.g. `"type":"work"`; `primary` takes a boolean.
pub(super) fn element_head(filter: &Filter) -> String {
    let value = match (boolean_literal(filter), &filter.literal) {
        (None, Literal::Text(text)) => json(text),
        (boolean, _) => boolean.unwrap_or_default().to_string(),
    };
    [&json(&filter.attribute), ":", &value].concat()
}

/// Returns a text as JSON.
pub(super) fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is always JSON")
}

/// Returns the boolean that a filter compares with: a bare word, or what `primary` is compared with as text.
pub(super) fn boolean_literal(filter: &Filter) -> Option<bool> {
    match &filter.literal {
        Literal::Boolean(boolean) => Some(*boolean),
        Literal::Text(text) => {
            boolean::parse(text).filter(|_| filter.attribute.eq_ignore_ascii_case("primary"))
        }
    }
}
