//! Mistakes in scoping clauses.

use super::{at, leading_word, state};
use crate::source::Span;
use crate::syntax::SyntaxError;

/// Names the mistake in a scoping clause that stops making sense at `offset`.
pub(in crate::syntax) fn in_clause(text: &str, offset: usize) -> SyntaxError {
    if text.trim().is_empty() {
        return SyntaxError::new(at(0, text.len()), "the clause is empty", "nothing here")
            .help("write it as `attribute OPERATOR \"value\"`");
    }
    let state = state(text);
    if let Some(quote) = state.quote {
        return SyntaxError::new(at(quote, 1), "a text is not closed", "this quotation mark has no partner")
            .help("close the text with `\"`, or write `\\\"` for a quotation mark inside it");
    }
    let rest = text.get(offset..).unwrap_or_default();
    let word = leading_word(rest);
    match rest.chars().next() {
        Some('"') if text.get(..offset).is_some_and(|before| before.trim().is_empty()) => {
            SyntaxError::new(at(offset, 1), "a clause begins with an attribute", "a text")
                .help("write it as `attribute OPERATOR \"value\"`")
        }
        Some(_) if is_logical(word) => second_comparison(word, at(offset, word.len())),
        Some(char) => SyntaxError::new(
            at(offset, char.len_utf8()),
            "something follows the value of the clause",
            "not expected",
        )
        .help("a clause is `attribute OPERATOR \"value\"`, with one value"),
        None => SyntaxError::new(at(0, text.len()), "the clause is not complete", "something must follow")
            .help("write it as `attribute OPERATOR \"value\"`"),
    }
}

/// Tells whether a word joins comparisons in other languages.
pub(crate) fn is_logical(word: &str) -> bool {
    word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or")
}

/// Names the mistake of a clause that holds several comparisons, which `word` joins.
pub(crate) fn second_comparison(word: &str, span: Span) -> SyntaxError {
    let help = if word.eq_ignore_ascii_case("and") {
        "write one clause a line; the clauses of a filter are joined by AND"
    } else {
        "write a second scoping filter; the filters are joined by OR"
    };
    SyntaxError::new(span, "a clause holds one comparison", "a second comparison").help(help)
}
