//! What a sync rests on, and what can be found of an object by itself, whatever the rest of the population is.

use super::course::{Course, Matched};
use super::decision::InScope;
use super::roll::Standing;
use super::taken::WithTarget;
use super::{Settings, Targets};
use crate::env::Env;
use crate::input::{Astray, KeyOrder, KindOf, SourceObject};
use crate::plan::{ObjectPlan, Plan};
use crate::value::Arena;

/// What is the same for every object of a run; threads share it.
pub(super) struct Basis<'e> {
    pub(super) plan: &'e Plan,
    pub(super) targets: &'e Targets<'e>,
    pub(super) env: &'e dyn Env,
    pub(super) default_kind: &'e str,
    pub(super) settings: Settings,
}

/// What a thread reads objects with.
#[derive(Default)]
pub(crate) struct Reader {
    pub(super) arena: Arena,
    pub(super) order: KeyOrder,
}

/// An object as far as it is known by itself.
pub(super) enum Sighting<'a> {
    Course(Course<'a>, Option<Matched<'a>>),
    Astray(Astray),
}

impl<'e> Basis<'e> {
    /// Tells whether the rules lead from one object to another.
    pub(super) fn has_references(&self) -> bool {
        self.plan.objects.iter().any(|object| !object.references.is_empty())
    }

    pub(super) fn course<'a, S: SourceObject + ?Sized>(
        &self,
        source: &'a S,
        arena: &'a Arena,
        order: Option<&mut KeyOrder>,
    ) -> Result<Course<'a>, Astray>
    where
        'e: 'a,
    {
        let kind = KindOf::Said { default: self.default_kind };
        Ok(Course::begin(self.plan, kind, source, arena, order)?.heed_soft_deletion())
    }

    /// Finds what can be found of an object by itself; its target resource too, if it is looked for before the object's turn.
    pub(super) fn sight<'a, S: SourceObject + ?Sized>(
        &self,
        source: &'a S,
        arena: &'a Arena,
        order: &mut KeyOrder,
        looks_ahead: bool,
    ) -> Sighting<'a>
    where
        'e: 'a,
    {
        match self.course(source, arena, Some(order)) {
            Ok(course) => {
                let is_asked = looks_ahead && course.in_scope() == InScope::Yes;
                let matched = is_asked.then(|| self.find(&course, arena));
                Sighting::Course(course, matched)
            }
            Err(astray) => Sighting::Astray(astray),
        }
    }

    /// Looks for the target resource of an object.
    pub(super) fn find<'a>(&self, course: &Course<'a>, arena: &'a Arena) -> Matched<'a>
    where
        'e: 'a,
    {
        course.find(self.targets, &course.evaluator(self.env, arena, None))
    }

    /// The environment of a create; where its rules choose unique values, what the target has is taken.
    pub(super) fn env_of<'a>(&self, object: &ObjectPlan, arena: &'a Arena) -> &'a dyn Env
    where
        'e: 'a,
    {
        if object.unique.is_empty() {
            return self.env;
        }
        arena.alloc(WithTarget { env: self.env, targets: self.targets })
    }

    /// Tells whether disabling changes anything: the guard counts what is planned.
    pub(super) fn disables<'a>(&self, course: &Course<'a>, standing: Standing, arena: &'a Arena) -> bool
    where
        'e: 'a,
    {
        let held = standing.resource.and_then(|resource| self.targets.held(resource));
        held.is_some_and(|held| course.disables(&course.evaluator(self.env, arena, None), held))
    }
}
