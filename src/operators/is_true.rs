//! `IS TRUE`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "IS TRUE",
    summary: "The value is true, as a boolean or as text in any letter case.",
    source: "entra:scoping-filters",
    operand: OperandKind::None,
    examples: &[example("IS TRUE", "true", true), example("IS TRUE", "\"TRUE\"", true), example("IS TRUE", "1", false), example("IS TRUE", "null", false)],
    test: Test::Text(|value, _| Ok(Verdict::Holds(value.eq_ignore_ascii_case("true")))),
};
