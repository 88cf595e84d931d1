//! The patterns that a linear-time engine matches exactly as .NET does, and the texts for which it does.
//!
//! A pattern goes over to [`regex_automata`] if it has nothing that needs backtracking. Both take the first way that fits,
//! so matches and captures are the same, with four reservations, which are kept here:
//!
//! - Turns of a loop that take nothing are counted otherwise, so only *whether* there is a match is the same.
//! - `$` matches before a final line feed, so it is the end of the text only where the text has none.
//! - .NET's units are halves of the characters outside the Basic Multilingual Plane. Where the text has such a character,
//!   the pattern must not be able to match a half of it, nor nothing between the halves.
//! - `\b` is the same in ASCII only.

use super::{
    groups::GroupIndex,
    tree::{Assertion, Node},
    two_pass::{Places, TwoPass},
    unit_set::{SURROGATES, UnitSet},
};
use regex_automata::{Input, MatchKind, meta::Regex, util::primitives::NonMaxUsize};
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};
use std::sync::LazyLock;

/// How large a compiled pattern may be; beyond that the backtracking matcher runs it.
const LARGEST: usize = 10 << 20;

/// How deep a pattern may nest: the engine's compiler uses the call stack.
const DEEPEST: usize = 50;

/// The longest text in which two passes find a match sooner than the engine, which may leave much of a text out. Where there
/// is a match, its groups cost the engine more in any text.
const SHORT: usize = 32;

/// A pattern on the linear-time engine.
#[derive(Debug)]
pub(super) struct Linear {
    regex: Regex,
    /// What finds spans in short texts, which is most of what is matched, sooner than the engine does. It is made when the
    /// first such text comes: most patterns of a rule file of thousands never meet one, or are sets of characters.
    two_pass: LazyTwoPass,
    /// The engine's number of each group.
    groups: Vec<Option<usize>>,
    /// Spans are as .NET has them; else only whether there is a match.
    spans_agree: bool,
    needs: Needs,
    /// The pattern can match at the beginning of the text only.
    anchored: bool,
}

type LazyTwoPass = LazyLock<Option<TwoPass>, Box<dyn FnOnce() -> Option<TwoPass> + Send + Sync>>;

/// What the text must be like.
#[derive(Debug, Default)]
struct Needs {
    no_final_line_feed: bool,
    only_ascii: bool,
    no_halves: bool,
}

/// Where groups have matched, two slots for each: byte offsets.
pub(super) type Slots = [Option<NonMaxUsize>];

impl Linear {
    /// Returns the pattern for the linear-time engine, if it can run there.
    pub(super) fn new(root: &Node, groups: usize) -> Option<Self> {
        let mut translation = Translation {
            depth: 0,
            groups: vec![None; groups],
            captures: 0,
            spans_agree: true,
            needs: Needs { no_halves: root.may_be_empty(), ..Needs::default() },
        };
        let hir = translation.node(root)?;
        let config = Regex::config().match_kind(MatchKind::LeftmostFirst).nfa_size_limit(Some(LARGEST));
        let regex = Regex::builder().configure(config).build_from_hir(&hir).ok()?;
        let Translation { mut groups, spans_agree, needs, .. } = translation;
        let two_pass: LazyTwoPass =
            LazyLock::new(Box::new(move || if spans_agree { TwoPass::new(&hir) } else { None }));
        if let Some(whole) = groups.first_mut() {
            *whole = Some(0);
        }
        // To find a group that is all of the pattern is to find a match, which costs a fraction of what groups cost.
        if let Node::Capture { group: Some(group), balanced: None, .. } = root
            && let Some(all) = groups.get_mut(group.0)
        {
            *all = Some(0);
        }
        Some(Self { regex, two_pass, groups, spans_agree, needs, anchored: root.is_anchored() })
    }

    /// Returns whether the engine finds a match in this text if and only if .NET does.
    pub(super) fn tells_match_in(&self, text: &str) -> bool {
        !(self.needs.no_final_line_feed && text.ends_with('\n')
            || self.needs.only_ascii && !text.is_ascii()
            || self.needs.no_halves && has_halves(text))
    }

    /// Returns whether the engine's spans in this text are .NET's.
    pub(super) fn tells_spans_in(&self, text: &str) -> bool {
        self.spans_agree && self.tells_match_in(text)
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let places = &mut Places::new();
        match self.search(text, false, places).survey {
            Some((two_pass, places)) => two_pass.is_match(text, places),
            None => self.regex.is_match(text),
        }
    }

    /// Makes a text ready to be searched for matches, and for their groups or without.
    pub(super) fn search<'s>(&'s self, text: &'s str, groups: bool, places: &'s mut Places) -> Search<'s> {
        let is_better = || text.len() <= SHORT || groups && (self.anchored || self.regex.is_match(text));
        let two_pass = is_better().then(|| self.two_pass.as_ref()).flatten();
        let survey = two_pass.and_then(|two_pass| Some((two_pass, two_pass.survey(text, places)?)));
        Search { linear: self, text, survey }
    }

    /// Returns whether a group may be less than the match.
    pub(super) fn is_part(&self, group: GroupIndex) -> bool {
        self.groups.get(group.0).is_some_and(|group| *group != Some(0))
    }

    /// Returns how many slots it takes to know every group.
    pub(super) fn slots(&self) -> usize {
        2 * (self.groups.iter().flatten().max().map_or(0, |last| *last) + 1)
    }

    /// Returns the span of a group out of the slots.
    pub(super) fn span(&self, slots: &Slots, group: GroupIndex) -> Option<(usize, usize)> {
        let slot = 2 * (*self.groups.get(group.0)?)?;
        let position = |slot: usize| slots.get(slot).copied().flatten().map(NonMaxUsize::get);
        Some((position(slot)?, position(slot + 1)?))
    }
}

/// A text in which matches are sought.
pub(super) struct Search<'s> {
    linear: &'s Linear,
    text: &'s str,
    survey: Option<(&'s TwoPass, &'s [u8])>,
}

impl Search<'_> {
    /// Returns the same search by the engine alone.
    #[cfg(test)]
    pub(super) fn by_engine(self) -> Self {
        Self { survey: None, ..self }
    }

    /// Finds a match that starts at `from` or later and fills as many slots as are given.
    pub(super) fn find(&self, from: usize, slots: &mut Slots) -> bool {
        if self.linear.anchored && from > 0 {
            return false;
        }
        match self.survey {
            Some((two_pass, places)) => two_pass.find(self.text, places, from, slots).is_some(),
            None => self.linear.regex.search_slots(&Input::new(self.text).range(from..), slots).is_some(),
        }
    }
}

/// Returns whether the text has a character that UTF-16 writes as two units: four bytes in UTF-8.
fn has_halves(text: &str) -> bool {
    !text.is_ascii() && text.bytes().any(|byte| byte >= 0xF0)
}

struct Translation {
    depth: usize,
    groups: Vec<Option<usize>>,
    captures: usize,
    spans_agree: bool,
    needs: Needs,
}

impl Translation {
    /// Translates a node, or returns `None` if it needs backtracking.
    fn node(&mut self, node: &Node) -> Option<Hir> {
        self.depth += 1;
        let hir = if self.depth > DEEPEST { None } else { self.translate(node) };
        self.depth -= 1;
        hir
    }

    fn translate(&mut self, node: &Node) -> Option<Hir> {
        Some(match node {
            Node::Empty => Hir::empty(),
            Node::Unit(unit) => self.unit(*unit),
            Node::Set(set) => self.set(set),
            Node::Assert(assertion) => Hir::look(self.look(*assertion)?),
            Node::Concat(nodes) => Hir::concat(self.nodes(nodes)?),
            Node::Alternate(nodes) => Hir::alternation(self.nodes(nodes)?),
            Node::Capture { group: Some(group), balanced: None, body } => self.capture(*group, body)?,
            Node::Loop { body, minimum, maximum, lazy } => {
                self.spans_agree &= !body.may_be_empty();
                let sub = Box::new(self.node(body)?);
                Hir::repetition(Repetition { min: *minimum, max: *maximum, greedy: !lazy, sub })
            }
            Node::Capture { .. }
            | Node::Backreference { .. }
            | Node::Look { .. }
            | Node::Atomic(_)
            | Node::IfGroup { .. }
            | Node::IfMatch { .. } => return None,
        })
    }

    fn nodes(&mut self, nodes: &[Node]) -> Option<Vec<Hir>> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn unit(&mut self, unit: u16) -> Hir {
        match char::from_u32(unit.into()) {
            Some(character) => Hir::literal(character.to_string().into_bytes()),
            None => self.half(),
        }
    }

    fn half(&mut self) -> Hir {
        self.needs.no_halves = true;
        Hir::fail()
    }

    /// A text without halves has no surrogates, so they can be left out.
    fn set(&mut self, set: &UnitSet) -> Hir {
        self.needs.no_halves |= set.has_surrogates();
        let characters = set.without(&UnitSet::new(vec![SURROGATES]));
        let range = |(first, last): &(u16, u16)| {
            Some(ClassUnicodeRange::new(char::from_u32((*first).into())?, char::from_u32((*last).into())?))
        };
        Hir::class(Class::Unicode(ClassUnicode::new(characters.ranges().iter().filter_map(range))))
    }

    fn look(&mut self, assertion: Assertion) -> Option<Look> {
        Some(match assertion {
            Assertion::Beginning => Look::Start,
            Assertion::LineStart => Look::StartLF,
            Assertion::End => Look::End,
            Assertion::LineEnd => Look::EndLF,
            Assertion::EndOrFinalLineFeed => {
                self.needs.no_final_line_feed = true;
                Look::End
            }
            Assertion::Boundary => {
                self.needs.only_ascii = true;
                Look::WordAscii
            }
            Assertion::NotBoundary => {
                self.needs.only_ascii = true;
                Look::WordAsciiNegate
            }
            Assertion::PreviousEnd => return None,
        })
    }

    /// Translates a group. One that is written twice is beyond the engine.
    fn capture(&mut self, group: GroupIndex, body: &Node) -> Option<Hir> {
        let place = self.groups.get_mut(group.0)?;
        if place.is_some() {
            return None;
        }
        self.captures += 1;
        *place = Some(self.captures);
        let index = u32::try_from(self.captures).ok()?;
        Some(Hir::capture(Capture { index, name: None, sub: Box::new(self.node(body)?) }))
    }
}
