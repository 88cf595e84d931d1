//! The shipped rules: each loads without a finding, its table is the tutorial's, its payloads respect that table, and every
//! payload of its examples is a snapshot.

#![expect(clippy::indexing_slicing, reason = "a test stops at what a payload must have")]

use scopemap::{Cause, Engine, Failure, FixedEnv, Outcome, Strictness};
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

    /// Maps every line of a file, in one run: its id and what it gives.
    fn outcomes(&self, kind: &str, file: &str) -> Vec<(String, Shown)> {
        let (engine, env) = (self.engine(), env());
        let (mut mapper, text, mut out) = (engine.mapper(kind), read(file), Vec::new());
        let outcomes = text.lines().map(|line| {
            let source: Value = serde_json::from_str(line).expect("an example is JSON");
            let id = source[self.id].as_str().expect("an example has an id").to_owned();
            out.clear();
            let shown = match mapper.map_into(line, &env, &mut out) {
                Outcome::Mapped(payload) => Shown::Payload {
                    json: String::from_utf8(out.clone()).expect("a payload is UTF-8"),
                    left_out: payload.left_out().iter().map(described).collect(),
                },
                Outcome::OutOfScope(why) => Shown::OutOfScope(why.causes().map(cause).collect()),
                Outcome::Failed(failures) => Shown::Failed(failures.iter().map(described).collect()),
                other => panic!("{file}: {id}: {other:?}"),
            };
            (id, shown)
        });
        outcomes.collect()
    }
}

/// What mapping one object gives, as a reader sees it.
enum Shown {
    Payload { json: String, left_out: Vec<String> },
    OutOfScope(Vec<String>),
    Failed(Vec<String>),
}

impl Shown {
    fn payload(&self) -> Option<Value> {
        match self {
            Shown::Payload { json, .. } => Some(serde_json::from_str(json).expect("a payload is JSON")),
            _ => None,
        }
    }

    fn is_clean(&self) -> bool {
        match self {
            Shown::Payload { left_out, .. } => left_out.is_empty(),
            Shown::OutOfScope(_) => true,
            Shown::Failed(_) => false,
        }
    }
}

fn described(failure: &Failure) -> String {
    let error = failure.error();
    format!("{}: {}: {}", failure.target(), error.code().name, error.message())
}

fn cause(cause: Cause<'_>) -> String {
    match cause {
        Cause::NotActive => "not active".to_owned(),
        Cause::NotAssigned => "not assigned".to_owned(),
        Cause::Clause { filter, clause } => format!("{filter}: not {clause}"),
        other => format!("{other:?}"),
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

/// The rows of a tutorial's table, with what a rule file says of an attribute.
fn tutorial(path: &str, kind: &str) -> Vec<Value> {
    let tutorial = json(path);
    let objects = tutorial["objects"].as_array().expect("objects");
    let object = objects
        .iter()
        .find(|object| object["object"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(kind)));
    object.expect("a table of this kind")["attributes"].as_array().expect("rows").clone()
}

#[test]
fn tables_are_the_tutorials() {
    for shipped in SHIPPED {
        let Some(path) = shipped.tutorial else { continue };
        for (kind, _) in shipped.objects() {
            assert_eq!(shipped.table(&kind), tutorial(path, &kind), "{}: {kind}", shipped.name);
        }
    }
}

/// The tutorial's table has neither types nor flags, and calls `employeeID` by Active Directory's display name.
#[test]
fn the_directory_has_every_attribute_of_the_workday_tutorial() {
    let [.., workday] = SHIPPED;
    let names: Vec<Value> = workday.table("user").iter().map(|row| row["name"].clone()).collect();
    let is_known = |name: &str| {
        names.iter().any(|known| known.as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))
    };
    for row in tutorial("tests/data/gallery/workday-inbound.json", "user") {
        let name = row["name"].as_str().expect("a name");
        assert!(is_known(name), "{name}");
    }
}

#[test]
fn every_required_attribute_is_mapped_and_every_mapping_has_a_row() {
    for shipped in SHIPPED {
        for (kind, rules) in shipped.objects() {
            let targets: BTreeSet<&str> = rules["mappings"]
                .as_array()
                .expect("mappings")
                .iter()
                .filter_map(|rule| rule["target"].as_str())
                .collect();
            let rows = shipped.table(&kind);
            let names = |required: bool| -> BTreeSet<&str> {
                let rows = rows.iter().filter(|row| !required || row["required"] == true);
                rows.filter_map(|row| row["name"].as_str()).collect()
            };
            assert!(names(true).is_subset(&targets), "{}: {kind}", shipped.name);
            assert!(targets.is_subset(&names(false)), "{}: {kind}", shipped.name);
            // Klaxoon's tutorial maps the whole of its tables.
            assert!(shipped.name != "klaxoon" || names(false) == targets, "{kind}");
        }
    }
}

#[test]
fn matching_attributes_find_one_account() {
    for shipped in SHIPPED {
        for (kind, rules) in shipped.objects() {
            let rows = shipped.table(&kind);
            let mappings = rules["mappings"].as_array().expect("mappings");
            let matching: Vec<_> = mappings.iter().filter(|rule| rule["match"].is_u64()).collect();
            let precedences: BTreeSet<_> = matching.iter().map(|rule| rule["match"].as_u64()).collect();
            assert!(
                precedences.contains(&Some(1)) && precedences.len() == matching.len(),
                "{}: {kind}",
                shipped.name
            );
            for rule in matching {
                let row = rows.iter().find(|row| row["name"] == rule["target"]).expect("a row");
                assert_eq!(row["filterable"], true, "{}: {rule}", shipped.name);
                assert!(rule["default"].is_null() && rule["constant"].is_null(), "{}: {rule}", shipped.name);
            }
        }
    }
}

/// A target path, taken apart without scopemap's help.
struct Target<'p> {
    schema: Option<&'p str>,
    attribute: &'p str,
    /// Sub-attribute and literal, e.g. `type` and `work`.
    filter: Option<(&'p str, &'p str)>,
    sub_attribute: Option<&'p str>,
}

impl<'p> Target<'p> {
    fn new(path: &'p str) -> Self {
        let (head, tail) = path.split_at(path.find('[').unwrap_or(path.len()));
        let (schema, name) = match head.rsplit_once(':') {
            Some((schema, name)) => (Some(schema), name),
            None => (None, head),
        };
        let Some(tail) = tail.strip_prefix('[') else {
            let (attribute, sub_attribute) =
                name.split_once('.').map_or((name, None), |(attribute, sub)| (attribute, Some(sub)));
            return Self { schema, attribute, filter: None, sub_attribute };
        };
        let (filter, sub_attribute) = tail.split_once("].").expect("a sub-attribute of the element");
        let filter = filter.split_once(" eq ").map(|(name, literal)| (name, literal.trim_matches('"')));
        Self { schema, attribute: name, filter, sub_attribute: Some(sub_attribute) }
    }

    /// The element that a filter chooses, or the attribute.
    fn element<'v>(&self, payload: &'v Value) -> &'v Value {
        let attribute = &self.schema.map_or(payload, |schema| &payload[schema])[self.attribute];
        let Some((name, literal)) = self.filter else { return attribute };
        let is_chosen = |element: &&Value| match &element[name] {
            Value::Bool(flag) => flag.to_string().eq_ignore_ascii_case(literal),
            other => other == literal,
        };
        attribute.as_array().and_then(|elements| elements.iter().find(is_chosen)).unwrap_or(&Value::Null)
    }

    fn value<'v>(&self, payload: &'v Value) -> &'v Value {
        let element = self.element(payload);
        self.sub_attribute.map_or(element, |sub| &element[sub])
    }
}

/// The values in a payload that are neither objects nor lists; an empty list or object counts as one.
fn leaves<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for member in members.values() {
                leaves(member, found);
            }
        }
        Value::Array(members) if !members.is_empty() => {
            for member in members {
                leaves(member, found);
            }
        }
        leaf => found.push(leaf),
    }
}

fn count(value: &Value) -> usize {
    let mut found = Vec::new();
    if !value.is_null() {
        leaves(value, &mut found);
    }
    found.len()
}

#[test]
fn payloads_respect_names_types_and_required_flags() {
    for shipped in SHIPPED {
        for (kind, file) in shipped.examples {
            let table = shipped.table(kind);
            let payloads: Vec<Value> =
                shipped.outcomes(kind, file).iter().filter_map(|(_, shown)| shown.payload()).collect();
            assert!(payloads.len() >= 3, "{file} shows several payloads");
            for payload in &payloads {
                let mut named = count(&payload["schemas"]);
                let mut elements = BTreeSet::new();
                for row in &table {
                    let target = Target::new(row["name"].as_str().expect("a name"));
                    let value = target.value(payload);
                    assert!(fits(row, &target, value), "{file}: {} in {payload}", row["name"]);
                    named += count(value);
                    if let Some(filter) = target.filter.filter(|_| !value.is_null()) {
                        elements.insert((target.attribute, filter));
                    }
                }
                // What a filter says of its element is what no row of the table names.
                assert_eq!(
                    count(payload),
                    named + elements.len(),
                    "{file}: only the table's attributes: {payload}"
                );
            }
        }
    }
}

fn fits(row: &Value, target: &Target<'_>, value: &Value) -> bool {
    let of_type = match (target.attribute, row["type"].as_str()) {
        // References are linked after the create; some tutorials call them texts.
        ("manager" | "members", _) | (_, Some("Reference")) => return value.is_null(),
        ("roles", _) if target.filter.is_none() => value.is_array(),
        (_, Some("String")) => value.is_string(),
        (_, Some("Boolean")) => value.is_boolean(),
        (_, Some("Integer")) => value.is_i64(),
        (_, other) => panic!("a type that no tutorial has: {other:?}"),
    };
    of_type || (value.is_null() && row["required"] == false)
}

#[test]
fn payloads_hold_neither_nulls_nor_empty_values() {
    for shipped in SHIPPED {
        for (kind, file) in shipped.examples {
            for (id, shown) in shipped.outcomes(kind, file) {
                let Some(payload) = shown.payload() else { continue };
                let mut found = Vec::new();
                leaves(&payload, &mut found);
                let is_empty =
                    |leaf: &&Value| leaf.is_null() || **leaf == "" || leaf.is_array() || leaf.is_object();
                assert!(!found.iter().any(is_empty), "{file}: {id}: {payload}");
            }
        }
    }
}

#[test]
fn pairs_are_the_same_objects_of_which_some_change() {
    for shipped in SHIPPED {
        let file = |when: &str| format!("examples/{}.{when}.ndjson", shipped.name);
        let (before, after) =
            (shipped.outcomes("user", &file("before")), shipped.outcomes("user", &file("after")));
        let ids =
            |outcomes: &[(String, Shown)]| outcomes.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&before), ids(&after), "{}", shipped.name);
        assert_eq!(
            ids(&before).len(),
            ids(&before).into_iter().collect::<BTreeSet<_>>().len(),
            "{}",
            shipped.name
        );
        for (id, shown) in before.iter().chain(&after) {
            assert!(shown.is_clean(), "{}: {id} fails", shipped.name);
        }
        let same =
            before.iter().zip(&after).filter(|((_, old), (_, new))| old.payload() == new.payload()).count();
        assert!(same > 0 && same < before.len(), "{}: some change and some do not", shipped.name);
    }
}

#[test]
fn a_klaxoon_group_is_licensed_by_the_text_true_or_false() {
    let [_, klaxoon, ..] = SHIPPED;
    for (id, shown) in klaxoon.outcomes("group", "examples/groups.ndjson") {
        let Some(payload) = shown.payload() else { continue };
        let licence = &payload["urn:ietf:params:scim:schemas:extension:klaxoon:2.0:Group"]["license"];
        assert!(licence == "true" || licence == "false", "{id}: {payload}");
    }
}

/// Compact JSON over several lines, its members in the order in which they are sent.
fn pretty(json: &str) -> String {
    let (mut out, mut depth, mut in_text, mut escaped) = (String::new(), 0, false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    for char in json.chars() {
        let is_structure = !in_text;
        in_text ^= char == '"' && !escaped;
        escaped = in_text && char == '\\' && !escaped;
        if is_structure && matches!(char, '}' | ']') {
            depth -= 1;
            line(&mut out, depth);
        }
        out.push(char);
        match char {
            '{' | '[' if is_structure => {
                depth += 1;
                line(&mut out, depth);
            }
            ',' if is_structure => line(&mut out, depth),
            ':' if is_structure => out.push(' '),
            _ => {}
        }
    }
    out
}

fn shown(id: &str, shown: &Shown) -> String {
    match shown {
        Shown::Payload { json, left_out } => {
            let left_out = left_out.iter().map(|why| format!("\nleft out: {why}"));
            format!("# {id}\n{}{}", pretty(json), left_out.collect::<String>())
        }
        Shown::OutOfScope(why) => format!("# {id}\nout of scope: {}", why.join("\nout of scope: ")),
        Shown::Failed(why) => format!("# {id}\nfailed: {}", why.join("\nfailed: ")),
    }
}

#[test]
fn every_payload_is_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for shipped in SHIPPED {
        settings.set_snapshot_path(format!("../snapshots/{}", shipped.name));
        settings.bind(|| {
            for (kind, file) in shipped.examples {
                let outcomes = shipped.outcomes(kind, file);
                let outcomes = outcomes.iter().map(|(id, outcome)| shown(id, outcome));
                insta::assert_snapshot!(format!("{kind}s"), outcomes.collect::<Vec<_>>().join("\n\n"));
            }
        });
    }
}
