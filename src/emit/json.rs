//! JSON text of values. Source: `rfc8259:7`.

use crate::json::plain_length;
use crate::value::Value;

/// Writes a value as JSON: dates as their text form, complex values as objects.
pub(crate) fn value(value: &Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Boolean(true) => out.extend_from_slice(b"true"),
        Value::Boolean(false) => out.extend_from_slice(b"false"),
        Value::Integer(integer) => out.extend_from_slice(itoa::Buffer::new().format(*integer).as_bytes()),
        Value::Decimal(decimal) => out.extend_from_slice(decimal.as_json().as_bytes()),
        Value::Text(text) | Value::Reference(text) => string(text, out),
        Value::DateTime(date) => string(&date.to_string(), out),
        Value::List(members) => {
            out.push(b'[');
            self::members(members, out);
            out.push(b']');
        }
        Value::Complex(entries) => {
            out.push(b'{');
            for (index, (name, entry)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                string(name, out);
                out.push(b':');
                self::value(entry, out);
            }
            out.push(b'}');
        }
    }
}

/// Writes members of an array, commas between them.
pub(super) fn members(members: &[Value<'_>], out: &mut Vec<u8>) {
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        value(member, out);
    }
}

/// Writes a value as JSON text.
pub(crate) fn value_text(source: Value<'_>) -> String {
    let mut out = Vec::new();
    value(&source, &mut out);
    String::from_utf8(out).expect("JSON is written as UTF-8")
}

/// Writes a text in quotes; only what must be escaped is.
#[inline]
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    escape_into(text, out);
    out.push(b'"');
}

/// Writes the inside of a text.
#[inline]
pub(crate) fn escape_into(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    if plain_length(bytes) == bytes.len() {
        out.extend_from_slice(bytes);
    } else {
        escaped(bytes, out);
    }
}

/// Writes the inside of a text in which something must be escaped.
#[cold]
fn escaped(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at_checked(plain_length(rest)).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        let Some((byte, after)) = special.split_first() else { break };
        escape(*byte, out);
        rest = after;
    }
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' => b'"',
        b'\\' => b'\\',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        control => {
            let digit = |nibble: u8| HEX.get(usize::from(nibble & 0xf)).copied().unwrap_or(b'0');
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(control >> 4), digit(control)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for text in ["", "plain", "a\"b\\c\n\t\r\u{8}\u{c}\u{1}\u{1f}\u{7f}", "Zoë 🙂"] {
            let written = value_text(Value::Text(text));
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text, "{written}");
        }
    }
}
