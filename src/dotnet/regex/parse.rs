//! Reads a pattern by .NET's own rules.
//!
//! In: the pattern. Out: its tree and its groups, or the first error, at the place where .NET's parser stops too.
//! Open groups are kept in a list, not on the call stack, and may be nested only so deep.
//!
//! Source: `dotnet:regular-expression-language`, and .NET 9's behaviour.

use super::{
    class::{class, shorthand},
    error::PatternError,
    escape::{Escape, char_escape, escape},
    fold::equivalents,
    groups::Groups,
    opening::{Numbering, Opening, opening},
    repeated::WITHOUT_END,
    scanner::{Options, Scanner},
    tree::{Assertion, Node},
    unit_set::UnitSet,
};
use std::sync::Arc;

/// How deep groups may nest: deeper than anyone writes, and far from what a thread's stack holds.
const DEEPEST: usize = 100;

/// How many units a pattern may have: as many as the longest expression has characters.
const LONGEST: usize = 10_000;

/// A pattern read.
pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) groups: Groups,
}

/// Reads a pattern.
///
/// # Errors
///
/// An error where .NET has one, or where the pattern is beyond what we evaluate.
pub(super) fn parse(pattern: &str) -> Result<Parsed, PatternError> {
    let mut scanner = Scanner::new(pattern);
    if scanner.left() > LONGEST {
        return Err(scanner.unsupported(format!("the pattern is longer than {LONGEST} characters")));
    }
    let groups = Groups::read(&mut scanner)?;
    let current = Group::new(Opening::Plain);
    let mut parser = Parser { scanner, groups, numbering: Numbering::default(), open: Vec::new(), current };
    parser.pattern()?;
    if !parser.open.is_empty() {
        let error = parser.scanner.invalid("a group `(` is not closed");
        return Err(error.help("close it with `)`, or write `[(]` for the character itself"));
    }
    Ok(Parsed { root: parser.current.alternatives(), groups: parser.groups })
}

/// A group whose `)` has not come yet.
struct Group {
    opening: Opening,
    /// The options outside it, which come back at its `)`.
    outer_options: Options,
    /// The condition of `(?(…)…)`, once read.
    test: Option<Node>,
    alternatives: Vec<Node>,
    sequence: Vec<Node>,
}

impl Group {
    fn new(opening: Opening) -> Self {
        let outer_options = Options::default();
        Self { opening, outer_options, test: None, alternatives: Vec::new(), sequence: Vec::new() }
    }

    fn end_alternative(&mut self) {
        self.alternatives.push(Node::concat(std::mem::take(&mut self.sequence)));
    }

    fn alternatives(mut self) -> Node {
        self.end_alternative();
        Node::alternate(self.alternatives)
    }

    fn waits_for_test(&self) -> bool {
        matches!(self.opening, Opening::IfMatch) && self.test.is_none()
    }
}

struct Parser<'p> {
    scanner: Scanner<'p>,
    groups: Groups,
    numbering: Numbering,
    open: Vec<Group>,
    current: Group,
}

impl Parser<'_> {
    fn pattern(&mut self) -> Result<(), PatternError> {
        let mut after_quantifier = false;
        loop {
            self.scanner.blank()?;
            let repeated = std::mem::replace(&mut after_quantifier, false);
            self.refuse_quantifier(repeated)?;
            let node =
                match self.scanner.next_unit().map(|unit| (unit, u8::try_from(unit).unwrap_or_default())) {
                    None => return Ok(()),
                    Some((_, b'(')) => {
                        self.open()?;
                        continue;
                    }
                    Some((_, b'|')) => {
                        self.current.end_alternative();
                        continue;
                    }
                    Some((_, b')')) => match self.close()? {
                        Some(node) => node,
                        None => continue,
                    },
                    Some((unit, ascii)) => self.atom(unit, ascii)?,
                };
            self.scanner.blank()?;
            after_quantifier = self.scanner.at_quantifier();
            let node = if after_quantifier { self.quantified(node)? } else { node };
            self.current.sequence.push(node);
        }
    }

    /// Fails if a quantifier comes where there is nothing to repeat.
    fn refuse_quantifier(&mut self, repeated: bool) -> Result<(), PatternError> {
        if !self.scanner.at_quantifier() {
            return Ok(());
        }
        let quantifier = self.scanner.next().unwrap_or_default();
        Err(if repeated {
            self.scanner.invalid(format!("the quantifier `{quantifier}` follows another quantifier"))
        } else {
            self.scanner.invalid(format!("the quantifier `{quantifier}` follows nothing"))
        })
    }

    fn open(&mut self) -> Result<(), PatternError> {
        let outer_options = self.scanner.options;
        let in_condition = matches!(self.current.opening, Opening::IfMatch);
        let Some(opening) = opening(&mut self.scanner, &self.groups, &mut self.numbering, in_condition)?
        else {
            return Ok(());
        };
        if self.open.len() == DEEPEST {
            return Err(self.scanner.unsupported(format!("groups are nested more than {DEEPEST} deep")));
        }
        let group = Group { outer_options, ..Group::new(opening) };
        self.open.push(std::mem::replace(&mut self.current, group));
        Ok(())
    }

    /// Ends the current group; returns it, unless it was the condition of the one around it.
    fn close(&mut self) -> Result<Option<Node>, PatternError> {
        let Some(outer) = self.open.pop() else {
            let error = self.scanner.invalid("a `)` closes no group");
            return Err(error.help("open it with `(`, or write `[)]` for the character itself"));
        };
        let group = std::mem::replace(&mut self.current, outer);
        let outer_options = group.outer_options;
        let node = self.node(group)?;
        self.scanner.options = outer_options;
        if self.current.waits_for_test() {
            self.current.test = Some(node);
            return Ok(None);
        }
        Ok(Some(node))
    }

    fn node(&self, mut group: Group) -> Result<Node, PatternError> {
        Ok(match group.opening {
            Opening::Plain => group.alternatives(),
            Opening::Capture { group: index, balanced } => {
                Node::Capture { group: index, balanced, body: Box::new(group.alternatives()) }
            }
            Opening::Atomic => Node::Atomic(Box::new(group.alternatives())),
            Opening::Look { direction, negative } => {
                Node::Look { direction, negative, body: Box::new(group.alternatives()) }
            }
            Opening::IfGroup(index) => Node::IfGroup { group: index, branches: self.branches(group)? },
            Opening::IfMatch => {
                let Some(test) = group.test.take() else {
                    return Err(self.scanner.invalid("the group `(?(` has no condition"));
                };
                Node::IfMatch { test: Box::new(test), branches: self.branches(group)? }
            }
        })
    }

    /// Returns what follows if a condition holds and if not; the second may be left out.
    fn branches(&self, mut group: Group) -> Result<Box<[Node; 2]>, PatternError> {
        group.end_alternative();
        let mut branches = group.alternatives.into_iter();
        match (branches.next(), branches.next(), branches.next()) {
            (yes, no, None) => Ok(Box::new([yes.unwrap_or(Node::Empty), no.unwrap_or(Node::Empty)])),
            _ => Err(self.scanner.invalid("the group `(?(…)` has more than two alternatives")),
        }
    }

    /// Reads one thing that is no group.
    fn atom(&mut self, unit: u16, ascii: u8) -> Result<Node, PatternError> {
        let by_lines = self.scanner.has(Options::MULTILINE);
        Ok(match ascii {
            b'[' => set(class(&mut self.scanner)?),
            b'\\' => self.backslash()?,
            b'^' => Node::Assert(if by_lines { Assertion::LineStart } else { Assertion::Beginning }),
            b'$' => Node::Assert(if by_lines { Assertion::LineEnd } else { Assertion::EndOrFinalLineFeed }),
            b'.' if self.scanner.has(Options::SINGLE_LINE) => set(UnitSet::all()),
            b'.' => set(UnitSet::all_but(u16::from(b'\n'))),
            _ => self.unit(unit),
        })
    }

    fn unit(&self, unit: u16) -> Node {
        if !self.scanner.has(Options::IGNORE_CASE) {
            return Node::Unit(unit);
        }
        let units = UnitSet::new(equivalents(unit).map(|unit| (unit, unit)).collect());
        if units.single().is_some() { Node::Unit(unit) } else { set(units) }
    }

    fn backslash(&mut self) -> Result<Node, PatternError> {
        if let Some(assertion) = self.scanner.peek().and_then(assertion) {
            self.scanner.position += 1;
            return Ok(Node::Assert(assertion));
        }
        if let Some(units) = shorthand(&mut self.scanner)? {
            return Ok(set(units));
        }
        let group = match escape(&mut self.scanner)? {
            Escape::Unit(unit) => return Ok(self.unit(unit)),
            Escape::Name(name) => self.groups.by_name(&name).ok_or(name),
            Escape::Number(number) => self.groups.by_number(number).ok_or(number.to_string()),
            Escape::NumberOrOctal(number, start) => match self.groups.by_number(number) {
                None if number > 9 => {
                    self.scanner.position = start;
                    let unit = char_escape(&mut self.scanner)?;
                    return Ok(self.unit(unit));
                }
                group => group.ok_or(number.to_string()),
            },
        };
        let group = group.map_err(|name| self.scanner.invalid(format!("there is no group `{name}`")))?;
        Ok(Node::Backreference { group, ignore_case: self.scanner.has(Options::IGNORE_CASE) })
    }

    /// Reads a quantifier and applies it.
    fn quantified(&mut self, body: Node) -> Result<Node, PatternError> {
        let (minimum, maximum) = match self.scanner.next() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            _ => self.counts()?,
        };
        self.scanner.blank()?;
        let lazy = self.scanner.take('?');
        if maximum.is_some_and(|maximum| minimum > maximum) {
            return Err(self.scanner.invalid("the quantifier's minimum is larger than its maximum"));
        }
        Ok(match (minimum, maximum) {
            (0, Some(0)) => Node::Empty,
            (1, Some(1)) => body,
            _ => Node::repeated(body, minimum, maximum, lazy),
        })
    }

    /// Reads `n}`, `n,}` or `n,m}`. The largest number there is means without end.
    fn counts(&mut self) -> Result<(u32, Option<u32>), PatternError> {
        let minimum = self.scanner.decimal()?;
        let maximum = match (self.scanner.take(','), self.scanner.peek()) {
            (false, _) => Some(minimum),
            (true, Some('}')) => None,
            (true, _) => Some(self.scanner.decimal()?),
        };
        self.scanner.position += 1;
        Ok((minimum, maximum.filter(|maximum| *maximum < WITHOUT_END)))
    }
}

fn set(units: UnitSet) -> Node {
    Node::Set(Arc::new(units))
}

/// Returns the assertion that a letter behind a backslash stands for.
fn assertion(letter: char) -> Option<Assertion> {
    Some(match letter {
        'A' => Assertion::Beginning,
        'b' => Assertion::Boundary,
        'B' => Assertion::NotBoundary,
        'G' => Assertion::PreviousEnd,
        'Z' => Assertion::EndOrFinalLineFeed,
        'z' => Assertion::End,
        _ => return None,
    })
}
