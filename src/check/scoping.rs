//! Scoping clauses: attribute, operator and operand resolved, or refused with the reason.
//!
//! Source: `spec:mapping-3.4`.

use super::source_attribute::Slots;
use super::{Findings, leniency, suggestion, syntax_error};
use crate::diagnostic::{Diagnostic, code};
use crate::dotnet::boolean;
use crate::operators::{self, OperandKind, SCOPING_OPERATORS, Test};
use crate::plan::{Clause, ScopingFilter};
use crate::ruleset::{self, Scalar};
use crate::schema::{AttributeType, entra};
use crate::source::Span;
use crate::syntax::filter::{self, Operand};
use crate::syntax::{is_logical, second_comparison};
use crate::value::boolean_text;

/// Checks the scoping filters of one object.
pub(super) fn filters(
    filters: &[ruleset::ScopingFilter],
    slots: &mut Slots<'_>,
    findings: &mut Findings,
) -> Vec<ScopingFilter> {
    let checked = filters.iter().map(|filter| ScopingFilter {
        title: filter.title.clone(),
        clauses: filter.clauses.iter().filter_map(|scalar| clause(scalar, slots, findings)).collect(),
    });
    checked.collect()
}

fn clause(scalar: &Scalar, slots: &mut Slots<'_>, findings: &mut Findings) -> Option<Clause> {
    let locate = |span: Span| scalar.map.locate(span);
    let parsed = match filter::parse(&scalar.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            findings.push(syntax_error(scalar, &error));
            return None;
        }
    };
    parsed.leniencies.iter().for_each(|found| findings.push(leniency::of_text(found, locate)));
    let attribute = &parsed.attribute;
    let operator = operator(&parsed, locate, findings);
    let slot = slots.named(&attribute.node, locate(attribute.span), findings);
    let (operator, operand, operand_span) = operator?;
    if entra::is_unsupported_in_scoping(&attribute.node)
        || slots.kind(&attribute.node) == Some(AttributeType::DateTime)
    {
        let message = format!("`{}` cannot be used in a scoping filter", attribute.node);
        let finding = Diagnostic::new(&code::UNSUPPORTED_ATTRIBUTE, locate(attribute.span), message);
        let help = alternative(&attribute.node);
        findings.push(finding.label("not supported by Entra's filters").help(help));
        return None;
    }
    if operator.operand == OperandKind::None && operand.is_some() {
        let finding = Diagnostic::new(
            &code::EXTRA_OPERAND,
            locate(operand_span),
            format!("`{}` takes no value", operator.name),
        );
        findings.push(finding.label("has no effect").help("remove it"));
    }
    let operand_text = operand.clone().filter(|_| operator.operand != OperandKind::None);
    match operator.prepare(operand.as_deref()) {
        Ok(operand) => {
            let (attribute, value) = (locate(attribute.span), locate(operand_span));
            let (text, operand_text) = (scalar.text.clone(), operand_text.unwrap_or_default());
            Some(Clause { text, slot, operator, operand, operand_text, attribute, value })
        }
        Err(error) => {
            let place = error.offset.map_or(operand_span, |offset| scalar.place_in(operand_span, offset));
            let finding = Diagnostic::new(error.code, locate(place), error.message);
            let label = match (error.offset, &operand) {
                (Some(_), _) => "in this pattern",
                (None, Some(_)) => "this value",
                (None, None) => "no value after it",
            };
            findings.push(finding.label(label).maybe_help(error.help));
            None
        }
    }
}

type Resolved = (&'static operators::ScopingOperator, Option<String>, Span);

/// The operator that the words spell and the operand after it, with the operand's place.
fn operator(
    clause: &filter::Clause,
    locate: impl Fn(Span) -> Span,
    findings: &mut Findings,
) -> Option<Resolved> {
    let words: Vec<&str> = clause.words.iter().map(|word| word.node.as_str()).collect();
    let span = match (clause.words.first(), clause.words.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => clause.attribute.span,
    };
    let Some(found) = operators::find(&words) else {
        findings.push(second(clause, 1).unwrap_or_else(|| unknown_operator(&words, span)).relocate(locate));
        return None;
    };
    let (name, whole) = (found.operator.name, span);
    let spelt = words.get(..found.words).unwrap_or_default().join(" ");
    let span = clause.words.get(found.words - 1).map_or(span, |last| Span { end: last.span.end, ..span });
    if let Test::Unsupported = found.operator.test {
        let message = format!("`{name}` is not supported in scoping filters");
        let finding = Diagnostic::new(&code::UNSUPPORTED_OPERATOR, locate(span), message);
        let finding = finding.label("documented as not supported");
        findings.push(finding.help("assign the group to the application instead"));
        return None;
    }
    if spelt != name {
        let message = format!("`{spelt}` is spelt `{name}` in Entra");
        let finding = Diagnostic::new(&code::OPERATOR_SPELLING, locate(span), message);
        findings.push(finding.label("other spelling").help(format!("write `{name}`")));
    }
    let value = clause.value.as_ref().map(|value| (operand_text(&value.node), value.span));
    match (clause.words.get(found.words..).unwrap_or_default(), value) {
        ([], Some((text, span))) => Some((found.operator, Some(text), span)),
        ([], None) => Some((found.operator, None, span)),
        ([word], None) if boolean::parse(&word.node).is_some() => {
            let text = boolean::parse(&word.node).map(|boolean| boolean_text(boolean).to_owned());
            Some((found.operator, text, word.span))
        }
        ([_, _, ..], _) | ([_], Some(_)) => {
            let second = second(clause, found.words);
            findings.push(second.unwrap_or_else(|| unknown_operator(&words, whole)).relocate(locate));
            None
        }
        ([first], None) => {
            let finding =
                Diagnostic::new(&code::SYNTAX, locate(first.span), "a text value stands in double quotes");
            findings.push(
                finding
                    .label("not quoted")
                    .help(format!("write it as `{} {name} \"…\"`", clause.attribute.node)),
            );
            None
        }
    }
}

/// Reports a clause that holds two comparisons, which one of its words from `from` on joins.
fn second(clause: &filter::Clause, from: usize) -> Option<Diagnostic> {
    let last = clause.words.len().checked_sub(1)?;
    let mut words = clause.words.iter().enumerate().skip(from);
    let is_between = |index: usize| index < last || clause.value.is_some();
    let (_, joint) = words.find(|(index, word)| is_logical(&word.node) && is_between(*index))?;
    Some(second_comparison(&joint.node, joint.span).to_diagnostic())
}

/// What to filter on instead of an attribute that Entra does not filter on.
fn alternative(attribute: &str) -> &'static str {
    match attribute {
        "userType" => "to tell guests, write `originalUserPrincipalName Includes \"#EXT#\"`",
        "appRoleAssignments" => "to want an assignment, write `scopeMode: assigned` at the top of the file",
        _ => "filter on an attribute of type String that says the same, e.g. `extensionAttribute1`",
    }
}

fn operand_text(operand: &Operand) -> String {
    operand.as_str().to_owned()
}

fn unknown_operator(words: &[&str], span: Span) -> Diagnostic {
    let spelt = words.join(" ");
    let supported = SCOPING_OPERATORS.iter().filter(|operator| !matches!(operator.test, Test::Unsupported));
    let names = || supported.clone().map(|operator| operator.name);
    let help = elsewhere(&spelt).map(str::to_owned).or_else(|| suggestion(&spelt, names()));
    let help =
        help.unwrap_or_else(|| format!("the operators are {}", names().collect::<Vec<_>>().join(", ")));
    let (message, label) = if spelt.is_empty() {
        ("the clause has no operator".to_owned(), "an operator must follow")
    } else {
        (format!("there is no operator `{spelt}`"), "not in the catalog")
    };
    Diagnostic::new(&code::UNKNOWN_OPERATOR, span, message).label(label).help(help)
}

/// What to write for an operator of another language.
fn elsewhere(spelt: &str) -> Option<&'static str> {
    Some(match spelt.to_ascii_uppercase().replace([' ', '_'], "").as_str() {
        "=" | "==" | "EQ" | "IS" => "write `EQUALS`",
        "<>" | "!=" | "NE" => "write `NOT EQUALS`",
        ">" | "GT" => "write `Greater_Than`",
        ">=" | "GE" => "write `Greater_Than_OR_EQUALS`",
        "ISEMPTY" | "ISBLANK" | "NOTPRESENT" => "write `IS NULL`",
        "ISNOTEMPTY" | "ISNOTBLANK" | "ISPRESENT" | "PRESENT" | "PR" | "EXISTS" => "write `IS NOT NULL`",
        "CONTAINS" | "CO" | "HAS" => "write `Includes`",
        "NOTCONTAINS" | "DOESNOTCONTAIN" | "NOTINCLUDES" => {
            "write `NOT REGEX MATCH` with the text as the pattern"
        }
        "LIKE" | "MATCH" | "MATCHES" => "write `REGEX MATCH`",
        "NOTLIKE" | "NOTMATCH" | "NOTMATCHES" => "write `NOT REGEX MATCH`",
        "STARTSWITH" => "for a prefix use `REGEX MATCH \"^prefix\"`",
        "IN" => "for one of several use `REGEX MATCH \"^(a|b)$\"`",
        _ => return None,
    })
}
