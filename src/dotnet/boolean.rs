//! `Boolean.Parse`.

/// Reads `true` or `false` in any letter case; white space and NULs may stand around it.
pub(crate) fn parse(text: &str) -> Option<bool> {
    exactly(text).or_else(|| exactly(text.trim_matches(|char: char| char == '\0' || char.is_whitespace())))
}

/// Reads the bare word in any letter case.
pub(crate) fn exactly(text: &str) -> Option<bool> {
    match text.len() {
        4 if text.eq_ignore_ascii_case("true") => Some(true),
        5 if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_nuls_around_the_word_do_not_count() {
        for (text, expected) in [
            ("tRuE", Some(true)),
            (" true", Some(true)), // as long as `false`
            ("\0 False\u{3000}\0", Some(false)),
            ("tr ue", None),
            ("fal\u{17f}e", None),
            ("\u{200b}true", None),
            ("1", None),
            ("    ", None),
        ] {
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }
}
