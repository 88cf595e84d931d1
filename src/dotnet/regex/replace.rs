//! Goes from match to match as .NET does and replaces each.
//!
//! After a match the search goes on at its end, so a match of nothing may follow one of something; after a match of
//! nothing it goes on one unit further.

use super::{
    error::MatchError,
    groups::GroupIndex,
    replacement::Replacement,
    subject::{Span, Subject},
};

/// What a match is replaced by.
#[derive(Clone, Copy)]
pub(super) enum Edit<'a> {
    Replacement(&'a Replacement),
    /// The span of a group becomes this text and the rest of the match stays, if the group took part within the match.
    Group(GroupIndex, &'a str),
}

/// Writes the whole text, changed, into the subject; returns whether there was a match.
///
/// # Errors
///
/// [`MatchError`] from the matcher, or where the changed text becomes too long.
pub(super) fn replace_all(subject: &mut impl Subject, edit: Edit) -> Result<bool, MatchError> {
    let mut copied = 0;
    let mut found = false;
    let (mut from, mut origin) = (0, 0);
    while subject.find(from, origin)? {
        let Some((start, end)) = subject.span(GroupIndex(0)) else { break };
        found = true;
        subject.copy((copied, start));
        edit.write(subject, (start, end))?;
        (copied, origin, from) = (end, end, end);
        if start == end {
            match subject.after(end) {
                Some(next) => from = next,
                None => break,
            }
        }
    }
    if found {
        subject.copy((copied, subject.len()));
    }
    Ok(found)
}

impl Edit<'_> {
    /// Returns whether it asks for a group of some kind.
    pub(super) fn names(self, kind: impl Fn(GroupIndex) -> bool) -> bool {
        match self {
            Self::Replacement(replacement) => replacement.names(kind),
            Self::Group(group, _) => kind(group),
        }
    }

    fn write(self, subject: &mut impl Subject, (start, end): Span) -> Result<(), MatchError> {
        match self {
            Self::Replacement(replacement) => return replacement.write(subject, (start, end)),
            Self::Group(group, literal) => match subject.span(group) {
                Some((group_start, group_end)) if start <= group_start && group_end <= end => {
                    subject.copy((start, group_start));
                    subject.write(literal);
                    subject.copy((group_end, end));
                }
                _ => subject.copy((start, end)),
            },
        }
        Ok(())
    }
}
