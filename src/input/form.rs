//! What a JSON stream is, by its beginning, and where a value in it ends. Nothing is checked here: reading does that.

use crate::json::plain_length;

/// How a stream holds its objects.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One object a line.
    Lines,
    /// Objects with white space between them.
    Objects,
    /// The inside of an array, after its opening bracket.
    Array,
    /// The inside of a page's `value` array, after its opening bracket.
    Page,
}

impl Form {
    /// Tells what a stream is by its beginning, and how many bytes stand before its first object.
    pub(super) fn of(head: &[u8]) -> (Self, usize) {
        let blank = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let rest = head.get(blank..).unwrap_or_default();
        match rest.first() {
            Some(b'[') => (Self::Array, blank + 1),
            Some(b'{') => {
                if let Some(inside) = page(rest) {
                    return (Self::Page, blank + inside);
                }
                let end = Scan::default().end(rest).unwrap_or(rest.len());
                let within = rest.get(..end).unwrap_or_default();
                (if within.contains(&b'\n') { Self::Objects } else { Self::Lines }, 0)
            }
            _ => (Self::Lines, 0),
        }
    }
}

/// Finds the end of one JSON value in pieces of text.
#[derive(Default)]
pub(super) struct Scan {
    depth: usize,
    quoted: bool,
    escaped: bool,
    begun: bool,
}

impl Scan {
    /// Finds the end of the object or array that the text is inside of.
    pub(super) fn within() -> Self {
        Self { depth: 1, ..Self::default() }
    }

    /// Returns the offset after the value, if it ends in this piece.
    pub(super) fn end(&mut self, piece: &[u8]) -> Option<usize> {
        let mut at = 0;
        loop {
            if self.quoted {
                at += self.pass_string(piece.get(at..)?);
            }
            let mut depth = self.depth;
            for byte in piece.get(at..)? {
                at += 1;
                match byte {
                    b'"' => {
                        self.quoted = true;
                        break;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 1 => depth -= 1,
                    b'}' | b']' if depth == 1 => return Some(at),
                    // A value without braces ends before what follows it.
                    b',' | b'}' | b']' | b'\n' if depth == 0 && (self.begun || at > 1) => {
                        return Some(at - 1);
                    }
                    _ => {}
                }
            }
            self.depth = depth;
            self.begun |= at > 0;
            if at == piece.len() {
                return None;
            }
        }
    }

    /// Passes the inside of a string and the quote that closes it, as far as they are there; returns how many bytes that is.
    fn pass_string(&mut self, text: &[u8]) -> usize {
        let mut at = usize::from(std::mem::take(&mut self.escaped));
        loop {
            at += plain_length(text.get(at..).unwrap_or_default());
            match text.get(at) {
                None => {
                    self.escaped = at > text.len();
                    return text.len();
                }
                Some(b'"') => {
                    self.quoted = false;
                    return at + 1;
                }
                Some(b'\\') => at += 2,
                Some(_) => at += 1, // a control character, which reading refuses
            }
        }
    }
}

/// The offset inside the array of a page: of an object whose member `value` (Microsoft Graph) or `Resources` (SCIM) is an
/// array of objects.
fn page(object: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += separators(object.get(at..)?);
        let key = string_length(object.get(at..)?)?;
        let name = object.get(at..at + key)?;
        at += key;
        at += separators(object.get(at..)?);
        let value = object.get(at..)?;
        if matches!(name, b"\"value\"" | b"\"Resources\"") && value.first() == Some(&b'[') {
            let inside = value.get(1..)?;
            let first = inside.iter().find(|byte| !byte.is_ascii_whitespace());
            return matches!(first, Some(b'{' | b']')).then_some(at + 1);
        }
        at += match value.first()? {
            b'"' => string_length(value)?,
            _ => Scan::default().end(value)?,
        };
    }
}

/// The length of the white space, colons and commas at the beginning.
fn separators(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b':' | b',')).count()
}

/// The length of the JSON string at the beginning, its quotes included.
fn string_length(text: &[u8]) -> Option<usize> {
    let inner = text.strip_prefix(b"\"")?;
    let mut escaped = false;
    let end = inner.iter().position(|byte| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    })?;
    Some(end + 2)
}
