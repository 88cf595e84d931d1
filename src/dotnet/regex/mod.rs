//! .NET's regular expressions, as `Replace` and `REGEX MATCH` use them: no options, invariant culture.
//!
//! In: a pattern, once, and texts, many times. Out: whether it matches, what it matched, or the text with the matches
//! replaced. A pattern reads, matches and counts as in .NET 9, or it is refused when it is read; it is never evaluated
//! differently. Positions are in UTF-16 units inside; where .NET would cut a surrogate pair, the half is dropped.
//!
//! A pattern runs in one of four ways, whichever is the cheapest that is exact for the text at hand:
//!
//! - as a comparison, if it is only literal text (`literal`) and all that is asked is whether it matches;
//! - character by character, if it is only a set of them (`characters`) and fixed text replaces it;
//! - in linear time on the text as it is (`linear`), if it needs no backtracking, which is what people write: by two passes
//!   over a short text if the pattern is small (`two_pass`), else by the engines of the `regex` crate;
//! - by trying, on UTF-16 units and with a limit on the steps (`backtrack`).
//!
//! Nothing here panics, recurses without a limit or runs without one, whatever the pattern and the text.
//!
//! Source: `dotnet:regular-expression-language`, and .NET 9's behaviour as the conformance tables record it.

mod backtrack;
mod block;
mod captures;
mod category;
mod characters;
mod class;
mod error;
mod escape;
mod fold;
mod groups;
mod linear;
mod literal;
mod opening;
mod optimized;
mod parse;
mod program;
mod repeated;
mod replace;
mod replacement;
mod scanner;
mod subject;
#[cfg(test)]
mod tests;
mod tree;
mod two_pass;
mod unit_set;
mod utf16_text;

pub(crate) use error::{MatchError, PatternError, PatternErrorKind};
pub(crate) use groups::GroupIndex;
pub(crate) use replacement::Replacement;

use backtrack::Matcher;
use bumpalo::Bump;
use bumpalo::collections::String;
use characters::Characters;
use groups::Groups;
use linear::{Linear, Slots};
use literal::Literals;
use optimized::optimized;
use parse::{Parsed, parse};
use program::Program;
use replace::{Edit, replace_all};
use subject::{ExactSubject, LinearSubject};
use two_pass::Places;
use utf16_text::Utf16Text;

/// A pattern, read and compiled.
#[derive(Debug)]
pub(crate) struct Pattern {
    groups: Groups,
    literals: Option<Literals>,
    characters: Option<Characters>,
    linear: Option<Linear>,
    program: Program,
}

/// So many slots, two for each group, are taken from the stack.
const FEW_SLOTS: usize = 16;

/// The longest replacement that needs no watch over how long the text becomes.
const SHORT: usize = 64;

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// An error where .NET has one, and where the pattern is beyond what is evaluated here.
    pub(crate) fn new(pattern: &str) -> Result<Self, PatternError> {
        let Parsed { root, groups } = parse(pattern)?;
        let literals = Literals::new(&root);
        let characters = Characters::new(&root);
        // Where .NET loses its place, only its own way of trying shows what comes of it.
        let optimized = (root.may_lose_its_place() || root.balances()).then(|| optimized(root.clone()));
        let exact = optimized.as_ref().unwrap_or(&root);
        let linear = if exact.may_lose_its_place() { None } else { Linear::new(&root, groups.len()) };
        let program = Program::new(exact, groups.len());
        Ok(Self { groups, literals, characters, linear, program })
    }

    /// Reads a replacement for this pattern.
    ///
    /// # Errors
    ///
    /// An error where the number of a group is beyond .NET's integers.
    pub(crate) fn replacement(&self, text: &str) -> Result<Replacement, PatternError> {
        Replacement::read(text, &self.groups)
    }

    /// Returns whether the pattern matches somewhere in the text.
    ///
    /// # Errors
    ///
    /// [`MatchError`] where it takes too many steps to tell, or .NET loses its place.
    pub(crate) fn is_match(&self, text: &str) -> Result<bool, MatchError> {
        if let Some(literals) = &self.literals {
            return Ok(literals.is_match(text));
        }
        match &self.linear {
            Some(linear) if linear.tells_match_in(text) => Ok(linear.is_match(text)),
            _ => {
                let text = Utf16Text::new(text);
                Matcher::new(&self.program, text.units()).find(0, 0)
            }
        }
    }

    /// Returns the text of the first match.
    ///
    /// # Errors
    ///
    /// [`MatchError`] where it takes too many steps to tell, or .NET loses its place.
    pub(crate) fn find<'t>(&self, text: &'t str) -> Result<Option<&'t str>, MatchError> {
        self.group_value(text, GroupIndex(0))
    }

    /// Returns the group that .NET's `Groups[name]` finds, by name or by number.
    pub(crate) fn group(&self, name: &str) -> Option<GroupIndex> {
        self.groups.find(name)
    }

    /// Returns the text of a group in the first match; `None` without a match, or if the group took no part in it.
    ///
    /// # Errors
    ///
    /// [`MatchError`] where it takes too many steps to tell, or .NET loses its place.
    pub(crate) fn group_value<'t>(
        &self,
        text: &'t str,
        group: GroupIndex,
    ) -> Result<Option<&'t str>, MatchError> {
        let Some(linear) = self.linear_for(text) else {
            if self.surely_fails(text) {
                return Ok(None);
            }
            let exact = Utf16Text::new(text);
            let mut matcher = Matcher::new(&self.program, exact.units());
            let found = matcher.find(0, 0)?;
            return Ok(matcher.span(group).filter(|_| found).map(|span| exact.slice(span)));
        };
        Ok(with_slots(linear, linear.is_part(group), |slots| {
            if !linear.search(text, slots.len() > 2, &mut Places::new()).find(0, slots) {
                return None;
            }
            let (start, end) = linear.span(slots, group)?;
            text.get(start..end)
        }))
    }

    /// Returns the text with every match replaced, in the arena; the text itself if there is none.
    ///
    /// # Errors
    ///
    /// [`MatchError`] where it takes too many steps to tell, or .NET loses its place.
    pub(crate) fn replace<'t>(
        &self,
        text: &'t str,
        replacement: &Replacement,
        arena: &'t Bump,
    ) -> Result<&'t str, MatchError> {
        let characters = self.characters.as_ref().filter(|characters| characters.tells_in(text));
        match (characters, replacement.fixed_text()) {
            // SECURITY: the longest that a text may become is the engines' to watch.
            (Some(characters), Some(fixed)) if fixed.len() <= SHORT => {
                Ok(characters.replace(text, fixed, arena))
            }
            _ => self.edit(text, Edit::Replacement(replacement), arena),
        }
    }

    /// Returns the text with the span of a group replaced in every match, and the rest of each match kept.
    ///
    /// A match in which the group took no part, or lies outside, stays as it is.
    ///
    /// # Errors
    ///
    /// [`MatchError`] where it takes too many steps to tell, or .NET loses its place.
    pub(crate) fn replace_group<'t>(
        &self,
        text: &'t str,
        group: GroupIndex,
        literal: &str,
        arena: &'t Bump,
    ) -> Result<&'t str, MatchError> {
        self.edit(text, Edit::Group(group, literal), arena)
    }

    /// Returns whether the pattern runs in linear time on nearly every text.
    #[cfg(test)]
    pub(crate) fn is_linear(&self) -> bool {
        self.linear.is_some()
    }

    /// Returns where a group begins in the first match, in UTF-16 units, as trying finds it: also between the halves of a character,
    /// where no text can begin.
    #[cfg(test)]
    pub(crate) fn group_start(&self, text: &str, group: GroupIndex) -> Option<usize> {
        let exact = Utf16Text::new(text);
        let mut matcher = Matcher::new(&self.program, exact.units());
        let found = matcher.find(0, 0).ok()?;
        matcher.span(group).filter(|_| found).map(|(start, _)| start)
    }

    fn edit<'t>(&self, text: &'t str, edit: Edit, arena: &'t Bump) -> Result<&'t str, MatchError> {
        if let Some(linear) = self.linear_for(text) {
            return with_slots(linear, edit.names(|group| linear.is_part(group)), |slots| {
                let mut places = Places::new();
                let search = linear.search(text, slots.len() > 2, &mut places);
                let mut subject =
                    LinearSubject { linear, search, text, slots, changed: String::new_in(arena) };
                let found = replace_all(&mut subject, edit)?;
                Ok(if found { subject.changed.into_bump_str() } else { text })
            });
        }
        if self.surely_fails(text) {
            return Ok(text);
        }
        let exact = Utf16Text::new(text);
        let units = exact.units();
        let matcher = Matcher::new(&self.program, units);
        let mut subject = ExactSubject { matcher, units, changed: Vec::new() };
        let found = replace_all(&mut subject, edit)?;
        Ok(if found { subject.changed(arena) } else { text })
    }

    /// Returns true where the linear-time engine knows that there is no match, though it could not tell its spans.
    fn surely_fails(&self, text: &str) -> bool {
        self.linear.as_ref().is_some_and(|linear| linear.tells_match_in(text) && !linear.is_match(text))
    }

    fn linear_for(&self, text: &str) -> Option<&Linear> {
        self.linear.as_ref().filter(|linear| linear.tells_spans_in(text))
    }
}

/// Lends slots for the whole match or, where they are needed, for all groups.
fn with_slots<R>(linear: &Linear, all_groups: bool, body: impl FnOnce(&mut Slots) -> R) -> R {
    let count = if all_groups { linear.slots() } else { 2 };
    match [None; FEW_SLOTS].get_mut(..count) {
        Some(few) => body(few),
        None => body(&mut vec![None; count]),
    }
}
