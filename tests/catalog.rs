//! The catalogs prove themselves: every example of every function and operator runs and gives what it says.

#![expect(clippy::indexing_slicing, reason = "a test stops at what a report must have")]

use scopemap::catalog::{Expected, FUNCTIONS, OperandKind, SCOPING_OPERATORS, ScopingOperator};
use scopemap::{Engine, Evaluation, Expression, FixedEnv, Outcome, Report, Strictness};
use std::time::{Duration, SystemTime};

fn env() -> FixedEnv {
    // 2021-08-25T17:41:18Z
    FixedEnv::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_629_913_278))
        .with_default_domain("contoso.com")
}

/// What an expression gives, in the words of `Expected`.
fn outcome(expression: &str, source: &str) -> Result<Option<serde_json::Value>, String> {
    let checked = Expression::new("example", expression, Strictness::default());
    let checked = checked.map_err(|report| report.diagnostics()[0].code().name.to_owned())?;
    match checked.evaluate(source, &env()).map_err(|error| error.to_string())? {
        Evaluation::Value(_, json) => {
            Ok(Some(serde_json::from_str(&json).expect("values are written as JSON")))
        }
        Evaluation::Null => Ok(None),
        Evaluation::IgnoreAttribute => Err("ignore-attribute".to_owned()),
        Evaluation::Error(error) => Err(error.code().name.to_owned()),
        other => Err(format!("{other:?}")),
    }
}

#[test]
fn every_example_of_a_function_gives_what_it_says() {
    let mut wrong = Vec::new();
    for function in FUNCTIONS {
        for example in function.examples {
            let found = outcome(example.expression, example.source);
            let holds = match example.expected {
                Expected::Text(text) => found == Ok(Some(text.into())),
                Expected::Json(json) => {
                    found == Ok(Some(serde_json::from_str(json).expect("an example's JSON")))
                }
                Expected::Null => found == Ok(None),
                Expected::Length(length) => {
                    matches!(&found, Ok(Some(serde_json::Value::String(text))) if text.encode_utf16().count() == length)
                }
                Expected::IgnoreAttribute => found == Err("ignore-attribute".to_owned()),
                Expected::Error(kind) => found == Err(kind.to_owned()),
            };
            if !holds {
                wrong.push(format!(
                    "{} with {}: {found:?}, not {:?}",
                    example.expression, example.source, example.expected
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_function_has_examples_of_use_null_and_refusal() {
    for function in FUNCTIONS {
        assert!(function.examples.len() >= 2, "{}", function.name);
        let refusal = function.examples.iter().any(|example| matches!(example.expected, Expected::Error(_)));
        assert!(refusal, "{} has no example of a refusal", function.name);
    }
    assert!(
        FUNCTIONS.is_sorted_by_key(|function| function.name.to_lowercase()),
        "the catalog is in alphabetical order"
    );
}

#[test]
fn every_example_of_an_operator_gives_what_it_says() {
    for operator in SCOPING_OPERATORS {
        for example in operator.examples {
            let holds = holds(example.clause, example.value).unwrap_or_else(|report| panic!("{report}"));
            assert_eq!(holds, example.holds, "attr {} for {}", example.clause, example.value);
        }
    }
}

/// Whether a clause over the attribute `attr` holds for a value; the report where the clause is refused.
fn holds(clause: &str, value: &str) -> Result<bool, Report> {
    let clause = serde_json::to_string(&format!("attr {clause}")).expect("a text is JSON");
    let rules = format!(
        "version: 1\nobjects:\n  user:\n    source: {{ directory: custom }}\n    scopingFilters: [{{ clauses: [{clause}] }}]\n    mappings: []\n"
    );
    let engine = Engine::from_str("example", &rules)?;
    let source = format!(r#"{{"attr": {value}}}"#);
    let users = engine.object("user").expect("the rules map users");
    Ok(matches!(users.map(source.as_str(), &env()), Outcome::Mapped(_)))
}

#[test]
fn the_table_of_operators_in_the_rule_file_reference_is_the_catalog() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
    let page = std::fs::read_to_string(path).expect("docs/rules.md");
    let table = page.lines().skip_while(|line| !line.starts_with("| operator |")).skip(2);
    let written: Vec<&str> = table.take_while(|line| line.starts_with('|')).collect();
    let expected: Vec<String> = SCOPING_OPERATORS.iter().map(|operator| row(operator)).collect();
    assert_eq!(written, expected);
}

/// An operator's row of the table in `docs/rules.md`: what it takes, and what clauses with it give.
fn row(operator: &ScopingOperator) -> String {
    let (takes, operand) = match operator.operand {
        OperandKind::None => ("–", ""),
        OperandKind::Text => ("text", " \"True\""),
        OperandKind::Natural => ("whole number", " 5"),
        OperandKind::Pattern => ("pattern", " \"True\""),
    };
    let clause = format!("{}{operand}", operator.name);
    let null = match holds(&clause, "null") {
        Ok(holds) => holds.to_string(),
        Err(_) => "refused".to_owned(),
    };
    let holds_for = |value: &str| holds(&clause, value).unwrap_or_default();
    let letter_case = match [r#""True""#, r#""true""#, r#""false""#].map(holds_for) {
        [capital, small, _] if capital != small => "heeded",
        [_, small, other] if small != other => "ignored",
        _ => "–",
    };
    let (name, summary) = (operator.name, operator.summary);
    format!("| `{name}` | {takes} | {letter_case} | {null} | {summary} |")
}

#[test]
fn every_source_resolves() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/sources.md");
    let table = std::fs::read_to_string(path).expect("docs/sources.md");
    let functions = FUNCTIONS.iter().map(|function| function.source);
    for source in functions.chain(SCOPING_OPERATORS.iter().map(|operator| operator.source)) {
        let (prefix, place) = source.split_once(':').expect("a source is `prefix:place`");
        assert!(!place.is_empty() && table.contains(&format!("| `{prefix}` |")), "{source}");
    }
}
