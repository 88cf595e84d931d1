//! A rule file as a tree in which every scalar has its place.
//!
//! In goes the text of a rule file; out come the types below and every problem of the file's form: unknown and repeated
//! keys, wrong kinds of values, words that are no choice. What the names and texts mean is `check`'s business.
//!
//! Source: `DESIGN.md` § 2.

mod data;
mod read;
mod reader;
mod yaml;

use crate::diagnostic::Diagnostic;
use crate::schema::AttributeType;
use crate::source::{ScalarMap, Source, Span, Spanned};
use crate::syntax;

/// A scalar: its text and where each of its bytes stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) map: ScalarMap,
    /// A comment on the same line that holds a quotation mark: to YAML a comment, and probably the rest of the text.
    pub(crate) comment: Option<Span>,
}

impl Scalar {
    /// Makes a scalar of a text that is its own file.
    pub(crate) fn verbatim(text: &str) -> Self {
        Self { text: text.to_owned(), map: ScalarMap::verbatim(text), comment: None }
    }

    /// Returns the place of what a text of the language, which stands at `text` of this scalar, has at a byte of its value.
    pub(crate) fn place_in(&self, text: Span, offset: usize) -> Span {
        let written = self.text.get(text.start as usize..text.end as usize).unwrap_or_default();
        let place = syntax::place_in(written, offset);
        Span { start: text.start + place.start, end: text.start + place.end }
    }

    /// Returns the place of its text, without quotes around it and line ends after it; the whole scalar where it is empty.
    pub(crate) fn span(&self) -> Span {
        match self.text.trim_end_matches('\n').len() {
            0 => self.map.whole(),
            length => self.map.locate(Span::new(0, length)),
        }
    }
}

/// A rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleFile {
    pub(crate) name: String,
    pub(crate) scope_mode: ScopeMode,
    pub(crate) profile: Profile,
    pub(crate) objects: Vec<ObjectRules>,
}

/// Whether an object must be assigned to the application.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum ScopeMode {
    Assigned,
    #[default]
    All,
}

/// How requests are written. Source: `spec:mapping-2.5`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum Profile {
    /// Strict RFC 7643 and RFC 7644.
    #[default]
    Rfc,
    /// What Entra sends without a flag.
    Entra,
    /// What Entra sends with `aadOptscim062020`.
    EntraFlag,
}

/// The rules of one kind of object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ObjectRules {
    /// `user` or `group`, as the key says.
    pub(crate) kind: Spanned<String>,
    pub(crate) target: TargetRules,
    pub(crate) source: SourceRules,
    pub(crate) actions: Actions,
    pub(crate) scoping_filters: Vec<ScopingFilter>,
    pub(crate) mappings: Vec<Mapping>,
}

/// The target object actions: what a sync may do with target resources.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Actions {
    pub(crate) create: bool,
    pub(crate) update: bool,
    pub(crate) delete: bool,
}

/// What the application accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TargetRules {
    pub(crate) schema: Scalar,
    /// The application's attribute table; `None` when the file has none.
    pub(crate) attributes: Option<Vec<TargetAttribute>>,
}

/// One row of the application's attribute table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TargetAttribute {
    pub(crate) name: Scalar,
    pub(crate) kind: AttributeType,
    pub(crate) required: bool,
    pub(crate) multivalued: bool,
    pub(crate) filterable: Option<bool>,
    pub(crate) case_exact: Option<bool>,
    pub(crate) mutability: Mutability,
}

/// Whether the application lets an attribute be written. Source: `rfc7643:7`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum Mutability {
    #[default]
    ReadWrite,
    ReadOnly,
    Immutable,
    WriteOnly,
}

/// Where source objects come from and what is known of their attributes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct SourceRules {
    pub(crate) directory: Directory,
    pub(crate) attributes: Vec<SourceAttribute>,
}

/// The directory that source objects come from.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum Directory {
    /// Microsoft Entra: its attributes are known, and `IsSoftDeleted` is computed.
    #[default]
    Entra,
    /// Any other: only what the file declares is known.
    Custom,
}

/// A declared source attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceAttribute {
    pub(crate) name: Scalar,
    pub(crate) kind: AttributeType,
    pub(crate) multivalued: bool,
    pub(crate) flow_null: bool,
}

/// Clauses that must all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScopingFilter {
    pub(crate) title: String,
    pub(crate) clauses: Vec<Scalar>,
    pub(crate) span: Span,
}

/// One attribute mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mapping {
    pub(crate) target: Scalar,
    pub(crate) source: Option<Scalar>,
    pub(crate) constant: Option<Scalar>,
    pub(crate) expression: Option<Scalar>,
    pub(crate) default: Option<Scalar>,
    /// Matching precedence, from 1.
    pub(crate) matching: Option<Spanned<u32>>,
    pub(crate) apply: Apply,
    pub(crate) flow_null: bool,
}

/// When a mapping takes part.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub(crate) enum Apply {
    #[default]
    Always,
    OnCreate,
}

/// Reads a rule file, as far as its form allows, with every problem of the form.
pub(crate) fn read(source: &Source) -> (Option<RuleFile>, Vec<Diagnostic>) {
    if let Some(finding) = data::finding(source) {
        return (None, vec![finding]);
    }
    match yaml::parse(source) {
        Ok(tree) => read::rule_file(source, &tree),
        Err(diagnostic) => (None, vec![*diagnostic]),
    }
}
