//! Elements that are made primary: of one attribute only one may be.

use crate::check::Findings;
use crate::check::mapping::Mapped;
use crate::check::target::{boolean_literal, element_head};
use crate::diagnostic::{Diagnostic, code};
use crate::dotnet::boolean;
use crate::plan::{Constant, Expr, Mapping, MappingType, Primaries, Primary, Profile};
use crate::source::Span;
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeMap;

/// What a mapping has to do with its element being primary.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Makes {
    /// It always says that the element is.
    Always,
    /// It says so where its value is true.
    WhenTrue,
    /// The element is chosen by being primary, and is there where it has a value.
    WithAnyValue,
}

/// A mapping that makes an element primary, if only for some objects.
struct Making {
    makes: Makes,
    /// What tells attributes and their elements apart.
    attribute: String,
    element: String,
}

impl Making {
    fn of(mapped: &Mapped) -> Option<Self> {
        let filter = mapped.path.filter.as_ref()?;
        let makes =
            if boolean_literal(filter) == Some(true) && filter.attribute.eq_ignore_ascii_case("primary") {
                Makes::WithAnyValue
            } else if !mapped.mapping.place.is_primary {
                return None;
            } else if is_always_true(&mapped.mapping) {
                Makes::Always
            } else {
                Makes::WhenTrue
            };
        let attribute = mapped.mapping.place.attribute_path.to_lowercase();
        Some(Self { makes, attribute, element: element_head(filter).to_lowercase() })
    }
}

fn is_always_true(mapping: &Mapping) -> bool {
    match &mapping.value {
        Some(node) => match &node.expr {
            Expr::Constant(Constant::Boolean(boolean)) => *boolean,
            Expr::Constant(Constant::Text(text)) => boolean::parse(text) == Some(true),
            _ => false,
        },
        None => mapping.default.as_deref().and_then(boolean::parse) == Some(true),
    }
}

/// Reports elements of one attribute that are made primary beside another, whatever the object is.
pub(in crate::check) fn of_primary(mapped: &[Mapped], findings: &mut Findings) {
    let mut first: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for mapped in mapped {
        let Some(making) = Making::of(mapped).filter(|making| making.makes != Makes::WhenTrue) else {
            continue;
        };
        let span = match &mapped.mapping.value {
            Some(node) if mapped.mapping.kind == MappingType::Constant => node.span,
            _ => mapped.mapping.span,
        };
        let (element, other) = first.entry(making.attribute).or_insert((making.element.clone(), span));
        if *element != making.element {
            let message =
                format!("two elements of `{}` are made primary", mapped.mapping.place.attribute_path);
            let found = Diagnostic::new(&code::PRIMARY_TWICE, span, message).label("again here");
            findings.push(found.also(*other, "first here").help("remove one of the two mappings"));
        }
    }
}

/// Returns the mappings that may make several elements of one attribute primary for one object; none where the profile leaves
/// that to the server.
pub(in crate::check) fn primaries(mapped: &[Mapped], profile: Profile) -> Vec<Primaries> {
    // Entra: the service sends what the mappings give.
    if profile != Profile::Rfc {
        return Vec::new();
    }
    let mut all: IndexMap<String, (IndexSet<String>, Vec<Primary>)> = IndexMap::new();
    for (mapping, mapped) in mapped.iter().enumerate() {
        let Some(making) = Making::of(mapped) else { continue };
        let (elements, primaries) = all.entry(making.attribute).or_default();
        let (element, _) = elements.insert_full(making.element);
        primaries.push(Primary { mapping, element, by_any_value: making.makes == Makes::WithAnyValue });
    }
    let several = all.into_values().filter(|(elements, _)| elements.len() > 1);
    several.map(|(_, primaries)| Primaries(primaries)).collect()
}
