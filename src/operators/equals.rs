//! `EQUALS`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "EQUALS",
    summary: "The value is exactly the operand, letter case included.",
    source: "entra:scoping-filters",
    operand: OperandKind::Text,
    examples: &[example("EQUALS \"Sales\"", "\"Sales\"", true), example("EQUALS \"Sales\"", "\"sales\"", false), example("EQUALS \"True\"", "true", true), example("EQUALS \"Zoë 🙂\"", "\"Zoë 🙂\"", true), example("EQUALS \"Sales\"", "null", false)],
    test: Test::Text(|value, operand| Ok(Verdict::Holds(value == operand.as_str()))),
};
