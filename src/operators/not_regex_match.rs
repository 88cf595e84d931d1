//! `NOT REGEX MATCH`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "NOT REGEX MATCH",
    summary: "The .NET regular expression matches nowhere in the value; null is false too.",
    source: "entra:scoping-filters",
    operand: OperandKind::Pattern,
    examples: &[example("NOT REGEX MATCH \"^(svc|adm)-\"", "\"ann\"", true), example("NOT REGEX MATCH \"^(svc|adm)-\"", "\"svc-backup\"", false), example("NOT REGEX MATCH \"^x\"", "null", false)],
    test: Test::Text(|value, operand| Ok(Verdict::Holds(!operand.is_match(value)?))),
};
