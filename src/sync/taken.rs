//! What is taken in a sync: what the environment knows, and what the target has.
//!
//! Source: `spec:expressions-3.44`.

use super::targets::Targets;
use crate::dotnet::date::DateTime;
use crate::env::{Env, folded};
use std::borrow::Cow;

/// An environment in which the values of the target's resources are taken.
pub(super) struct WithTarget<'e> {
    pub(super) env: &'e dyn Env,
    pub(super) targets: &'e Targets<'e>,
}

impl Env for WithTarget<'_> {
    fn now(&self) -> DateTime {
        self.env.now()
    }

    fn is_taken(&self, target: &str, value: &str) -> bool {
        self.targets.has(target, &folded(value)) || self.env.is_taken(target, value)
    }

    fn note_taken(&self, target: &str, value: &str) {
        self.env.note_taken(target, value);
    }

    fn link(&self, kind: &str, source_id: &str) -> Option<Cow<'_, str>> {
        self.env.link(kind, source_id)
    }

    fn is_linked(&self, kind: &str, target_id: &str) -> bool {
        self.env.is_linked(kind, target_id)
    }

    fn default_domain(&self) -> Option<&str> {
        self.env.default_domain()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.env.random(bytes);
    }
}
