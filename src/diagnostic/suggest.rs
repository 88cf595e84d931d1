//! «did you mean»: the known word nearest to a mistyped one.

/// Returns the candidate that is nearest to a word, if it is near enough to be what was meant.
///
/// Letter case and the difference between a blank, `_` and `-` count little; otherwise about one letter in three may be wrong.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let length = folded.chars().count();
    let limit = (length / 3).max(1).min(length.saturating_sub(1)); // No letter in common is no likeness.
    let distances =
        candidates.into_iter().map(|candidate| (strsim::osa_distance(&folded, &fold(candidate)), candidate));
    distances
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

fn fold(word: &str) -> String {
    word.chars().filter(|char| !matches!(char, ' ' | '_' | '-')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_word_and_a_stranger_finds_none() {
        let known = ["Left", "Len", "Replace", "NOT EQUALS"];
        for (word, expected) in [
            ("Lft", Some("Left")),
            ("replcae", Some("Replace")),
            ("not_equals", Some("NOT EQUALS")),
            ("Concatenate", None),
        ] {
            assert_eq!(closest(word, known), expected, "{word}");
        }
    }
}
