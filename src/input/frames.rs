//! Cuts a stream of JSON into the texts of its objects: NDJSON, objects one after another, an array, or a Graph page.
//!
//! What the stream is shows in its beginning. NDJSON is cut at line ends, so that one broken line harms no other;
//! elsewhere an object ends where its braces close. One object is in memory at a time.

use super::InputError;
use std::io::{self, BufRead, Read};

/// How much of the beginning decides what a stream is.
const HEAD: u64 = 64 * 1024;

/// The objects of a JSON stream, one after another.
pub struct Frames<R> {
    reader: io::Chain<io::Cursor<Vec<u8>>, R>,
    form: Form,
    frame: Vec<u8>,
    /// The line on which the next byte stands, from 1.
    line: usize,
    done: bool,
}

/// One object's text and the line of the stream that it begins on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Frame<'f> {
    /// The text, not yet checked.
    pub bytes: &'f [u8],
    /// Line of the stream, from 1.
    pub line: usize,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Form {
    /// One object a line.
    Lines,
    /// Objects with white space between them.
    Objects,
    /// The inside of an array, after its opening bracket.
    Array,
    /// The inside of a page's `value` array, after its opening bracket.
    Page,
}

impl<R: BufRead> Frames<R> {
    /// Looks at the beginning of a stream; a byte-order mark is skipped.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub fn new(mut source: R) -> io::Result<Self> {
        let mut head = Vec::new();
        source.by_ref().take(HEAD).read_to_end(&mut head)?;
        let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let (form, skipped) = form(head.get(mark..).unwrap_or_default());
        let before = mark + skipped;
        let line = 1 + memchr::memchr_iter(b'\n', head.get(..before).unwrap_or_default()).count();
        let mut head = io::Cursor::new(head);
        head.set_position(before as u64);
        Ok(Self { reader: head.chain(source), form, frame: Vec::new(), line, done: false })
    }

    /// Returns the next object's text; `None` after the last.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read, or an array is not one.
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, InputError> {
        let found = match self.form {
            Form::Lines => self.next_line(),
            Form::Objects | Form::Array | Form::Page => self.next_value(),
        };
        let line = found.inspect_err(|_| self.done = true)?;
        Ok(line.map(|line| Frame { bytes: &self.frame, line }))
    }

    /// Reads the next line that is not blank into the frame.
    fn next_line(&mut self) -> Result<Option<usize>, InputError> {
        loop {
            self.frame.clear();
            if self
                .reader
                .read_until(b'\n', &mut self.frame)
                .map_err(|error| unreadable(&error, self.line))?
                == 0
            {
                return Ok(None);
            }
            let line = self.line;
            self.line += 1;
            while self.frame.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                self.frame.pop();
            }
            if !self.frame.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(line));
            }
        }
    }

    /// Reads the next value of an array, or of a row of objects, into the frame.
    fn next_value(&mut self) -> Result<Option<usize>, InputError> {
        self.frame.clear();
        if self.done || !self.skip_to_value()? {
            self.done = true;
            return Ok(None);
        }
        let line = self.line;
        let mut scan = Scan::default();
        loop {
            let buffer = self.reader.fill_buf().map_err(|error| unreadable(&error, line))?;
            if buffer.is_empty() {
                self.done = true;
                return Ok(Some(line)); // The object is cut off; reading it says so.
            }
            let end = scan.end(buffer);
            let taken = end.unwrap_or(buffer.len());
            let taken_bytes = buffer.get(..taken).unwrap_or_default();
            self.line += memchr::memchr_iter(b'\n', taken_bytes).count();
            self.frame.extend_from_slice(taken_bytes);
            self.reader.consume(taken);
            if end.is_some() {
                return Ok(Some(line));
            }
        }
    }

    /// Skips what stands between values; tells whether another value follows.
    fn skip_to_value(&mut self) -> Result<bool, InputError> {
        loop {
            let buffer = self.reader.fill_buf().map_err(|error| unreadable(&error, self.line))?;
            let Some(byte) = buffer.first().copied() else {
                return match self.form {
                    Form::Lines | Form::Objects => Ok(false),
                    Form::Array | Form::Page => {
                        Err(InputError::at("the JSON array is not closed", self.line, 1))
                    }
                };
            };
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                b',' if self.form != Form::Objects => {}
                b']' if self.form != Form::Objects => {
                    self.reader.consume(1);
                    return self.end_of_array().map(|()| false);
                }
                _ => return Ok(true),
            }
            self.reader.consume(1);
        }
    }
}

impl<R: BufRead> Frames<R> {
    /// Checks that an array, or the page around it, is all there is.
    fn end_of_array(&mut self) -> Result<(), InputError> {
        let mut page = (self.form == Form::Page).then(|| Scan { depth: 1, ..Scan::default() });
        loop {
            let buffer = self.reader.fill_buf().map_err(|error| unreadable(&error, self.line))?;
            if buffer.is_empty() {
                let open = InputError::at("the Graph page is not closed", self.line, 1);
                return if page.is_some() { Err(open) } else { Ok(()) };
            }
            let taken = match &mut page {
                Some(scan) => match scan.end(buffer) {
                    Some(end) => {
                        page = None;
                        end
                    }
                    None => buffer.len(),
                },
                None => match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
                    Some(_) => {
                        let message =
                            "something follows the JSON array or page; give each as a file of its own";
                        return Err(InputError::at(message, self.line, 1));
                    }
                    None => buffer.len(),
                },
            };
            self.line += memchr::memchr_iter(b'\n', buffer.get(..taken).unwrap_or_default()).count();
            self.reader.consume(taken);
        }
    }
}

fn unreadable(error: &io::Error, line: usize) -> InputError {
    InputError::at(format!("the input cannot be read: {error}"), line, 1)
}

/// Finds the end of one JSON value in pieces of text.
#[derive(Default)]
struct Scan {
    depth: usize,
    quoted: bool,
    escaped: bool,
    begun: bool,
}

impl Scan {
    /// Returns the offset after the value, if it ends in this piece.
    fn end(&mut self, piece: &[u8]) -> Option<usize> {
        for (offset, byte) in piece.iter().enumerate() {
            if self.quoted {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.quoted = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.quoted = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b'}' | b']' if self.depth == 1 => return Some(offset + 1),
                // A value without braces ends before what follows it.
                b',' | b'}' | b']' | b'\n' if self.depth == 0 && self.begun => return Some(offset),
                _ => {}
            }
            self.begun = true;
        }
        None
    }
}

/// Tells what a stream is by its beginning, and how many bytes stand before its first object.
fn form(head: &[u8]) -> (Form, usize) {
    let blank = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let rest = head.get(blank..).unwrap_or_default();
    match rest.first() {
        Some(b'[') => (Form::Array, blank + 1),
        Some(b'{') => {
            if let Some(inside) = page(rest) {
                return (Form::Page, blank + inside);
            }
            let end = Scan::default().end(rest).unwrap_or(rest.len());
            let within = rest.get(..end).unwrap_or_default();
            (if within.contains(&b'\n') { Form::Objects } else { Form::Lines }, 0)
        }
        _ => (Form::Lines, 0),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(text: &str) -> Vec<(String, usize)> {
        let mut frames = Frames::new(io::BufReader::with_capacity(3, text.as_bytes())).unwrap();
        let mut found = Vec::new();
        while let Some(frame) = frames.next_frame().unwrap() {
            found.push((String::from_utf8(frame.bytes.to_vec()).unwrap(), frame.line));
        }
        found
    }

    #[test]
    fn every_form_gives_the_same_objects() {
        let (first, second) = (r#"{"a":"]}\"{","b":[1,{"c":2}]}"#, r#"{"a":"🙂"}"#);
        for (text, lines) in [
            (format!("{first}\n{second}\n"), [1, 2]),
            (format!("\u{feff}{first}\r\n\r\n{second}"), [1, 3]),
            (format!("[{first},\n {second}]"), [1, 2]),
            (
                format!(
                    "{{\"@odata.context\":\"x\",\"n\":1,\n\"value\":[{first},{second}],\"@odata.nextLink\":\"y\"}}"
                ),
                [2, 2],
            ),
        ] {
            let expected = vec![(first.to_owned(), lines[0]), (second.to_owned(), lines[1])];
            assert_eq!(frames(&text), expected, "{text}");
        }
        assert_eq!(
            frames("{\n \"a\": 1\n}\n{\n}\n"),
            [("{\n \"a\": 1\n}".to_owned(), 1), ("{\n}".to_owned(), 4)]
        );
        assert_eq!(frames(""), []);
        assert_eq!(frames("[]"), []);
    }

    #[test]
    fn what_follows_an_array_or_a_page_is_an_error() {
        for text in [
            "[{}] [{}]",
            "[{}]\n{}",
            "{\"value\":[{}]}\n{\"value\":[{}]}",
            "{\"value\":[{}]} x",
            "{\"value\":[{}], \"x\":",
        ] {
            let mut frames = Frames::new(text.as_bytes()).unwrap();
            assert_eq!(frames.next_frame().unwrap().unwrap().bytes, b"{}", "{text}");
            assert!(frames.next_frame().is_err(), "{text}");
        }
    }

    #[test]
    fn an_array_that_is_not_closed_is_an_error() {
        let mut frames = Frames::new(&b"[{}"[..]).unwrap();
        assert_eq!(frames.next_frame().unwrap().unwrap().bytes, b"{}");
        assert!(frames.next_frame().is_err());
    }
}
