//! Bracket expressions: `[a-z]`, `[^\w.]`, `[a-z-[aeiou]]`.
//!
//! Nothing nests but a subtraction, which comes last. `[[:alpha:]]` and `&&` are literal characters.

use super::{
    category::{DIGIT, Named, SPACE, WORD, named},
    error::PatternError,
    escape::{char_escape, property},
    fold::add_equivalents,
    scanner::{Options, Scanner},
    unit_set::UnitSet,
};

/// How deep subtractions may nest.
const DEEPEST: usize = 50;

/// The content of a bracket expression so far.
#[derive(Default)]
struct Content {
    /// What was written as characters and ranges; these fold under `(?i)`.
    written: Vec<(u16, u16)>,
    /// What was written as a named set; these do not.
    named: Vec<(u16, u16)>,
    subtracted: Option<UnitSet>,
}

/// Takes a bracket expression, from behind its `[` to behind its `]`.
///
/// # Errors
///
/// An error where the expression is not closed, a range runs backwards or ends in a named set, an escape or a name is
/// unknown, or anything follows a subtraction.
pub(super) fn class(scanner: &mut Scanner) -> Result<UnitSet, PatternError> {
    nested_class(scanner, 0)
}

fn nested_class(scanner: &mut Scanner, depth: usize) -> Result<UnitSet, PatternError> {
    if depth > DEEPEST {
        return Err(scanner.unsupported(format!("class subtractions are nested more than {DEEPEST} deep")));
    }
    let negated = scanner.take('^');
    let mut content = Content::default();
    let mut range_start: Option<u16> = None;
    let mut first = true;
    while let Some(mut unit) = scanner.next_unit() {
        let is_first = std::mem::replace(&mut first, false);
        let mut escaped = false;
        if unit == u16::from(b']') && !is_first {
            return Ok(content.resolve(negated, scanner.has(Options::IGNORE_CASE)));
        }
        if unit == u16::from(b'\\') && !scanner.at_end() {
            if content.add_shorthand(scanner, range_start)? {
                continue;
            }
            // An escaped hyphen starts no range, but it may end one.
            let is_hyphen = scanner.peek() == Some('-');
            (unit, escaped) = (char_escape(scanner)?, true);
            if is_hyphen && range_start.is_none() {
                content.written.push((unit, unit));
                continue;
            }
        }
        let may_subtract = !escaped && !is_first;
        if let Some(start) = range_start.take() {
            if unit == u16::from(b'[') && may_subtract {
                content.written.push((start, start));
                content.subtract(scanner, depth)?;
            } else if start > unit {
                return Err(scanner.invalid("the range in the class runs backwards"));
            } else {
                content.written.push((start, unit));
            }
        } else if scanner.peek() == Some('-') && scanner.peek_at(1).is_some_and(|next| next != ']') {
            range_start = Some(unit);
            scanner.position += 1;
        } else if unit == u16::from(b'-') && may_subtract && scanner.take('[') {
            content.subtract(scanner, depth)?;
        } else {
            content.written.push((unit, unit));
        }
    }
    Err(scanner.invalid("the class `[` is not closed").help("close it with `]`"))
}

impl Content {
    /// Takes `\d`, `\w`, `\s`, `\p{…}` or their complements, behind the backslash; returns whether there was one.
    fn add_shorthand(
        &mut self,
        scanner: &mut Scanner,
        range_start: Option<u16>,
    ) -> Result<bool, PatternError> {
        let Some(letter @ ('d' | 'D' | 'w' | 'W' | 's' | 'S' | 'p' | 'P')) = scanner.peek() else {
            return Ok(false);
        };
        scanner.position += 1;
        if range_start.is_some() {
            return Err(scanner.invalid(format!("`\\{letter}` cannot end a range in a class")));
        }
        let negated = letter.is_ascii_uppercase();
        match letter.to_ascii_lowercase() {
            'd' => self.add_named(&DIGIT, negated),
            'w' => self.add_named(&WORD, negated),
            's' => self.add_named(&SPACE, negated),
            _ => {
                let name = property(scanner)?;
                match named(&name, scanner.has(Options::IGNORE_CASE)) {
                    Some(Named::Category(set)) => self.add_named(&set, negated),
                    Some(Named::Block(set)) => self.add_block(&set, negated),
                    None => return Err(unknown_property(scanner, &name)),
                }
            }
        }
        Ok(true)
    }

    fn add_named(&mut self, set: &UnitSet, negated: bool) {
        extend(&mut self.named, set, negated);
    }

    fn add_block(&mut self, set: &UnitSet, negated: bool) {
        extend(&mut self.written, set, negated);
    }

    /// Takes the class to subtract, behind its `[`; the class around it must end there.
    fn subtract(&mut self, scanner: &mut Scanner, depth: usize) -> Result<(), PatternError> {
        self.subtracted = Some(nested_class(scanner, depth + 1)?);
        match scanner.peek() {
            None | Some(']') => Ok(()),
            Some(_) => Err(scanner.invalid("a class subtraction must be the last thing in its class")),
        }
    }

    fn resolve(self, negated: bool, ignore_case: bool) -> UnitSet {
        let mut ranges = self.written;
        if ignore_case && !ranges.is_empty() {
            add_equivalents(&mut ranges);
        }
        ranges.extend(self.named);
        let set = UnitSet::new(ranges);
        let set = if negated { set.complement() } else { set };
        match self.subtracted {
            Some(subtracted) => set.without(&subtracted),
            None => set,
        }
    }
}

/// Takes `\d`, `\w`, `\s`, `\p{…}` or a complement outside brackets, behind the backslash, if there is one.
///
/// # Errors
///
/// An error where the property is malformed or unknown.
pub(super) fn shorthand(scanner: &mut Scanner) -> Result<Option<UnitSet>, PatternError> {
    let mut content = Content::default();
    if !content.add_shorthand(scanner, None)? {
        return Ok(None);
    }
    Ok(Some(content.resolve(false, scanner.has(Options::IGNORE_CASE))))
}

fn extend(ranges: &mut Vec<(u16, u16)>, set: &UnitSet, negated: bool) {
    if negated {
        ranges.extend_from_slice(set.complement().ranges());
    } else {
        ranges.extend_from_slice(set.ranges());
    }
}

/// .NET knows four undocumented names, which nobody needs; they are refused as such.
fn unknown_property(scanner: &Scanner, name: &str) -> PatternError {
    if matches!(name, "_xmlC" | "_xmlD" | "_xmlI" | "_xmlW") {
        return scanner.unsupported(format!("the undocumented property `{name}` is not supported"));
    }
    scanner.invalid(format!("there is no Unicode category or block `{name}`"))
}
