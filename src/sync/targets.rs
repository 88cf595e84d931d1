//! What the target holds now: its resources, found by id and by the values of matching attributes.
//!
//! Resources are kept as the JSON that they came as, and read again when a decision needs them.

use crate::dotnet::boolean;
use crate::emit;
use crate::eval::change::Current;
use crate::input::{self, InputError, KeyOrder, SourceObject};
use crate::plan::{ObjectPlan, Plan};
use crate::value::{Arena, Value};
use std::collections::HashMap;
use std::ops::Range;

/// The current resources of the target.
#[derive(Debug)]
pub struct Targets<'e> {
    plan: &'e Plan,
    /// The kind of resources that do not say it themselves, as an index of the plan's objects.
    default_object: Option<usize>,
    json: Vec<u8>,
    resources: Vec<Held>,
    by_id: HashMap<(usize, String), usize>,
    /// Resources by object, matching mapping and value.
    by_value: HashMap<(usize, usize, String), Vec<usize>>,
    arena: Arena,
    order: KeyOrder,
}

/// One resource.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) object: usize,
    json: Range<usize>,
    pub(crate) id: String,
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
            by_id: HashMap::new(),
            by_value: HashMap::new(),
            arena: Arena::new(),
            order: KeyOrder::default(),
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
    /// An [`InputError`] for a text that is no JSON object, a resource without an id, and an id that stands twice.
    pub fn add(&mut self, json: &[u8]) -> Result<(), InputError> {
        let mut arena = std::mem::take(&mut self.arena);
        let mut order = std::mem::take(&mut self.order);
        arena.reset();
        let added = self.add_read(json, &arena, &mut order);
        self.arena = arena;
        self.order = order;
        added
    }

    fn add_read(&mut self, json: &[u8], arena: &Arena, order: &mut KeyOrder) -> Result<(), InputError> {
        let plan = self.plan;
        let Some((index, members)) = self.read(json, arena, order)? else { return Ok(()) };
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
        let resource = self.resources.len();
        if self.by_id.insert((index, id.to_owned()), resource).is_some() {
            return Err(InputError::new("the `id` of the resource stands twice"));
        }
        let current = Current { members };
        for mapping in object.matching.iter().copied() {
            if let Some(value) = matched_value(object, mapping, current, arena) {
                self.by_value.entry((index, mapping, value)).or_default().push(resource);
            }
        }
        let start = self.json.len();
        let id = id.to_owned();
        self.json.extend_from_slice(json);
        self.resources.push(Held { object: index, json: start..self.json.len(), id, inactive });
        Ok(())
    }

    /// Reads a resource by the plan of its kind; `None` where the rules do not map it.
    fn read<'a>(
        &self,
        json: &'a [u8],
        arena: &'a Arena,
        order: &'a mut KeyOrder,
    ) -> Result<Option<(usize, &'a [Value<'a>])>, InputError>
    where
        'e: 'a,
    {
        let plan = self.plan;
        let (mut tried, mut order) = (None, Some(order));
        // The resources of one kind usually follow one another.
        let first = self.resources.last().map(|held| held.object).or(self.default_object).unwrap_or(0);
        for _ in 0..2 {
            let index = tried.unwrap_or(first);
            let Some(object) = plan.objects.get(index) else { return Ok(None) };
            let members = input::members(json, &object.resource.keys, arena, order.take())?;
            let Some(own) = self.object_of(object, members) else { return Ok(None) };
            if own == index {
                return Ok(Some((index, members)));
            }
            tried = Some(own);
        }
        Ok(None)
    }

    /// The kind of a resource by its `meta.resourceType` or its `schemas`; the default where it says neither.
    fn object_of(&self, read_by: &ObjectPlan, members: &[Value<'_>]) -> Option<usize> {
        let member = |key: usize| members.get(key).copied().unwrap_or(Value::Null);
        let find = |is: &dyn Fn(&ObjectPlan) -> bool| self.plan.objects.iter().position(is);
        let resource_type = crate::eval::change::member(member(read_by.resource.meta), "resourceType");
        if let Value::Text(name) = resource_type {
            let named = find(&|object| object.kind.eq_ignore_ascii_case(name));
            if named.is_some() {
                return named;
            }
        }
        let schemas = member(read_by.resource.schemas);
        if schemas.members().is_empty() {
            return if resource_type.is_null() { self.default_object } else { None };
        }
        find(&|object| {
            let is_own = |urn: &Value<'_>| matches!(urn, Value::Text(urn) if urn.eq_ignore_ascii_case(&object.resource.schema));
            schemas.members().iter().any(is_own)
        })
    }

    pub(crate) fn by_id(&self, object: usize, id: &str) -> Option<usize> {
        self.by_id.get(&(object, id.to_owned())).copied()
    }

    /// Returns the resources whose matching attribute has a value.
    pub(crate) fn by_value(&self, object: usize, mapping: usize, value: String) -> &[usize] {
        self.by_value.get(&(object, mapping, value)).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn get(&self, resource: usize) -> Option<&Held> {
        self.resources.get(resource)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Held> {
        self.resources.iter()
    }

    /// Reads a resource.
    pub(crate) fn current<'a>(
        &'a self,
        resource: usize,
        arena: &'a Arena,
        order: Option<&'a mut KeyOrder>,
    ) -> Option<Current<'a>> {
        let held = self.resources.get(resource)?;
        let json = self.json.get(held.json.clone())?;
        current(json, self.plan.objects.get(held.object)?, arena, order).ok()
    }
}

/// Reads a resource as far as the mappings of its kind name it.
pub(crate) fn current<'a, S: SourceObject + ?Sized>(
    resource: &'a S,
    object: &'a ObjectPlan,
    arena: &'a Arena,
    order: Option<&'a mut KeyOrder>,
) -> Result<Current<'a>, InputError> {
    Ok(Current { members: input::members(resource, &object.resource.keys, arena, order)? })
}

/// The value of a resource's matching attribute, as the target's filters compare it.
fn matched_value<'a>(
    object: &ObjectPlan,
    mapping: usize,
    current: Current<'a>,
    arena: &'a Arena,
) -> Option<String> {
    let place = &object.mappings.get(mapping)?.place;
    comparable(object, mapping, current.at(place, arena).0, arena)
}

/// A matching value as a target's filter compares it: without letter case where the attribute has none.
pub(crate) fn comparable<'a>(
    object: &ObjectPlan,
    mapping: usize,
    value: Value<'a>,
    arena: &'a Arena,
) -> Option<String> {
    let text = value.to_text(arena).ok().flatten().filter(|text| !text.is_empty())?;
    let matches_case = object.mappings.get(mapping)?.target.matches_case;
    Some(if matches_case { text.to_owned() } else { text.to_lowercase() })
}

/// The query by which a target is asked for a matching value, e.g. `userName eq "ann@contoso.com"`.
pub(crate) fn query(object: &ObjectPlan, mapping: usize, value: Value<'_>) -> String {
    let path = object.mappings.get(mapping).map_or("", |mapping| mapping.place.path.as_str());
    format!("{path} eq {}", emit::value_text(value))
}
