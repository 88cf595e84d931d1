//! `String.Split` and `String.Replace`: the parts of a text between separators.

use super::white_space::is_white_space;
use memchr::{memchr, memmem};

/// The parts between separators, as `Split(String)` has them; without a separator the whole text is one part.
pub(crate) fn split<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let found = find(text, separator).and_then(|at| text.split_at_checked(at));
        let (part, behind) = found.unwrap_or((text, ""));
        rest = found.and_then(|_| behind.get(separator.len()..));
        Some(part)
    })
}

/// Where a text that is not empty is first found in another.
fn find(text: &str, sought: &str) -> Option<usize> {
    match sought.as_bytes() {
        [] => None,
        // The usual separators are one byte, for which it takes no searcher.
        [byte] => memchr(*byte, text.as_bytes()),
        sought => memmem::find(text.as_bytes(), sought),
    }
}

/// The parts between any of some characters, as `Split(String[])` has them; without a character white space separates.
///
/// A character outside the Basic Multilingual Plane separates as a whole: it is a text there, not two units.
pub(crate) fn split_any<'t>(text: &'t str, separators: &str) -> impl Iterator<Item = &'t str> {
    text.split(move |character| match separators {
        "" => is_white_space(character),
        separators => separators.contains(character),
    })
}

/// What the text comes to with every `old` replaced by `new`, as parts in a row; `None` where there is no `old` in it.
///
/// An empty `old`, which `String.Replace` refuses, is in no text.
pub(crate) fn replace<'t>(text: &'t str, old: &str, new: &'t str) -> Option<impl Iterator<Item = &'t str>> {
    // Most texts have none, which this tells sooner than a search that is made to go on.
    find(text, old)?;
    let mut parts = split(text, old);
    let (first, second) = (parts.next()?, parts.next()?);
    Some([first, new, second].into_iter().chain(parts.flat_map(move |part| [new, part])))
}
