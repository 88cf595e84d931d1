//! `Greater_Than`.

use super::prelude::*;

pub(super) const OPERATOR: ScopingOperator = ScopingOperator {
    name: "Greater_Than",
    summary: "The value is a whole number greater than the operand; any other value is false.",
    source: "entra:scoping-filters",
    operand: OperandKind::Natural,
    examples: &[
        example("Greater_Than 5", "6", true),
        example("Greater_Than 5", "\"5\"", false),
        example("Greater_Than 5", "\"1000000000000000000000\"", true),
        example("Greater_Than 5", "-6", false),
        example("Greater_Than 5", "\"six\"", false),
        example("Greater_Than 5", "null", false),
    ],
    test: Test::Text(test),
};

/// Numbers of any size are compared as digits.
#[expect(clippy::unnecessary_wraps, reason = "the signature that all operators share")]
fn test(value: &str, operand: &Operand) -> Result<Verdict, MatchError> {
    if !is_natural(value) {
        return Ok(Verdict::NotAnInteger(false));
    }
    Ok(Verdict::Holds(compare_naturals(value, operand.as_str()).is_gt()))
}
