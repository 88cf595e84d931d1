//! The shipped rules: each loads without a finding, its table is the tutorial's, its payloads respect that table, and every
//! payload of its examples is a snapshot.

#![expect(clippy::indexing_slicing, reason = "a test stops at what a payload must have")]

mod outcomes;
mod payloads;
mod reviewed;
mod tables;

use scopemap::{Engine, FixedEnv, Strictness};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A shipped rule file and its examples.
struct Shipped {
    /// Name of the rule file, of its snapshots, and of `examples/NAME.before.ndjson` and `.after.ndjson`.
    name: &'static str,
    /// The attribute that no other object of the source shares.
    id: &'static str,
    /// The kinds of objects, each with its example file.
    examples: &'static [(&'static str, &'static str)],
    /// The attribute tables in `tests/data/gallery/`; `None` where the target is not an application of the gallery.
    tutorial: Option<&'static str>,
}

const SHIPPED: [Shipped; 5] = [
    Shipped {
        name: "humbol",
        id: "objectId",
        examples: &[("user", "examples/humbol.users.ndjson")],
        tutorial: Some("tests/data/gallery/humbol.json"),
    },
    Shipped {
        name: "klaxoon",
        id: "objectId",
        examples: &[("user", "examples/users.ndjson"), ("group", "examples/groups.ndjson")],
        tutorial: Some("tests/data/gallery/klaxoon.json"),
    },
    Shipped {
        name: "litmos",
        id: "objectId",
        examples: &[("user", "examples/litmos.users.ndjson"), ("group", "examples/litmos.groups.ndjson")],
        tutorial: Some("tests/data/gallery/litmos.json"),
    },
    Shipped {
        name: "quarem",
        id: "objectId",
        examples: &[("user", "examples/quarem.users.ndjson"), ("group", "examples/quarem.groups.ndjson")],
        tutorial: Some("tests/data/gallery/quarem.json"),
    },
    Shipped {
        name: "workday-to-ad",
        id: "WorkerID",
        examples: &[("user", "examples/workday-to-ad.users.ndjson")],
        tutorial: None,
    },
];

fn place(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(place(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// 1 March 2026, 08:00 UTC: what `Now()` is in every test here.
fn env() -> FixedEnv {
    FixedEnv::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_352_000))
}

impl Shipped {
    fn path(&self) -> String {
        format!("rules/{}.yaml", self.name)
    }

    fn engine(&self) -> Engine {
        Engine::from_str(&self.path(), &read(&self.path())).unwrap_or_else(|report| panic!("{report}"))
    }

    /// The rule file as plain YAML, read without scopemap's help.
    fn yaml(&self) -> Value {
        serde_yaml::from_str(&read(&self.path())).expect("the rules are YAML")
    }

    /// The kinds of objects that the rules map, each with its rules.
    fn objects(&self) -> Vec<(String, Value)> {
        let yaml = self.yaml();
        let objects = yaml["objects"].as_object().expect("objects").iter();
        objects.map(|(kind, rules)| (kind.clone(), rules.clone())).collect()
    }

    /// The attribute table of a kind of object, as the rule file has it.
    fn table(&self, kind: &str) -> Vec<Value> {
        let yaml = self.yaml();
        yaml["objects"][kind]["target"]["attributes"].as_array().expect("an attribute table").clone()
    }
}

#[test]
fn every_rule_file_is_shown_here() {
    let files = std::fs::read_dir(place("rules")).expect("the rules");
    let files: BTreeSet<String> =
        files.map(|file| file.expect("a file").file_name().into_string().expect("a name in UTF-8")).collect();
    assert_eq!(files, SHIPPED.iter().map(|shipped| format!("{}.yaml", shipped.name)).collect());
    for shipped in SHIPPED {
        let kinds: Vec<_> = shipped.examples.iter().map(|(kind, _)| (*kind).to_owned()).collect();
        let mapped: Vec<_> = shipped.engine().kinds().map(str::to_owned).collect();
        assert_eq!(kinds, mapped, "{}: each kind has examples", shipped.name);
        assert_eq!(shipped.yaml()["name"], shipped.name);
    }
}

#[test]
fn rules_load_without_a_finding() {
    for shipped in SHIPPED {
        let report =
            Engine::check(&shipped.path(), &read(&shipped.path()), Strictness { strict: true, sync: true });
        let engine = report.unwrap_or_else(|report| panic!("{report}"));
        assert!(engine.report().diagnostics().is_empty(), "{}", engine.report());
    }
}
