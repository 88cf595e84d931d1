//! `IS NULL`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "IS NULL",
    summary: "There is no value: absent, null, empty text or empty list.",
    source: "entra:scoping-filters",
    operand: OperandKind::None,
    examples: &[example("IS NULL", "null", true), example("IS NULL", "\"\"", true), example("IS NULL", "[]", true), example("IS NULL", "\"x\"", false)],
    test: Test::Presence { null: true },
};
