//! What someone meant who wrote a text that its language refuses.
//!
//! In go the text and, where a grammar read it, the offset at which pest gave up; out comes the mistake by its own name, with a
//! repair where one is plain.

mod clause;
mod expression;
mod target_path;

use crate::source::Span;
pub(super) use clause::in_clause;
pub(crate) use clause::{is_logical, second_comparison};
pub(super) use expression::in_expression;
pub(super) use target_path::in_target_path;

/// Where a prefix of an expression leaves its reader.
#[derive(Default)]
struct State {
    quote: Option<usize>,
    brackets: Vec<usize>,
    parentheses: Vec<usize>,
}

fn state(prefix: &str) -> State {
    let mut state = State::default();
    let mut chars = prefix.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' if state.quote.is_some() || !state.brackets.is_empty() => drop(chars.next()),
            '"' => state.quote = if state.quote.is_some() { None } else { Some(at) },
            _ if state.quote.is_some() => {}
            '[' => state.brackets.push(at),
            ']' => drop(state.brackets.pop()),
            _ if !state.brackets.is_empty() => {}
            '(' => state.parentheses.push(at),
            ')' => drop(state.parentheses.pop()),
            _ => {}
        }
    }
    state
}

fn at(offset: usize, length: usize) -> Span {
    Span::new(offset, offset + length)
}

fn leading_word(text: &str) -> &str {
    text.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default()
}
