//! Scoping clauses: `department EQUALS "Sales"`.

use super::text::{self, Piece, Quoted};
use super::{Leniency, SyntaxError, failure_offset, mistake, nesting, span_of};
use crate::source::Spanned;
use pest::Parser as _;
use pest::iterators::Pair;
use std::fmt;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/filter.pest"]
    pub(super) struct Grammar;
}
use grammar::{Grammar, Rule};

/// One clause as it is written; which words are the operator is the catalog's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) attribute: Spanned<String>,
    /// The words between the attribute and the value.
    pub(crate) words: Vec<Spanned<String>>,
    pub(crate) value: Option<Spanned<Operand>>,
    pub(crate) leniencies: Vec<Leniency>,
}

/// The value of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// `"Sales"`, unescaped.
    Text(String),
    /// `1000`, as written.
    Number(String),
}

impl Operand {
    /// Returns the text that source values are compared with.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Operand::Text(text) | Operand::Number(text) => text,
        }
    }
}

/// Parses one clause.
///
/// # Errors
///
/// `syntax`, at the place where the text stops being a clause.
pub(crate) fn parse(text: &str) -> Result<Clause, SyntaxError> {
    nesting::check(text)?;
    let pairs = Grammar::parse(Rule::clause, text)
        .map_err(|error| mistake::in_clause(text, failure_offset(&error)))?;
    let mut leniencies = Vec::new();
    let (mut attribute, mut words, mut value) = (None, Vec::new(), None);
    for pair in pairs.flat_map(Pair::into_inner) {
        let span = span_of(&pair);
        match pair.as_rule() {
            Rule::attribute => {
                attribute =
                    pair.into_inner().next().map(|name| Spanned::new(name.as_str().trim().to_owned(), span));
            }
            Rule::word => words.push(Spanned::new(pair.as_str().to_owned(), span)),
            Rule::value => {
                value =
                    pair.into_inner().next().map(|inner| Spanned::new(operand(inner, &mut leniencies), span));
            }
            _ => {}
        }
    }
    Ok(Clause { attribute: attribute.expect("the grammar wants an attribute"), words, value, leniencies })
}

fn operand(pair: Pair<'_, Rule>, leniencies: &mut Vec<Leniency>) -> Operand {
    match pair.as_rule() {
        Rule::number => Operand::Number(pair.as_str().to_owned()),
        _ => Operand::Text(text::value(pair.into_inner().map(|pair| piece(&pair)), leniencies)),
    }
}

fn piece<'t>(pair: &Pair<'t, Rule>) -> Piece<'t> {
    match pair.as_rule() {
        Rule::escape => Piece::Escape(pair.as_str()),
        Rule::lax_escape => Piece::LaxEscape(pair.as_str(), span_of(pair)),
        _ => Piece::Plain(pair.as_str()),
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.attribute.node;
        if name.starts_with('[') || name.contains([' ', '\t', '"']) {
            write!(formatter, "[{name}]")?;
        } else {
            formatter.write_str(name)?;
        }
        self.words.iter().try_for_each(|word| write!(formatter, " {}", word.node))?;
        match self.value.as_ref().map(|value| &value.node) {
            Some(Operand::Text(text)) => write!(formatter, " {}", Quoted(text)),
            Some(Operand::Number(number)) => write!(formatter, " {number}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use proptest::prelude::*;

    fn clause() -> impl Strategy<Value = Clause> {
        let operand = prop_oneof![
            "\\PC{0,12}".prop_map(Operand::Text),
            "-?[0-9]{1,6}(\\.[0-9]{1,3})?".prop_map(Operand::Number)
        ];
        let word = prop_oneof!["[A-Z_]{1,8}", Just("&".to_owned()), Just("!&".to_owned())];
        ("[a-zA-Z][a-zA-Z0-9 .:]{0,8}[a-z]", prop::collection::vec(word, 1..4), prop::option::of(operand))
            .prop_map(|(name, words, value)| Clause {
                attribute: Spanned::new(name, Span::default()),
                words: words.into_iter().map(|word| Spanned::new(word, Span::default())).collect(),
                value: value.map(|value| Spanned::new(value, Span::default())),
                leniencies: Vec::new(),
            })
    }

    proptest! {
        #[test]
        fn printing_and_parsing_is_the_identity(clause in clause()) {
            let printed = clause.to_string();
            let mut parsed = parse(&printed).map_err(|error| TestCaseError::fail(format!("{printed}: {}", error.message)))?;
            parsed.attribute.span = Span::default();
            parsed.words.iter_mut().for_each(|word| word.span = Span::default());
            parsed.value.iter_mut().for_each(|value| value.span = Span::default());
            prop_assert_eq!(parsed, clause, "{}", printed);
        }
    }
}
