//! What an update changes: the values of the mappings against what the target holds.
//!
//! In a resource absent, null, the empty text and the empty list are one state. Values are compared as the target's type
//! has them; the order of roles does not matter.
//!
//! Source: `spec:mapping-1.11`, `spec:mapping-5.3`, `rfc7643:2.5`.

use super::mapping::{Effect, Values};
use crate::dotnet::boolean;
use crate::plan::{Filter, ListUpdate, Mapping, ObjectPlan, Place};
use crate::schema::AttributeType;
use crate::value::{Arena, Value};

/// A resource of the target, as far as mappings name it.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Current<'a> {
    /// What it holds at the place of each mapping, in the order of the file.
    pub(crate) held: &'a [Held<'a>],
}

/// What a resource holds at the place of a mapping.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) struct Held<'a> {
    pub(crate) value: Value<'a>,
    /// The element that the place chooses is there.
    pub(crate) element_is_there: bool,
    /// The elements of the attribute that are primary, besides the one that the place chooses.
    pub(crate) other_primaries: &'a [Value<'a>],
}

impl Held<'_> {
    /// Nothing, not even the element that would hold it.
    pub(crate) const NOTHING: Self =
        Self { value: Value::Null, element_is_there: false, other_primaries: &[] };
}

/// What one mapping changes at the target. References change in requests of their own.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) enum Change<'a> {
    None,
    /// The target has no value there.
    Add(&'a Value<'a>),
    /// The target has no value there, and not even the element that would hold it.
    AddElement(&'a Value<'a>),
    Replace(&'a Value<'a>),
    Remove,
}

/// Compares the values of all mappings with a resource, in the order of the file.
pub(crate) fn changes<'a>(
    plan: &ObjectPlan,
    values: &Values<'a>,
    current: Current<'a>,
    arena: &'a Arena,
) -> &'a [Change<'a>] {
    let given = values.given.iter().copied().zip(values.effects.iter().copied());
    let all = plan.mappings.iter().zip(given).zip(current.held).map(|((mapping, (value, effect)), held)| {
        // The usual case.
        let is_held =
            matches!((value, held.value), (Value::Text(wanted), Value::Text(held)) if *wanted == held);
        let changes_nothing = is_held && effect == Effect::Value;
        if changes_nothing || mapping.target.kind == AttributeType::Reference {
            Change::None
        } else {
            change(mapping, value, effect, *held, arena)
        }
    });
    bumpalo::collections::Vec::from_iter_in(all, arena).into_bump_slice()
}

fn change<'a>(
    mapping: &Mapping,
    value: &'a Value<'a>,
    effect: Effect,
    held: Held<'a>,
    arena: &'a Arena,
) -> Change<'a> {
    let Held { value: held, element_is_there, .. } = held;
    let is_held = || !is_empty(held);
    match effect {
        Effect::Clear if is_held() => Change::Remove,
        Effect::Refill if is_held() => Change::None,
        Effect::Value | Effect::Default | Effect::Refill => match mapping.list_update {
            ListUpdate::AddRoles => missing_roles(*value, held, arena),
            ListUpdate::ReplaceRoles if same_roles(*value, held, arena) => Change::None,
            ListUpdate::ReplaceRoles => Change::Replace(value),
            ListUpdate::Replace if is_same(mapping, *value, held, arena) => Change::None,
            ListUpdate::Replace if is_held() => Change::Replace(value),
            ListUpdate::Replace if element_is_there => Change::Add(value),
            ListUpdate::Replace => Change::AddElement(value),
        },
        _ => Change::None,
    }
}

impl<'a> Current<'a> {
    /// Finds what mappings name among the top-level members of a resource, which stand by the keys of the resource plan.
    pub(crate) fn of(plan: &ObjectPlan, members: &'a [Value<'a>], arena: &'a Arena) -> Self {
        // Mappings of one element usually follow one another.
        let mut before: Option<(&Place, Option<&'a Value<'a>>, &'a [Value<'a>])> = None;
        let held = plan.mappings.iter().map(|mapping| {
            let place = &mapping.place;
            let (chosen, other_primaries) = match before {
                Some((known, chosen, others)) if place.element.is_some() && place.is_in_element_of(known) => {
                    (chosen, others)
                }
                _ => chosen(attribute(members, place), place, arena),
            };
            before = Some((place, chosen, other_primaries));
            let Some(chosen) = chosen else { return Held { other_primaries, ..Held::NOTHING } };
            let value = match (&place.sub_attribute, chosen) {
                // Some targets write a complex value as the text of its `value`, e.g. `manager`.
                (Some(name), Value::Text(_)) if name == "value" => chosen,
                (Some(name), complex) => member_of(complex, name),
                (None, whole) => whole,
            };
            Held { value: *value, element_is_there: true, other_primaries }
        });
        Self { held: bumpalo::collections::Vec::from_iter_in(held, arena).into_bump_slice() }
    }

    /// Returns what the target holds at the place of a mapping.
    pub(crate) fn at(self, mapping: usize) -> Held<'a> {
        self.held.get(mapping).copied().unwrap_or(Held::NOTHING)
    }
}

/// Returns the whole attribute of a place, e.g. all e-mails.
fn attribute<'a>(members: &'a [Value<'a>], place: &Place) -> &'a Value<'a> {
    let top = members.get(place.key).unwrap_or(&Value::Null);
    place.extension_attribute.as_ref().map_or(top, |name| member_of(top, name))
}

/// Returns what a place chooses of its attribute, and the primary elements besides.
fn chosen<'a>(
    attribute: &'a Value<'a>,
    place: &Place,
    arena: &'a Arena,
) -> (Option<&'a Value<'a>>, &'a [Value<'a>]) {
    let is_chosen =
        |element: &Value<'a>| place.element.as_ref().is_some_and(|filter| is_chosen(element, filter, arena));
    let chosen = match &place.element {
        Some(_) => attribute.members().iter().find(|element| is_chosen(element)),
        None => Some(attribute),
    };
    if place.element.is_none() && !place.is_primary() {
        return (chosen, &[]);
    }
    let mut others = bumpalo::collections::Vec::new_in(arena);
    others.extend(attribute.members().iter().copied().filter(|element| {
        let primary = member_of(element, "primary").text(arena).ok().flatten();
        primary.is_some_and(|text| text.eq_ignore_ascii_case("true")) && !is_chosen(element)
    }));
    (chosen, others.into_bump_slice())
}

/// Returns a sub-attribute, whatever the letter case of its name.
pub(crate) fn member<'a>(complex: Value<'a>, name: &str) -> Value<'a> {
    *member_of(&complex, name)
}

/// Returns a sub-attribute likewise, where it stands: what has just been written is slow to copy.
fn member_of<'a>(complex: &Value<'a>, name: &str) -> &'a Value<'a> {
    let Value::Complex(entries) = *complex else { return &Value::Null };
    let found = entries.iter().find(|(known, _)| *known == name);
    let found = found.or_else(|| entries.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)));
    found.map_or(&Value::Null, |(_, value)| value)
}

/// Tells whether a filter chooses an element: texts are compared ignoring letter case, booleans also as texts.
fn is_chosen<'a>(element: &Value<'a>, filter: &Filter, arena: &'a Arena) -> bool {
    let held = member_of(element, &filter.attribute).text(arena).ok().flatten();
    held.is_some_and(|held| equals_ignoring_case(held, &filter.text))
}

fn equals_ignoring_case(left: &str, right: &str) -> bool {
    left == right || left.eq_ignore_ascii_case(right) || left.to_lowercase() == right.to_lowercase()
}

/// Tells whether a resource holds nothing there.
pub(crate) fn is_empty(held: Value<'_>) -> bool {
    match held {
        Value::List(members) => members.iter().all(|member| is_empty(*member)),
        Value::Complex(entries) => entries.iter().all(|(_, value)| is_empty(*value)),
        other => other.is_empty(),
    }
}

fn is_same<'a>(mapping: &Mapping, wanted: Value<'a>, held: Value<'a>, arena: &'a Arena) -> bool {
    match (wanted, held) {
        (wanted, held) if is_empty(wanted) => is_empty(held),
        (Value::List(wanted), held) => {
            let held = held.members();
            let pairs = wanted.iter().zip(held);
            wanted.len() == held.len()
                && pairs.into_iter().all(|(wanted, held)| is_same(mapping, *wanted, *held, arena))
        }
        (Value::Complex(wanted), held) => {
            wanted.iter().all(|(name, value)| is_same(mapping, *value, member(held, name), arena))
        }
        (wanted, Value::List([only])) => is_same(mapping, wanted, *only, arena),
        (Value::Boolean(wanted), Value::Text(held)) => boolean::parse(held) == Some(wanted),
        (Value::Integer(wanted), Value::Text(held)) => held.parse() == Ok(wanted),
        (wanted, held) if wanted == held => true,
        (wanted, held) => {
            let texts = (wanted.text(arena).ok().flatten(), held.text(arena).ok().flatten());
            let same = |wanted: &str, held: &str| {
                wanted == held || (!mapping.target.case_exact && equals_ignoring_case(wanted, held))
            };
            matches!(texts, (Some(wanted), Some(held)) if same(wanted, held))
        }
    }
}

/// The text by which a role is known: its `value`, or the role itself where it is a plain text.
fn role<'a>(role: Value<'a>, arena: &'a Arena) -> Option<&'a str> {
    let value = if let Value::Complex(_) = role { member(role, "value") } else { role };
    value.text(arena).ok().flatten()
}

fn has_role<'a>(roles: Value<'a>, wanted: Value<'a>, arena: &'a Arena) -> bool {
    roles.members().iter().any(|held| role(*held, arena) == role(wanted, arena))
}

fn missing_roles<'a>(wanted: Value<'a>, held: Value<'a>, arena: &'a Arena) -> Change<'a> {
    let missing = wanted.members().iter().copied().filter(|wanted| !has_role(held, *wanted, arena));
    let missing = bumpalo::collections::Vec::from_iter_in(missing, arena).into_bump_slice();
    if missing.is_empty() { Change::None } else { Change::Add(arena.alloc(Value::List(missing))) }
}

fn same_roles<'a>(wanted: Value<'a>, held: Value<'a>, arena: &'a Arena) -> bool {
    wanted.members().iter().all(|role| has_role(held, *role, arena))
        && held.members().iter().all(|role| has_role(wanted, *role, arena))
}
