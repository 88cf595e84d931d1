//! `IS NOT NULL`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "IS NOT NULL",
    summary: "There is a value.",
    source: "entra:scoping-filters",
    operand: OperandKind::None,
    examples: &[example("IS NOT NULL", "\"x\"", true), example("IS NOT NULL", "[\"x\"]", true), example("IS NOT NULL", "\"\"", false)],
    test: Test::Presence { null: false },
};
