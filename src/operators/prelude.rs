//! What every operator's file uses.

pub(super) use super::{Operand, OperandKind, ScopingOperator, Test, Verdict, example};
pub(super) use crate::dotnet::regex::MatchError;

/// A decimal text without leading zeros, so that whole numbers of any size compare by length and then by digits.
pub(super) fn significant(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// Orders two texts of decimal digits as numbers of any size.
pub(super) fn compare_naturals(left: &str, right: &str) -> std::cmp::Ordering {
    let (left, right) = (significant(left), significant(right));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

/// Tells whether a text is decimal digits only.
pub(super) fn is_natural(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
