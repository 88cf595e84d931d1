//! Requests: for one object that a sync engine has matched itself, and for a whole population.

use super::outcome::{OutOfScope, Outcome};
use super::{Engine, Object};
use crate::env::Env;
use crate::eval::Failure;
use crate::eval::mapping::{self, Mapped, Operation};
use crate::eval::scoping::Scope;
use crate::input::{Astray, KindOf, SourceObject};
use crate::sync::request::EnvLinks;
use crate::sync::{self, Course, Decisions, Links, Request, Sender, Sent, Settings, Survey, Targets};
use crate::value::Arena;

/// The requests of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requests {
    requests: Vec<Request>,
    left_out: Vec<Failure>,
}

impl Requests {
    /// Returns the requests in the order in which they must be sent; none where nothing changes.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// Returns what is not in them: attributes whose expression failed, and references without a target resource.
    #[must_use]
    pub fn left_out(&self) -> &[Failure] {
        &self.left_out
    }
}

impl<'e> Object<'e> {
    /// Returns the requests that create an object: the create, and the references that follow it.
    ///
    /// The path of what follows has `{id}` where the create's answer has the id.
    pub fn create<S: SourceObject + ?Sized>(
        &self,
        source: &S,
        env: &dyn Env,
        settings: &Settings,
    ) -> Outcome<'e, Requests> {
        let none: Option<(&str, &str)> = None;
        self.requests(source, none, env, settings)
    }

    /// Returns the requests that make a target resource what an object says.
    ///
    /// `current` is the resource as the target holds it now, e.g. its JSON; `id` is its id.
    pub fn update<S: SourceObject + ?Sized, C: SourceObject + ?Sized>(
        &self,
        source: &S,
        (id, current): (&str, &C),
        env: &dyn Env,
        settings: &Settings,
    ) -> Outcome<'e, Requests> {
        self.requests(source, Some((id, current)), env, settings)
    }

    fn requests<S: SourceObject + ?Sized, C: SourceObject + ?Sized>(
        &self,
        source: &S,
        current: Option<(&str, &C)>,
        env: &dyn Env,
        settings: &Settings,
    ) -> Outcome<'e, Requests> {
        let arena = Arena::new();
        let course = match Course::begin(self.plan, KindOf::Fixed(self.index), source, &arena, None) {
            Ok(course) => course,
            Err(Astray::Unreadable(error)) => return Outcome::Unreadable(error),
            Err(Astray::NoRules { kind, .. }) => return Outcome::NoRules(kind),
        };
        match course.scope {
            Scope::In => {}
            Scope::Out(checks) => return Outcome::OutOfScope(OutOfScope::new(self.rules, checks)),
            Scope::Error(error) => return Outcome::Failed(vec![Failure { target: String::new(), error }]),
        }
        let held =
            match current.map(|(id, current)| Ok((id, sync::held(current, self.rules, &arena)?))).transpose()
            {
                Ok(held) => held,
                Err(error) => return Outcome::Unreadable(error),
            };
        let operation = if held.is_some() { Operation::Update } else { Operation::Create };
        let values = match mapping::run(self.rules, course.evaluator(env, &arena, None), operation) {
            Mapped::Values(values) => values,
            Mapped::Ignored => return Outcome::Ignored,
            Mapped::Failed(values) => return Outcome::Failed(values.failures),
        };
        let (profile, max_members, links) = (self.plan.profile, settings.max_members, EnvLinks(env));
        let (object, arena) = (self.rules, &arena);
        let sender = Sender { object, profile, links: &links, max_members, mask: &[], arena };
        let Sent { requests, mut diagnostics, .. } = match held {
            Some((id, held)) => sender.update(&values, held, id),
            None => sender.create(&values),
        };
        let mut left_out = values.failures;
        left_out.append(&mut diagnostics);
        let requests = requests.into_iter().map(Request::into_owned).collect();
        Outcome::Mapped(Requests { requests, left_out })
    }
}

impl Engine {
    /// Returns an empty store for what the target holds; resources that do not say their kind are of `default_kind`.
    #[must_use]
    pub fn targets(&self, default_kind: &str) -> Targets<'_> {
        Targets::new(&self.plan, default_kind)
    }

    /// Begins a sync of a population that is read twice, e.g. from a file; objects that do not say their kind are of
    /// `default_kind`.
    #[must_use]
    pub fn survey<'e>(
        &'e self,
        default_kind: &'e str,
        targets: &'e Targets<'e>,
        links: Links,
        env: &'e dyn Env,
        settings: Settings,
    ) -> Survey<'e> {
        Survey::new(&self.plan, default_kind, targets, links, env, settings)
    }

    /// Decides about every object of a population that is in memory.
    #[must_use]
    pub fn plan<'e, 'o, S: SourceObject>(
        &'e self,
        objects: &'o [S],
        default_kind: &'e str,
        targets: &'e Targets<'e>,
        links: Links,
        env: &'e dyn Env,
        settings: Settings,
    ) -> Decisions<'e, 'o, S> {
        Decisions::new(self.survey(default_kind, targets, links, env, settings), objects)
    }
}
