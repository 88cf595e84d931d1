//! What an update changes: the values of the mappings against what the target holds.
//!
//! In a resource absent, null, the empty text and the empty list are one state. Values are compared as the target's type
//! has them; the order of roles does not matter.
//!
//! Source: `spec:mapping-1.11`, `spec:mapping-5.3`, `rfc7643:2.5`.

use super::mapping::Effect;
use crate::dotnet::boolean;
use crate::plan::{Filter, ListUpdate, Mapping, ObjectPlan, Place};
use crate::schema::AttributeType;
use crate::value::{Arena, Value};

/// What a resource holds at the place of a mapping.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) struct Held<'a> {
    pub(crate) value: Value<'a>,
    /// The element that the place chooses is there.
    pub(crate) element_is_there: bool,
    /// The elements of the attribute that are primary, besides the one that the place chooses.
    pub(crate) other_primaries: &'a [Value<'a>],
}

impl<'a> Held<'a> {
    /// Nothing, not even the element that would hold it.
    pub(crate) const NOTHING: Self =
        Self { value: Value::Null, element_is_there: false, other_primaries: &[] };

    /// A value, and no other primary element.
    pub(crate) fn of(value: Value<'a>) -> Self {
        Self { value, element_is_there: true, other_primaries: &[] }
    }
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

/// Compares what a mapping gives with what a resource holds at its place.
pub(crate) fn change<'a>(
    mapping: &Mapping,
    value: &'a Value<'a>,
    effect: Effect,
    held: Held<'a>,
    arena: &'a Arena,
) -> Change<'a> {
    let Held { value: held, element_is_there, .. } = held;
    let is_held = || !is_empty(held);
    match effect {
        _ if mapping.target.kind == AttributeType::Reference => Change::None,
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

/// Finds what mappings name among the top-level members of a resource, which stand by the keys of the resource plan; in the
/// order of the file.
pub(crate) fn held<'a>(
    plan: &ObjectPlan,
    members: &'a [Value<'a>],
    arena: &'a Arena,
) -> impl Iterator<Item = Held<'a>> {
    let mut chosen = Chosen::default();
    plan.mappings.iter().map(move |mapping| {
        if !mapping.place.is_in_element_before {
            chosen = Chosen::of(members, &mapping.place, arena);
        }
        chosen.held(&mapping.place)
    })
}

/// Finds likewise what one mapping names.
pub(crate) fn held_at<'a>(place: &Place, members: &'a [Value<'a>], arena: &'a Arena) -> Held<'a> {
    Chosen::of(members, place, arena).held(place)
}

/// Returns the whole attribute of a place, e.g. all e-mails.
fn attribute<'a>(members: &'a [Value<'a>], place: &Place) -> &'a Value<'a> {
    let top = members.get(place.key).unwrap_or(&Value::Null);
    place.extension_attribute.as_ref().map_or(top, |name| member_of(top, name))
}

/// What a place chooses of its attribute.
#[derive(Copy, Clone, Default)]
struct Chosen<'a> {
    /// The element, or the whole attribute.
    value: Option<&'a Value<'a>>,
    other_primaries: &'a [Value<'a>],
}

impl<'a> Chosen<'a> {
    #[inline]
    fn of(members: &'a [Value<'a>], place: &Place, arena: &'a Arena) -> Self {
        let attribute = attribute(members, place);
        match &place.element {
            None if !place.is_primary => Self { value: Some(attribute), other_primaries: &[] },
            filter => Self::among(attribute, filter.as_ref(), arena),
        }
    }

    fn among(attribute: &'a Value<'a>, filter: Option<&Filter>, arena: &'a Arena) -> Self {
        let elements = attribute.members();
        let is_chosen = |element: &Value<'a>| filter.is_some_and(|filter| is_chosen(element, filter, arena));
        let is_primary = |element: &Value<'a>| {
            let primary = member_of(element, "primary").text(arena).ok().flatten();
            primary.is_some_and(|text| text.eq_ignore_ascii_case("true"))
        };
        let mut others = bumpalo::collections::Vec::new_in(arena);
        others.extend(elements.iter().copied().filter(|element| is_primary(element) && !is_chosen(element)));
        let value = if filter.is_some() {
            elements.iter().find(|element| is_chosen(element))
        } else {
            Some(attribute)
        };
        Self { value, other_primaries: others.into_bump_slice() }
    }

    /// What it holds at a place of that attribute.
    #[inline]
    fn held(self, place: &Place) -> Held<'a> {
        let Self { value, other_primaries } = self;
        let Some(chosen) = value else { return Held { other_primaries, ..Held::NOTHING } };
        let value = match (&place.sub_attribute, chosen) {
            // Some targets write a complex value as the text of its `value`, e.g. `manager`.
            (Some(name), Value::Text(_)) if name == "value" => chosen,
            (Some(name), complex) => member_of(complex, name),
            (None, whole) => whole,
        };
        Held { value: *value, element_is_there: true, other_primaries }
    }
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
        (Value::Boolean(wanted), Value::Text(held)) => boolean::exactly(held) == Some(wanted),
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

/// What roles are known by, in order, so that a role is looked up in a long list without going through it.
fn known_roles<'a>(roles: Value<'a>, arena: &'a Arena) -> &'a [Option<&'a str>] {
    let known = arena.alloc_slice_fill_iter(roles.members().iter().map(|one| role(*one, arena)));
    known.sort_unstable();
    known
}

fn missing_roles<'a>(wanted: Value<'a>, held: Value<'a>, arena: &'a Arena) -> Change<'a> {
    let held = known_roles(held, arena);
    let is_missing = |wanted: &Value<'a>| held.binary_search(&role(*wanted, arena)).is_err();
    let missing = wanted.members().iter().copied().filter(is_missing);
    let missing = bumpalo::collections::Vec::from_iter_in(missing, arena).into_bump_slice();
    if missing.is_empty() { Change::None } else { Change::Add(arena.alloc(Value::List(missing))) }
}

fn same_roles<'a>(wanted: Value<'a>, held: Value<'a>, arena: &'a Arena) -> bool {
    let (wanted, held) = (known_roles(wanted, arena), known_roles(held, arena));
    let all_in = |some: &[_], others: &[_]| some.iter().all(|role| others.binary_search(role).is_ok());
    all_in(wanted, held) && all_in(held, wanted)
}
