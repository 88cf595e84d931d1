//! The depth of a text, counted before pest runs, so that no input can exhaust the stack.

use super::SyntaxError;
use crate::source::Span;

/// Deepest nesting of calls, and of brackets inside an attribute name. Source: `spec:expressions-1.2`.
const MAX_DEPTH: usize = 200;

/// Refuses a text whose parentheses or brackets nest too deep; whether they balance is the grammar's business.
///
/// # Errors
///
/// `syntax` at the first parenthesis or bracket beyond the limit.
pub(super) fn check(text: &str) -> Result<(), SyntaxError> {
    let (mut parentheses, mut brackets, mut quoted) = (0_usize, 0_usize, false);
    let mut bytes = text.bytes().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        match byte {
            b'\\' if quoted || brackets > 0 => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b'(' if !quoted && brackets == 0 => parentheses += 1,
            b')' if !quoted && brackets == 0 => parentheses = parentheses.saturating_sub(1),
            b'[' if !quoted => brackets += 1,
            b']' if !quoted => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        if parentheses.max(brackets) > MAX_DEPTH {
            let message = format!("the expression nests deeper than {MAX_DEPTH} levels");
            return Err(SyntaxError::new(Span::new(offset, offset + 1), message, "one level too many"));
        }
    }
    Ok(())
}
