//! The conformance tables, on both engines, and what the tables do not say.

mod properties;

use super::{
    GroupIndex, Matcher, Pattern, PatternErrorKind, StepLimit, Utf16Text,
    linear::Linear,
    replace::{Edit, replace_all},
    scanner::byte_offset,
    subject::{ExactSubject, LinearSubject},
};
use serde_json::Value;

/// The spans of every group in the first match, in UTF-16 units.
pub(super) type Spans = Option<Vec<Option<(usize, usize)>>>;

/// What people write: these must run in linear time.
const EVERYDAY: [&str; 14] = [
    "^SG-",
    r".*@contoso\.com$",
    r"[()\s-]+",
    "^(a|b|c)$",
    r"\+(?<isdCode>\d* )(?<phoneNumber>\d{10})",
    "<.+?>",
    r"\d{10}",
    r"[\/\\\[\]\:\;\|\=\,\+\*\?\<\>]",
    "[a-zA-Z_]*",
    "(?<Suffix>@(.)*)",
    r"^[\w-.]+@contoso\.com$",
    r"\bHR\b",
    "(?i)^sales$",
    "^CAS_([^{]*){",
];

/// The rows that are refused: an undocumented property.
const REFUSED: [&str; 1] = ["rxm-0185"];

fn table(name: &str) -> Vec<Value> {
    let path = format!("{}/tests/conformance/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let mut table: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    serde_json::from_value(table["cases"].take()).unwrap()
}

/// A text of the table; lone halves are dropped from what is written as units.
fn text(value: &Value) -> String {
    let Some(units) = value.get("utf16") else { return value.as_str().unwrap().to_owned() };
    let units = units.as_str().unwrap().split(' ').map(|unit| u16::from_str_radix(unit, 16).unwrap());
    char::decode_utf16(units).filter_map(Result::ok).collect()
}

fn has_lone_half(value: &Value) -> bool {
    value.get("utf16").is_some()
}

fn exact_spans(pattern: &Pattern, text: &str) -> Result<Spans, StepLimit> {
    let text = Utf16Text::new(text);
    let mut matcher = Matcher::new(&pattern.program, text.units());
    let found = matcher.find(0, 0)?;
    Ok(found.then(|| (0..pattern.groups.len()).map(|group| matcher.span(GroupIndex(group))).collect()))
}

fn linear_spans(linear: &Linear, groups: usize, text: &str) -> Spans {
    let mut slots = vec![None; linear.slots()];
    let units = |byte: usize| text.split_at(byte).0.encode_utf16().count();
    let span = |(start, end)| (units(start), units(end));
    let found = linear.find(text, 0, &mut slots);
    found.then(|| (0..groups).map(|group| linear.span(&slots, GroupIndex(group)).map(span)).collect())
}

/// Runs an edit on each engine that may run it and returns what all of them come to.
fn edited(pattern: &Pattern, text: &str, edit: Edit) -> Result<String, StepLimit> {
    let exact = Utf16Text::new(text);
    let matcher = Matcher::new(&pattern.program, exact.units());
    let mut subject = ExactSubject { matcher, units: exact.units(), changed: Vec::new() };
    let found = replace_all(&mut subject, edit)?;
    let changed = if found { subject.changed() } else { text.to_owned() };
    if let Some(linear) = pattern.linear.as_ref().filter(|linear| linear.tells_spans_in(text)) {
        let slots = &mut vec![None; linear.slots()];
        let mut subject = LinearSubject { linear, text, slots, changed: String::new() };
        let found = replace_all(&mut subject, edit)?;
        assert_eq!(if found { subject.changed } else { text.to_owned() }, changed, "the engines disagree");
    }
    Ok(changed)
}

/// Collects the rows that fail and tells of them together.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    fn check(&mut self, row: &Value, holds: bool, found: impl std::fmt::Debug) {
        if !holds {
            self.0.push(format!("{}: {row}\n    found {found:?}", row["id"]));
        }
    }

    /// Reads the pattern of a row and checks whether that works, and where it does not.
    fn pattern(&mut self, row: &Value) -> Option<Pattern> {
        let source = row["pattern"].as_str().unwrap();
        let expected = row["expect"]["offset"].as_u64();
        match Pattern::new(source) {
            Ok(pattern) => {
                self.check(row, row["expect"].get("error").is_none(), "no error");
                Some(pattern)
            }
            Err(error) if REFUSED.contains(&row["id"].as_str().unwrap()) => {
                self.check(row, error.kind == PatternErrorKind::Unsupported, &error);
                None
            }
            Err(error) => {
                self.check(row, error.kind == PatternErrorKind::Invalid, &error);
                let place = expected.map(|offset| byte_offset(source, usize::try_from(offset).unwrap()));
                self.check(row, place == Some(error.offset), &error);
                None
            }
        }
    }
}

impl Drop for Failures {
    fn drop(&mut self) {
        assert!(self.0.is_empty(), "{} rows fail:\n{}", self.0.len(), self.0.join("\n"));
    }
}

#[test]
fn matches_are_those_of_dotnet() {
    let mut failures = Failures::default();
    for row in table("dotnet-regex-match") {
        let Some(pattern) = failures.pattern(&row) else { continue };
        let input = text(&row["input"]);
        let spans = exact_spans(&pattern, &input).unwrap();
        let is_match = row["expect"]["is_match"].as_bool().unwrap();
        failures.check(&row, spans.is_some() == is_match, &spans);
        failures.check(&row, pattern.is_match(&input) == Ok(is_match), "is_match");
        if let Some(linear) = pattern.linear.as_ref().filter(|linear| linear.tells_spans_in(&input)) {
            let linear = linear_spans(linear, pattern.groups.len(), &input);
            failures.check(&row, linear == spans, ("linear", linear, &spans));
        }
        let Some(spans) = spans else { continue };
        let (index, length) = (row["expect"]["index"].as_u64(), row["expect"]["length"].as_u64());
        let (start, end) = spans[0].unwrap();
        failures.check(&row, (Some(start as u64), Some((end - start) as u64)) == (index, length), &spans);
        let groups = row["expect"]["groups"].as_object().unwrap();
        failures.check(&row, groups.len() == pattern.groups.len(), &pattern.groups);
        for (name, expected) in groups {
            let group = pattern.group(name).unwrap();
            let found = pattern.group_value(&input, group).unwrap().map(str::to_owned);
            let place = spans[group.0].map(|(start, _)| start as u64);
            let value = if expected.is_null() { None } else { Some(text(&expected["value"])) };
            failures.check(
                &row,
                (found.clone(), place) == (value, expected["index"].as_u64()),
                (name, found, place),
            );
        }
    }
}

#[test]
fn replacements_are_those_of_dotnet() {
    let mut failures = Failures::default();
    for row in table("dotnet-regex-replace") {
        let Some(pattern) = failures.pattern(&row) else { continue };
        let input = text(&row["input"]);
        let expected = &row["expect"];
        let group = row.get("group").map(|name| pattern.group(name.as_str().unwrap()));
        match (row["fn"].as_str().unwrap(), group) {
            ("replace", _) => {
                let replacement = pattern.replacement(row["replacement"].as_str().unwrap()).unwrap();
                let found = edited(&pattern, &input, Edit::Replacement(&replacement)).unwrap();
                failures.check(&row, found == text(expected), &found);
                let public = pattern.replace(&input, &replacement).unwrap();
                failures.check(&row, public == found, &public);
            }
            ("group-value", Some(group)) => {
                let found = group.and_then(|group| pattern.group_value(&input, group).unwrap());
                failures.check(&row, found.is_some() == expected["success"].as_bool().unwrap(), found);
                failures.check(&row, found.unwrap_or_default() == text(&expected["value"]), found);
                failures.check(
                    &row,
                    Ok(expected["matched"].as_bool().unwrap()) == pattern.is_match(&input),
                    "is_match",
                );
            }
            ("group-replace", Some(Some(group))) => {
                let literal = row["replacement"].as_str().unwrap();
                let found = edited(&pattern, &input, Edit::Group(group, literal)).unwrap();
                failures.check(&row, found == text(expected), &found);
                let public = pattern.replace_group(&input, group, literal).unwrap();
                failures.check(&row, public == found, &public);
            }
            ("group-replace", Some(None)) => failures.check(&row, input == text(expected), "no group"),
            (name, _) => panic!("the table has a function {name}"),
        }
        assert!(!has_lone_half(&row["input"]), "an input with a lone half cannot be given");
    }
}

/// What the clause comes to, once the value is there and is text: null rules and lists are another module's.
#[test]
fn scoping_clauses_come_out_as_the_cases_say() {
    let mut failures = Failures::default();
    let mut count = 0;
    for row in table("scoping") {
        let Some(clause) = row.get("clause") else { continue };
        let operator = clause["operator"].as_str().unwrap_or_default();
        let negated = operator == "NOT REGEX MATCH";
        if operator != "REGEX MATCH" && !negated || clause["value"] == "" {
            continue;
        }
        let pattern = Pattern::new(clause["value"].as_str().unwrap());
        let invalid = row["expect"].get("error").is_some_and(|error| error == "invalid-regex");
        failures.check(&row, pattern.is_err() == invalid, &pattern);
        let value = match &row["source"][clause["attribute"].as_str().unwrap()] {
            Value::String(value) if !value.is_empty() => value.clone(),
            Value::Number(value) => value.to_string(),
            Value::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
            _ => continue,
        };
        let (Ok(pattern), Some(expected)) = (pattern, row["expect"].as_bool()) else { continue };
        count += 1;
        let found = pattern.is_match(&value).map(|found| found != negated);
        failures.check(&row, found == Ok(expected), found);
    }
    assert!(count > 50, "only {count} cases ran");
}

#[test]
fn everyday_patterns_run_in_linear_time() {
    for source in EVERYDAY {
        assert!(Pattern::new(source).unwrap().is_linear(), "{source}");
    }
}

#[test]
fn literal_patterns_need_no_engine() {
    for (source, text, expected) in [
        ("^AAD_", "AAD_x", true),
        ("^AAD_", "xAAD_", false),
        (r"@contoso\.com$", "a@contoso.com\n", true),
        (r"@contoso\.com\z", "a@contoso.com\n", false),
        (r".*@contoso\.com$", "a\nb@contoso.com", true),
        ("^(Sales|Legal)$", "Legal", true),
        ("^(Sales|Legal)$", "Legal\n", true),
        ("^(Sales|Legal)$", "Legal\n\n", false),
        ("SG-.*", "x SG-", true),
    ] {
        let pattern = Pattern::new(source).unwrap();
        assert_eq!(pattern.literals.as_ref().unwrap().is_match(text), expected, "{source} on {text:?}");
        assert_eq!(exact_spans(&pattern, text).unwrap().is_some(), expected, "{source} on {text:?}");
    }
    for source in ["^.*x$", "a|b$", "^$", "x+", "(?i)abc", r"\ud83d", "(?<n>a)b"] {
        assert!(Pattern::new(source).unwrap().literals.is_none(), "{source}");
    }
}

#[test]
fn a_pattern_that_backtracks_without_end_is_stopped() {
    let text = format!("{}b", "a".repeat(40));
    assert_eq!(Pattern::new("^(a+)+$").unwrap().is_match(&text), Ok(false), "in linear time");
    let pattern = Pattern::new(r"^((\w*)*)*$").unwrap();
    assert_eq!(pattern.find(&format!("{text}!")), Ok(None), "in linear time, though with empty turns");
    let pattern = Pattern::new("^(a+)+(?=x)").unwrap();
    assert_eq!(pattern.is_match(&text), Err(StepLimit));
    let replacement = pattern.replacement("").unwrap();
    assert_eq!(pattern.replace(&text, &replacement), Err(StepLimit));
}

#[test]
fn long_texts_and_deep_patterns_do_not_exhaust_the_stack() {
    let text = "ab".repeat(500_000);
    assert_eq!(Pattern::new("^(?:a|b)*(?!.)").unwrap().is_match(&text), Ok(true));
    assert!(Pattern::new("(?<=^(a|b)*c)$").unwrap().is_match(&text).is_ok());
    let deep = |depth| format!("{}a{}", "(?:(".repeat(depth), ")+)*".repeat(depth));
    assert!(Pattern::new(&deep(50)).unwrap().is_match("aaa").is_ok());
    assert_eq!(Pattern::new(&deep(51)).unwrap_err().kind, PatternErrorKind::Unsupported);
    let subtractions = format!("{}{}", "[a-".repeat(60), "]".repeat(60));
    assert_eq!(Pattern::new(&subtractions).unwrap_err().kind, PatternErrorKind::Unsupported);
}

#[test]
fn what_is_not_evaluated_is_refused_by_name() {
    for (source, message) in [
        ("(a|)*?b", "a lazy loop is around something that may match nothing"),
        ("(?:a?)+?b", "a lazy loop is around something that may match nothing"),
        (r"\p{_xmlW}", "the undocumented property `_xmlW` is not supported"),
        (&"a".repeat(10_001), "the pattern is longer than 10000 characters"),
    ] {
        let error = Pattern::new(source).unwrap_err();
        assert_eq!((error.message.as_str(), error.kind), (message, PatternErrorKind::Unsupported));
    }
    assert!(Pattern::new("(?:a|)*?b").is_ok(), "its empty turns change nothing");
}

#[test]
fn a_replacement_that_grows_without_end_is_stopped() {
    let text = "a".repeat(20_000);
    let pattern = Pattern::new("a").unwrap();
    let replacement = pattern.replacement("$_").unwrap();
    assert_eq!(pattern.replace(&text, &replacement), Err(StepLimit));
    assert_eq!(pattern.replacement("x$2147483648").unwrap_err().offset, 12);
}

#[test]
fn an_unchanged_text_is_not_copied() {
    let pattern = Pattern::new("x").unwrap();
    let replacement = pattern.replacement("y").unwrap();
    assert!(matches!(pattern.replace("abc", &replacement), Ok(std::borrow::Cow::Borrowed("abc"))));
}

#[test]
fn a_pattern_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Pattern>();
    shared::<super::Replacement>();
}

#[test]
fn errors_name_the_construct_and_its_place() {
    for (source, offset, message) in [
        ("[a-z", 4, "the class `[` is not closed"),
        ("*abc", 1, "the quantifier `*` follows nothing"),
        ("é**", 4, "the quantifier `*` follows another quantifier"),
        ("(abc", 4, "a group `(` is not closed"),
        ("a)", 2, "a `)` closes no group"),
        (r"\q", 2, r"there is no escape `\q`"),
        (r"(a)\2", 5, "there is no group `2`"),
        (r"\p{Greek}", 9, "there is no Unicode category or block `Greek`"),
    ] {
        let error = Pattern::new(source).unwrap_err();
        assert_eq!((error.offset, error.message.as_str()), (offset, message), "{source}");
        assert_eq!(error.kind, PatternErrorKind::Invalid, "{source}");
    }
}

#[test]
fn case_equivalence_is_that_of_dotnet() {
    let members = |unit| {
        let mut units: Vec<u16> = super::fold::equivalents(unit).collect();
        units.sort_unstable();
        units
    };
    for (unit, expected) in [
        (0x4B, vec![0x4B, 0x6B, 0x212A]),
        (0x69, vec![0x49, 0x69]),
        (0x130, vec![0x130]),
        (0x131, vec![0x131]),
        (0x17F, vec![0x17F]),
        (0x3C2, vec![0x3C2]),
        (0x1C5, vec![0x1C4, 0x1C5, 0x1C6]),
        (0xD800, vec![0xD800]),
    ] {
        assert_eq!(members(unit), expected, "{unit:x}");
    }
}
