//! Which groups a pattern has, and how .NET numbers them.
//!
//! Unnamed groups are numbered from 1 in the order of their opening parentheses; names come after them, in the order of
//! their first use; a number written as a name (`(?<7>…)`) keeps it. Groups of one name are one group.

use super::{
    class::class,
    error::PatternError,
    escape::escape,
    scanner::{Options, Scanner},
};
use std::collections::{BTreeMap, BTreeSet};

/// Which of a pattern's groups, counted without gaps; 0 is the whole match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupIndex(pub(super) usize);

/// The numbers and names of a pattern's groups.
#[derive(Debug)]
pub(super) struct Groups {
    /// The numbers in order; the place in it is the group's index.
    numbers: Vec<u32>,
    /// What .NET finds by name. Empty if no group has a name and no number is left out: then numbers are looked up.
    names: BTreeMap<String, u32>,
}

impl Groups {
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns the group with the highest number.
    pub(super) fn last(&self) -> Option<GroupIndex> {
        self.len().checked_sub(1).map(GroupIndex)
    }

    /// Returns the index of the group with this number.
    pub(super) fn by_number(&self, number: u32) -> Option<GroupIndex> {
        self.numbers.binary_search(&number).ok().map(GroupIndex)
    }

    /// Returns the index of the group that a pattern or a replacement calls by this name.
    pub(super) fn by_name(&self, name: &str) -> Option<GroupIndex> {
        self.by_number(*self.names.get(name)?)
    }

    /// Returns what .NET's `Groups[name]` finds: a name, or a number in the clear.
    pub(super) fn find(&self, name: &str) -> Option<GroupIndex> {
        if !self.names.is_empty() {
            return self.by_name(name);
        }
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.by_number(name.parse().ok()?)
    }

    /// Reads the whole pattern for its groups, before it is parsed: a reference may precede its group.
    ///
    /// # Errors
    ///
    /// An error in a class or an escape.
    pub(super) fn read(scanner: &mut Scanner) -> Result<Self, PatternError> {
        let mut reader = Reader { numbers: BTreeSet::from([0]), names: Vec::new(), next: 1 };
        reader.pattern(scanner)?;
        scanner.restart();
        Ok(reader.finish())
    }
}

/// Collects groups; goes over a pattern as .NET does, without understanding it.
struct Reader {
    numbers: BTreeSet<u32>,
    names: Vec<String>,
    /// The number of the next group without one.
    next: u32,
}

impl Reader {
    fn pattern(&mut self, scanner: &mut Scanner) -> Result<(), PatternError> {
        let mut outer_options = Vec::new();
        let mut is_condition = false;
        while let Some(next) = scanner.next() {
            match next {
                '\\' if !scanner.at_end() => skip_escape(scanner)?,
                '#' if scanner.has(Options::IGNORE_WHITE_SPACE) => {
                    scanner.position -= 1;
                    scanner.blank()?;
                }
                '[' => {
                    class(scanner)?;
                }
                ')' => scanner.options = outer_options.pop().unwrap_or(scanner.options),
                '(' if scanner.peek() == Some('?') && scanner.peek_at(1) == Some('#') => {
                    scanner.position -= 1;
                    scanner.blank()?;
                    is_condition = false;
                }
                '(' => {
                    outer_options.push(scanner.options);
                    is_condition = self.parenthesis(scanner, &mut outer_options, is_condition)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes the group that opens here, if it captures; returns whether a condition opens next: `(?(`.
    fn parenthesis(
        &mut self,
        scanner: &mut Scanner,
        outer_options: &mut Vec<Options>,
        is_condition: bool,
    ) -> Result<bool, PatternError> {
        if !scanner.take('?') {
            if !scanner.has(Options::EXPLICIT_CAPTURE) && !is_condition {
                self.numbers.insert(self.next);
                self.next += 1;
            }
        } else if scanner.left() > 1 && matches!(scanner.peek(), Some('<' | '\'')) {
            scanner.position += 1;
            if scanner.at_digit() && scanner.peek() != Some('0') {
                self.numbers.insert(scanner.decimal()?);
            } else if scanner.at_name() && scanner.peek() != Some('0') {
                let name = scanner.name(false);
                if !self.names.contains(&name) {
                    self.names.push(name);
                }
            }
        } else {
            scanner.inline_options();
            match scanner.peek() {
                Some(')') => {
                    scanner.position += 1;
                    outer_options.pop();
                }
                Some('(') => return Ok(true),
                _ => {}
            }
        }
        Ok(false)
    }

    /// Gives the names their numbers.
    fn finish(mut self) -> Groups {
        let mut names = BTreeMap::new();
        for name in std::mem::take(&mut self.names) {
            while self.numbers.contains(&self.next) {
                self.next += 1;
            }
            self.numbers.insert(self.next);
            names.insert(name, self.next);
            self.next += 1;
        }
        let numbers: Vec<u32> = self.numbers.into_iter().collect();
        let has_gaps = numbers.last().is_some_and(|last| *last as usize >= numbers.len());
        if has_gaps || !names.is_empty() {
            let taken: BTreeSet<u32> = names.values().copied().collect();
            let others = numbers.iter().filter(|number| !taken.contains(number));
            names.extend(others.map(|number| (number.to_string(), *number)));
        }
        Groups { numbers, names }
    }
}

/// Goes over an escape, from behind its backslash.
fn skip_escape(scanner: &mut Scanner) -> Result<(), PatternError> {
    match scanner.peek() {
        Some('b' | 'B' | 'A' | 'G' | 'Z' | 'z' | 'w' | 'W' | 's' | 'S' | 'd' | 'D' | 'p' | 'P') => {
            scanner.position += 1;
            Ok(())
        }
        _ => escape(scanner).map(drop),
    }
}
