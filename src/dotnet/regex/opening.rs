//! What follows the `(` of a group.

use super::{
    error::PatternError,
    groups::{GroupIndex, Groups},
    scanner::{Options, Scanner},
    tree::Direction,
};

/// The kind of a group, as its opening says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Opening {
    Plain,
    Capture { group: Option<GroupIndex>, balanced: Option<GroupIndex> },
    Look { direction: Direction, negative: bool },
    Atomic,
    IfGroup(GroupIndex),
    IfMatch,
}

/// How many unnamed groups have been seen.
#[derive(Default)]
pub(super) struct Numbering {
    captures: u32,
    /// The next plain parenthesis is a condition and captures nothing.
    is_condition: bool,
}

/// Takes what follows a `(`; returns the kind of group, or `None` if the whole was options, as `(?i)` is.
///
/// # Errors
///
/// An error where the construct is none, or names a group that is not there.
pub(super) fn opening(
    scanner: &mut Scanner,
    groups: &Groups,
    numbering: &mut Numbering,
    in_condition: bool,
) -> Result<Option<Opening>, PatternError> {
    if scanner.peek() != Some('?') || scanner.peek_at(1) == Some(')') {
        return Ok(Some(parenthesis(scanner, groups, numbering)));
    }
    scanner.position += 1;
    let look = |direction, negative| Opening::Look { direction, negative };
    Ok(Some(match scanner.next() {
        Some(':') => Opening::Plain,
        Some('=') => look(Direction::Forward, false),
        Some('!') => look(Direction::Forward, true),
        Some('>') => Opening::Atomic,
        Some('<') if scanner.take('=') => look(Direction::Backward, false),
        Some('<') if scanner.take('!') => look(Direction::Backward, true),
        Some('<') => named(scanner, groups, '>')?,
        Some('\'') => named(scanner, groups, '\'')?,
        Some('(') => condition(scanner, groups, numbering)?,
        None => return Err(no_construct(scanner)),
        Some(_) => {
            scanner.position -= 1;
            return options(scanner, in_condition);
        }
    }))
}

fn parenthesis(scanner: &Scanner, groups: &Groups, numbering: &mut Numbering) -> Opening {
    if scanner.has(Options::EXPLICIT_CAPTURE) || numbering.is_condition {
        numbering.is_condition = false;
        return Opening::Plain;
    }
    numbering.captures += 1;
    Opening::Capture { group: groups.by_number(numbering.captures), balanced: None }
}

/// Takes `i-s:` or `i-s)`. In a conditional group .NET reads no options.
fn options(scanner: &mut Scanner, in_condition: bool) -> Result<Option<Opening>, PatternError> {
    if !in_condition {
        scanner.inline_options();
    }
    match scanner.next() {
        Some(')') => Ok(None),
        Some(':') => Ok(Some(Opening::Plain)),
        _ => Err(no_construct(scanner)),
    }
}

fn no_construct(scanner: &Scanner) -> PatternError {
    scanner.invalid("`(?` is not followed by a known group construct")
}

/// Takes `name>`, `name-other>` or `-other>`, or the same with a quote.
fn named(scanner: &mut Scanner, groups: &Groups, close: char) -> Result<Opening, PatternError> {
    if scanner.at_end() {
        return Err(no_construct(scanner));
    }
    let anonymous = scanner.peek() == Some('-');
    let group = if anonymous { None } else { captured(scanner, groups, close)? };
    let mut balanced = None;
    if (group.is_some() || anonymous) && scanner.left() > 1 && scanner.take('-') {
        balanced = Some(uncaptured(scanner, groups, close)?);
    }
    if (group.is_some() || balanced.is_some()) && scanner.next() == Some(close) {
        return Ok(Opening::Capture { group, balanced });
    }
    Err(no_construct(scanner))
}

/// Takes the name or number of the group that captures.
fn captured(scanner: &mut Scanner, groups: &Groups, close: char) -> Result<Option<GroupIndex>, PatternError> {
    let is_number = scanner.at_digit();
    let group = if is_number {
        groups.by_number(scanner.decimal()?)
    } else if scanner.at_name() {
        groups.by_name(&scanner.name(false))
    } else {
        return Err(bad_name(scanner));
    };
    if scanner.peek().is_some_and(|next| next != close && next != '-') {
        return Err(bad_name(scanner));
    }
    if is_number && group == Some(GroupIndex(0)) {
        return Err(scanner.invalid("a group cannot have the number 0"));
    }
    Ok(group)
}

/// Takes the name or number of the group that loses a capture.
fn uncaptured(scanner: &mut Scanner, groups: &Groups, close: char) -> Result<GroupIndex, PatternError> {
    let group = if scanner.at_digit() {
        let number = scanner.decimal()?;
        groups.by_number(number).ok_or(number.to_string())
    } else if scanner.at_name() {
        let name = scanner.name(false);
        groups.by_name(&name).ok_or(name)
    } else {
        return Err(bad_name(scanner));
    };
    let group = group.map_err(|name| scanner.invalid(format!("there is no group `{name}`")))?;
    if scanner.peek().is_some_and(|next| next != close) {
        return Err(bad_name(scanner));
    }
    Ok(group)
}

fn bad_name(scanner: &Scanner) -> PatternError {
    scanner.invalid("the group's name is not a word or a number")
}

/// Takes what follows `(?(`: a group with its `)`, or else nothing yet, as the condition is a group in itself.
fn condition(
    scanner: &mut Scanner,
    groups: &Groups,
    numbering: &mut Numbering,
) -> Result<Opening, PatternError> {
    let start = scanner.position;
    if scanner.at_digit() {
        let number = scanner.decimal()?;
        if scanner.next() != Some(')') {
            return Err(scanner.invalid(format!("the condition `({number}` is not closed")));
        }
        let group = groups.by_number(number);
        return group
            .map(Opening::IfGroup)
            .ok_or_else(|| scanner.invalid(format!("there is no group `{number}`")));
    }
    if scanner.at_name() {
        let group = groups.by_name(&scanner.name(false));
        if let Some(group) = group.filter(|_| scanner.take(')')) {
            return Ok(Opening::IfGroup(group));
        }
    }
    scanner.position = start - 1;
    numbering.is_condition = true;
    match (scanner.peek_at(1), scanner.peek_at(2), scanner.peek_at(3)) {
        (Some('?'), Some('#'), _) => Err(scanner.invalid("a condition cannot be a comment")),
        (Some('?'), Some('\''), _) => Err(scanner.invalid("a condition cannot be a named group")),
        (Some('?'), Some('<'), Some(next)) if next != '!' && next != '=' => {
            Err(scanner.invalid("a condition cannot be a named group"))
        }
        _ => Ok(Opening::IfMatch),
    }
}
