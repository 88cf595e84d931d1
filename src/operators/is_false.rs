//! `IS FALSE`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "IS FALSE",
    summary: "The value is false, as a boolean or as text in any letter case; null is not.",
    source: "entra:scoping-filters",
    operand: OperandKind::None,
    examples: &[example("IS FALSE", "false", true), example("IS FALSE", "\"no\"", false), example("IS FALSE", "null", false)],
    test: Test::Text(|value, _| Ok(Verdict::Holds(value.eq_ignore_ascii_case("false")))),
};
