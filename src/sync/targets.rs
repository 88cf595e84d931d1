//! What the target holds now: its resources, found by id and by the values of matching attributes.
//!
//! Resources are kept as the JSON that they came as, and read again when a decision needs them.

use super::names::{Column, Names, Number};
use crate::dotnet::boolean;
use crate::eval::change::Current;
use crate::input::{self, InputError, KeyOrder, SourceObject};
use crate::plan::{Mapping, ObjectPlan, Plan};
use crate::value::{Arena, Value};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Mutex;

/// The current resources of the target.
#[derive(Debug)]
pub struct Targets<'e> {
    plan: &'e Plan,
    /// The kind of resources that do not say it themselves, as an index of the plan's objects.
    default_object: Option<usize>,
    json: Vec<u8>,
    resources: Vec<Held>,
    /// The ids, and the values of matching attributes.
    names: Names,
    /// For each kind of object its resources by id.
    by_id: Vec<Column<Option<Number>>>,
    /// For each kind of object, for each matching attribute in the order of precedence, its resources by value.
    by_value: Vec<Vec<ByValue>>,
    /// Behind a lock that nobody waits for, so that threads may share the rest.
    arena: Mutex<Arena>,
    /// For each kind of object how its resources had their keys.
    orders: Vec<KeyOrder>,
}

/// Resources by the value of a matching attribute, as the target's filters compare it.
#[derive(Clone, Debug, Default)]
struct ByValue {
    first: Column<Option<Number>>,
    /// All resources that have a value, where they are several: nearly never.
    several: HashMap<Number, Vec<Number>, RandomState>,
}

impl ByValue {
    fn add(&mut self, value: Number, resource: Number) {
        match self.first.get(value) {
            None => _ = self.first.set(value, Some(resource)),
            Some(first) => self.several.entry(value).or_insert_with(|| vec![first]).push(resource),
        }
    }

    fn get(&self, value: Number) -> &[Number] {
        self.several.get(&value).map_or_else(|| self.first.as_slice(value), Vec::as_slice)
    }
}

/// One resource.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) object: usize,
    json: Range<usize>,
    id: Number,
    /// `active` is there and false.
    pub(crate) inactive: bool,
}

impl<'e> Targets<'e> {
    pub(crate) fn new(plan: &'e Plan, default_kind: &str) -> Self {
        let default_object = plan.objects.iter().position(|object| object.kind == default_kind);
        Self {
            plan,
            default_object,
            json: Vec::new(),
            resources: Vec::new(),
            names: Names::default(),
            by_id: vec![Column::default(); plan.objects.len()],
            by_value: plan
                .objects
                .iter()
                .map(|object| vec![ByValue::default(); object.matching.len()])
                .collect(),
            arena: Mutex::default(),
            orders: plan.objects.iter().map(|_| KeyOrder::default()).collect(),
        }
    }

    /// Returns how many resources there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Tells whether the target holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    /// Adds a resource, as JSON; one of a kind that the rules do not map is left out.
    ///
    /// # Errors
    ///
    /// An [`InputError`] for a text that is no JSON object, a SCIM message such as an error, a resource without an id, and an
    /// id that stands twice.
    pub fn add(&mut self, json: &[u8]) -> Result<(), InputError> {
        let mut arena = std::mem::take(&mut self.arena).into_inner().unwrap_or_default();
        let mut orders = std::mem::take(&mut self.orders);
        arena.reset();
        let added = self.add_read(json, &arena, &mut orders);
        self.arena = arena.into();
        self.orders = orders;
        added
    }

    fn add_read(&mut self, json: &[u8], arena: &Arena, orders: &mut [KeyOrder]) -> Result<(), InputError> {
        let plan = self.plan;
        let Some((index, members)) = self.read(json, arena, orders)? else { return Ok(()) };
        let Some(object) = plan.objects.get(index) else { return Ok(()) };
        let member = |key: usize| members.get(key).copied().unwrap_or(Value::Null);
        let id = member(object.resource.id).to_text(arena).ok().flatten().unwrap_or_default();
        if id.is_empty() {
            return Err(InputError::new("the resource has no `id`"));
        }
        let inactive = match member(object.resource.active) {
            Value::Boolean(active) => !active,
            Value::Text(active) => boolean::parse(active) == Some(false),
            _ => false,
        };
        let (resource, id) = (Number::last_of(self.resources.len() + 1), self.names.add(id));
        if self.by_id.get_mut(index).and_then(|by_id| by_id.set(id, Some(resource))).is_some() {
            return Err(InputError::new("the `id` of the resource stands twice"));
        }
        let current = Current { members };
        let tables = self.by_value.get_mut(index).into_iter().flatten();
        for (mapping, table) in object.matching.iter().zip(tables) {
            let Some(mapping) = object.mappings.get(*mapping) else { continue };
            let held = current.at(&mapping.place, arena).0.to_text(arena).ok().flatten();
            if let Some(text) = held.filter(|text| !text.is_empty()) {
                table.add(self.names.add(comparable(mapping, text, arena)), resource);
            }
        }
        let start = self.json.len();
        self.json.extend_from_slice(json);
        self.resources.push(Held { object: index, json: start..self.json.len(), id, inactive });
        Ok(())
    }

    /// Reads what a resource is found by, by the plan of its kind; `None` where the rules do not map it.
    fn read<'a>(
        &self,
        json: &'a [u8],
        arena: &'a Arena,
        orders: &mut [KeyOrder],
    ) -> Result<Option<(usize, &'a [Value<'a>])>, InputError>
    where
        'e: 'a,
    {
        let plan = self.plan;
        let (mut tried, mut orders) = (None, Some(orders));
        // The resources of one kind usually follow one another.
        let first = self.resources.last().map(|held| held.object).or(self.default_object).unwrap_or(0);
        for _ in 0..2 {
            let index = tried.unwrap_or(first);
            let Some(object) = plan.objects.get(index) else { return Ok(None) };
            let order = orders.take().and_then(|orders| orders.get_mut(index));
            let members = input::members(json, &object.resource.index_keys, arena, order)?;
            let Some(own) = self.object_of(object, members)? else { return Ok(None) };
            if own == index {
                return Ok(Some((index, members)));
            }
            tried = Some(own);
        }
        Ok(None)
    }

    /// The kind of a resource by its `meta.resourceType` or its `schemas`; the default where it says neither.
    fn object_of(&self, read_by: &ObjectPlan, members: &[Value<'_>]) -> Result<Option<usize>, InputError> {
        let member = |key: usize| members.get(key).copied().unwrap_or(Value::Null);
        let find = |is: &dyn Fn(&ObjectPlan) -> bool| self.plan.objects.iter().position(is);
        let resource_type = crate::eval::change::member(member(read_by.resource.meta), "resourceType");
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

    pub(super) fn by_id(&self, object: usize, id: &str) -> Option<Number> {
        self.by_id.get(object)?.get(self.names.find(id)?)
    }

    /// Returns the resources whose matching attribute, given by its precedence, has a value as it is compared.
    pub(super) fn by_value(&self, object: usize, precedence: usize, compared: &str) -> &[Number] {
        let found = || Some(self.by_value.get(object)?.get(precedence)?.get(self.names.find(compared)?));
        found().unwrap_or_default()
    }

    pub(super) fn get(&self, resource: Number) -> Option<&Held> {
        self.resources.get(resource.index())
    }

    /// Returns the id of a resource.
    pub(super) fn id(&self, resource: Number) -> Option<&str> {
        Some(self.names.get(self.get(resource)?.id))
    }

    /// Returns all resources, with the kind of object and the id of each.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Number, usize, &str)> {
        let all = self.resources.iter().enumerate();
        all.map(|(index, held)| (Number::last_of(index + 1), held.object, self.names.get(held.id)))
    }

    /// Reads a resource.
    pub(crate) fn current<'a>(
        &'a self,
        resource: Number,
        arena: &'a Arena,
        order: Option<&mut KeyOrder>,
    ) -> Option<Current<'a>> {
        let held = self.get(resource)?;
        let json = self.json.get(held.json.clone())?;
        current(json, self.plan.objects.get(held.object)?, arena, order).ok()
    }
}

/// Tells whether a schema is one of the protocol's own messages: left out like a resource of a kind that is not mapped,
/// an error in place of the resources would be an empty target. Source: `rfc7644:3.1`.
fn is_message(urn: &str) -> bool {
    const MESSAGES: &str = "urn:ietf:params:scim:api:messages:";
    urn.get(..MESSAGES.len()).is_some_and(|start| start.eq_ignore_ascii_case(MESSAGES))
}

/// Reads a resource as far as the mappings of its kind name it.
pub(crate) fn current<'a, S: SourceObject + ?Sized>(
    resource: &'a S,
    object: &'a ObjectPlan,
    arena: &'a Arena,
    order: Option<&mut KeyOrder>,
) -> Result<Current<'a>, InputError> {
    Ok(Current { members: input::members(resource, &object.resource.keys, arena, order)? })
}

/// A matching value as a target's filter compares it: without letter case where the attribute has none.
pub(crate) fn comparable<'a>(mapping: &Mapping, text: &'a str, arena: &'a Arena) -> &'a str {
    if mapping.target.matches_case || !text.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
    {
        text
    } else {
        arena.alloc_str(&text.to_lowercase())
    }
}
