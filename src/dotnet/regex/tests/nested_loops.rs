//! Loops right in each other, balancing groups and units that a text cannot be cut at. The results are those of .NET 9.0.7, by
//! running it.

use super::{MatchError, Pattern, replaced};

#[test]
fn loops_in_loops_become_one_as_in_dotnet() {
    for (source, text, expected) in [
        ("(?>a+){2}", "aaa", "<aaa>"),
        (r"(?>\d+){3}", "12345", "<12345>"),
        ("(?>a?)?a", "a", "a"),
        ("(?>a+)*a", "aa", "aa"),
        (r"(?>\w+)?\w", "ab", "ab"),
        ("(?>b+)*.", "b", "b"),
        ("(?>a{1,3})?a", "a", "a"),
        ("(?>(?:a|b)+)*b", "ab", "ab"),
        ("(?>(?>a|b)+)*b", "ab", "a<b>"),
        ("(?>aa*)*a", "aaa", "aaa"),
        ("(?>a*a){2}", "aaaa", "<aaaa>"),
        ("(?>a(?>a*)){2}", "aaaa", "<aaaa>"),
        ("(?>aaa*){2}", "aaaa", "aaaa"),
        ("(?>[ab][ab][ab]*){2}", "abab", "<abab>"),
        ("(?>(?:a|b)[ab]*){2}", "abab", "<abab>"),
        ("(?>[ab]a*){2}", "aaaa", "aaaa"),
        ("(?i)(?>aa*){2}", "aAaa", "<aAaa>"),
        ("(?:(?:abc|a|b){1,2}){2}", "aabc", "<aabc>"),
        ("(?:(?:abc|a|b)+){2}", "aabc", "<aabc>"),
        ("(?:(?:abc|a|b){2})?", "aabc", "<aabc><>"),
        ("(?:a{2}){3}", "aaaaaaa", "<aaaaaa>a"),
        ("(?:a*){2147483646}", "a", "<a><>"),
        ("(?:a?){2147483647}", "a", "a"),
        (r"\b{2147483647}a", "a", "a"),
    ] {
        assert_eq!(replaced(source, text, "<$&>").as_deref(), Ok(expected), "{source} on {text:?}");
    }
    let text = "a".repeat(30);
    assert_eq!(replaced("^(?:a?){30}a{30}$", &text, "<$&>"), Ok(format!("<{text}>")));
}

#[test]
fn balancing_groups_end_as_in_dotnet() {
    for (source, text, is_match) in [
        ("(?<o>)(?<-o>(?<-o>)*)", "", false),
        ("(?<o>)(?<-o>(?<-o>)|)", "", false),
        ("(?<-o>|(?<o>))", "", false),
        ("(?<o>a)+(?<-o>b)+(?(o)(?!))$", "aabb", true),
        ("^(?<o>a)+(?<-o>b)+(?(o)(?!))$", "aab", false),
    ] {
        assert_eq!(Pattern::new(source).unwrap().is_match(text), Ok(is_match), "{source} on {text:?}");
    }
    // In look-behind a capture may end before it begins; .NET takes its length for something else.
    let pattern = Pattern::new("(?<o>)(?<=(?<1-o>)a)").unwrap();
    let group = pattern.group("1").unwrap();
    assert_eq!(pattern.group_value("a", group), Ok(None));
    let pattern = Pattern::new(r"(?<o>)(?<=(?<o-o>a\k<o>)*)\)").unwrap();
    assert_eq!(pattern.is_match("aa"), Err(MatchError::Disorder)); // .NET: false
}

#[test]
fn what_unicode_15_does_not_know_is_unassigned() {
    for (source, text, expected) in [
        (r"\w", "\u{897}", false),
        (r"\p{Cn}", "\u{A7CB}", true),
        (r"\p{C}", "\u{2FFC}", true),
        ("(?i)\u{264}", "\u{A7CB}", false),
        ("(?i)k", "\u{212A}", true),
    ] {
        assert_eq!(Pattern::new(source).unwrap().is_match(text), Ok(expected), "{source} on {text:?}");
    }
}

#[test]
fn a_match_of_nothing_between_the_halves_of_a_character_is_found() {
    for source in [r"(?=\ude00)", r"(?<=\ud83d)"] {
        let pattern = Pattern::new(source).unwrap();
        let whole = pattern.group("0").unwrap();
        let (found, start) = (pattern.find("a😀"), pattern.group_start("a😀", whole));
        assert_eq!((found, start), (Ok(Some("")), Some(2)), "{source}");
    }
}
