//! Expressions: `Append([mail], ".test")`.

use super::text::{self, Piece, Quoted};
use super::{Leniency, LeniencyKind, SyntaxError, failure_offset, mistake, nesting, span_of};
use crate::diagnostic::code;
use crate::source::{Span, Spanned};
use pest::Parser as _;
use pest::iterators::Pair;
use std::fmt;

/// Longest expression, in characters, counted after YAML decoding. Source: `spec:expressions-1.2`.
const MAX_CHARACTERS: usize = 10_000;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/expression.pest"]
    pub(super) struct Grammar;
}
use grammar::{Grammar, Rule};

/// A node of an expression with its place in the text.
pub(crate) type Node = Spanned<Expr>;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expr {
    /// `[mail]`: the name between the brackets.
    Attribute(String),
    /// `"text"`, unescaped.
    Text(String),
    /// `-10` or `&HF7`.
    Integer(i64),
    /// `42568.75`, as written.
    Decimal(String),
    /// A bare word, e.g. `IgnoreAttributeFlow`.
    Identifier(String),
    /// `Left([mail], 3)`; an empty slot is `None`, which is omitted and not null.
    Call(Spanned<String>, Vec<Option<Node>>),
    /// `[a] = "b"`: left, operator as written, right.
    Comparison(Box<Node>, Spanned<String>, Box<Node>),
    /// `"a" & [b]`: two parts or more.
    Concatenation(Vec<Node>),
}

/// A parsed expression and the leniencies its text needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) node: Node,
    pub(crate) leniencies: Vec<Leniency>,
}

/// Parses a whole expression.
///
/// # Errors
///
/// `too-long` beyond 10,000 characters, `syntax` for anything that the grammar refuses or nests deeper than 200.
pub(crate) fn parse(text: &str) -> Result<Parsed, SyntaxError> {
    let length = text.chars().count();
    if length > MAX_CHARACTERS {
        let message = format!("the expression has {length} characters; the limit is {MAX_CHARACTERS}");
        let error = SyntaxError::new(Span::new(0, text.len()), message, "too long");
        return Err(SyntaxError { code: &code::TOO_LONG, ..error });
    }
    nesting::check(text)?;
    let mut pairs = Grammar::parse(Rule::mapping, text)
        .map_err(|error| mistake::in_expression(text, failure_offset(&error)))?;
    let mut builder = Builder::default();
    let mapping = pairs.next().expect("the grammar yields one mapping");
    let node = builder.concat(inner(mapping))?;
    Ok(Parsed { node, leniencies: builder.leniencies })
}

#[derive(Default)]
struct Builder {
    leniencies: Vec<Leniency>,
}

impl Builder {
    fn argument(&mut self, pair: Pair<'_, Rule>) -> Result<Node, SyntaxError> {
        let span = span_of(&pair);
        let mut parts = pair.into_inner();
        let left = self.concat(parts.next().expect("an argument has a value"))?;
        let Some(operator) = parts.next() else { return Ok(left) };
        let operator = Spanned::new(operator.as_str().to_owned(), span_of(&operator));
        let right = self.concat(parts.next().expect("a comparison has a right side"))?;
        Ok(Node::new(Expr::Comparison(left.into(), operator, right.into()), span))
    }

    fn concat(&mut self, pair: Pair<'_, Rule>) -> Result<Node, SyntaxError> {
        let span = span_of(&pair);
        let mut nodes = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::concat_operator {
                self.leniencies.push(Leniency { kind: LeniencyKind::Concatenation, span: span_of(&part) });
            } else {
                nodes.push(self.primary(part)?);
            }
        }
        match nodes.len() {
            1 => Ok(nodes.remove(0)),
            _ => Ok(Node::new(Expr::Concatenation(nodes), span)),
        }
    }

    fn primary(&mut self, pair: Pair<'_, Rule>) -> Result<Node, SyntaxError> {
        let span = span_of(&pair);
        let expr = match pair.as_rule() {
            Rule::attribute => Expr::Attribute(attribute_name(&inner(pair))?),
            Rule::text => {
                Expr::Text(text::value(pair.into_inner().map(|pair| piece(&pair)), &mut self.leniencies))
            }
            Rule::hexadecimal => integer(pair.as_str().get(2..).unwrap_or_default(), 16, span)?,
            Rule::number if pair.as_str().contains('.') => Expr::Decimal(pair.as_str().to_owned()),
            Rule::number => integer(pair.as_str(), 10, span)?,
            Rule::named => self.named(pair)?,
            other => unreachable!("the grammar has no {other:?} in a primary"),
        };
        Ok(Node::new(expr, span))
    }

    fn named(&mut self, pair: Pair<'_, Rule>) -> Result<Expr, SyntaxError> {
        let mut parts = pair.into_inner();
        let name = parts.next().expect("a named thing has a name");
        let name = Spanned::new(name.as_str().to_owned(), span_of(&name));
        let Some(arguments) = parts.next() else { return Ok(Expr::Identifier(name.node)) };
        let slots = arguments
            .into_inner()
            .map(|slot| slot.into_inner().next().map(|filled| self.argument(filled)).transpose());
        let mut slots = slots.collect::<Result<Vec<_>, _>>()?;
        if matches!(slots.as_slice(), [None]) {
            slots.clear(); // `f()` has no slot; `f(,)` has two.
        }
        Ok(Expr::Call(name, slots))
    }
}

fn inner(pair: Pair<'_, Rule>) -> Pair<'_, Rule> {
    pair.into_inner().next().expect("the grammar gives this rule a child")
}

fn piece<'t>(pair: &Pair<'t, Rule>) -> Piece<'t> {
    match pair.as_rule() {
        Rule::escape => Piece::Escape(pair.as_str()),
        Rule::lax_escape => Piece::LaxEscape(pair.as_str(), span_of(pair)),
        _ => Piece::Plain(pair.as_str()),
    }
}

fn attribute_name(pair: &Pair<'_, Rule>) -> Result<String, SyntaxError> {
    let name = pair.as_str().trim().replace("\\[", "[").replace("\\]", "]");
    if name.is_empty() {
        return Err(SyntaxError::new(
            span_of(pair),
            "an attribute reference has no name",
            "nothing between the brackets",
        ));
    }
    Ok(name)
}

fn integer(digits: &str, radix: u32, span: Span) -> Result<Expr, SyntaxError> {
    let beyond = || SyntaxError::new(span, "the number is beyond 64 bits", "too large");
    i64::from_str_radix(digits, radix).map(Expr::Integer).map_err(|_| beyond())
}

impl fmt::Display for Expr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Attribute(name) => write!(formatter, "[{}]", Bracketed(name)),
            Expr::Text(text) => Quoted(text).fmt(formatter),
            Expr::Integer(integer) => integer.fmt(formatter),
            Expr::Decimal(text) | Expr::Identifier(text) => formatter.write_str(text),
            Expr::Call(name, slots) => {
                write!(formatter, "{}(", name.node)?;
                for (index, slot) in slots.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    formatter.write_str(comma)?;
                    slot.iter().try_for_each(|node| node.node.fmt(formatter))?;
                }
                formatter.write_str(")")
            }
            Expr::Comparison(left, operator, right) => {
                write!(formatter, "{} {} {}", left.node, operator.node, right.node)
            }
            Expr::Concatenation(parts) => parts.iter().enumerate().try_for_each(|(index, part)| {
                let operator = if index == 0 { "" } else { " & " };
                write!(formatter, "{operator}{}", part.node)
            }),
        }
    }
}

/// A name as it is written between brackets: brackets that do not balance are escaped.
struct Bracketed<'t>(&'t str);

impl fmt::Display for Bracketed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let balances = Grammar::parse(Rule::attribute, &format!("[{}]", self.0))
            .is_ok_and(|mut pairs| pairs.next().is_some_and(|pair| pair.as_str().len() == self.0.len() + 2));
        if balances {
            return formatter.write_str(self.0);
        }
        formatter.write_str(&self.0.replace('[', "\\[").replace(']', "\\]"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn node() -> impl Strategy<Value = Node> {
        let spanned = |expr| Node::new(expr, Span::default());
        let leaf = prop_oneof![
            "[a-zA-Z][a-zA-Z0-9 .:_-]{0,12}[a-z0-9]".prop_map(Expr::Attribute),
            Just(Expr::Attribute("emails[type eq \"work\"].value".to_owned())),
            Just(Expr::Attribute("odd]name".to_owned())),
            "\\PC{0,12}".prop_map(Expr::Text),
            any::<i64>().prop_map(Expr::Integer),
            "-?[0-9]{1,8}\\.[0-9]{1,4}".prop_map(Expr::Decimal),
            "[A-Za-z][A-Za-z0-9_]{0,8}".prop_map(Expr::Identifier),
        ];
        leaf.prop_map(spanned).prop_recursive(4, 32, 4, move |inner| {
            let operator = prop_oneof!["=", "<>", "<", "<=", ">", ">="]
                .prop_map(|text| Spanned::new(text, Span::default()));
            // A comparison stands in a slot alone; a concatenation joins what is neither.
            let part = inner.clone().prop_filter("a part", |node| {
                !matches!(node.node, Expr::Comparison(..) | Expr::Concatenation(_))
            });
            let side = prop_oneof![
                part.clone(),
                prop::collection::vec(part.clone(), 2..4)
                    .prop_map(move |parts| spanned(Expr::Concatenation(parts)))
            ];
            let comparison =
                (side.clone(), operator, side.clone()).prop_map(move |(left, operator, right)| {
                    spanned(Expr::Comparison(left.into(), operator, right.into()))
                });
            let slot = prop::option::of(prop_oneof![side.clone(), comparison]);
            let call =
                ("[A-Z][a-z]{0,6}", prop::collection::vec(slot, 0..4)).prop_map(move |(name, slots)| {
                    let slots = if matches!(slots.as_slice(), [None]) { Vec::new() } else { slots };
                    spanned(Expr::Call(Spanned::new(name, Span::default()), slots))
                });
            prop_oneof![call, side]
        })
    }

    fn without_spans(node: Node) -> Node {
        let strip = |node: Box<Node>| Box::new(without_spans(*node));
        let expr = match node.node {
            Expr::Call(name, slots) => Expr::Call(
                Spanned::new(name.node, Span::default()),
                slots.into_iter().map(|slot| slot.map(without_spans)).collect(),
            ),
            Expr::Comparison(left, operator, right) => {
                Expr::Comparison(strip(left), Spanned::new(operator.node, Span::default()), strip(right))
            }
            Expr::Concatenation(parts) => Expr::Concatenation(parts.into_iter().map(without_spans).collect()),
            other => other,
        };
        Node::new(expr, Span::default())
    }

    proptest! {
        #[test]
        fn printing_and_parsing_is_the_identity(node in node().prop_filter("a mapping", |node| !matches!(node.node, Expr::Comparison(..)))) {
            let printed = node.node.to_string();
            let parsed = parse(&printed).map_err(|error| TestCaseError::fail(format!("{printed}: {}", error.message)))?;
            prop_assert_eq!(without_spans(parsed.node), node, "{}", printed);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[\\[\\]\"\\\\(),&=<> a-zA-Z0-9.😀-]{0,40}") {
            let _ = parse(&text);
        }
    }
}
