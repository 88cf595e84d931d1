//! `NOT EQUALS`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "NOT EQUALS",
    summary: "The value is another than the operand; null is false too.",
    source: "entra:scoping-filters",
    operand: OperandKind::Text,
    examples: &[example("NOT EQUALS \"Sales\"", "\"Legal\"", true), example("NOT EQUALS \"Sales\"", "\"Sales\"", false), example("NOT EQUALS \"Sales\"", "null", false)],
    test: Test::Text(|value, operand| Ok(Verdict::Holds(value != operand.as_str()))),
};
