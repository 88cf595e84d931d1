//! What someone meant who wrote a text that the grammar refuses.
//!
//! In go the text and the offset at which pest gave up; out comes the mistake by its own name, with a repair where one is
//! plain.

use super::SyntaxError;
use crate::source::Span;

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

/// Names the mistake in an expression that stops making sense at `offset`.
pub(super) fn in_expression(text: &str, offset: usize) -> SyntaxError {
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
    let bare_start = text.get(..offset).unwrap_or_default();
    let bare = bare_start
        .chars()
        .rev()
        .take_while(|char| char.is_alphanumeric() || *char == '_')
        .map(char::len_utf8)
        .sum::<usize>();
    if bare > 0
        && !matches!(char, '"' | '[' | '(')
        && !char.is_whitespace()
        && !bare_start.ends_with(char::is_whitespace)
    {
        return SyntaxError::new(
            at(offset - bare, bare + char.len_utf8()),
            "a text stands in double quotes",
            "not quoted",
        )
        .help("put the whole text in double quotes");
    }
    let begins_value = char == '"' || char == '[' || char.is_alphanumeric() || char == '&';
    let here = at(offset, char.len_utf8());
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

fn leading_word(text: &str) -> &str {
    text.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default()
}

/// Names the mistake in a scoping clause that stops making sense at `offset`.
pub(super) fn in_clause(text: &str, offset: usize) -> SyntaxError {
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

/// Names the mistake in a target path.
pub(super) fn in_target_path(text: &str) -> SyntaxError {
    if text.is_empty() {
        return SyntaxError::new(at(0, 0), "the target is empty", "nothing here")
            .help("name a SCIM attribute, e.g. `userName`");
    }
    if let Some((offset, quote)) =
        text.char_indices().find(|(_, char)| matches!(char, '“' | '”' | '„' | '‘' | '’'))
    {
        return SyntaxError::new(
            at(offset, quote.len_utf8()),
            "curly quotation marks in a target path",
            "not a plain quotation mark",
        )
        .help("write `[type eq \"work\"]`");
    }
    let filter = text.find('[').map(|open| (open, text.rfind(']').filter(|close| *close > open)));
    if let Some(error) = filter.and_then(|(open, close)| in_path_filter(text, open, close)) {
        return error;
    }
    let outside = |offset: usize| {
        filter.is_none_or(|(open, close)| offset < open || close.is_some_and(|close| offset > close))
    };
    if let Some((offset, blank)) =
        text.char_indices().find(|(offset, char)| char.is_whitespace() && outside(*offset))
    {
        return SyntaxError::new(at(offset, blank.len_utf8()), "white space in a target path", "remove it");
    }
    if let Some(dots) = text.find("..").or_else(|| text.ends_with('.').then(|| text.len() - 1)) {
        return SyntaxError::new(at(dots, 1), "a sub-attribute must follow the dot", "nothing follows");
    }
    let belongs =
        |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '$' | '-' | '.' | ':' | '[' | ']');
    let stranger = text.char_indices().find(|(offset, char)| outside(*offset) && !belongs(*char));
    if let Some((offset, char)) = stranger {
        let message = format!("`{char}` cannot stand in a target path");
        return SyntaxError::new(at(offset, char.len_utf8()), message, "no part of a name");
    }
    SyntaxError::new(at(0, text.len()), "the text is not a target path", "not a SCIM attribute path")
        .help("write a path such as `userName`, `name.givenName` or `emails[type eq \"work\"].value`")
}

fn in_path_filter(text: &str, open: usize, close: Option<usize>) -> Option<SyntaxError> {
    let Some(close) = close else {
        let error =
            SyntaxError::new(at(open, 1), "the path filter is not closed", "this bracket has no partner");
        return Some(error.help("close it with `]`, behind the text that it compares with"));
    };
    let (before, inside, after) = (text.get(..=open)?, text.get(open + 1..close)?, text.get(close..)?);
    let words: Vec<&str> = inside.split_whitespace().collect();
    let written = |attribute: &str, literal: &str| {
        format!("write it as `{before}{attribute} eq {}{after}`", literal_text(literal))
    };
    if let [attribute, _, literal, joint, ..] = words.as_slice()
        && is_logical(joint)
    {
        let error = SyntaxError::new(
            at(open + 1, inside.len()),
            "a path filter holds one comparison",
            "a second comparison",
        );
        return Some(error.help(written(attribute, literal)));
    }
    let Some((attribute, literal)) = inside.split_once(" eq ").filter(|(attribute, literal)| {
        attribute.trim_end() == *attribute && literal.trim_start() == *literal
    }) else {
        let message = "a path filter compares with `eq`, with one blank on each side";
        let error = SyntaxError::new(at(open + 1, inside.len()), message, "not `attribute eq \"text\"`");
        return Some(error.help(match words.as_slice() {
            [attribute, _, literal @ ..] if !literal.is_empty() => written(attribute, &literal.join(" ")),
            _ => written("type", "work"),
        }));
    };
    let quoted = literal.len() > 1 && literal.starts_with('"') && literal.ends_with('"');
    if quoted || matches!(literal, "true" | "false") {
        return None;
    }
    let message = "the text of a path filter stands in double quotes";
    let error = SyntaxError::new(at(close - literal.len(), literal.len()), message, "not quoted");
    Some(error.help(written(attribute, literal)))
}

/// What a path filter compares with, as it is to be written.
fn literal_text(written: &str) -> String {
    if matches!(written, "true" | "false") {
        return written.to_owned();
    }
    format!("\"{}\"", written.trim_matches(['"', '\'', ' ']))
}

#[cfg(test)]
mod tests {
    use crate::syntax::{expression, path};

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
        ] {
            assert_eq!(expression::parse(text).unwrap_err().message, message, "{text}");
        }
    }

    #[test]
    fn a_path_is_repaired_as_the_user_wrote_it() {
        for (text, help) in [
            ("roles[primary eq True].value", r#"write it as `roles[primary eq "True"].value`"#),
            ("ims[type Eq 'x y'].value", r#"write it as `ims[type eq "x y"].value`"#),
            ("ims[type  eq \"x\"].value", r#"write it as `ims[type eq "x"].value`"#),
            ("ims[primary=true].value", r#"write it as `ims[type eq "work"].value`"#),
            (
                r#"emails[type eq "work" and primary eq true].value"#,
                r#"write it as `emails[type eq "work"].value`"#,
            ),
        ] {
            let error = path::parse_target(text).unwrap_err();
            assert_eq!(error.help.as_deref(), Some(help), "{text}");
            let repaired = help.split('`').nth(1).unwrap_or_default();
            assert!(path::parse_target(repaired).is_ok(), "{repaired}");
        }
    }

    #[test]
    fn a_mistake_in_a_path_is_named() {
        for (text, message) in [
            ("emails[type eq work].value", "the text of a path filter stands in double quotes"),
            (
                r#"emails[type co "work"].value"#,
                "a path filter compares with `eq`, with one blank on each side",
            ),
            ("name..givenName", "a sub-attribute must follow the dot"),
            ("emails[type eq “work”].value", "curly quotation marks in a target path"),
            ("user Name", "white space in a target path"),
        ] {
            assert_eq!(path::parse_target(text).unwrap_err().message, message, "{text}");
        }
    }
}
