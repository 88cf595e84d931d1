//! `Len(string)`: how long a text is.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Len",
    summary: "Returns the number of characters of a text, or of a value's text form; 0 for null.\n\
        \n\
        Characters are UTF-16 code units: an emoji counts two.",
    source: "entra:len",
    parameters: &[required("string", Kind::Text)],
    examples: &[
        yields(r#"Len("John Doe")"#, "8"),
        yields("Len(42568.75)", "8"),
        yields(r#"Len("Zoë 🙂")"#, "6"), // an emoji counts two
        yields(r#"Len("")"#, "0"),
        yields("Len([department])", "0"),
        refused("Len([otherMails])", "type").given(r#"{"otherMails": ["a", "b"]}"#),
    ],
    body: Body::Eager(|call| {
        let length = utf16::len(call.text(0)?.unwrap_or_default());
        Ok(call.place(i64::try_from(length).unwrap_or(i64::MAX)))
    }),
};
