//! `Includes`.

use super::prelude::*;
use crate::dotnet::text::Needle;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "Includes",
    summary: "The operand stands somewhere in the value, letter case included; a substring, not a list member.",
    source: "entra:scoping-filters",
    operand: OperandKind::Text,
    examples: &[example("Includes \"ale\"", "\"Sales\"", true), example("Includes \"ALE\"", "\"Sales\"", false), example("Includes \"x\"", "null", false)],
    test: Test::Text(|value, operand| Ok(Verdict::Holds(Needle::from(operand.as_str()).is_in(value)))),
};
