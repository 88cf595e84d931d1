//! `ENDS_WITH`.

use super::prelude::*;
use crate::dotnet::text::Needle;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "ENDS_WITH",
    summary: "The value ends with the operand, letter case included.",
    source: "entra:scoping-filters",
    operand: OperandKind::Text,
    examples: &[example("ENDS_WITH \"@contoso.com\"", "\"ann@contoso.com\"", true), example("ENDS_WITH \"@contoso.com\"", "\"ann@CONTOSO.com\"", false), example("ENDS_WITH \"🙂\"", "\"a🙂\"", true)],
    test: Test::Text(|value, operand| Ok(Verdict::Holds(Needle::from(operand.as_str()).is_at_end(value)))),
};
