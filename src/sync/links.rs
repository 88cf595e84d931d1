//! Links: which target resource stands for which source object.
//!
//! A line of a links file is `{"kind": "user", "source": "<id>", "target": "<id>", "state": "managed"}`; `kind` is `user` and
//! `state` is `managed` where they are left out.
//!
//! Source: `spec:mapping-4.2`.

use super::decision::LinkState;
use super::names::{Column, Names, Number};
use crate::input::InputError;
use foldhash::fast::RandomState;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The links of a population, in the order in which they were made.
///
/// Two are equal that hold the same links in the same order.
#[derive(Clone, Debug, Default)]
pub struct Links {
    kinds: IndexMap<String, OfKind, RandomState>,
}

/// The links of one kind of object.
#[derive(Clone, Debug, Default)]
struct OfKind {
    /// Source ids, in the order in which they were first linked.
    sources: Names,
    /// The ids of target resources.
    targets: Names,
    /// What each source object is linked to.
    links: Column<Option<(Number, LinkState)>>,
    /// How many source objects are linked to each target resource.
    counts: Column<u32>,
}

/// One link.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Link<'l> {
    /// The id of the target resource.
    pub target: &'l str,
    /// Whether the resource is still managed.
    pub state: LinkState,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Line<'l> {
    #[serde(borrow, default = "user")]
    kind: Cow<'l, str>,
    #[serde(borrow)]
    source: Cow<'l, str>,
    #[serde(borrow)]
    target: Cow<'l, str>,
    #[serde(default)]
    state: State,
}

fn user() -> Cow<'static, str> {
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
    fn with_room(count: usize) -> Self {
        Self { sources: Names::with_room(count), targets: Names::with_room(count), ..Self::default() }
    }

    /// Links a source object, or drops its link; tells whether it had one before.
    fn put(&mut self, source: Number, link: Option<(Number, LinkState)>) -> bool {
        let before = self.links.set(source, link);
        if let Some((target, _)) = link {
            self.counts.set(target, self.counts.get(target) + 1);
        }
        if let Some((target, _)) = before {
            self.counts.set(target, self.counts.get(target) - 1);
        }
        before.is_some()
    }

    fn get(&self, source: Number) -> Option<Link<'_>> {
        let (target, state) = self.links.get(source)?;
        Some(Link { target: self.targets.get(target), state })
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
        // Most files have one kind of object: the first gets room for all of them.
        let mut room = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let unusable = |message: String| InputError::at(message, index + 1, 1);
            let parsed: Line<'_> = serde_json::from_str(line).map_err(|_| {
                unusable(
                    "not a link; write {\"kind\": \"user\", \"source\": \"…\", \"target\": \"…\"}".to_owned(),
                )
            })?;
            let state = match parsed.state {
                State::Managed => LinkState::Managed,
                State::Released => LinkState::Released,
            };
            let link = Link { target: &parsed.target, state };
            let room = std::mem::take(&mut room);
            if links.put(&in_small_letters(parsed.kind), &parsed.source, link, room) {
                return Err(unusable("the source object of this line is linked already".to_owned()));
            }
        }
        Ok(links)
    }

    /// Writes a links file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = Vec::new();
        for (kind, source, link) in self.iter() {
            let state = if link.state == LinkState::Released { State::Released } else { State::Managed };
            let line = Line { kind: kind.into(), source: source.into(), target: link.target.into(), state };
            if serde_json::to_writer(&mut text, &line).is_ok() {
                text.push(b'\n');
            }
        }
        String::from_utf8(text).unwrap_or_default()
    }

    /// Returns all links: the kind of object, the source id, and what it is linked to.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, Link<'_>)> {
        self.kinds.iter().flat_map(|(kind, of_kind)| {
            let sources = of_kind.sources.iter();
            sources.filter_map(|(source, id)| Some((kind.as_str(), id, of_kind.get(source)?)))
        })
    }

    /// Returns the link of a source object.
    #[must_use]
    pub fn get(&self, kind: &str, source: &str) -> Option<Link<'_>> {
        let of_kind = self.kinds.get(kind)?;
        of_kind.get(of_kind.sources.find(source)?)
    }

    /// Links a source object, in place of what it was linked to.
    pub fn set(&mut self, kind: &str, source: &str, link: Link<'_>) {
        self.put(kind, source, link, 0);
    }

    /// Links a source object; tells whether it was linked before. A kind that is new gets room for so many links.
    fn put(&mut self, kind: &str, source: &str, link: Link<'_>, room: usize) -> bool {
        if !self.kinds.contains_key(kind) {
            self.kinds.insert(kind.to_owned(), OfKind::with_room(room));
        }
        self.kinds.get_mut(kind).is_some_and(|of_kind| {
            let (source, target) = (of_kind.sources.add(source), of_kind.targets.add(link.target));
            of_kind.put(source, (link.state != LinkState::None).then_some((target, link.state)))
        })
    }

    /// Drops the link of a source object. Its place is kept, so that dropping many takes no longer than it must.
    pub fn remove(&mut self, kind: &str, source: &str) {
        self.set_state(kind, source, LinkState::None);
    }

    /// Changes the state of a source object's link; with none it is dropped.
    pub(crate) fn set_state(&mut self, kind: &str, source: &str, state: LinkState) {
        if let Some(of_kind) = self.kinds.get_mut(kind)
            && let Some(source) = of_kind.sources.find(source)
            && let Some((target, _)) = of_kind.links.get(source)
        {
            of_kind.put(source, (state != LinkState::None).then_some((target, state)));
        }
    }

    /// Returns the source id of the first object that is linked to a target resource.
    #[must_use]
    pub fn source_of(&self, kind: &str, target: &str) -> Option<&str> {
        let of_kind = self.kinds.get(kind)?;
        let target = of_kind.targets.find(target)?;
        let is_linked = |source| of_kind.links.get(source).is_some_and(|(linked, _)| linked == target);
        of_kind.sources.iter().find(|(source, _)| is_linked(*source)).map(|(_, id)| id)
    }

    /// Tells whether a target resource is linked to a source object.
    #[must_use]
    pub fn is_target(&self, kind: &str, target: &str) -> bool {
        self.count_of(kind, target) > 0
    }

    /// Returns how many source objects are linked to a target resource.
    pub(super) fn count_of(&self, kind: &str, target: &str) -> u32 {
        let count = |of_kind: &OfKind| Some(of_kind.counts.get(of_kind.targets.find(target)?));
        self.kinds.get(kind).and_then(count).unwrap_or_default()
    }
}

impl PartialEq for Links {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Links {}

fn in_small_letters(kind: Cow<'_, str>) -> Cow<'_, str> {
    if kind.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return kind;
    }
    kind.to_lowercase().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_link_keeps_its_place_and_frees_its_target() {
        let mut links = Links::default();
        let managed = |target| Link { target, state: LinkState::Managed };
        for (source, target) in [("a", "1"), ("b", "1"), ("c", "2")] {
            links.set("user", source, managed(target));
        }
        let all = links.clone();
        links.remove("user", "a");
        links.remove("user", "a");
        links.set_state("user", "a", LinkState::Released);
        assert_eq!((links.get("user", "a"), links.source_of("user", "1")), (None, Some("b")));
        assert!(links != all && Links::read(&links.to_text()).is_ok_and(|read| read == links));
        links.set("user", "b", managed("2"));
        assert_eq!([links.is_target("user", "1"), links.is_target("user", "2")], [false, true]);
        assert_eq!((links.is_target("group", "2"), links.count_of("user", "2")), (false, 2));
        links.set("user", "b", managed("1"));
        links.set("user", "a", managed("1"));
        assert_eq!(links, all);
    }
}
