//! JSON to values, in the object's arena.

use super::scanner::{Checked, RawText, Scanner};
use crate::value::{Arena, Decimal, Value};
use bumpalo::collections::{String, Vec};
use std::collections::HashSet;

/// Deepest nesting of a value that a rule reads.
const MAX_DEPTH: usize = 100;

/// Of so many sub-attributes each is compared with all before it; of more, a set knows the names.
const FEW: usize = 16;

/// Passes one value and decodes it; text without escapes is borrowed.
///
/// # Errors
///
/// For what is no JSON, a lone surrogate, a repeated sub-attribute, and nesting deeper than 100.
#[inline]
pub(super) fn value<'a>(scanner: &mut Scanner<'a>, arena: &'a Arena) -> Checked<Value<'a>> {
    nested(scanner, arena, MAX_DEPTH)
}

#[inline]
fn nested<'a>(scanner: &mut Scanner<'a>, arena: &'a Arena, depth: usize) -> Checked<Value<'a>> {
    match scanner.plain_text() {
        Some(text) => Ok(Value::Text(text)),
        None => any(scanner, arena, depth),
    }
}

fn any<'a>(scanner: &mut Scanner<'a>, arena: &'a Arena, depth: usize) -> Checked<Value<'a>> {
    match scanner.peek() {
        Some(b'"') => {
            scanner.pass(1);
            text(scanner, arena).map(Value::Text)
        }
        Some(b'[' | b'{') => match depth.checked_sub(1) {
            Some(depth) if scanner.rest().first() == Some(&b'[') => list(scanner, arena, depth),
            Some(depth) => complex(scanner, arena, depth),
            None => scanner.refuse(format!("a value nests deeper than {MAX_DEPTH} levels")),
        },
        _ => simple(scanner),
    }
}

fn simple<'a>(scanner: &mut Scanner<'a>) -> Checked<Value<'a>> {
    let start = scanner.offset();
    scanner.skip_simple()?;
    let raw = scanner.slice(start, scanner.offset());
    Ok(match raw {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        "null" => Value::Null,
        number => match number.parse() {
            Ok(integer) => Value::Integer(integer),
            Err(_) => Decimal::new(number).map_or(Value::Null, Value::Decimal),
        },
    })
}

fn list<'a>(scanner: &mut Scanner<'a>, arena: &'a Arena, depth: usize) -> Checked<Value<'a>> {
    let mut members = Vec::with_capacity_in(4, arena);
    let mut more = scanner.open(b']')?;
    while more {
        members.push(nested(scanner, arena, depth)?);
        more = scanner.follows(b']')?;
    }
    Ok(Value::List(members.into_bump_slice()))
}

fn complex<'a>(scanner: &mut Scanner<'a>, arena: &'a Arena, depth: usize) -> Checked<Value<'a>> {
    let mut entries: Vec<(&str, Value<'_>)> = Vec::with_capacity_in(8, arena);
    let mut names = HashSet::new();
    let mut more = scanner.open(b'}')?;
    while more {
        let key = scanner.key()?;
        let name = decoded(scanner, key, arena)?;
        let fresh = if entries.len() < FEW {
            entries.iter().all(|(known, _)| *known != name)
        } else {
            // SECURITY: time stays linear in what an object holds.
            if names.is_empty() {
                names.extend(entries.iter().map(|(known, _)| *known));
            }
            names.insert(name)
        };
        if !fresh {
            return scanner.refuse(format!("the sub-attribute `{name}` stands twice"));
        }
        entries.push((name, nested(scanner, arena, depth)?));
        more = scanner.follows(b'}')?;
    }
    Ok(Value::Complex(entries.into_bump_slice()))
}

/// Passes a string behind its opening quote and decodes it.
#[inline]
fn text<'a>(scanner: &mut Scanner<'a>, arena: &'a Arena) -> Checked<&'a str> {
    let raw = scanner.string()?;
    decoded(scanner, raw, arena)
}

/// Decodes the inside of a checked string.
#[inline]
pub(super) fn decoded<'a>(scanner: &Scanner<'a>, raw: RawText<'a>, arena: &'a Arena) -> Checked<&'a str> {
    if !raw.escaped {
        return Ok(raw.text);
    }
    // What is left to fail is an escape for half a surrogate pair.
    match unescaped(raw.text, arena) {
        Some(text) => Ok(text),
        None => scanner.refuse("an escape names half a character (a lone surrogate)"),
    }
}

/// Replaces the escapes of a checked string; `None` where one names half a character.
fn unescaped<'a>(raw: &str, arena: &'a Arena) -> Option<&'a str> {
    let mut text = String::with_capacity_in(raw.len(), arena);
    let mut rest = raw;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let (letter, after) = escape.split_at_checked(1)?;
        rest = after;
        text.push(match letter {
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => {
                let (unit, after) = unit(rest)?;
                let (character, after) = character(unit, after)?;
                rest = after;
                character
            }
            _ => letter.chars().next()?, // a quote, a backslash or a slash stands for itself
        });
    }
    text.push_str(rest);
    Some(text.into_bump_str())
}

/// The code unit of an escape's four digits, and what follows them.
fn unit(text: &str) -> Option<(u16, &str)> {
    let (digits, after) = text.split_at_checked(4)?;
    Some((u16::from_str_radix(digits, 16).ok()?, after))
}

/// The character that begins with a code unit, whose second half, if it has one, is the next escape.
fn character(unit: u16, after: &str) -> Option<(char, &str)> {
    if let Some(character) = char::from_u32(unit.into()) {
        return Some((character, after));
    }
    let (second, after) = self::unit(after.strip_prefix("\\u")?)?;
    let character = char::decode_utf16([unit, second]).next()?.ok()?;
    Some((character, after))
}

/// Converts a parsed JSON tree; text is borrowed.
pub(super) fn tree<'a>(tree: &'a serde_json::Value, arena: &'a Arena) -> Value<'a> {
    match tree {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(boolean) => Value::Boolean(*boolean),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Number(number) => {
            let decimal =
                || Decimal::new(arena.alloc_str(&number.to_string())).map_or(Value::Null, Value::Decimal);
            number.as_i64().map_or_else(decimal, Value::Integer)
        }
        serde_json::Value::Array(members) => {
            Value::List(arena.alloc_slice_fill_iter(members.iter().map(|member| self::tree(member, arena))))
        }
        serde_json::Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.as_str(), self::tree(value, arena)));
            Value::Complex(Vec::from_iter_in(entries, arena).into_bump_slice())
        }
    }
}
