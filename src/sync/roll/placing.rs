//! Placing the objects of a population, one after another: what each takes, and what it leaves to those behind it.

use super::{Roll, Standing};
use crate::input::Astray;
use crate::sync::basis::{Basis, Sighting};
use crate::sync::course::{Course, Matched};
use crate::sync::decision::{self, Action, AtTarget, InScope, LinkState};
use crate::sync::names::Number;
use crate::sync::request::REFERENCED;
use crate::sync::targets::Targets;
use crate::value::Arena;

impl Roll {
    /// Places the next object.
    pub(in crate::sync) fn place<'e: 'a, 'a>(
        &mut self,
        basis: &Basis<'e>,
        sighting: &Sighting<'a>,
        arena: &'a Arena,
    ) -> Standing {
        match sighting {
            Sighting::Course(course, matched) => {
                let standing = self.place_course(basis, course, matched.as_ref(), arena);
                self.push(standing)
            }
            Sighting::Astray(Astray::Unreadable(_)) => {
                self.unreadable = true;
                self.push(Standing::UNKNOWN)
            }
            Sighting::Astray(Astray::NoRules { id, .. }) => {
                if let Some(id) = id {
                    self.elsewhere.set(self.names.add(id), true);
                }
                self.push(Standing::UNKNOWN)
            }
        }
    }

    fn place_course<'e: 'a, 'a>(
        &mut self,
        basis: &Basis<'e>,
        course: &Course<'a>,
        matched: Option<&Matched<'a>>,
        arena: &'a Arena,
    ) -> Standing {
        let source_id = course.source_id.map(|id| self.names.add(id));
        let link = course.source_id.and_then(|id| self.links.get(&course.object.kind, id));
        let kind = self.kinds.get_mut(course.index).zip(source_id);
        if let Some((kind, id)) = kind
            && kind.seen.set(id, true)
        {
            // The resource is named, though the object may not have it.
            let linked = link.and_then(|link| basis.targets.by_id(course.index, link.target));
            let resource = linked.or_else(|| kind.matched.get(id));
            return Standing { resource, duplicate: true, ..Standing::UNKNOWN };
        }
        let standing = match (link, matched) {
            (Some(link), _) => self.linked(basis.targets, course.index, link),
            (None, _) if course.in_scope() != InScope::Yes => Standing::UNKNOWN,
            (None, Some(matched)) => self.matched(basis.targets, course, matched, source_id, arena),
            (None, None) => self.matched(basis.targets, course, &basis.find(course, arena), source_id, arena),
        };
        let situation = course.situation(standing, basis.settings.skip_out_of_scope_deletions);
        let (action, _) = decision::decide(&situation);
        self.removals += usize::from(match action {
            Action::Disable => basis.disables(course, standing, arena),
            action => action.is_removal(),
        });
        self.note(course, standing, action, source_id);
        standing
    }

    /// Where a matched object stands; a resource or a value that another object has taken is not matched again.
    fn matched(
        &mut self,
        targets: &Targets<'_>,
        course: &Course<'_>,
        matched: &Matched<'_>,
        source_id: Option<Number>,
        arena: &Arena,
    ) -> Standing {
        let unmatchable = matched.failure.is_some() || matched.ignored;
        let is_taken = |resource: Number| {
            let is_linked = |id: &str| self.links.is_target(&course.object.kind, id);
            self.claimed.get(resource) || targets.id(resource).is_some_and(is_linked)
        };
        let target = match (matched.target, matched.resource) {
            (AtTarget::OneMatch, Some(resource)) if is_taken(resource) => AtTarget::Taken,
            (AtTarget::NoMatch, _) if !self.claim(course, matched, source_id, arena) => AtTarget::Taken,
            (target, _) => target,
        };
        if let (AtTarget::Taken, Some(resource)) = (target, matched.resource) {
            self.contested.set(resource, true);
        }
        Standing { link: LinkState::None, target, resource: matched.resource, unmatchable, duplicate: false }
    }

    /// Claims the matching values of an object that is to be created; tells whether no other object has one of them.
    fn claim(
        &mut self,
        course: &Course<'_>,
        matched: &Matched<'_>,
        source_id: Option<Number>,
        arena: &Arena,
    ) -> bool {
        let Some(kind) = self.kinds.get_mut(course.index).filter(|_| course.object.actions.create) else {
            return true;
        };
        let attempts = matched.attempts.iter();
        let values = attempts.map(|attempt| (attempt.precedence, self.names.add(attempt.compared)));
        let values = arena.alloc_slice_fill_iter(values);
        let mut claims =
            values.iter().filter_map(|(precedence, value)| kind.claims.get(*precedence)?.get(*value));
        if claims.next().is_some() {
            return false;
        }
        let holder = source_id.unwrap_or_else(|| self.names.add(""));
        for (precedence, value) in values {
            if let Some(claims) = kind.claims.get_mut(*precedence) {
                claims.set(*value, Some(holder));
            }
        }
        true
    }

    /// Notes the link that a decision makes or changes, and what it creates.
    fn note(&mut self, course: &Course<'_>, standing: Standing, action: Action, source_id: Option<Number>) {
        if standing.duplicate || standing.target == AtTarget::Taken {
            return;
        }
        if let Some(resource) = standing.resource {
            self.claimed.set(resource, true);
        }
        let (Some(id), Some(text), kind) = (source_id, course.source_id, course.object.kind.as_str()) else {
            return;
        };
        match (standing.target, action) {
            (AtTarget::OneMatch, _) => self.link(course.index, id, standing.resource),
            (_, Action::Create) if kind == REFERENCED && self.has_references => {
                self.created.set(id, true);
            }
            (_, Action::Delete) if kind == REFERENCED => {
                self.deleted.set(id, true);
                if let Some(resource) = standing.resource {
                    self.leaving.set(resource, true);
                }
            }
            (AtTarget::Gone, Action::Skip) if course.in_scope() == InScope::No => {
                self.links.remove(kind, text);
            }
            (AtTarget::Active | AtTarget::Inactive, _)
                if course.in_scope() == InScope::Yes && standing.link == LinkState::Released =>
            {
                self.links.set_state(kind, text, LinkState::Managed);
            }
            _ => {}
        }
    }

    fn link(&mut self, kind: usize, source_id: Number, resource: Option<Number>) {
        if let Some((of_kind, resource)) = self.kinds.get_mut(kind).zip(resource) {
            of_kind.matched.set(source_id, Some(resource));
            self.linked.set(resource, true);
            self.matches.push(super::Match { kind, source_id, resource });
        }
    }
}
