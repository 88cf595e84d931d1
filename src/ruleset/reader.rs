//! Takes a YAML tree apart and collects everything that is wrong with it.

use super::Scalar;
use super::yaml::Node;
use crate::diagnostic::{Diagnostic, closest, code};
use crate::source::{ScalarMap, Source, Span, Spanned};
use std::fmt::Display;

/// Reads values out of a tree; what does not fit becomes a finding and reads as absent.
pub(super) struct Reader<'s> {
    source: &'s Source,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The entries of one mapping, by key.
pub(super) struct Entries<'n> {
    entries: Vec<(&'n Spanned<String>, &'n Spanned<Node>)>,
    /// Where a missing key is reported.
    pub(super) place: Span,
}

impl<'n> Entries<'n> {
    /// Returns the value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Spanned<Node>> {
        self.entries.iter().find(|(known, _)| known.node == key).map(|(_, value)| *value)
    }

    /// Returns the place of a key, else where a missing key is reported.
    pub(super) fn place_of(&self, key: &str) -> Span {
        let known = self.entries.iter().find(|(known, _)| known.node == key);
        known.map_or(self.place, |(known, _)| known.span)
    }

    /// Returns all entries in the order of the file.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'n Spanned<String>, &'n Spanned<Node>)> {
        self.entries.iter().copied()
    }
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, diagnostics: Vec::new() }
    }

    fn wrong_type(&mut self, node: &Spanned<Node>, what: impl Display, wanted: &str, help: &str) {
        let found = node.node.describe();
        let finding = Diagnostic::new(
            &code::WRONG_TYPE,
            self.narrow(node.span),
            format!("{what} takes {wanted}, not {found}"),
        );
        let help = if node.node == Node::Null { "write a value, or remove the key" } else { help };
        self.diagnostics.push(finding.label(found).help(help));
    }

    /// The first line of a place: a message points at the beginning of a long value.
    fn narrow(&self, span: Span) -> Span {
        let text = self.source.text().get(span.start as usize..span.end as usize).unwrap_or_default();
        let first = text.lines().next().map_or(0, str::len);
        Span::new(span.start as usize, span.start as usize + first)
    }

    /// Reads a mapping whose keys are known, reporting others and repeated ones.
    pub(super) fn entries<'n>(
        &mut self,
        node: &'n Spanned<Node>,
        what: &str,
        known: &[&str],
    ) -> Option<Entries<'n>> {
        let entries = self.open_entries(node, what)?;
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.node.as_str())) {
            let finding =
                Diagnostic::new(&code::UNKNOWN_KEY, key.span, format!("{what} has no key `{}`", key.node));
            let help = home(&key.node).map(|home| format!("it belongs {home}"));
            let help = help.or_else(|| {
                closest(&key.node, known.iter().copied()).map(|known| format!("did you mean `{known}`?"))
            });
            let help = help.or_else(|| Some(format!("the keys are {}", list(known))));
            self.diagnostics.push(finding.label("unknown key").maybe_help(help));
        }
        Some(entries)
    }

    /// Reads a mapping whose keys are free, reporting repeated ones.
    pub(super) fn open_entries<'n>(&mut self, node: &'n Spanned<Node>, what: &str) -> Option<Entries<'n>> {
        let Node::Mapping(entries) = &node.node else {
            self.wrong_type(node, what, "keys and values", "write `key: value` below it, without `- `");
            return None;
        };
        let mut seen: Vec<(&Spanned<String>, &Spanned<Node>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            if let Some((first, _)) = seen.iter().find(|(known, _)| known.node == key.node) {
                let finding = Diagnostic::new(
                    &code::DUPLICATE_KEY,
                    key.span,
                    format!("the key `{}` stands twice", key.node),
                );
                self.diagnostics.push(
                    finding.label("again here").also(first.span, "first here").help("remove one of the two"),
                );
            } else {
                seen.push((key, value));
            }
        }
        let place = entries.first().map_or(self.narrow(node.span), |(key, _)| key.span);
        Some(Entries { entries: seen, place })
    }

    /// Reports a key that must be there.
    pub(super) fn missing(&mut self, place: Span, what: &str, key: &str, help: &str) {
        let finding = Diagnostic::new(&code::MISSING_KEY, place, format!("{what} needs the key `{key}`"));
        self.diagnostics.push(finding.label(format!("`{key}` is missing")).help(help));
    }

    /// Reads a list.
    pub(super) fn list<'n>(&mut self, node: &'n Spanned<Node>, what: &str) -> &'n [Spanned<Node>] {
        match &node.node {
            Node::List(items) => items,
            Node::Null => &[],
            _ => {
                self.wrong_type(node, what, "a list", "begin each entry with `- `");
                &[]
            }
        }
    }

    /// Reads a text; numbers and booleans count as what is written.
    pub(super) fn scalar(&mut self, node: &Spanned<Node>, what: impl Display) -> Option<Scalar> {
        let raw = || {
            self.source
                .text()
                .get(node.span.start as usize..node.span.end as usize)
                .unwrap_or_default()
                .to_owned()
        };
        let text = match &node.node {
            Node::Text(text) => text.clone(),
            Node::Number | Node::Boolean(_) => raw(),
            Node::Null | Node::List(_) | Node::Mapping(_) => {
                self.wrong_type(node, what, "a text", "put the text in single quotes");
                return None;
            }
        };
        let map = ScalarMap::new(self.source.text(), node.span, &text);
        Some(Scalar { text, map, comment: self.quoting_comment(node.span) })
    }

    /// The comment after a scalar, if it holds a quotation mark.
    fn quoting_comment(&self, scalar: Span) -> Option<Span> {
        let rest = self.source.text().get(scalar.end as usize..)?.lines().next()?;
        let comment = rest.trim();
        let start = scalar.end as usize + (rest.len() - rest.trim_start().len());
        let quotes = rest.starts_with([' ', '\t']) && comment.starts_with('#') && comment.contains('"');
        quotes.then(|| Span::new(start, start + comment.len()))
    }

    /// Reads a boolean.
    pub(super) fn boolean(&mut self, node: Option<&Spanned<Node>>, what: impl Display) -> Option<bool> {
        let node = node?;
        if let Node::Boolean(boolean) = node.node {
            return Some(boolean);
        }
        self.wrong_type(node, what, "true or false", "write `true` or `false`, without quotes");
        None
    }

    /// Reads one of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        node: Option<&Spanned<Node>>,
        what: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let node = node?;
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        if matches!(node.node, Node::Null | Node::List(_) | Node::Mapping(_)) {
            self.wrong_type(node, what, &format!("one of {}", list(&words)), "write one of the words");
            return None;
        }
        let scalar = self.scalar(node, what)?;
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == scalar.text) {
            return Some(*choice);
        }
        let help = closest(&scalar.text, words.iter().copied()).map(|word| format!("did you mean `{word}`?"));
        let finding = Diagnostic::new(
            &code::INVALID_CHOICE,
            scalar.span(),
            format!("{what} cannot be `{}`", scalar.text),
        );
        self.diagnostics.push(finding.label(format!("none of {}", list(&words))).maybe_help(help));
        None
    }

    /// Reads a whole number from 1.
    pub(super) fn positive(&mut self, node: Option<&Spanned<Node>>, what: &str) -> Option<Spanned<u32>> {
        let node = node?;
        let raw =
            self.source.text().get(node.span.start as usize..node.span.end as usize).unwrap_or_default();
        match raw.parse::<u32>() {
            Ok(number) if number > 0 && node.node == Node::Number => Some(Spanned::new(number, node.span)),
            _ => {
                self.wrong_type(
                    node,
                    what,
                    "a whole number from 1",
                    "write a number such as `1`, without quotes",
                );
                None
            }
        }
    }
}

/// Where a key belongs that stands at one level only; told where it stands at another.
pub(super) fn home(key: &str) -> Option<&'static str> {
    match key {
        "actions" | "scopingFilters" | "mappings" => Some("under `user:` or `group:`"),
        "version" | "scopeMode" | "profile" | "objects" => Some("at the top of the file, not indented"),
        "title" | "clauses" => Some("to an entry of `scopingFilters:`"),
        "directory" => Some("under `source:`"),
        "schema" => Some("under `target:`"),
        "match" | "apply" | "constant" | "expression" => Some("to an entry of `mappings:`"),
        _ => None,
    }
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
