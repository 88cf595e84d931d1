//! From the attributes of an object to the values that rules read.
//!
//! Source: `spec:expressions-1.3`, `spec:mapping-1.9`.

use crate::plan::{Filter, ObjectPlan, Plan, Reading};
use crate::value::{Arena, Value, built};

/// Computes what an object has under no attribute of that name.
pub(crate) fn compute<'a>(plan: &'a ObjectPlan, row: &mut [Value<'a>], arena: &'a Arena) {
    for plan in plan.computed.iter().filter_map(|index| plan.slots.get(*index)) {
        if attribute(row, plan.slot).is_null() {
            let found = first_found(&plan.readings, row, arena);
            if let Some(value) = row.get_mut(plan.slot) {
                *value = found;
            }
        }
    }
    if let Some(name) = plan.state.user_principal_name.and_then(|slot| row.get_mut(slot)) {
        *name = without_guest_marker(*name, arena);
    }
}

/// What the first reading gives that finds something.
fn first_found<'a>(readings: &'a [Reading], row: &[Value<'a>], arena: &'a Arena) -> Value<'a> {
    for reading in readings {
        let found = attribute(row, reading.key);
        if !found.is_null() {
            return walk(found, reading, arena);
        }
    }
    Value::Null
}

/// Returns the texts of those of some top-level attributes that have one.
pub(crate) fn texts<'a>(
    row: &[Value<'a>],
    keys: &[usize],
    arena: &'a Arena,
) -> impl Iterator<Item = &'a str> + Clone {
    keys.iter().filter_map(move |key| {
        let text = attribute(row, *key).text(arena).ok().flatten();
        text.filter(|text| !text.is_empty())
    })
}

/// Returns the kind of object that an object says it is, in lower case: `user` for `#microsoft.graph.user`.
pub(crate) fn kind(plan: &Plan, row: &[Value<'_>]) -> Option<String> {
    let text = plan.kind_keys.into_iter().find_map(|key| match attribute(row, key) {
        Value::Text(text) => Some(text.to_owned()),
        _ => None,
    });
    text.map(|text| text.rsplit(['.', '#']).next().unwrap_or_default().to_lowercase())
}

/// The value of a top-level attribute.
fn attribute<'a>(row: &[Value<'a>], key: usize) -> Value<'a> {
    row.get(key).copied().unwrap_or(Value::Null)
}

/// Goes the way of a reading, from the key's own value.
fn walk<'a>(value: Value<'a>, reading: &Reading, arena: &'a Arena) -> Value<'a> {
    let first = reading.filter.as_ref().map_or(value, |filter| element(value, filter, arena));
    reading.steps.iter().fold(first, |value, step| {
        let value = sub_attribute(value, &step.name, arena);
        step.filter.as_ref().map_or(value, |filter| element(value, filter, arena))
    })
}

/// The first element whose sub-attribute has the filter's text form.
fn element<'a>(value: Value<'a>, filter: &Filter, arena: &'a Arena) -> Value<'a> {
    let matches = |member: &&Value<'a>| {
        let text = sub_attribute(**member, &filter.attribute, arena).text(arena);
        text.ok().flatten() == Some(filter.text.as_str())
    };
    value.members().iter().find(matches).copied().unwrap_or(Value::Null)
}

/// A sub-attribute; of a list the list of its members' sub-attributes.
fn sub_attribute<'a>(value: Value<'a>, name: &str, arena: &'a Arena) -> Value<'a> {
    match value {
        Value::Complex(entries) => {
            entries.iter().find(|(known, _)| *known == name).map_or(Value::Null, |(_, value)| *value)
        }
        Value::List(members) => {
            let values = members
                .iter()
                .map(|member| sub_attribute(*member, name, arena))
                .filter(|value| !value.is_null());
            let values = bumpalo::collections::Vec::from_iter_in(values, arena).into_bump_slice();
            if values.is_empty() { Value::Null } else { Value::List(values) }
        }
        _ => Value::Null,
    }
}

/// A guest's name without its decoration: `ann_fabrikam.com#EXT#@contoso.com` is `ann@fabrikam.com`.
fn without_guest_marker<'a>(value: Value<'a>, arena: &'a Arena) -> Value<'a> {
    let Value::Text(name) = value else { return value };
    if memchr::memchr(b'#', name.as_bytes()).is_none() {
        return value;
    }
    let guest = name.split_once("#EXT#").and_then(|(guest, _)| guest.rsplit_once('_'));
    guest.map_or(value, |(alias, domain)| Value::Text(built(arena, format_args!("{alias}@{domain}"))))
}
