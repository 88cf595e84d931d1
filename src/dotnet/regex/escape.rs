//! Backslash escapes that stand for one code unit or for a group.

use super::{category::BOUNDARY_WORD, error::PatternError, scanner::Scanner};

/// What a backslash outside brackets stands for, if neither an assertion nor a set.
pub(super) enum Escape {
    Unit(u16),
    /// `\k<1>`: the group must exist.
    Number(u32),
    /// `\1` or `\10`: an octal escape if it has two digits and there is no such group. Holds the place behind the backslash.
    NumberOrOctal(u32, usize),
    /// `\k<name>`: the group must exist.
    Name(String),
}

/// Takes an escape outside brackets, from behind its backslash.
///
/// `\<name>` without the `k` is an old spelling that .NET still reads.
///
/// # Errors
///
/// An error where `\k` names nothing or the escape is unknown.
pub(super) fn escape(scanner: &mut Scanner) -> Result<Escape, PatternError> {
    let start = scanner.position;
    let close = opening(scanner)?;
    if let Some(close) = close {
        if scanner.at_digit() {
            let number = scanner.decimal()?;
            if scanner.next() == Some(close) {
                return Ok(Escape::Number(number));
            }
        } else if scanner.at_name() {
            let name = scanner.name(false);
            if scanner.next() == Some(close) {
                return Ok(Escape::Name(name));
            }
        }
    } else if scanner.peek().is_some_and(|next| matches!(next, '1'..='9')) {
        return Ok(Escape::NumberOrOctal(scanner.decimal()?, start));
    }
    scanner.position = start;
    char_escape(scanner).map(Escape::Unit)
}

/// Takes `k<`, `k'`, `<` or `'`; returns what closes it. Behind the quote there must be something.
fn opening(scanner: &mut Scanner) -> Result<Option<char>, PatternError> {
    let closing = |quote| match quote {
        Some('<') => Some('>'),
        Some('\'') => Some('\''),
        _ => None,
    };
    if scanner.peek() != Some('k') {
        let close = closing(scanner.peek()).filter(|_| scanner.left() > 1);
        scanner.position += usize::from(close.is_some());
        return Ok(close);
    }
    let close = closing(scanner.peek_at(1));
    if scanner.left() > 1 {
        scanner.position += 2;
    }
    if close.is_none() || scanner.at_end() {
        return Err(scanner.invalid(r"`\k` is not followed by a group in `<>` or `''`"));
    }
    Ok(close)
}

/// Takes an escape that stands for one unit, from behind its backslash, inside brackets or outside.
///
/// # Errors
///
/// An error where a letter, a digit or `_` has no such meaning, or hexadecimal digits or a control letter are missing.
pub(super) fn char_escape(scanner: &mut Scanner) -> Result<u16, PatternError> {
    let start = scanner.position;
    let Some(unit) = scanner.next_unit() else {
        return Err(scanner.invalid("the pattern ends in a backslash"));
    };
    let Ok(letter) = u8::try_from(unit) else {
        return plain(scanner, unit);
    };
    Ok(match letter {
        b'0'..=b'7' => {
            scanner.position = start;
            octal(scanner)
        }
        b'x' => hexadecimal(scanner, 2)?,
        b'u' => hexadecimal(scanner, 4)?,
        b'c' => control(scanner)?,
        b'a' => 0x07,
        b'b' => 0x08,
        b'e' => 0x1B,
        b'f' => 0x0C,
        b'n' => 0x0A,
        b'r' => 0x0D,
        b't' => 0x09,
        b'v' => 0x0B,
        _ => plain(scanner, unit)?,
    })
}

/// Anything but a word character stands for itself.
fn plain(scanner: &Scanner, unit: u16) -> Result<u16, PatternError> {
    if BOUNDARY_WORD.contains(unit) {
        let letter = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Err(scanner.invalid(format!("there is no escape `\\{letter}`")));
    }
    Ok(unit)
}

/// Takes up to three octal digits; .NET keeps the low eight bits.
fn octal(scanner: &mut Scanner) -> u16 {
    let mut value = 0;
    for _ in 0..3 {
        let Some(digit) = scanner.peek().and_then(|next| next.to_digit(8)) else { break };
        scanner.position += 1;
        value = value * 8 + digit;
    }
    u16::try_from(value & 0xFF).unwrap_or_default()
}

fn hexadecimal(scanner: &mut Scanner, digits: usize) -> Result<u16, PatternError> {
    let problem =
        |scanner: &Scanner| scanner.invalid(format!("the escape needs {digits} hexadecimal digits"));
    if scanner.left() < digits {
        return Err(problem(scanner));
    }
    let mut value = 0;
    for _ in 0..digits {
        let Some(digit) = scanner.next().and_then(|next| next.to_digit(16)) else {
            return Err(problem(scanner));
        };
        value = value * 16 + digit;
    }
    Ok(u16::try_from(value).unwrap_or_default())
}

fn control(scanner: &mut Scanner) -> Result<u16, PatternError> {
    let Some(letter) = scanner.next() else {
        return Err(scanner.invalid(r"`\c` is not followed by a control character"));
    };
    match letter.to_ascii_uppercase() {
        control @ '@'..='_' => Ok(u16::try_from(u32::from(control) - u32::from('@')).unwrap_or_default()),
        _ => Err(scanner.invalid(format!("there is no control character `\\c{letter}`"))),
    }
}

/// Takes the `{name}` of `\p{name}`.
///
/// # Errors
///
/// An error where there is no name in braces.
pub(super) fn property(scanner: &mut Scanner) -> Result<String, PatternError> {
    let problem =
        |scanner: &Scanner| scanner.invalid(r"`\p` is not followed by a name in braces, as in `\p{Lu}`");
    if scanner.left() < 3 || scanner.next() != Some('{') {
        return Err(problem(scanner));
    }
    let name = scanner.name(true);
    if scanner.next() != Some('}') {
        return Err(problem(scanner));
    }
    Ok(name)
}
