//! `Word(String, WordNumber, delimiters)`: one word of a text.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Word",
    summary: "Returns a word, counted from 1, of those that any of the characters in `delimiters` part; the \
        empty text where there is no such word.",
    source: "entra:word",
    parameters: &[
        required("String", Kind::Text),
        required("WordNumber", Kind::Integer),
        required("delimiters", Kind::Text),
    ],
    examples: &[
        example(r#"Word("The quick brown fox", 3, " ")"#, "brown"),
        example(r#"Word("This,string!has&many separators", 3, ",!&#")"#, "has"),
        example(r#"Word("🙂··Zoë", 2, "·")"#, "Zoë"), // no word is empty
        example(r#"Word("alone", 1, " ")"#, "alone"),
        example(r#"Word("The quick", 1, "")"#, "The quick"),
        example(r#"Word("The quick", 0, " ")"#, ""),
        example(r#"Word("The quick", 3, " ")"#, ""),
        example(r#"Word([displayName], 1, " ")"#, ""),
        refused(r#"Word("The quick", "first", " ")"#, "type"),
    ],
    body: Body::Eager(word),
};

fn word<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let Some(text) = call.text(0)? else { return Ok(&Value::Text("")) };
    let index = usize::try_from(call.position(1)?).ok().and_then(|number| number.checked_sub(1));
    let delimiters = call.text(2)?.unwrap_or_default();
    if delimiters.is_empty() {
        // .NET would part at white space; here nothing does, and the text is its only word.
        return Ok(call.place(if index == Some(0) { text } else { "" }));
    }
    let mut words = text::split_any(text, delimiters).filter(|word| !word.is_empty());
    Ok(call.place(index.and_then(|index| words.nth(index)).unwrap_or_default()))
}
