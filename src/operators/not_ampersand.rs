//! `!&`.

use super::ampersand::shares;
use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "!&",
    summary: "The opposite of `&`; null is false too.",
    source: "spec:mapping-3.7",
    operand: OperandKind::Text,
    examples: &[
        example("!& 566259712", "1", true),
        example("!& 5", "4", false),
        example("!& 5", "\"abc\"", true),
        example("!& 5", "null", false),
    ],
    test: Test::Text(|value, operand| Ok(!shares(value, operand.as_str()))),
};
