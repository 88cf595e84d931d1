//! `NormalizeDiacritics(source)`: letters without their marks.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "NormalizeDiacritics",
    summary: "Returns `source` with Latin letters without their marks, and `æ œ ø ß ł ı` spelt out.",
    source: "entra:normalizediacritics",
    parameters: &[required("source", Kind::Text)],
    examples: &[
        example(r#"NormalizeDiacritics("Zoë Żółć")"#, "Zoe Zolc"),
        example(r#"NormalizeDiacritics("Ægir Groß")"#, "AEgir Gross"),
        example(r#"NormalizeDiacritics("Анна 🙂")"#, "Анна 🙂"), // other scripts stay
        null("NormalizeDiacritics([surname])"),
        refused("NormalizeDiacritics()", "arity"),
    ],
    body: Body::Eager(|call| {
        Ok(call.place(call.text(0)?.map(|text| text::normalize_diacritics(text, call.context.arena))))
    }),
};
