//! What the target holds now: its resources, found by id and by the values of matching attributes.
//!
//! Of a resource is kept, packed, what mappings name: see [`packed`].

use super::names::{Column, Names, Number};
use super::packed::{Packed, Unpacking};
use super::resource::{Resource, ResourceReader};
use crate::input::InputError;
use crate::plan::{ObjectPlan, Plan};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// The current resources of the target.
#[derive(Debug)]
pub struct Targets<'e> {
    plan: &'e Plan,
    /// What the resources hold, packed.
    packed: String,
    resources: Vec<Kept>,
    ids: Names,
    /// For each kind of object its resources by id.
    by_id: Vec<Column<Option<Number>>>,
    /// For each kind of object, for each matching attribute in the order of precedence, its resources by value.
    by_value: Vec<Vec<ByValue>>,
    /// For each kind of object, for each mapping whose value no other object has, the values of its attribute in small letters.
    unique: Vec<Vec<Names>>,
    /// Reads what is added one by one. Behind a lock that nobody waits for, so that threads may share the rest.
    adding: Mutex<(ResourceReader<'e>, String)>,
}

/// Resources by the value of a matching attribute, as the target's filters compare it.
#[derive(Debug, Default)]
struct ByValue {
    /// The values of this attribute alone: the fewer, the nearer to the processor they stay.
    values: Names,
    first: Column<Option<Number>>,
    /// All resources that have a value, where they are several: nearly never.
    several: HashMap<Number, Vec<Number>, RandomState>,
}

impl ByValue {
    fn add(&mut self, value: &str, resource: Number) {
        let value = self.values.add(value);
        match self.first.get(value) {
            None => _ = self.first.set(value, Some(resource)),
            Some(first) => self.several.entry(value).or_insert_with(|| vec![first]).push(resource),
        }
    }

    fn get(&self, value: &str) -> &[Number] {
        let Some(value) = self.values.find(value) else { return &[] };
        self.several.get(&value).map_or_else(|| self.first.as_slice(value), Vec::as_slice)
    }
}

/// One resource.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) object: usize,
    /// Where what it holds is packed.
    packed: Range<usize>,
    id: Number,
    /// `active` is there and false.
    pub(crate) inactive: bool,
}

impl<'e> Targets<'e> {
    pub(crate) fn new(plan: &'e Plan, default_kind: &str) -> Self {
        let default_object = plan.objects.iter().position(|object| object.kind == default_kind);
        let tables = |object: &ObjectPlan| object.matching.iter().map(|_| ByValue::default()).collect();
        Self {
            plan,
            packed: String::new(),
            resources: Vec::new(),
            ids: Names::default(),
            by_id: vec![Column::default(); plan.objects.len()],
            by_value: plan.objects.iter().map(tables).collect(),
            unique: plan
                .objects
                .iter()
                .map(|object| object.unique.iter().map(|_| Names::default()).collect())
                .collect(),
            adding: (ResourceReader::new(plan, default_object), String::new()).into(),
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
        let (reader, packed) = self.adding();
        packed.clear();
        let Some(resource) = reader.read(json, packed)? else { return Ok(()) };
        let packed = std::mem::take(packed);
        let placed = self.place(&resource, &packed);
        self.adding().1 = packed;
        placed
    }

    fn adding(&mut self) -> &mut (ResourceReader<'e>, String) {
        self.adding.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes what reads resources to be placed here, as often as it is called: one for each thread.
    #[cfg(feature = "cli")]
    pub(crate) fn readers(&mut self) -> impl Fn() -> ResourceReader<'e> + Sync + use<'e> {
        self.adding().0.another()
    }

    /// Places a resource that has been read.
    ///
    /// # Errors
    ///
    /// An [`InputError`] for an id that stands twice.
    pub(crate) fn place(&mut self, resource: &Resource, packed: &str) -> Result<(), InputError> {
        let Resource { object, inactive, .. } = *resource;
        let mut unpacking = Unpacking::of(packed.get(resource.packed.clone()).unwrap_or_default());
        let (number, id) =
            (Number::last_of(self.resources.len() + 1), self.ids.add(unpacking.text().unwrap_or_default()));
        if let Some(by_id) = self.by_id.get_mut(object) {
            if by_id.get(id).is_some() {
                return Err(InputError::new("the `id` of the resource stands twice"));
            }
            by_id.set(id, Some(number));
        }
        for table in self.by_value.get_mut(object).into_iter().flatten() {
            if let Some(value) = unpacking.text() {
                table.add(value, number);
            }
        }
        for values in self.unique.get_mut(object).into_iter().flatten() {
            if let Some(value) = unpacking.text() {
                values.add(value);
            }
        }
        let start = self.packed.len();
        self.packed.push_str(unpacking.rest());
        self.resources.push(Kept { object, packed: start..self.packed.len(), id, inactive });
        Ok(())
    }

    pub(super) fn by_id(&self, object: usize, id: &str) -> Option<Number> {
        self.by_id.get(object)?.get(self.ids.find(id)?)
    }

    /// Returns the resources whose matching attribute, given by its precedence, has a value as it is compared.
    pub(super) fn by_value(&self, object: usize, precedence: usize, compared: &str) -> &[Number] {
        let table = self.by_value.get(object).and_then(|tables| tables.get(precedence));
        table.map_or(&[], |table| table.get(compared))
    }

    /// Tells whether a resource has a value, in small letters, in a target attribute that is mapped by `SelectUniqueValue`.
    pub(super) fn has(&self, target: &str, folded: &str) -> bool {
        let objects = self.plan.objects.iter().zip(&self.unique);
        let mut unique = objects.flat_map(|(object, values)| {
            let mappings = object.unique.iter().map(|index| object.mappings.get(*index));
            mappings.zip(values)
        });
        unique.any(|(mapping, values)| {
            mapping.is_some_and(|mapping| mapping.target.path == target) && values.find(folded).is_some()
        })
    }

    pub(super) fn get(&self, resource: Number) -> Option<&Kept> {
        self.resources.get(resource.index())
    }

    /// Returns the id of a resource.
    pub(super) fn id(&self, resource: Number) -> Option<&str> {
        Some(self.ids.get(self.get(resource)?.id))
    }

    /// Returns all resources, with the kind of object and the id of each.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Number, usize, &str)> {
        let all = self.resources.iter().enumerate();
        all.map(|(index, held)| (Number::last_of(index + 1), held.object, self.ids.get(held.id)))
    }

    /// Returns what a resource holds; `None` where it cannot be read as a whole.
    pub(super) fn held(&self, resource: Number) -> Option<Packed<'_>> {
        let mut unpacking = Unpacking::of(self.packed.get(self.get(resource)?.packed.clone())?);
        unpacking.boolean().then(|| Packed(unpacking.rest()))
    }
}
