//! Links: which target resource stands for which source object.
//!
//! A line of a links file is `{"kind": "user", "source": "<id>", "target": "<id>", "state": "managed"}`; `kind` is `user` and
//! `state` is `managed` where they are left out.
//!
//! Source: `spec:mapping-4.2`.

use super::decision::LinkState;
use crate::input::InputError;
use foldhash::fast::RandomState;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The links of a population, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    kinds: IndexMap<String, OfKind, RandomState>,
}

/// The links of one kind of object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OfKind {
    by_source: IndexMap<String, Link, RandomState>,
    /// How many source objects are linked to a target resource.
    targets: HashMap<String, usize, RandomState>,
}

/// One link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The id of the target resource.
    pub target: String,
    /// Whether the resource is still managed.
    pub state: LinkState,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Line<'l> {
    #[serde(borrow, default = "user")]
    kind: std::borrow::Cow<'l, str>,
    #[serde(borrow)]
    source: std::borrow::Cow<'l, str>,
    #[serde(borrow)]
    target: std::borrow::Cow<'l, str>,
    #[serde(default)]
    state: State,
}

fn user() -> std::borrow::Cow<'static, str> {
    "user".into()
}

#[derive(Copy, Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    #[default]
    Managed,
    Released,
}

impl OfKind {
    /// Counts the target resource of a link once less.
    fn release(&mut self, link: &Link) {
        let count = self.targets.get_mut(&link.target).filter(|_| link.state != LinkState::None);
        if let Some(count) = count {
            *count -= 1;
        }
    }
}

impl Links {
    /// Reads the text of a links file; blank lines are skipped.
    ///
    /// # Errors
    ///
    /// An [`InputError`] with the line that is no link, or links a source object a second time.
    pub fn read(text: &str) -> Result<Self, InputError> {
        let mut links = Self::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let unusable = |message: String| InputError::at(message, index + 1, 1);
            let parsed: Line<'_> = serde_json::from_str(line).map_err(|_| {
                unusable(
                    "not a link; write {\"kind\": \"user\", \"source\": \"…\", \"target\": \"…\"}".to_owned(),
                )
            })?;
            let kind = parsed.kind.to_lowercase();
            let state = match parsed.state {
                State::Managed => LinkState::Managed,
                State::Released => LinkState::Released,
            };
            let link = Link { target: parsed.target.into_owned(), state };
            if links.replace(&kind, &parsed.source, link).is_some() {
                return Err(unusable("the source object of this line is linked already".to_owned()));
            }
        }
        Ok(links)
    }

    /// Writes a links file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines = Vec::new();
        for (kind, source, link) in self.iter() {
            let state = if link.state == LinkState::Released { State::Released } else { State::Managed };
            let target = link.target.as_str().into();
            let line = Line { kind: kind.into(), source: source.into(), target, state };
            lines.extend(serde_json::to_string(&line).map(|line| line + "\n"));
        }
        lines.concat()
    }

    /// Returns all links: the kind of object, the source id, and what it is linked to.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Link)> {
        let all = self.kinds.iter().flat_map(|(kind, of_kind)| {
            of_kind.by_source.iter().map(|(source, link)| (kind.as_str(), source.as_str(), link))
        });
        all.filter(|(_, _, link)| link.state != LinkState::None)
    }

    /// Returns the link of a source object.
    #[must_use]
    pub fn get(&self, kind: &str, source: &str) -> Option<&Link> {
        self.kinds.get(kind)?.by_source.get(source).filter(|link| link.state != LinkState::None)
    }

    /// Links a source object, in place of what it was linked to.
    pub fn set(&mut self, kind: &str, source: &str, link: Link) {
        self.replace(kind, source, link);
    }

    /// Links a source object; returns the link that it had before, dropped or not.
    fn replace(&mut self, kind: &str, source: &str, link: Link) -> Option<Link> {
        if !self.kinds.contains_key(kind) {
            self.kinds.insert(kind.to_owned(), OfKind::default());
        }
        let of_kind = self.kinds.get_mut(kind)?;
        *of_kind.targets.entry(link.target.clone()).or_default() += 1;
        let before = of_kind.by_source.insert(source.to_owned(), link)?;
        of_kind.release(&before);
        Some(before)
    }

    /// Drops the link of a source object. Its place is kept, so that dropping many takes no longer than it must.
    pub fn remove(&mut self, kind: &str, source: &str) {
        let Some(of_kind) = self.kinds.get_mut(kind) else { return };
        let Some(link) = of_kind.by_source.get_mut(source) else { return };
        let dropped = Link { target: link.target.clone(), state: LinkState::None };
        let before = std::mem::replace(link, dropped);
        of_kind.release(&before);
    }

    /// Changes the state of a source object's link.
    pub(crate) fn set_state(&mut self, kind: &str, source: &str, state: LinkState) {
        let link = self.kinds.get_mut(kind).and_then(|of_kind| of_kind.by_source.get_mut(source));
        if let Some(link) = link.filter(|link| link.state != LinkState::None) {
            link.state = state;
        }
    }

    /// Returns the source id of the first object that is linked to a target resource.
    #[must_use]
    pub fn source_of(&self, kind: &str, target: &str) -> Option<&str> {
        let links = self.iter().filter(|(known, ..)| *known == kind);
        links.into_iter().find(|(_, _, link)| link.target == target).map(|(_, source, _)| source)
    }

    /// Tells whether a target resource is linked to a source object.
    #[must_use]
    pub fn is_target(&self, kind: &str, target: &str) -> bool {
        self.kinds
            .get(kind)
            .is_some_and(|of_kind| of_kind.targets.get(target).is_some_and(|count| *count > 0))
    }
}
