//! What a JSON stream is, by its beginning, and where a value in it ends. Nothing is checked here: reading does that.

use wide::u8x16;

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
            let rest = piece.get(at..).filter(|rest| !rest.is_empty())?;
            if rest.first_chunk().is_none_or(|block| !self.passes(*block)) {
                for (index, byte) in rest.iter().enumerate().take(BLOCK) {
                    match byte {
                        _ if self.escaped => self.escaped = false,
                        b'\\' if self.quoted => self.escaped = true,
                        b'"' => self.quoted = !self.quoted,
                        _ if self.quoted => {}
                        b'{' | b'[' => self.depth += 1,
                        b'}' | b']' if self.depth > 1 => self.depth -= 1,
                        b'}' | b']' if self.depth == 1 => return Some(at + index + 1),
                        // A value without braces ends before what follows it.
                        b',' | b'}' | b']' | b'\n' if self.depth == 0 && self.begun => {
                            return Some(at + index);
                        }
                        _ => {}
                    }
                    self.begun = true;
                }
            }
            at += BLOCK;
        }
    }

    /// Passes some bytes at once, if nothing is escaped in them and the value cannot end in them.
    fn passes(&mut self, block: [u8; BLOCK]) -> bool {
        let block = u8x16::new(block);
        let those = |bytes: u8x16, byte| bytes.simd_eq(u8x16::splat(byte)).to_bitmask();
        if self.depth == 0 || self.escaped || those(block, b'\\') != 0 {
            return false;
        }
        // A bit for each byte that has an odd number of quotes up to it, which are those inside of strings.
        let mut inside = those(block, b'"');
        for shift in [1, 2, 4, 8] {
            inside ^= inside << shift;
        }
        if self.quoted {
            inside = !inside;
        }
        // A bracket and a brace differ in one bit.
        let braces = block | u8x16::splat(b'[' ^ b'{');
        let (open, close) = (those(braces, b'{') & !inside, those(braces, b'}') & !inside);
        if open | close != 0 {
            let (opened, closed) = (open.count_ones() as usize, close.count_ones() as usize);
            if closed >= self.depth {
                return false;
            }
            self.depth = self.depth + opened - closed;
        }
        self.quoted = inside >> (BLOCK - 1) & 1 == 1;
        true
    }
}

/// How many bytes are looked at in one step.
const BLOCK: usize = 16;

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let text = r#"[a🙂"\\{}\[\],\n]{0,40}"#;
        let simple = prop_oneof![any::<bool>().prop_map(Into::into), text.prop_map(Into::into)];
        simple.prop_recursive(4, 40, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
                prop::collection::vec((text, inner), 0..5)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_value_ends_where_it_does_in_whatever_pieces_it_comes(
            value in json(), pretty: bool, pieces in prop::collection::vec(1_usize..70, 1..8),
        ) {
            let text = if pretty { format!("{value:#}") } else { value.to_string() };
            let followed = format!("{text},{{\"a\":[]}}]");
            let (mut scan, mut at) = (Scan::default(), 0);
            for length in pieces.iter().cycle() {
                let piece = &followed.as_bytes()[at..followed.len().min(at + length)];
                if let Some(end) = scan.end(piece) {
                    prop_assert_eq!(at + end, text.len());
                    break;
                }
                at += piece.len();
                prop_assert!(at <= text.len(), "it has ended before");
            }
        }
    }
}
