//! The part of a stream that is in memory.

use std::io::{self, Read};

/// How much is read at once; an object that is longer makes the buffer grow.
const BUFFER: usize = 128 * 1024;

/// What has been read of a stream and not passed yet, behind what has been passed and is kept.
pub(super) struct Pending<R> {
    source: R,
    buffer: Vec<u8>,
    /// Where what is kept begins.
    kept: usize,
    start: usize,
    end: usize,
}

impl<R: Read> Pending<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, buffer: vec![0; BUFFER], kept: 0, start: 0, end: 0 }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    #[inline]
    pub(super) fn pass(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Returns what has been passed and is kept.
    pub(super) fn kept(&self) -> &[u8] {
        self.buffer.get(self.kept..self.start).unwrap_or_default()
    }

    /// Keeps nothing of what has been passed so far; what is passed from now on is kept.
    pub(super) fn release(&mut self) {
        self.kept = self.start;
    }

    /// Hands over the buffer, cut to what is kept, in exchange for another, and goes on in that.
    #[cfg(feature = "cli")]
    pub(super) fn hand_over(&mut self, other: &mut Vec<u8>) {
        self.close_up();
        other.resize(self.buffer.len(), 0);
        let pending = self.end - self.start;
        if let Some(place) = other.get_mut(..pending) {
            place.copy_from_slice(self.bytes());
        }
        std::mem::swap(&mut self.buffer, other);
        other.truncate(self.start);
        (self.start, self.end) = (0, pending);
    }

    /// Moves what is kept and what is pending to the beginning of the buffer.
    fn close_up(&mut self) {
        if self.kept > 0 {
            self.buffer.copy_within(self.kept..self.end, 0);
            (self.start, self.end) = (self.start - self.kept, self.end - self.kept);
            self.kept = 0;
        }
    }

    /// Reads more, behind what is pending; tells whether there was any.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        self.close_up();
        if self.end == self.buffer.len() {
            self.buffer.resize(self.end * 2, 0);
        }
        loop {
            match self.source.read(self.buffer.get_mut(self.end..).unwrap_or_default()) {
                Ok(count) => {
                    self.end += count;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
