//! One resource of the target as it is read: its kind, what finds it, and what mappings name.
//!
//! Each is read by itself, so that threads may share the work. What a resource is does not depend on those before it; they
//! only tell what is tried first.

use super::packed::{self, Packed};
use crate::dotnet::boolean;
use crate::env::folded;
use crate::eval::change;
use crate::input::{InputError, KeyOrder, SourceObject, Wanted};
use crate::plan::{Keys, Mapping, ObjectPlan, Plan};
use crate::value::{Arena, Value};
use std::borrow::Cow;
use std::ops::Range;

/// A resource that has been read.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The index of its kind in the plan.
    pub(super) object: usize,
    /// `active` is there and false.
    pub(super) inactive: bool,
    /// Where its packed text stands: its id, its matching values as they are compared, the values that no other may have, in
    /// small letters, whether the rest of it can be read, and what it holds.
    pub(super) packed: Range<usize>,
}

/// Reads the resources of a target.
#[derive(Debug)]
pub(crate) struct ResourceReader<'e> {
    plan: &'e Plan,
    /// The kind of resources that do not say it themselves, as an index of the plan's objects.
    default_object: Option<usize>,
    /// What tells the kind of any resource: the first keys of every kind.
    kind_keys: Keys,
    /// The kind of the resource before: those of one kind usually follow one another.
    before: usize,
    arena: Arena,
    /// For each kind of object how its resources had their keys.
    orders: Vec<KeyOrder>,
}

/// What all kinds of resources are read for.
const KIND_KEYS: usize = 4;

impl<'e> ResourceReader<'e> {
    pub(super) fn new(plan: &'e Plan, default_object: Option<usize>) -> Self {
        let keys = plan.objects.first().map(|object| object.resource.keys.names()).unwrap_or_default();
        Self {
            plan,
            default_object,
            kind_keys: Keys::ignoring_case(keys.iter().take(KIND_KEYS).cloned().collect()),
            before: default_object.unwrap_or(0),
            arena: Arena::new(),
            orders: plan.objects.iter().map(|_| KeyOrder::default()).collect(),
        }
    }

    /// Returns what makes others that read by the same rules.
    #[cfg(feature = "cli")]
    pub(super) fn another(&self) -> impl Fn() -> Self + Sync + use<'e> {
        let (plan, default_object) = (self.plan, self.default_object);
        move || Self::new(plan, default_object)
    }

    /// Reads a resource, as JSON, and appends its packed text; `None` for one of a kind that the rules do not map.
    ///
    /// # Errors
    ///
    /// An [`InputError`] for a text that is no JSON object, a SCIM message such as an error, and a resource without an id.
    pub(crate) fn read<S: SourceObject + ?Sized>(
        &mut self,
        json: &S,
        packed: &mut String,
    ) -> Result<Option<Resource>, InputError> {
        let mut arena = std::mem::take(&mut self.arena);
        arena.reset();
        let read = self.read_in(json, &arena, packed);
        self.arena = arena;
        read
    }

    fn read_in<S: SourceObject + ?Sized>(
        &mut self,
        json: &S,
        arena: &Arena,
        packed: &mut String,
    ) -> Result<Option<Resource>, InputError> {
        let plan = self.plan;
        // The usual case: of the kind of the one before, and readable as a whole.
        let tried = plan.objects.get(self.before).zip(self.orders.get_mut(self.before));
        let tried = tried.and_then(|(object, order)| {
            let members = Wanted::new(&object.resource.keys, arena).read(json, Some(order)).ok()?;
            Some((object, members))
        });
        if let Some((object, members)) = tried {
            match self.kind_of(object, members)? {
                None => return Ok(None),
                Some(own) if own == self.before => {
                    return resource(own, object, members, true, arena, packed);
                }
                Some(_) => {}
            }
        }
        let Some(index) = self.kind(json, arena)? else { return Ok(None) };
        let Some(object) = plan.objects.get(index) else { return Ok(None) };
        self.before = index;
        // What mappings name beside it does not keep a resource from being found.
        let found_by = Wanted::new(&object.resource.index_keys, arena).read(json, None)?;
        let whole = Wanted::new(&object.resource.keys, arena).read(json, None);
        resource(index, object, whole.as_ref().unwrap_or(&found_by), whole.is_ok(), arena, packed)
    }

    /// Reads the kind of a resource and nothing else of it.
    fn kind<S: SourceObject + ?Sized>(&self, json: &S, arena: &Arena) -> Result<Option<usize>, InputError> {
        let plan = self.plan;
        let Some(object) = plan.objects.get(self.default_object.unwrap_or(0)) else { return Ok(None) };
        match Wanted::new(&self.kind_keys, arena).read(json, None) {
            Ok(members) => self.kind_of(object, members),
            // Of several errors the first is told.
            Err(error) => match Wanted::new(&object.resource.index_keys, arena).read(json, None) {
                Err(first) => Err(first),
                Ok(_) => Err(error),
            },
        }
    }

    /// The kind of a resource by its `meta.resourceType` or its `schemas`; the default where it says neither.
    fn kind_of(&self, read_by: &ObjectPlan, members: &[Value<'_>]) -> Result<Option<usize>, InputError> {
        let member = |key: usize| members.get(key).copied().unwrap_or(Value::Null);
        let find = |is: &dyn Fn(&ObjectPlan) -> bool| self.plan.objects.iter().position(is);
        let resource_type = change::member(member(read_by.resource.meta), "resourceType");
        if let Value::Text(name) = resource_type {
            let named = find(&|object| object.kind.eq_ignore_ascii_case(name));
            if named.is_some() {
                return Ok(named);
            }
        }
        let schemas = member(read_by.resource.schemas);
        if schemas.members().is_empty() {
            return Ok(if resource_type.is_null() { self.default_object } else { None });
        }
        let has = |is: &dyn Fn(&str) -> bool| {
            schemas.members().iter().any(|urn| matches!(urn, Value::Text(urn) if is(urn)))
        };
        if has(&is_message) {
            return Err(InputError::new(
                "this is no resource but a SCIM message, such as an error or a page within another file",
            ));
        }
        Ok(find(&|object| has(&|urn| urn.eq_ignore_ascii_case(&object.resource.schema))))
    }
}

/// Packs what is kept of a resource.
fn resource<'a>(
    index: usize,
    object: &ObjectPlan,
    members: &'a [Value<'a>],
    is_whole: bool,
    arena: &'a Arena,
    packed: &mut String,
) -> Result<Option<Resource>, InputError> {
    let member = |key: usize| members.get(key).copied().unwrap_or(Value::Null);
    let id = member(object.resource.id).text(arena).ok().flatten().unwrap_or_default();
    if id.is_empty() {
        return Err(InputError::new("the resource has no `id`"));
    }
    let inactive = match member(object.resource.active) {
        Value::Boolean(active) => !active,
        Value::Text(active) => boolean::parse(active) == Some(false),
        _ => false,
    };
    let start = packed.len();
    packed::pack_value(Value::Text(id), packed);
    let held = |mapping: &Mapping| {
        let held = change::held_at(&mapping.place, members, arena).value;
        held.text(arena).ok().flatten().filter(|text| !text.is_empty())
    };
    for mapping in object.matching.iter().filter_map(|index| object.mappings.get(*index)) {
        let compared = held(mapping).map(|text| comparable(mapping, text, arena));
        packed::pack_value(compared.map_or(Value::Null, Value::Text), packed);
    }
    for mapping in object.unique.iter().filter_map(|index| object.mappings.get(*index)) {
        let unique = held(mapping).map(|text| without_case(text, arena));
        packed::pack_value(unique.map_or(Value::Null, Value::Text), packed);
    }
    packed::pack_value(Value::Boolean(is_whole), packed);
    if is_whole {
        packed::pack(change::held(object, members, arena), packed);
    }
    Ok(Some(Resource { object: index, inactive, packed: start..packed.len() }))
}

/// Tells whether a schema is one of the protocol's own messages: left out like a resource of a kind that is not mapped,
/// an error in place of the resources would be an empty target. Source: `rfc7644:3.1`.
fn is_message(urn: &str) -> bool {
    const MESSAGES: &str = "urn:ietf:params:scim:api:messages:";
    urn.get(..MESSAGES.len()).is_some_and(|start| start.eq_ignore_ascii_case(MESSAGES))
}

/// Reads what a resource holds at the places of mappings.
pub(crate) fn held<'a, S: SourceObject + ?Sized>(
    resource: &'a S,
    object: &'a ObjectPlan,
    arena: &'a Arena,
) -> Result<Packed<'a>, InputError> {
    let members = Wanted::new(&object.resource.keys, arena).read(resource, None)?;
    let mut packed = String::new();
    packed::pack(change::held(object, members, arena), &mut packed);
    Ok(Packed(arena.alloc_str(&packed)))
}

/// A matching value as a target's filter compares it: without letter case where the attribute has none.
pub(crate) fn comparable<'a>(mapping: &Mapping, text: &'a str, arena: &'a Arena) -> &'a str {
    if mapping.target.matches_case { text } else { without_case(text, arena) }
}

fn without_case<'a>(text: &'a str, arena: &'a Arena) -> &'a str {
    match folded(text) {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => arena.alloc_str(&text),
    }
}
