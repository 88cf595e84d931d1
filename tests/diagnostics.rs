//! What an admin sees: every case of `tests/cases/diagnostics/` and `tests/cases/rules/`, snapshotted as shown.
//!
//! A case is a rule file. `<case>.ndjson` beside it holds source objects; their outcomes follow the report, or the decisions
//! about them where `<case>.target.ndjson` holds what the target has. Where the
//! rules need a leniency, the strict report follows too. A case of `diagnostics/` is named after the code that it shows.

use scopemap::catalog::CODES;
use scopemap::{Engine, Failure, FixedEnv, Links, Outcome, Report, Settings, Strictness};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::time::SystemTime;

/// Codes without a case, and why.
const NO_CASE_YET: &[(&str, &str)] = &[];

/// A case, loaded and run.
struct Case {
    area: &'static str,
    name: String,
    report: Report,
    runs: bool,
    /// What a strict check says, where it refuses what runs otherwise.
    strict: Option<Report>,
    objects: Vec<Value>,
    /// For each object what it became, and what failed.
    outcomes: Vec<(String, Vec<Failure>)>,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let areas = ["diagnostics", "rules"];
    areas
        .into_iter()
        .flat_map(|area| names(area).into_iter().map(move |name| Case::load(area, name)))
        .collect()
});

/// The names of the cases of an area, in alphabetical order.
fn names(area: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(area);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
    let rules = paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    rules.map(|path| path.file_stem().expect("a case has a name").to_string_lossy().into_owned()).collect()
}

impl Case {
    fn load(area: &'static str, name: String) -> Self {
        // Relative to the package, where tests run, so that snapshots hold nobody's folders.
        let path = format!("tests/cases/{area}/{name}.yaml");
        // What only a sync refuses is not reported otherwise.
        let sync = CODES.iter().any(|code| code.name == name && code.concerns_sync_only());
        let loaded = Engine::load_strictly(&path, Strictness { strict: false, sync });
        let report = loaded.as_ref().map_or_else(Clone::clone, |engine| engine.report().clone());
        let strict = Engine::load_strictly(&path, Strictness { strict: true, sync: false }).err();
        let lines = std::fs::read_to_string(Path::new(&path).with_extension("ndjson")).unwrap_or_default();
        let object = |line| serde_json::from_str(line).expect("a source object is JSON");
        let target = std::fs::read_to_string(Path::new(&path).with_extension("target.ndjson")).ok();
        let outcomes = loaded.iter().flat_map(|engine| match &target {
            Some(target) => decisions(engine, &lines, target),
            None => lines.lines().map(|line| outcome(engine, line)).collect(),
        });
        let outcomes = outcomes.collect();
        let (runs, objects) = (loaded.is_ok(), lines.lines().map(object).collect());
        Self { area, name, report, runs, strict: strict.filter(|_| runs), objects, outcomes }
    }

    fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.outcomes.iter().flat_map(|(_, failures)| failures)
    }

    /// Everything that is shown of the case.
    fn shown(&self) -> String {
        let verdict = if self.runs { "the rules run" } else { "the rules do not run" };
        let mut parts = vec![self.report.to_human(false), verdict.to_owned()];
        parts.retain(|part| !part.is_empty());
        if let Some(strict) = &self.strict {
            parts.push(format!("with --strict they do not:\n\n{}", strict.to_human(false)));
        }
        for (index, (outcome, failures)) in self.outcomes.iter().enumerate() {
            let failures = failures.iter().map(|failure| format!("\n  {}", self.failure(failure)));
            parts.push(format!("object {}: {outcome}{}", index + 1, failures.collect::<String>()));
        }
        parts.join("\n")
    }

    /// A failure in one line: its target, what failed, and the rule text that did.
    fn failure(&self, failure: &Failure) -> String {
        let target = if failure.target().is_empty() { "scoping" } else { failure.target() };
        let (error, source) = (failure.error(), self.report.source());
        let span = error.span().expect("a failure has a place");
        let (line, column) = source.position(span.start);
        let text =
            source.text().get(span.start as usize..span.end as usize).expect("the place is in the file");
        format!("{target}: {error}, at {line}:{column} `{text}`")
    }

    /// Every text of a finding or a failure, which is what is shown besides the lines of the rule file.
    fn texts(&self) -> Vec<String> {
        let mut texts: Vec<_> = self.failures().map(|failure| failure.error().message().to_owned()).collect();
        for finding in self.findings() {
            let labels = finding.get("labels").and_then(Value::as_array).into_iter().flatten();
            let all =
                labels.map(|label| label.get("text")).chain([finding.get("message"), finding.get("help")]);
            texts.extend(all.filter_map(|text| text?.as_str().map(str::to_owned)));
        }
        texts
    }

    /// The findings of both checks, as tools get them.
    fn findings(&self) -> impl Iterator<Item = Value> {
        let reports = std::iter::once(&self.report).chain(&self.strict);
        let lines =
            reports.flat_map(|report| report.to_json_lines().lines().map(str::to_owned).collect::<Vec<_>>());
        lines.map(|line| serde_json::from_str(&line).expect("a finding is a JSON object"))
    }
}

fn outcome(engine: &Engine, object: &str) -> (String, Vec<Failure>) {
    let env = FixedEnv::at(SystemTime::UNIX_EPOCH).with_taken(["annlee", "annlee1"]);
    let (word, failures) = match engine.mapper("user").map_into(object, &env, &mut Vec::new()) {
        Outcome::Mapped(payload) if payload.left_out().is_empty() => ("mapped", Vec::new()),
        Outcome::Mapped(payload) => ("mapped, incomplete", payload.left_out().to_vec()),
        Outcome::OutOfScope(_) => ("out of scope", Vec::new()),
        Outcome::Ignored => ("ignored", Vec::new()),
        Outcome::Failed(failures) => ("failed", failures),
        other => panic!("a case of another kind belongs elsewhere: {other:?}"),
    };
    (word.to_owned(), failures)
}

fn decisions(engine: &Engine, objects: &str, target: &str) -> Vec<(String, Vec<Failure>)> {
    let mut targets = engine.targets("user");
    target.lines().for_each(|line| targets.add(line.as_bytes()).expect("a target resource"));
    let env = FixedEnv::at(SystemTime::UNIX_EPOCH);
    let objects: Vec<Box<str>> = objects.lines().map(Box::from).collect();
    let objects: Vec<&str> = objects.iter().map(AsRef::as_ref).collect();
    let decisions = engine.plan(&objects, "user", &targets, Links::default(), &env, Settings::default());
    let shown = decisions.map(|decision| {
        let word = format!("{} {}", decision.action().as_str(), decision.reason());
        (word, decision.diagnostics().to_vec())
    });
    shown.collect()
}

#[test]
fn every_case_is_shown_as_in_its_snapshot() {
    for case in CASES.iter() {
        let mut settings = insta::Settings::clone_current();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(case.area);
        settings.set_snapshot_path(folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case.name.as_str(), case.shown()));
    }
}

#[test]
fn every_code_has_a_case_and_every_case_is_named_after_a_code() {
    let codes: BTreeSet<_> = CODES.iter().map(|code| code.name.to_owned()).collect();
    let excused: BTreeSet<_> = NO_CASE_YET.iter().map(|(code, _)| (*code).to_owned()).collect();
    let unknown: Vec<_> = excused.difference(&codes).collect();
    assert!(unknown.is_empty(), "excused, but no codes: {unknown:?}");
    let wanted: BTreeSet<_> = codes.difference(&excused).cloned().collect();
    assert_eq!(names("diagnostics"), wanted);
}

#[test]
fn every_case_of_a_code_shows_it_and_no_other() {
    for case in CASES.iter().filter(|case| case.area == "diagnostics") {
        let findings = case.report.diagnostics().iter().map(|finding| finding.code().name);
        // A failing expression is reported as such; its message begins with the cause.
        let failures = case.failures().map(|failure| match failure.error().code().name {
            "expression-error" if case.name != "expression-error" => {
                failure.error().message().split(':').next().unwrap_or_default()
            }
            code => code,
        });
        let shown: BTreeSet<_> = findings.chain(failures).collect();
        assert_eq!(shown, BTreeSet::from([case.name.as_str()]));
    }
}

#[test]
fn a_strict_check_reports_errors_where_it_refuses() {
    for case in CASES.iter().filter(|case| case.runs) {
        let leniency = case.report.diagnostics().iter().any(|finding| finding.code().is_leniency());
        assert_eq!(case.strict.is_some(), leniency, "{}", case.name);
        assert!(case.strict.as_ref().is_none_or(Report::has_errors), "{}", case.name);
    }
}

#[test]
fn every_text_is_one_line_with_a_small_start_and_no_full_stop() {
    for case in CASES.iter() {
        for text in case.texts() {
            let one_line = !text.is_empty() && !text.contains(['\n', '\r']);
            let small = !text.starts_with(char::is_uppercase) && !text.ends_with(['.', '!', ' ']);
            assert!(one_line && small, "{}/{}: {text:?}", case.area, case.name);
        }
    }
}

#[test]
fn every_place_has_a_label() {
    for case in CASES.iter() {
        for finding in case.findings() {
            let labels = finding["labels"].as_array().expect("a list of labels");
            let labelled = labels.iter().all(|label| label["text"].is_string());
            assert!(labelled, "{}/{}: {}", case.area, case.name, finding["message"]);
        }
    }
}

#[test]
fn no_text_shows_a_value_of_a_source_object() {
    for case in CASES.iter() {
        let mut values = Vec::new();
        case.objects.iter().for_each(|object| leaves(object, &mut values));
        for text in case.texts() {
            let shown = values.iter().find(|value| text.contains(value.as_str()));
            assert_eq!(shown, None, "{}/{}: {text:?}", case.area, case.name);
        }
    }
}

/// The texts and numbers of a source object, as far as they are long enough not to stand in a message by chance.
fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(members) => members.iter().for_each(|member| leaves(member, found)),
        Value::Object(entries) => entries.values().for_each(|entry| leaves(entry, found)),
        Value::String(text) if text.len() > 2 => found.push(text.clone()),
        Value::Number(number) => found.push(number.to_string()),
        _ => {}
    }
}

#[test]
fn a_file_that_is_not_there_is_reported_by_its_name() {
    let report = Engine::load("tests/cases/no-such-file.yaml").expect_err("there is no such file");
    let [finding] = report.diagnostics() else { panic!("{report}") };
    assert_eq!((finding.code().name, finding.span()), ("unreadable-file", None));
    assert!(report.to_human(false).contains("--> tests/cases/no-such-file.yaml"), "{report}");
}

#[test]
fn the_last_of_5000_mappings_is_checked_like_the_first() {
    let before = "version: 1\nobjects:\n  user:\n    source: { directory: custom }\n    mappings:\n";
    let mapping = |index| {
        format!("      - {{ target: 'urn:acme:2.0:User:a{index}', expression: 'ToLower([a{index}])' }}\n")
    };
    let last = "      - { target: userName, expression: 'ToLwer([mail])' }\n";
    let rules = format!("{before}{}{last}", (1..5_000).map(mapping).collect::<String>());
    let report = Engine::from_str("many.yaml", &rules).expect_err("there is no function `ToLwer`");
    let [finding] = report.diagnostics() else { panic!("{report}") };
    assert_eq!(finding.code().name, "unknown-function");
    let span = finding.span().expect("a finding in a rule file has a place");
    assert_eq!(report.source().position(span.start), (5_005, 42));
}

#[test]
fn nesting_without_end_is_refused() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")] {
        let rules = format!("version: 1\nobjects: {}{}", open.repeat(20_000), close.repeat(20_000));
        let report = Engine::from_str("deep.yaml", &rules).expect_err("nobody nests that deep");
        assert_eq!(report.diagnostics()[0].code().name, "yaml", "{open}");
    }
}
