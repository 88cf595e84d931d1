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
    pub(super) fn new(view: &View<'_, '_, '_>, targets: &Targets<'_>) -> Self {
        let link = match view.detail.link {
            None | Some(LinkState::None) => "none",
            Some(LinkState::Managed) => "managed",
            Some(LinkState::Released) => "released",
        };
        let attempts = view.detail.matched.iter().flat_map(|matched| &matched.attempts);
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
        Self { step: "matching", status, link, target: view.decision.target_id.clone(), attempts }
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
        told.collect()
    }
}

fn tried(view: &View<'_, '_, '_>, targets: &Targets<'_>, attempt: &Attempt<'_>) -> Tried {
    let object = view.detail.course.as_ref().map(|course| course.object);
    let mapping = object.and_then(|object| object.mappings.get(attempt.mapping));
    let hidden = mapping.is_some_and(|mapping| view.redaction.hides_mapping(mapping));
    let path = mapping.map_or("", |mapping| mapping.place.path.as_str());
    let order = object.and_then(|object| object.matching.iter().position(|index| *index == attempt.mapping));
    let found = attempt.found.iter().filter_map(|resource| Some(targets.get(*resource)?.id.clone()));
    let text = if hidden { REDACTED } else { attempt.text };
    Tried {
        precedence: order.unwrap_or(0) + 1,
        target: path.to_owned(),
        value: text.to_owned(),
        // The query by which the target is asked.
        filter: format!("{path} eq {}", emit::value_text(Value::Text(text))),
        found: found.collect(),
    }
}
