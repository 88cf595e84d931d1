//! What must hold for patterns; the oracle's tables are run by `tests/harness/regex.rs`.

mod lazy_loops;
mod nested_loops;
mod properties;
mod rows;

use super::{
    GroupIndex, MatchError, Matcher, Pattern, PatternErrorKind, Places, Utf16Text,
    linear::Linear,
    replace::{Edit, replace_all},
    subject::{ExactSubject, LinearSubject},
};
use bumpalo::Bump;
use bumpalo::collections::String;

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

fn replaced(source: &str, text: &str, with: &str) -> Result<std::string::String, MatchError> {
    let pattern = Pattern::new(source).unwrap();
    let replacement = pattern.replacement(with).unwrap();
    pattern.replace(text, &replacement, &Bump::new()).map(str::to_owned)
}

fn exact_spans(pattern: &Pattern, text: &str) -> Result<Spans, MatchError> {
    let text = Utf16Text::new(text);
    let mut matcher = Matcher::new(&pattern.program, text.units());
    let found = matcher.find(0, 0)?;
    Ok(found.then(|| (0..pattern.groups.len()).map(|group| matcher.span(GroupIndex(group))).collect()))
}

fn linear_spans(linear: &Linear, groups: usize, text: &str) -> Spans {
    let mut slots = vec![None; linear.slots()];
    let units = |byte: usize| text.split_at(byte).0.encode_utf16().count();
    let span = |(start, end)| (units(start), units(end));
    let mut places = Places::new();
    let found = linear.search(text, true, &mut places).find(0, &mut slots);
    // Long texts are the engine's.
    let mut by_engine = vec![None; linear.slots()];
    assert_eq!(linear.search(text, true, &mut places).by_engine().find(0, &mut by_engine), found);
    assert!(!found || slots == by_engine, "{text:?}");
    found.then(|| (0..groups).map(|group| linear.span(&slots, GroupIndex(group)).map(span)).collect())
}

/// Runs an edit on each engine that may run it and returns what all of them come to.
fn edited(pattern: &Pattern, text: &str, edit: Edit) -> Result<std::string::String, MatchError> {
    let exact = Utf16Text::new(text);
    let matcher = Matcher::new(&pattern.program, exact.units());
    let mut subject = ExactSubject { matcher, units: exact.units(), changed: Vec::new() };
    let found = replace_all(&mut subject, edit)?;
    let arena = Bump::new();
    let changed = if found { subject.changed(&arena) } else { text };
    if let Some(linear) = pattern.linear.as_ref().filter(|linear| linear.tells_spans_in(text)) {
        let (slots, mut places) = (&mut vec![None; linear.slots()], Places::new());
        let (search, built) = (linear.search(text, true, &mut places), String::new_in(&arena));
        let mut subject = LinearSubject { linear, search, text, slots, changed: built };
        let found = replace_all(&mut subject, edit)?;
        assert_eq!(if found { subject.changed.as_str() } else { text }, changed, "the engines disagree");
    }
    Ok(changed.to_owned())
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
        (r"\ud83d", "a😀", true),
        (r"\ude00", "a😀", true),
        (r"a\ud83d\z", "a😀", false),
        (r"\ude00$", "a😀\n", true),
        (r"\ude00a|\ude00b", "😀😁a😀b", true),
        (r"^\ude00", "😀", false),
        (r"^a\ud83d", "a😀", true),
        (r"^\ud83d$", "😀", false),
    ] {
        let pattern = Pattern::new(source).unwrap();
        assert_eq!(pattern.literals.as_ref().unwrap().is_match(text), expected, "{source} on {text:?}");
        assert_eq!(exact_spans(&pattern, text).unwrap().is_some(), expected, "{source} on {text:?}");
    }
    for source in ["^.*x$", "a|b$", "^$", "x+", "(?i)abc", "(?<n>a)b"] {
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
    assert_eq!(pattern.is_match(&text), Err(MatchError::StepLimit));
    let replacement = pattern.replacement("").unwrap();
    assert_eq!(pattern.replace(&text, &replacement, &Bump::new()), Err(MatchError::StepLimit));
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
        (r"\p{_xmlW}", "the undocumented property `_xmlW` is not supported"),
        (&"a".repeat(10_001), "the pattern is longer than 10000 characters"),
    ] {
        let error = Pattern::new(source).unwrap_err();
        assert_eq!((error.message.as_str(), error.kind), (message, PatternErrorKind::Unsupported));
    }
}

#[test]
fn a_replacement_that_grows_without_end_is_stopped() {
    let text = "a".repeat(20_000);
    let pattern = Pattern::new("a").unwrap();
    let replacement = pattern.replacement("$_").unwrap();
    assert_eq!(pattern.replace(&text, &replacement, &Bump::new()), Err(MatchError::StepLimit));
    assert_eq!(pattern.replacement("x$2147483648").unwrap_err().offset, 12);
}

#[test]
fn an_unchanged_text_is_not_copied() {
    let pattern = Pattern::new("x").unwrap();
    let replacement = pattern.replacement("y").unwrap();
    let arena = Bump::new();
    let text = "abc";
    assert!(std::ptr::eq(pattern.replace(text, &replacement, &arena).unwrap(), text));
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
