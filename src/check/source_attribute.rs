//! Source attribute names: which exist, and how each is read.
//!
//! Source: `spec:expressions-1.3`.

use super::{Findings, suggestion};
use crate::diagnostic::{Diagnostic, code};
use crate::plan::{Filter, Keys, Reading, SlotPlan, Step};
use crate::ruleset::{Directory, SourceAttribute, SourceRules};
use crate::schema::{AttributeType, entra};
use crate::source::Span;
use crate::syntax::path::{self, Literal, SourceStep};
use indexmap::{IndexMap, IndexSet};
use std::collections::HashMap;

/// The places of the row that objects are read into, as they are asked for; all object plans share them.
#[derive(Default)]
pub(super) struct Row(IndexSet<Place>);

/// What a place of the row is for.
#[derive(PartialEq, Eq, Hash)]
enum Place {
    /// The value of a top-level attribute.
    Key(String),
    /// What a name gives where that is another than the attribute's value.
    Computed(String),
}

impl Row {
    /// Returns the place of a top-level attribute.
    pub(super) fn key(&mut self, name: &str) -> usize {
        self.0.insert_full(Place::Key(name.to_owned())).0
    }

    fn computed(&mut self, name: &str) -> usize {
        self.0.insert_full(Place::Computed(name.to_owned())).0
    }

    /// Returns the name that stands at a place.
    fn name(&self, slot: usize) -> &str {
        match self.0.get_index(slot) {
            Some(Place::Key(name) | Place::Computed(name)) => name,
            None => "",
        }
    }

    pub(super) fn into_keys(self) -> Keys {
        let name = |place| match place {
            Place::Key(name) => name,
            Place::Computed(_) => String::new(),
        };
        Keys::new(self.0.into_iter().map(name).collect())
    }
}

/// The slots of one object plan, as they are asked for.
pub(super) struct Slots<'r> {
    rules: &'r SourceRules,
    /// The directory's own attributes; `None` when they are not known.
    known: Option<&'static [entra::Attribute]>,
    /// The attributes that the rule file declares, by name: found without a search, so that loading stays linear.
    declared: HashMap<&'r str, &'r SourceAttribute>,
    row: &'r mut Row,
    /// What each name reads.
    plans: IndexMap<String, SlotPlan>,
}

impl<'r> Slots<'r> {
    pub(super) fn new(object: &str, rules: &'r SourceRules, row: &'r mut Row) -> Self {
        let known = match rules.directory {
            Directory::Entra => entra::attributes(object),
            Directory::Custom => None,
        };
        let mut declared = HashMap::new();
        for attribute in &rules.attributes {
            declared.entry(attribute.name.text.as_str()).or_insert(attribute);
        }
        Self { rules, known, declared, row, plans: IndexMap::new() }
    }

    pub(super) fn into_plans(self) -> Vec<SlotPlan> {
        self.plans.into_values().collect()
    }

    /// Returns the index of a top-level attribute that is read, without a slot for it.
    pub(super) fn key(&mut self, name: &str) -> usize {
        self.row.key(name)
    }

    /// Returns the slot of a name, if anything reads it.
    pub(super) fn existing(&self, name: &str) -> Option<usize> {
        self.plans.get(name).map(|plan| plan.slot)
    }

    /// Returns the slot of a name that stands in a rule file, reporting a name that no source object has.
    pub(super) fn named(&mut self, name: &str, span: Span, findings: &mut Findings) -> usize {
        if !self.exists(name) {
            findings.push(self.unknown(name, span));
        }
        self.slot(name)
    }

    /// Returns the declaration of an attribute.
    pub(super) fn declared(&self, name: &str) -> Option<&'r SourceAttribute> {
        self.declared.get(name).copied()
    }

    /// Returns the name that a slot reads.
    pub(super) fn name(&self, slot: usize) -> &str {
        self.row.name(slot)
    }

    /// Returns the type of an attribute, as far as it is known.
    pub(super) fn kind(&self, name: &str) -> Option<AttributeType> {
        let built_in =
            || self.known?.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.kind);
        self.declared(name).map(|attribute| attribute.kind).or_else(built_in)
    }

    /// Returns the slot of a name, made on first use.
    pub(super) fn slot(&mut self, name: &str) -> usize {
        if let Some(slot) = self.existing(name) {
            return slot;
        }
        let mut readings = readings(name);
        let is_built_in =
            self.known.is_some_and(|known| known.iter().any(|attribute| attribute.name == name));
        if let Some(alias) = entra::alias(name).filter(|_| is_built_in) {
            readings.extend(self::readings(&alias));
        }
        if name == "originalUserPrincipalName" && self.known.is_some() {
            // Only guests have another original; the source need not repeat the name.
            readings.push(("userPrincipalName".to_owned(), None, Vec::new()));
        }
        let readings = readings.into_iter();
        let readings: Vec<_> =
            readings.map(|(key, filter, steps)| Reading { key: self.row.key(&key), filter, steps }).collect();
        // The first reading is the name itself; but a guest's name is read without its decoration.
        let is_guest_name = name == "userPrincipalName" && self.known.is_some();
        let own = readings.first().map(|reading| reading.key).filter(|_| !is_guest_name);
        let slot = own.unwrap_or_else(|| self.row.computed(name));
        self.plans.insert(name.to_owned(), SlotPlan { name: name.to_owned(), slot, readings });
        slot
    }

    /// The first step of a path must exist; what lies below it is the source's business.
    fn exists(&self, name: &str) -> bool {
        let checked = self.known.is_some() || !self.rules.attributes.is_empty();
        let is_urn = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
        let first = || path::parse_source(name).and_then(|steps| steps.into_iter().next());
        let is_known = |name: &str| {
            let mut built_in = self.known.into_iter().flatten();
            self.declared.contains_key(name)
                || built_in.any(|attribute| attribute.name == name)
                || entra::is_directory_extension(name)
        };
        !checked || is_urn || is_known(name) || first().is_some_and(|step| is_known(&step.name))
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let declared = self.rules.attributes.iter().map(|attribute| attribute.name.text.as_str());
        declared.chain(self.known.into_iter().flatten().map(|attribute| attribute.name))
    }

    fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let other_case = self.all().find(|known| known.eq_ignore_ascii_case(name));
        let message = format!("the source object has no attribute `{name}`");
        let label = if other_case.is_some() { "names are case-sensitive" } else { "unknown attribute" };
        let help = suggestion(name, self.all());
        let help = help.unwrap_or_else(|| match self.known {
            Some(_) => {
                "declare it under `source: attributes:`, or set `source: { directory: custom }`".to_owned()
            }
            None => "declare it under `source: attributes:`".to_owned(),
        });
        Diagnostic::new(&code::UNKNOWN_SOURCE_ATTRIBUTE, span, message).label(label).help(help)
    }
}

/// The ways to read a name, best first: the literal key, a URN's prefixes from the longest, a path.
fn readings(name: &str) -> Vec<(String, Option<Filter>, Vec<Step>)> {
    let mut readings = vec![(name.to_owned(), None, Vec::new())];
    if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:")) {
        let colons = name.char_indices().rev().filter(|(_, char)| *char == ':').map(|(offset, _)| offset);
        for colon in colons {
            let (Some(prefix), Some(rest)) = (name.get(..colon), name.get(colon + 1..)) else { continue };
            let steps = path::parse_source(rest).unwrap_or_default().into_iter().map(step);
            readings.push((prefix.to_owned(), None, steps.collect()));
        }
        return readings;
    }
    let mut steps = path::parse_source(name).unwrap_or_default().into_iter().map(step);
    if let Some(first) = steps.next() {
        let rest: Vec<_> = steps.collect();
        if first.filter.is_some() || !rest.is_empty() {
            readings.push((first.name, first.filter, rest));
        }
    }
    readings
}

fn step(step: SourceStep) -> Step {
    let filter = step.filter.map(|filter| Filter {
        attribute: filter.attribute,
        text: match filter.literal {
            Literal::Text(text) => text,
            Literal::Boolean(boolean) => crate::value::boolean_text(boolean).to_owned(),
        },
    });
    Step { name: step.name, filter }
}
