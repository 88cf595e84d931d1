//! Runs the conformance cases and prints one line a file: `file: passed/total` and the ids that fail.
//!
//! The cases are those of `tests/conformance/`, or of the folder that `CONFORMANCE_DIR` names. A failing case must be a
//! line of `docs/compatibility.md`, and a line there must be a failing case.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test: it prints what it finds, and may stop at what a case must have"
)]

mod dates;
#[expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the tables do not ask for all of it, and its unit tests do not run here"
)]
#[path = "../../src/dotnet/mod.rs"]
mod dotnet;
mod exact;
mod expressions;
mod payloads;
mod regex;
mod scoping;
mod strings;
mod table;
mod text;
mod wild;

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a case gave: nothing where it passed, else what was found instead.
pub(crate) type CaseResult = Result<(), String>;

/// A case and its id.
pub(crate) type Checked = (String, CaseResult);

type Runner = fn(&Value) -> Vec<Checked>;

/// Which code runs which file.
const RUNNERS: &[(&str, Runner)] = &[
    ("dotnet-case", text::case),
    ("dotnet-cdate", dates::cdate),
    ("dotnet-dateadd", dates::add),
    ("dotnet-datediff", dates::difference),
    ("dotnet-datetime-format", dates::format),
    ("dotnet-datetime-now", dates::now),
    ("dotnet-datetime-parse", dates::parse_exact),
    ("dotnet-datetimestyles", dates::styles),
    ("dotnet-diacritics", text::diacritics),
    ("dotnet-filetime", dates::file_time),
    ("dotnet-regex-match", regex::matches),
    ("dotnet-regex-replace", regex::replace),
    ("dotnet-strings", strings::strings),
    ("dotnet-titlecase", text::title_case),
    ("expressions", expressions::run),
    ("payloads", payloads::run),
    ("scoping", scoping::run),
    ("wild-expressions", wild::run),
];

fn main() -> ExitCode {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let foreign = std::env::var_os("CONFORMANCE_DIR").map(PathBuf::from);
    let verbose = std::env::args().any(|argument| argument == "--verbose");
    let folder = foreign.as_ref().unwrap_or(&own);
    let (mut passed, mut failed, mut failing) = (0, 0, BTreeSet::new());
    for path in files(folder) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some((_, run)) = RUNNERS.iter().find(|(name, _)| *name == stem) else {
            println!("{stem}: no runner for this file");
            continue;
        };
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let cases = exact::read(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let checked = run(&cases);
        let wrong: Vec<_> =
            checked.iter().filter_map(|(id, result)| Some((id, result.as_ref().err()?))).collect();
        println!("{stem}: {}/{}", checked.len() - wrong.len(), checked.len());
        for (id, found) in &wrong {
            println!("  {id}{}", if verbose { format!(": {found}") } else { String::new() });
            failing.insert((*id).clone());
        }
        passed += checked.len() - wrong.len();
        failed += wrong.len();
    }
    let listed = listed();
    let unlisted: Vec<_> = failing.difference(&listed).collect();
    let unneeded: Vec<_> = listed.difference(&failing).filter(|_| foreign.is_none()).collect();
    for id in &unlisted {
        println!("not in docs/compatibility.md: {id}");
    }
    for id in &unneeded {
        println!("passes, but stands in docs/compatibility.md: {id}");
    }
    println!("{passed} passed, {failed} failed");
    if unlisted.is_empty() && unneeded.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    paths.sort();
    paths
}

/// The ids in the first column of the tables of `docs/compatibility.md`.
fn listed() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/compatibility.md");
    let text = std::fs::read_to_string(path).expect("docs/compatibility.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    rows.map(|(id, _)| id.to_owned()).collect()
}

/// The cases of a file, whatever it calls their list.
pub(crate) fn cases(file: &Value) -> &[Value] {
    let list = file.get("cases").or_else(|| file.get("expressions"));
    list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The JSON of an object of a case.
pub(crate) fn object<'c>(case: &'c Value, name: &str) -> &'c str {
    case.get(name).and_then(Value::as_str).unwrap_or("{}")
}

/// The id of a case.
pub(crate) fn id(case: &Value) -> String {
    case["id"].as_str().unwrap_or_default().to_owned()
}

/// Says what was found instead of what was expected.
pub(crate) fn compare<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> CaseResult {
    if found == expected { Ok(()) } else { Err(format!("{found:?}, not {expected:?}")) }
}
