//! `String.Split` and `String.Replace`: the parts of a text between separators.

use super::white_space::is_white_space;

/// The parts between separators, as `Split(String)` has them; without a separator the whole text is one part.
pub(crate) fn split<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> {
    let most = if separator.is_empty() { 1 } else { usize::MAX };
    text.splitn(most, separator)
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
    memchr::memmem::find(text.as_bytes(), old.as_bytes())?;
    let mut parts = split(text, old);
    let (first, second) = (parts.next()?, parts.next()?);
    Some([first, new, second].into_iter().chain(parts.flat_map(move |part| [new, part])))
}
