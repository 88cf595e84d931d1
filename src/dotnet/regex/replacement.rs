//! .NET's substitutions in a replacement: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`.
//!
//! Whatever is none of these, or names no group, stays as it is written.

use super::{
    error::{MatchError, PatternError, PatternErrorKind},
    groups::{GroupIndex, Groups},
    scanner::is_name_character,
    subject::{Span, Subject},
};

/// How long a changed text may become.
const LONGEST: usize = 64 << 20;

/// A replacement read for one pattern.
#[derive(Debug)]
pub(crate) struct Replacement {
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Group(GroupIndex),
    Before,
    After,
    Input,
}

impl Replacement {
    /// Reads a replacement for a pattern with these groups.
    ///
    /// # Errors
    ///
    /// An error where the number of a group is beyond .NET's integers.
    pub(super) fn read(text: &str, groups: &Groups) -> Result<Self, PatternError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            literal.push_str(before);
            rest = after;
            let found =
                substitution(after, groups).map_err(|digits| too_large(text.len() - after.len() + digits))?;
            if let Some((part, len)) = found {
                push_text(&mut parts, &mut literal);
                parts.push(part);
                rest = after.get(len..).unwrap_or_default();
            } else {
                literal.push('$');
            }
        }
        literal.push_str(rest);
        push_text(&mut parts, &mut literal);
        Ok(Self { parts })
    }

    /// Returns the text that every match is replaced by, if it is always the same.
    pub(super) fn fixed_text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Returns whether it has a group of some kind in it.
    pub(super) fn names(&self, kind: impl Fn(GroupIndex) -> bool) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Group(group) if kind(*group)))
    }

    /// Writes the replacement of the match found, which has this span.
    ///
    /// # Errors
    ///
    /// [`MatchError`] where the changed text becomes too long.
    pub(super) fn write(&self, subject: &mut impl Subject, (start, end): Span) -> Result<(), MatchError> {
        for part in &self.parts {
            // SECURITY: `$_` makes a text grow with its square.
            if subject.written() > LONGEST {
                return Err(MatchError::StepLimit);
            }
            match part {
                Part::Text(text) => subject.write(text),
                Part::Before => subject.copy((0, start)),
                Part::After => subject.copy((end, subject.len())),
                Part::Input => subject.copy((0, subject.len())),
                Part::Group(group) => {
                    if let Some(span) = subject.span(*group) {
                        subject.copy(span);
                    }
                }
            }
        }
        Ok(())
    }
}

fn push_text(parts: &mut Vec<Part>, literal: &mut String) {
    if !literal.is_empty() {
        parts.push(Part::Text(std::mem::take(literal)));
    }
}

/// Returns what follows a `$` stands for, and how long it is; fails with how far a number was read that is too large.
fn substitution(text: &str, groups: &Groups) -> Result<Option<(Part, usize)>, usize> {
    let group = |group: Option<GroupIndex>, len: usize| group.map(|group| (Part::Group(group), len));
    let (inner, in_braces) = text.strip_prefix('{').map_or((text, 0), |inner| (inner, 1));
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let name = if digits > 0 { digits } else { name_len(inner) };
    let (name, behind) = inner.split_at_checked(name).unwrap_or_default();
    let number = if digits > 0 { Some(number(name).map_err(|read| in_braces + read)?) } else { None };
    let len = name.len() + 2 * in_braces;
    if in_braces > 0 && !behind.starts_with('}') {
        return Ok(None);
    }
    if let Some(number) = number {
        return Ok(group(groups.by_number(number), len));
    }
    if in_braces > 0 {
        return Ok(group(groups.by_name(name), len));
    }
    Ok(match text.bytes().next() {
        Some(b'$') => Some((Part::Text("$".to_owned()), 1)),
        Some(b'&') => Some((Part::Group(GroupIndex(0)), 1)),
        Some(b'`') => Some((Part::Before, 1)),
        Some(b'\'') => Some((Part::After, 1)),
        Some(b'_') => Some((Part::Input, 1)),
        Some(b'+') => group(groups.last(), 1),
        _ => None,
    })
}

fn name_len(text: &str) -> usize {
    text.chars().take_while(|character| is_name_character(*character)).map(char::len_utf8).sum()
}

/// Returns the number that digits write, or how many of them there are up to the one that is too many.
fn number(digits: &str) -> Result<u32, usize> {
    let mut number: u32 = 0;
    for (index, digit) in digits.bytes().enumerate() {
        number = number
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(u32::from(digit - b'0')))
            .filter(|number| i32::try_from(*number).is_ok())
            .ok_or(index + 1)?;
    }
    Ok(number)
}

fn too_large(offset: usize) -> PatternError {
    let message = "the number of a group is too large".to_owned();
    PatternError { offset, message, kind: PatternErrorKind::Invalid, help: None }
}
