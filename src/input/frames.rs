//! Cuts a stream of JSON into the texts of its objects: NDJSON, objects one after another, an array, or a Graph page.
//!
//! What the stream is shows in its beginning. NDJSON is cut at line ends, so that one broken line harms no other;
//! elsewhere an object ends where its braces close. One object is in memory at a time.

#[cfg(test)]
mod tests;

use super::InputError;
use super::form::{Form, Scan};
use super::pending::Pending;
use std::io::{self, Read};
use std::ops::Range;

/// How much of the beginning decides what a stream is.
const HEAD: usize = 64 * 1024;

/// The objects of a JSON stream, one after another.
pub struct Frames<R> {
    pending: Pending<R>,
    form: Form,
    /// What stands around the objects of a page, as far as it has been read.
    around: Vec<u8>,
    /// The line on which the next byte stands, from 1.
    line: usize,
    done: bool,
    /// How much may be kept before no more is read behind it.
    most_kept: usize,
}

/// One object's text and the line of the stream that it begins on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Frame<'f> {
    /// The text, not yet checked.
    pub bytes: &'f [u8],
    /// Line of the stream, from 1.
    pub line: usize,
}

impl<R: Read> Frames<R> {
    /// Looks at the beginning of a stream; a byte-order mark is skipped.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub fn new(source: R) -> io::Result<Self> {
        let mut pending = Pending::new(source);
        while pending.bytes().len() < HEAD && pending.more()? {}
        if pending.bytes().starts_with(b"\xef\xbb\xbf") {
            pending.pass(3);
        }
        let head = pending.bytes().get(..HEAD).unwrap_or(pending.bytes());
        let (form, skipped) = Form::of(head);
        let line = 1 + newlines(head.get(..skipped).unwrap_or_default());
        let around = if form == Form::Page { head.get(..skipped).unwrap_or_default() } else { &[] }.to_vec();
        pending.pass(skipped);
        Ok(Self { pending, form, around, line, done: false, most_kept: usize::MAX })
    }

    /// Returns the page that the objects stood in, as JSON with none of them; `None` where they stood in none, or have not
    /// all been read.
    #[cfg(feature = "cli")]
    pub(crate) fn page(&self) -> Option<&[u8]> {
        (self.done && self.form == Form::Page).then_some(&self.around)
    }

    /// Returns the next object's text; `None` after the last.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read, or an array is not one.
    pub fn next_frame(&mut self) -> Result<Option<Frame<'_>>, InputError> {
        self.most_kept = usize::MAX;
        self.pending.release();
        match self.next() {
            Ok((place, line)) => {
                Ok(Some(Frame { bytes: self.pending.kept().get(place).unwrap_or_default(), line }))
            }
            Err(Halt::End | Halt::Pause) => Ok(None),
            Err(Halt::Error(error)) => Err(error),
        }
    }

    /// Takes the next objects, about as many as make `enough` text and at most `most`, and calls `each` with the place of each
    /// one in `text` and the line of the stream that it begins on; tells whether they were the last.
    ///
    /// They are not copied: the buffer that they were read into becomes `text`, in exchange for what `text` was.
    ///
    /// # Errors
    ///
    /// As [`Frames::next_frame`]; the objects before the error are taken.
    #[cfg(feature = "cli")]
    pub(crate) fn take(
        &mut self,
        (enough, most): (usize, usize),
        text: &mut Vec<u8>,
        mut each: impl FnMut(Range<usize>, usize),
    ) -> Result<bool, InputError> {
        self.most_kept = enough / 2;
        self.pending.release();
        let mut count = 0;
        let halt = loop {
            if count == most || self.pending.kept().len() >= enough {
                break Halt::Pause;
            }
            match self.next() {
                Ok((place, line)) => each(place, line),
                Err(halt) => break halt,
            }
            count += 1;
        };
        self.pending.hand_over(text);
        match halt {
            Halt::Pause => Ok(false),
            Halt::End => Ok(true),
            Halt::Error(error) => Err(error),
        }
    }

    /// Passes the next object; returns its place in what is kept, and the line that it begins on.
    fn next(&mut self) -> Result<(Range<usize>, usize), Halt> {
        if self.done {
            return Err(Halt::End);
        }
        let found = match self.form {
            Form::Lines => self.next_line(),
            Form::Objects | Form::Array | Form::Page => self.next_value(),
        };
        let Found { length, taken, line } =
            found.inspect_err(|halt| self.done = !matches!(halt, Halt::Pause))?;
        let start = self.pending.kept().len();
        self.pending.pass(taken);
        Ok((start..start + length, line))
    }

    /// Finds the next line that is not blank.
    fn next_line(&mut self) -> Result<Found, Halt> {
        let mut searched = 0;
        loop {
            let bytes = self.pending.bytes();
            let end = memchr::memchr(b'\n', bytes.get(searched..).unwrap_or_default());
            let length = if let Some(end) = end {
                searched + end
            } else {
                searched = bytes.len();
                if self.more_of_object()? {
                    continue;
                }
                searched
            };
            let bytes = self.pending.bytes();
            let text = bytes.get(..length).unwrap_or_default();
            let (line, taken) = (self.line, length + usize::from(end.is_some()));
            self.line += 1;
            if text.iter().any(|byte| !byte.is_ascii_whitespace()) {
                let returns = text.iter().rev().take_while(|byte| **byte == b'\r').count();
                return Ok(Found { length: length - returns, taken, line });
            }
            if end.is_none() {
                return Err(Halt::End);
            }
            self.pending.pass(taken);
            searched = 0;
        }
    }

    /// Finds the next value of an array, or of a row of objects.
    fn next_value(&mut self) -> Result<Found, Halt> {
        self.skip_to_value()?;
        let (mut scan, mut scanned) = (Scan::default(), 0);
        let length = loop {
            let bytes = self.pending.bytes();
            match scan.end(bytes.get(scanned..).unwrap_or_default()) {
                Some(end) => break scanned + end,
                None => scanned = bytes.len(),
            }
            if !self.more_of_object()? {
                break scanned; // The object is cut off; reading it says so.
            }
        };
        let line = self.line;
        self.line += newlines(self.pending.bytes().get(..length).unwrap_or_default());
        Ok(Found { length, taken: length, line })
    }

    /// Skips what stands before the next value.
    fn skip_to_value(&mut self) -> Result<(), Halt> {
        loop {
            let Some(byte) = self.pending.bytes().first().copied() else {
                if self.more_of_object()? {
                    continue;
                }
                return Err(match self.form {
                    Form::Lines | Form::Objects => Halt::End,
                    Form::Array | Form::Page => {
                        InputError::at("the JSON array is not closed", self.line, 1).into()
                    }
                });
            };
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                b',' if self.form != Form::Objects => {}
                b']' if self.form != Form::Objects => {
                    self.pending.pass(1);
                    self.around.push(byte);
                    self.end_of_array()?;
                    return Err(Halt::End);
                }
                _ => return Ok(()),
            }
            self.pending.pass(1);
        }
    }

    /// Checks that an array, or the page around it, is all there is.
    fn end_of_array(&mut self) -> Result<(), InputError> {
        let mut page = (self.form == Form::Page).then(Scan::within);
        loop {
            let bytes = self.pending.bytes();
            let taken = match &mut page {
                Some(scan) => {
                    let end = scan.end(bytes);
                    let taken = end.unwrap_or(bytes.len());
                    self.around.extend_from_slice(bytes.get(..taken).unwrap_or_default());
                    if end.is_some() {
                        page = None;
                    }
                    taken
                }
                None if bytes.iter().all(u8::is_ascii_whitespace) => bytes.len(),
                None => {
                    let message = "something follows the JSON array or page; give each as a file of its own";
                    return Err(InputError::at(message, self.line, 1));
                }
            };
            self.line += newlines(bytes.get(..taken).unwrap_or_default());
            self.pending.pass(taken);
            if self.pending.bytes().is_empty() && !self.more()? {
                let open = InputError::at("the Graph page is not closed", self.line, 1);
                return if page.is_some() { Err(open) } else { Ok(()) };
            }
        }
    }

    /// Reads more, unless that would be behind enough that is kept.
    fn more_of_object(&mut self) -> Result<bool, Halt> {
        if self.pending.kept().len() > self.most_kept {
            return Err(Halt::Pause);
        }
        Ok(self.more()?)
    }

    fn more(&mut self) -> Result<bool, InputError> {
        self.pending.more().map_err(|error| unreadable(&error, self.line))
    }
}

/// Why there is no object next.
enum Halt {
    /// There is none left.
    End,
    /// None is in memory as a whole, and enough is kept.
    Pause,
    Error(InputError),
}

impl From<InputError> for Halt {
    fn from(error: InputError) -> Self {
        Self::Error(error)
    }
}

/// A frame at the beginning of what is pending.
struct Found {
    length: usize,
    /// With the end of the line.
    taken: usize,
    line: usize,
}

fn newlines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

fn unreadable(error: &io::Error, line: usize) -> InputError {
    InputError::at(format!("the input cannot be read: {error}"), line, 1)
}
