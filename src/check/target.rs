//! Target paths: split, normalised, and found in the application's table or the SCIM schema.
//!
//! Source: `spec:mapping-2.1` to `spec:mapping-2.3`.

mod refusals;

use super::{Findings, suggestion};
use crate::diagnostic::{Diagnostic, code};
use crate::dotnet::boolean;
use crate::plan::Target;
use crate::ruleset::{Mutability, Scalar, TargetAttribute, TargetRules};
use crate::schema::AttributeType;
use crate::schema::scim::{self, Attribute};
use crate::source::Span;
use crate::syntax::path::{self, Filter, Literal};
use indexmap::IndexMap;
pub(super) use refusals::complex_for_simple;
use refusals::{check_known, check_shape, read_only, refuse_bare_schema, refuse_other_resource};

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

    /// Tells whether the attribute, by its schema, holds sub-attributes.
    pub(super) fn is_complex(&self) -> bool {
        self.known.is_some_and(|known| known.kind == AttributeType::Complex)
    }

    /// Returns what a mapping makes of the attribute.
    pub(super) fn shape(&self) -> Shape {
        match (&self.filter, &self.sub_attribute) {
            (Some(_), _) => Shape::Elements,
            (None, Some(_)) => Shape::Object,
            (None, None) => Shape::Whole,
        }
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

/// What a mapping makes of an attribute.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A value of its own.
    Whole,
    /// An object with sub-attributes.
    Object,
    /// A list with elements that filters choose.
    Elements,
}

impl Shape {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Shape::Whole => "the whole attribute",
            Shape::Object => "a sub-attribute",
            Shape::Elements => "one of several elements",
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
