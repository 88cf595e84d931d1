//! The matching step: the link, or each attempt to find the target resource.

use super::{REDACTED, Status, View};
use crate::emit;
use crate::sync::course::Attempt;
use crate::sync::decision::{AtTarget, InScope, LinkState, reason};
use crate::sync::targets::Targets;
use crate::value::Value;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Matching {
    step: &'static str,
    pub(super) status: Status,
    pub(super) link: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<String>,
    pub(super) attempts: Vec<Tried>,
    /// The id of the source object that has the resource, or the same matching value.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_by: Option<String>,
}

/// One attempt.
#[derive(Debug, Serialize)]
pub(super) struct Tried {
    precedence: usize,
    pub(super) target: String,
    value: String,
    pub(super) filter: String,
    /// The ids of the resources found.
    pub(super) found: Vec<String>,
}

impl Matching {
    pub(super) fn new(view: &View<'_, '_, '_>, targets: &Targets<'_>, holder: Option<&str>) -> Self {
        let link = match view.detail.link {
            None | Some(LinkState::None) => "none",
            Some(LinkState::Managed) => "managed",
            Some(LinkState::Released) => "released",
        };
        let attempts = view.detail.matched.iter().flat_map(|matched| matched.attempts);
        let attempts: Vec<_> = attempts.map(|attempt| tried(view, targets, attempt)).collect();
        let in_scope = view.detail.course.as_ref().map(super::super::course::Course::in_scope);
        let failed = view.detail.matched.as_ref().is_some_and(|matched| {
            matches!(matched.target, AtTarget::NoValue | AtTarget::SeveralMatches)
                || matched.failure.is_some()
        });
        let status = match (in_scope, link) {
            (Some(InScope::Yes), "none") if failed => Status::Failed,
            (Some(InScope::Yes), "none") if view.decision.reason == reason::DUPLICATE_SOURCE_ENTRIES => {
                Status::Failed
            }
            (Some(InScope::Yes), "none") => Status::Ok,
            (Some(_), "none") | (None, _) => Status::NotReached,
            _ => Status::Skipped,
        };
        let is_taken = view.decision.reason == reason::DUPLICATE_SOURCE_ENTRIES;
        let taken_by = holder.filter(|_| is_taken).map(str::to_owned);
        Self { step: "matching", status, link, target: view.decision.target_id.clone(), attempts, taken_by }
    }

    /// Resources that match an object which is out of scope: nobody touches them.
    pub(super) fn unlinked(&self) -> Option<String> {
        let attempt = self.attempts.iter().find(|attempt| !attempt.found.is_empty())?;
        let (target, found) = (&attempt.target, attempt.found.join(", "));
        Some(format!(
            "the target resource {found} has the same {target}, but is not linked: nothing is done to it"
        ))
    }

    /// What was asked, and what was found.
    pub(super) fn causes(&self) -> Vec<String> {
        let told = self.attempts.iter().map(|attempt| {
            let found = match attempt.found.as_slice() {
                [] => "nothing".to_owned(),
                found => found.join(", "),
            };
            format!("{} found {found}", attempt.filter)
        });
        let taken = self.taken_by.iter().map(|id| format!("the source object {id} has it"));
        told.chain(taken).collect()
    }
}

fn tried(view: &View<'_, '_, '_>, targets: &Targets<'_>, attempt: &Attempt<'_>) -> Tried {
    let object = view.detail.course.as_ref().map(|course| course.object);
    let mapping = object.and_then(|object| object.mappings.get(attempt.mapping));
    let hidden = mapping.is_some_and(|mapping| view.redaction.hides_mapping(mapping));
    let path = mapping.map_or("", |mapping| mapping.place.path.as_str());
    let found = attempt.found.iter().filter_map(|resource| targets.id(*resource).map(str::to_owned));
    let text = if hidden { REDACTED } else { attempt.text };
    Tried {
        precedence: attempt.precedence + 1,
        target: path.to_owned(),
        value: text.to_owned(),
        // The query by which the target is asked.
        filter: format!("{path} eq {}", emit::value_text(Value::Text(text))),
        found: found.collect(),
    }
}
