//! Mistakes in expressions.

use super::{at, leading_word, state};
use crate::source::Span;
use crate::syntax::SyntaxError;

/// Names the mistake in an expression that stops making sense at `offset`.
pub(in crate::syntax) fn in_expression(text: &str, offset: usize) -> SyntaxError {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return SyntaxError::new(at(0, text.len()), "the expression is empty", "nothing here")
            .help("write an attribute `[name]`, a text or a function call");
    }
    let rest = text.get(offset..).unwrap_or_default();
    match rest.chars().next() {
        None => at_the_end(text),
        Some(char) => at_a_character(text, offset, rest, char),
    }
}

fn at_the_end(text: &str) -> SyntaxError {
    let state = state(text);
    if let Some(quote) = state.quote {
        return SyntaxError::new(at(quote, 1), "a text is not closed", "this quotation mark has no partner")
            .help("close the text with `\"`, or write `\\\"` for a quotation mark inside it");
    }
    if let Some(bracket) = state.brackets.last() {
        return SyntaxError::new(
            at(*bracket, 1),
            "an attribute reference is not closed",
            "this bracket has no partner",
        )
        .help("close the attribute with `]`");
    }
    if let Some(parenthesis) = state.parentheses.last() {
        return SyntaxError::new(
            at(*parenthesis, 1),
            "a function call is not closed",
            "this parenthesis has no partner",
        )
        .help("close the call with `)`");
    }
    let last = text.trim_end().char_indices().next_back().map_or(0, |(offset, _)| offset);
    SyntaxError::new(
        Span::new(last, text.trim_end().len()),
        "the expression is not complete",
        "something must follow here",
    )
}

fn at_a_character(text: &str, offset: usize, rest: &str, char: char) -> SyntaxError {
    let before = text.get(..offset).unwrap_or_default();
    let state = state(before);
    let open = !state.parentheses.is_empty();
    let whole = self::state(text);
    if whole.quote == Some(offset) || whole.brackets.first() == Some(&offset) {
        return at_the_end(text); // A token that never ends is given up at its beginning.
    }
    let previous = before.trim_end().chars().next_back();
    let here = at(offset, char.len_utf8());
    match char {
        '“' | '”' | '„' | '‘' | '’' | '«' | '»' => {
            SyntaxError::new(here, "curly quotation marks", "not a plain quotation mark")
                .help("write texts as \"text\"")
        }
        '\'' => SyntaxError::new(here, "a text stands in double quotes", "single quotes mean nothing here")
            .help("write the text as \"text\""),
        '/' if rest.starts_with("//") || rest.starts_with("/*") => comment(here),
        '#' => comment(here),
        '.' if rest.starts_with("..") => SyntaxError::new(
            at(offset, 3.min(rest.len())),
            "an ellipsis stands for something left out",
            "not part of the language",
        )
        .help("write the missing arguments out"),
        '=' if previous == Some('=') => SyntaxError::new(here, "`==` is not an operator", "one `=` too many")
            .help("compare with a single `=`"),
        '=' | '<' | '>' if open => {
            SyntaxError::new(here, "comparisons cannot be chained", "a second comparison")
                .help("nest a second IIF")
        }
        '=' | '<' | '>' => {
            SyntaxError::new(here, "a comparison is an argument, never a whole expression", "a comparison")
                .help("wrap it: `CBool(…)`, or `IIF(…, \"True\", \"False\")`")
        }
        '+' => SyntaxError::new(here, "`+` is not an operator", "not part of the language")
            .help("join texts with Append or Join"),
        '\\' => SyntaxError::new(here, "a backslash outside a text", "not part of the language")
            .help("in double-quoted YAML write `\\\\` and `\\\"`, or use a block scalar (`|`)"),
        ')' if !open => SyntaxError::new(here, "one closing parenthesis too many", "no call is open here")
            .help("remove it"),
        ']' => {
            SyntaxError::new(here, "a closing bracket without an opening one", "no attribute is open here")
        }
        ';' if open => {
            SyntaxError::new(here, "arguments are separated by commas", "a semicolon").help("write `,`")
        }
        ',' if !open => SyntaxError::new(here, "a comma outside a function call", "no call is open here"),
        _ => word_or_value(text, offset, rest, char, open, previous),
    }
}

fn comment(here: Span) -> SyntaxError {
    SyntaxError::new(here, "comments are not part of the language", "a comment")
        .help("put the comment in the YAML, after `#`")
}

fn word_or_value(
    text: &str,
    offset: usize,
    rest: &str,
    char: char,
    open: bool,
    previous: Option<char>,
) -> SyntaxError {
    let word = leading_word(rest);
    if ["and", "or", "not"].iter().any(|logical| word.eq_ignore_ascii_case(logical)) {
        let message = format!("there is no operator `{word}`");
        return SyntaxError::new(at(offset, word.len()), message, "not part of the language")
            .help("nest a second IIF");
    }
    let here = at(offset, char.len_utf8());
    let bare_start = text.get(..offset).unwrap_or_default();
    let bare = bare_start
        .chars()
        .rev()
        .take_while(|char| char.is_alphanumeric() || *char == '_')
        .map(char::len_utf8)
        .sum::<usize>();
    if bare > 0 && char == '[' && !bare_start.ends_with(|last: char| last.is_ascii_digit()) {
        let name = bare_start.get(offset - bare..).unwrap_or_default();
        let message = "the arguments of a call stand in round brackets";
        return SyntaxError::new(here, message, "a square bracket").help(format!("write `{name}([…])`"));
    }
    if bare > 0
        && !matches!(char, '"' | '[' | '(')
        && !char.is_whitespace()
        && !bare_start.ends_with(char::is_whitespace)
    {
        let here = at(offset - bare, bare + char.len_utf8());
        let is_number = bare_start
            .get(offset - bare..)
            .is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        let help = if is_number {
            "write a number in digits alone, and put a text in double quotes"
        } else {
            "put the whole text in double quotes"
        };
        return SyntaxError::new(here, "a text stands in double quotes", "not quoted").help(help);
    }
    let digits = rest.strip_prefix("&H").or_else(|| rest.strip_prefix("&h"));
    if digits.is_some_and(|digits| !digits.starts_with(|first: char| first.is_ascii_hexdigit())) {
        return SyntaxError::new(here, "`&H` begins a hexadecimal number", "no such number")
            .help("write it with the digits 0 to 9 and A to F, e.g. `&H1F`");
    }
    if matches!(char, '+' | '-' | '*' | '/') {
        return SyntaxError::new(here, format!("`{char}` means nothing here"), "not part of the language")
            .help("there is no arithmetic; texts are joined with Append, Join or `&`");
    }
    let begins_value = char == '"' || char == '[' || char.is_alphanumeric() || char == '&';
    match (begins_value, previous) {
        (true, Some(_)) if open => {
            SyntaxError::new(here, "two values without a comma between them", "a second value")
                .help("separate arguments with commas")
        }
        (true, Some(_)) => {
            SyntaxError::new(here, "something follows the end of the expression", "a second expression")
                .help("a mapping holds one expression; join values with Append or Join")
        }
        _ => SyntaxError::new(here, format!("`{char}` means nothing here"), "not part of the language"),
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::expression;

    #[test]
    fn a_mistake_is_named() {
        for (text, message) in [
            ("", "the expression is empty"),
            (r#"Append([x], ".test"))"#, "one closing parenthesis too many"),
            (r#"Append([x], ".test)"#, "a text is not closed"),
            (r#"Append([x, ".test")"#, "an attribute reference is not closed"),
            (r#"Append([x], ".test""#, "a function call is not closed"),
            (r#"IIF([a]="1" AND [b]="2", "x", "y")"#, "there is no operator `AND`"),
            ("Append([a], 'x')", "a text stands in double quotes"),
            ("Append([a], “x”)", "curly quotation marks"),
            (r#"Join("@", [a], example.com")"#, "a text stands in double quotes"),
            ("// a comment\n[mail]", "comments are not part of the language"),
            (r#"Switch([a], "x", ...)"#, "an ellipsis stands for something left out"),
            ("[a] = \"b\"", "a comparison is an argument, never a whole expression"),
            (r#"IIF([a]=="b", "x", "y")"#, "`==` is not an operator"),
            (r#"Append([a]; ".x")"#, "arguments are separated by commas"),
            (r#"Append([a] ".x")"#, "two values without a comma between them"),
            ("[a]\n[b]", "something follows the end of the expression"),
            ("ToLower[mail]", "the arguments of a call stand in round brackets"),
            ("Mid([x], 1, Len([x]) - 1)", "`-` means nothing here"),
            ("Append([x], &HZZ)", "`&H` begins a hexadecimal number"),
        ] {
            assert_eq!(expression::parse(text).unwrap_err().message, message, "{text}");
        }
    }
}
