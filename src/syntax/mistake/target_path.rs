//! Mistakes in target paths.

use super::{at, is_logical};
use crate::syntax::SyntaxError;

/// Names the mistake in a target path.
pub(in crate::syntax) fn in_target_path(text: &str) -> SyntaxError {
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
    if let Some((schema, name)) = text.rsplit_once('.').filter(|(schema, _)| schema.starts_with("urn:")) {
        let message = "an attribute follows its schema after a colon";
        return SyntaxError::new(at(schema.len(), 1), message, "a dot")
            .help(format!("write `{schema}:{name}`"));
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
    if let (Some((literal, sub)), "]") = (literal.split_once("\"."), after) {
        let message = "a sub-attribute stands behind the bracket of its filter";
        let error = SyntaxError::new(at(close - sub.len(), sub.len()), message, "within the filter");
        let repaired = format!("write `{before}{attribute} eq {}].{sub}`", literal_text(literal));
        return Some(error.help(repaired));
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
    use crate::syntax::path;

    #[test]
    fn a_path_is_repaired_as_the_user_wrote_it() {
        for (text, help) in [
            ("roles[primary eq True].value", r#"write it as `roles[primary eq "True"].value`"#),
            ("ims[type Eq 'x y'].value", r#"write it as `ims[type eq "x y"].value`"#),
            ("ims[type  eq \"x\"].value", r#"write it as `ims[type eq "x"].value`"#),
            (r#"roles[primary eq "True".type]"#, r#"write `roles[primary eq "True"].type`"#),
            ("urn:x:1.0.manager", "write `urn:x:1.0:manager`"),
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
