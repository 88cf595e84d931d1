//! The layers of `STYLE.md` § 1, and what else no compiler holds.
//!
//! A module uses only modules of lower layers, and none of its own. Test modules may use what they like.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The top-level modules by layer, lowest first. `dotnet` knows nothing of values, and values convert dates.
const LAYERS: &[(u8, &[&str])] = &[
    (0, &["source"]),
    (1, &["diagnostic", "dotnet", "json"]),
    (2, &["env", "schema", "syntax", "value"]),
    (3, &["functions", "operators", "ruleset"]),
    (4, &["plan"]),
    (5, &["check", "eval", "input"]),
    (6, &["emit"]),
    (7, &["sync"]),
    (8, &["engine", "expression"]),
    (9, &["assure"]),
    (10, &["cli", "main"]),
];

/// Modules that may use less than all lower layers.
const NARROWER: &[(&str, &[&str])] = &[("env", &["dotnet"])];

/// Files beside the entries of a catalog.
const NO_ENTRIES: &[&str] = &["mod", "call", "constants", "example", "prelude"];

/// The crate's root names all modules and has no layer.
const ROOT: &str = "lib";

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(_, modules)| modules.contains(&module)).map(|(layer, _)| *layer)
}

fn may_use(module: &str, other: &str) -> bool {
    let narrower = NARROWER.iter().find(|(narrow, _)| *narrow == module);
    let is_lower = layer(other) < layer(module);
    module == other || is_lower && narrower.is_none_or(|(_, allowed)| allowed.contains(&other))
}

/// A source file: its path below `src/` without the ending, and its code without comments and tests.
struct File {
    path: String,
    code: String,
}

impl File {
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// How many times `super` leads from here to the crate's root.
    fn depth(&self) -> usize {
        self.path.split('/').filter(|part| *part != "mod").count()
    }

    /// The top-level modules that the code names.
    fn uses(&self) -> BTreeSet<&str> {
        let roots = ["crate::".to_owned(), "super::".repeat(self.depth())];
        let named = roots.iter().flat_map(|root| {
            // A longer run of `super` would leave the crate; a run inside a longer one is the longer one's.
            let whole =
                |(at, _): &(usize, &str)| !self.code.get(..*at).is_some_and(|before| before.ends_with("::"));
            let places = self.code.match_indices(root.as_str()).filter(whole);
            places
                .flat_map(move |(at, root)| first_names(self.code.get(at + root.len()..).unwrap_or_default()))
        });
        named.filter(|name| layer(name).is_some()).collect()
    }
}

/// The first names of a path, or of each path in braces: `a::b` and `{a::b, c}` give `a`, and `a` and `c`.
fn first_names(path: &str) -> Vec<&str> {
    let Some(inside) = path.strip_prefix('{') else { return vec![word(path)] };
    let (mut depth, mut names, mut begins) = (0_u32, Vec::new(), true);
    for (at, char) in inside.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            char if begins && !char.is_whitespace() => {
                names.push(word(inside.get(at..).unwrap_or_default()));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> &str {
    text.split(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default()
}

/// All files of `src/` that are not tests.
fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the sources") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("sources are text");
        let path = path.strip_prefix(&root).expect("a path below the sources").with_extension("");
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        File { path: parts.join("/"), code: code(&text) }
    };
    found.into_iter().map(read).filter(|file| !file.path.split('/').any(|part| part == "tests")).collect()
}

/// The code of a formatted file: without comments, and without items that only tests have.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let indent = line.len() - line.trim_start().len();
            let end = |line: &str| line.trim() == "}" && line.len() == indent + 1;
            let mut item = lines.by_ref().skip_while(|line| line.trim_start().starts_with("#["));
            if item.next().is_some_and(|first| !first.ends_with(';')) {
                lines.by_ref().find(|line| end(line));
            }
        } else if !line.trim_start().starts_with("//") {
            code.push_str(line.split(" // ").next().unwrap_or_default());
            code.push('\n');
        }
    }
    code
}

#[test]
fn a_module_uses_only_lower_layers() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| file.module() != ROOT) {
        assert!(layer(file.module()).is_some(), "`{}` has no layer in this test", file.module());
        let forbidden =
            file.uses().into_iter().filter(|used| !may_use(file.module(), used)).collect::<Vec<_>>();
        wrong.extend(forbidden.into_iter().map(|used| format!("src/{}.rs uses `{used}`", file.path)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn uses_are_found_in_every_form() {
    for (path, code, expected) in [
        ("emit/mod", "use crate::plan::Plan;", &["plan"] as &[&str]),
        ("emit/mod", "use crate::{plan::{self, eval}, value, source::Span};", &["plan", "source", "value"]),
        ("emit/mod", "fn f() -> crate::cli::Exit {}", &["cli"]),
        ("emit/mod", "use super::engine::Engine;", &["engine"]),
        ("emit/json", "use super::engine;\nuse super::super::eval::Failure;", &["eval"]),
    ] {
        let file = File { path: path.to_owned(), code: code.to_owned() };
        assert_eq!(file.uses(), expected.iter().copied().collect(), "{code}");
    }
    let tested =
        "use crate::a;\n#[cfg(test)]\nmod tests {\n    use crate::cli;\n}\n/// [`crate::b`]\nfn f() {}\n";
    assert_eq!(code(tested), "use crate::a;\nfn f() {}\n");
}

#[test]
fn every_file_of_a_catalog_is_in_its_list() {
    let files = files();
    for catalog in ["functions", "operators"] {
        let root = format!("{catalog}/mod");
        let root = files.iter().find(|file| file.path == root).expect("a catalog has a `mod.rs`");
        let (_, list) = root.code.split_once("\ncatalog! {").expect("a catalog has a list");
        let listed: BTreeSet<_> = list.split('}').next().unwrap_or_default().split_whitespace().collect();
        let stems = files.iter().filter_map(|file| file.path.strip_prefix(catalog)?.strip_prefix('/'));
        let entries: BTreeSet<_> = stems.filter(|stem| !NO_ENTRIES.contains(stem)).collect();
        assert_eq!(entries, listed, "src/{catalog}/");
    }
}

#[test]
fn only_the_right_module_names_what_is_kept_in_one_place() {
    for (module, words) in [
        ("syntax", &["pest::", "pest_derive", "use pest"] as &[&str]),
        ("cli", &["std::env", "env::var", "SystemTime::now", "Instant::now"]),
        ("ruleset", &["serde_yaml"]),
    ] {
        for file in files().iter().filter(|file| file.module() != module) {
            let named = words.iter().find(|word| file.code.contains(**word));
            assert_eq!(named, None, "src/{}.rs: only `{module}` may name this", file.path);
        }
    }
}
