//! `REGEX MATCH`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "REGEX MATCH",
    summary: "The .NET regular expression matches somewhere in the value: a search, not a full match.",
    source: "entra:scoping-filters",
    operand: OperandKind::Pattern,
    examples: &[example("REGEX MATCH \"^1[0-9]{3}$\"", "\"1500\"", true), example("REGEX MATCH \"[1-9][0-9]\"", "\"a100\"", true), example("REGEX MATCH \"^a\"", "null", false)],
    test: Test::Text(|value, operand| Ok(Verdict::Holds(operand.is_match(value)?))),
};
