//! What the rows of the oracle's tables must hold beyond what the harness asks of them: it sees only the face.

use super::{Edit, Pattern, PatternErrorKind, edited, exact_spans, linear_spans};
use crate::dotnet::regex::scanner::byte_offset;
use bumpalo::Bump;
use serde_json::Value;

fn rows() -> Vec<Value> {
    let mut rows = Vec::new();
    for table in ["match", "replace"] {
        let path = format!("{}/tests/conformance/dotnet-regex-{table}.json", env!("CARGO_MANIFEST_DIR"));
        let mut table: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        rows.append(table["cases"].as_array_mut().unwrap());
    }
    rows
}

/// The rows with a pattern that is valid, and their patterns.
fn valid() -> impl Iterator<Item = (Value, Pattern)> {
    rows()
        .into_iter()
        .filter_map(|row| Pattern::new(row["pattern"].as_str().unwrap()).ok().map(|pattern| (row, pattern)))
}

#[test]
fn the_engines_find_the_same() {
    let mut compared = 0;
    for (row, pattern) in valid() {
        let input = row["input"].as_str().unwrap();
        let exact = exact_spans(&pattern, input).unwrap();
        assert_eq!(pattern.is_match(input), Ok(exact.is_some()), "{row}");
        if let Some(linear) = pattern.linear.as_ref().filter(|linear| linear.tells_spans_in(input)) {
            compared += 1;
            assert_eq!(linear_spans(linear, pattern.groups.len(), input), exact, "{row}");
        }
    }
    assert!(compared > 200, "only {compared} rows ran on both");
}

#[test]
fn the_engines_replace_the_same() {
    for (row, pattern) in valid() {
        let input = row["input"].as_str().unwrap();
        let Some(text) = row["replacement"].as_str() else { continue };
        let arena = Bump::new();
        let (edited, given) = match row["group"].as_str().map(|name| pattern.group(name)) {
            None => {
                let replacement = pattern.replacement(text).unwrap();
                // The comparison of the engines is inside.
                (
                    edited(&pattern, input, Edit::Replacement(&replacement)),
                    pattern.replace(input, &replacement, &arena),
                )
            }
            Some(Some(group)) => (
                edited(&pattern, input, Edit::Group(group, text)),
                pattern.replace_group(input, group, text, &arena),
            ),
            Some(None) => continue,
        };
        assert_eq!(edited.unwrap(), given.unwrap(), "{row}");
    }
}

#[test]
fn spans_and_groups_are_those_of_dotnet() {
    for (row, pattern) in valid() {
        let expect = &row["expect"];
        let Some(groups) = expect["groups"].as_object() else { continue };
        assert_eq!(groups.len(), pattern.groups.len(), "{row}");
        let spans = exact_spans(&pattern, row["input"].as_str().unwrap()).unwrap().unwrap();
        // Also where a span cuts a character, of which no text can tell.
        let (start, end) = spans[0].unwrap();
        let found = (Some(start as u64), Some((end - start) as u64));
        assert_eq!(found, (expect["index"].as_u64(), expect["length"].as_u64()), "{row}");
        for (name, group) in groups {
            let found = spans[pattern.group(name).unwrap().0].map(|(start, _)| start as u64);
            assert_eq!(found, group["index"].as_u64(), "{name} of {row}");
        }
    }
}

#[test]
fn errors_stand_where_dotnet_has_them() {
    for row in rows() {
        let Some(position) = row["expect"]["offset"].as_u64() else { continue };
        let source = row["pattern"].as_str().unwrap();
        let error = Pattern::new(source).unwrap_err();
        let expected = byte_offset(source, usize::try_from(position).unwrap());
        assert_eq!((error.kind, error.offset), (PatternErrorKind::Invalid, expected), "{row}");
    }
}
