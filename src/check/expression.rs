//! Expressions: names, arity, positions and constants checked; functions and attributes resolved.
//!
//! Source: `spec:expressions-1.6` to `spec:expressions-1.10`, `spec:expressions-3.0`.

mod call;

use super::source_attribute::Slots;
use super::{Findings, leniency, suggestion, syntax_error};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::functions::{self, IDENTIFIERS, Identifier};
use crate::plan::{Comparison, Constant, Expr, Node};
use crate::ruleset::Scalar;
use crate::source::Span;
use crate::syntax::expression::{self as tree, parse};

/// Checks one expression; `None` when something keeps it from running, which has been reported.
pub(super) fn check(scalar: &Scalar, slots: &mut Slots<'_>, findings: &mut Findings) -> Option<Node> {
    match parse(&scalar.text) {
        Ok(parsed) => {
            let locate = |span| scalar.map.locate(span);
            parsed.leniencies.iter().for_each(|found| findings.push(leniency::of_text(found, locate)));
            Checker { scalar, slots, findings }.node(&parsed.node, Position::Whole)
        }
        Err(error) => {
            findings.push(syntax_error(scalar, &error));
            None
        }
    }
}

/// Where a node stands, which decides what it may be.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Position {
    /// The whole expression.
    Whole,
    /// A result branch that leads to the top.
    Result,
    /// Anything else.
    Inner,
}

struct Checker<'c, 's> {
    scalar: &'c Scalar,
    slots: &'c mut Slots<'s>,
    findings: &'c mut Findings,
}

impl Checker<'_, '_> {
    fn locate(&self, span: Span) -> Span {
        self.scalar.map.locate(span)
    }

    fn report(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
        label: &str,
        help: Option<String>,
    ) {
        let span = self.locate(span);
        self.findings.push(Diagnostic::new(code, span, message).label(label).maybe_help(help));
    }

    fn node(&mut self, node: &tree::Node, position: Position) -> Option<Node> {
        let expr = match &node.node {
            tree::Expr::Attribute(name) => self.attribute(name, node.span)?,
            tree::Expr::Text(text) => Expr::Constant(Constant::Text(text.clone())),
            tree::Expr::Integer(integer) => Expr::Constant(Constant::Integer(*integer)),
            tree::Expr::Decimal(text) => Expr::Constant(Constant::Decimal(text.clone())),
            tree::Expr::Identifier(name) => self.identifier(name, node.span, position)?,
            tree::Expr::Call(name, arguments) => self.call(name, arguments, node.span, position)?,
            tree::Expr::Comparison(left, operator, right) => {
                let (left, right) = (self.node(left, Position::Inner), self.node(right, Position::Inner));
                let known = Comparison::ALL.into_iter().find(|(written, _)| *written == operator.node);
                let (_, comparison) = known.expect("the grammar knows only these comparisons");
                Expr::Compare(left?.into(), comparison, right?.into())
            }
            tree::Expr::Concatenation(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.node(part, Position::Inner)).collect();
                Expr::Concatenation(parts.into_iter().collect::<Option<_>>()?)
            }
        };
        Some(Node { expr, span: self.locate(node.span) })
    }

    fn attribute(&mut self, name: &str, span: Span) -> Option<Expr> {
        if let Some(function) = name.split_once('(').and_then(|(word, _)| functions::find(word.trim()))
            && name.ends_with(')')
        {
            let message = format!("a call of `{}` stands in attribute brackets", function.name);
            let help = format!("remove the outer brackets: `{}(…)`", function.name);
            self.report(&code::SYNTAX, span, message, "brackets are for attributes", Some(help));
            return None;
        }
        let span = self.locate(span);
        Some(Expr::Attribute(self.slots.named(name, span, self.findings)))
    }

    fn identifier(&mut self, name: &str, span: Span, position: Position) -> Option<Expr> {
        let exact = IDENTIFIERS.into_iter().find(|(known, _)| *known == name);
        let found =
            exact.or_else(|| IDENTIFIERS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)));
        let Some((known, identifier)) = found else {
            self.unknown_identifier(name, span);
            return None;
        };
        if known != name {
            self.name_case(name, known, span, &code::UNKNOWN_IDENTIFIER);
        }
        match identifier {
            Identifier::Boolean(boolean) => Some(Expr::Constant(Constant::Boolean(boolean))),
            Identifier::Option => Some(Expr::Constant(Constant::Text(known.to_owned()))),
            Identifier::Flow(flow) if position != Position::Inner => Some(Expr::Flow(flow)),
            Identifier::Flow(_) => {
                let help = "use it as the whole expression, or as a result of IIF, Switch or Coalesce that leads to the top";
                self.report(
                    &code::POSITION,
                    span,
                    format!("`{known}` cannot stand here"),
                    "not a result",
                    Some(help.to_owned()),
                );
                None
            }
        }
    }

    fn unknown_identifier(&mut self, name: &str, span: Span) {
        let help = if functions::find(name).is_some() {
            format!("to call the function write `{name}(…)`")
        } else if ["null", "authorizednull", "nothing"].contains(&name.to_lowercase().as_str()) {
            "an omitted argument is an empty slot; null itself cannot be written".to_owned()
        } else if self.slots.kind(name).is_some() {
            format!("write the attribute in brackets: `[{name}]`")
        } else {
            let known = suggestion(name, IDENTIFIERS.into_iter().map(|(known, _)| known));
            known.unwrap_or_else(|| format!("write an attribute as `[{name}]`, a text as `\"{name}\"`"))
        };
        self.report(
            &code::UNKNOWN_IDENTIFIER,
            span,
            format!("there is no identifier `{name}`"),
            "a bare word",
            Some(help),
        );
    }

    fn name_case(&mut self, written: &str, known: &str, span: Span, strictly: &'static Code) {
        let message = format!("`{written}` is spelt `{known}` in Entra");
        let finding = Diagnostic::new(&code::NAME_CASE, self.locate(span), message);
        let finding = finding.label("other letter case").help(format!("write `{known}`"));
        self.findings.push(finding.or_else(strictly));
    }
}
