//! From the attributes of an object to the values that rules read.
//!
//! Source: `spec:expressions-1.3`, `spec:mapping-1.9`.

use super::{Cell, InputError, KeyOrder, SourceObject, Wanted, decode};
use crate::plan::{Filter, Keys, ObjectPlan, Plan, Reading};
use crate::value::{Arena, Value, built};

/// Fills the slots of an object plan.
pub(crate) fn fill<'a>(plan: &'a ObjectPlan, cells: &'a [Cell<'a>], arena: &'a Arena) -> &'a mut [Value<'a>] {
    let row = arena.alloc_slice_fill_copy(plan.slots.len(), Value::Null);
    for (value, slot) in row.iter_mut().zip(&plan.slots) {
        match slot.readings.as_slice() {
            [only] if only.is_plain() => match cells.get(only.key) {
                Some(Cell::Value(found)) => *value = *found,
                Some(Cell::Tree(tree)) => *value = decode::tree(tree, arena),
                Some(Cell::Absent) | None => {}
            },
            readings => *value = first_found(readings, cells, arena),
        }
    }
    if let Some(name) = plan.state.user_principal_name.and_then(|slot| row.get_mut(slot)) {
        *name = without_guest_marker(*name, arena);
    }
    row
}

/// What the first reading gives that finds something.
fn first_found<'a>(readings: &'a [Reading], cells: &'a [Cell<'a>], arena: &'a Arena) -> Value<'a> {
    for reading in readings {
        let found = attribute(cells, reading.key, arena);
        if !found.is_null() {
            return walk(found, reading, arena);
        }
    }
    Value::Null
}

/// Decodes all wanted members of a resource, in the order of their keys.
///
/// # Errors
///
/// For a text that is no JSON object, or a member that is no value.
pub(crate) fn members<'a, S: SourceObject + ?Sized>(
    resource: &'a S,
    keys: &'a Keys,
    arena: &'a Arena,
    order: Option<&mut KeyOrder>,
) -> Result<&'a [Value<'a>], InputError> {
    let cells = Wanted::new(keys, arena).read(resource, order)?;
    let members = arena.alloc_slice_fill_copy(cells.len(), Value::Null);
    for (key, member) in members.iter_mut().enumerate() {
        *member = attribute(cells, key, arena);
    }
    Ok(members)
}

/// Returns the texts of those of some top-level attributes that have one.
pub(crate) fn texts<'a>(
    cells: &'a [Cell<'a>],
    keys: &'a [usize],
    arena: &'a Arena,
) -> impl Iterator<Item = &'a str> + Clone {
    keys.iter().filter_map(move |key| {
        let value = attribute(cells, *key, arena);
        value.to_text(arena).ok().flatten().filter(|text| !text.is_empty())
    })
}

/// Returns the kind of object that an object says it is, in lower case: `user` for `#microsoft.graph.user`.
pub(crate) fn kind(plan: &Plan, cells: &[Cell<'_>]) -> Option<String> {
    let text = plan.kind_keys.into_iter().find_map(|key| match cells.get(key)? {
        Cell::Value(Value::Text(text)) => Some((*text).to_owned()),
        _ => None,
    });
    text.map(|text| text.rsplit(['.', '#']).next().unwrap_or_default().to_lowercase())
}

/// The value of a top-level attribute.
fn attribute<'a>(cells: &'a [Cell<'a>], key: usize, arena: &'a Arena) -> Value<'a> {
    match cells.get(key) {
        None | Some(Cell::Absent) => Value::Null,
        Some(Cell::Value(value)) => *value,
        Some(Cell::Tree(tree)) => decode::tree(tree, arena),
    }
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
        let text = sub_attribute(**member, &filter.attribute, arena).to_text(arena);
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
