//! `IsMemberOf`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "IsMemberOf",
    summary: "Documented as not supported: assign the group to the application instead.",
    source: "entra:scoping-filters",
    operand: OperandKind::Text,
    examples: &[],
    test: Test::Unsupported,
};
