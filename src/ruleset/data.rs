//! Source objects where a rule file should be: the two file names of a command were swapped.

use crate::diagnostic::{Diagnostic, code};
use crate::source::Source;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// Reports a file of source objects: CSV by its name, a JSON array, or JSON objects with none of the keys of a rule file.
pub(super) fn finding(source: &Source) -> Option<Diagnostic> {
    let is_csv = source.name().to_ascii_lowercase().ends_with(".csv");
    // SECURITY: no place, because its line would show an object's values.
    let finding = || {
        let message = format!("`{}` holds source objects, not rules", source.name());
        Diagnostic::without_place(&code::WRONG_TYPE, message)
            .help("name the rule file first, and the objects after it")
    };
    (is_csv || holds_objects(source.text())).then(finding)
}

fn holds_objects(text: &str) -> bool {
    let json = text.trim_start_matches('\u{feff}').trim_start();
    match json.chars().next() {
        Some('[') => first::<Vec<IgnoredAny>>(json).is_some_and(|objects| !objects.is_empty()),
        Some('{') => first::<Map<String, Value>>(json).is_some_and(|keys| {
            !keys.is_empty() && !["version", "objects"].iter().any(|key| keys.contains_key(*key))
        }),
        _ => false,
    }
}

/// The first JSON value of a text; `None` where it is none, or of another form.
fn first<'t, T: serde::Deserialize<'t>>(json: &'t str) -> Option<T> {
    serde_json::Deserializer::from_str(json).into_iter().next()?.ok()
}
