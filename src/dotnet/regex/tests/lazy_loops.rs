//! Lazy loops around something that may match nothing. The results are those of .NET 9, by running it.

use super::{MatchError, Pattern, replaced};

#[test]
fn turns_that_take_nothing_leave_their_mark_as_in_dotnet() {
    for (source, text, expected) in [
        (r"(a|)*?b", "aab xb", "<aab|a> x<b|>"),
        (r"(a*)+?b", "aab xb", "<aab|aa> x<b|>"),
        (r"(|a)+?", "aa", "<|>a<|>a<|>"),
        (r"(a+|b+|)*?$", "aab", "<aab|b><|>"),
        (r"(\s*)*?x", "  x x", "<  x|  >< x| >"),
        (r"(a?)*?b", "aab", "<aab|a>"),
        (r"\b+?a", "ba a", "ba <a|$1>"),
        (r"$+?", "ab", "ab<|$1>"),
        (r"\Z+?", "ab", "ab<|$1>"),
        (r"(a|)*?b", "bab", "<b|><ab|a>"),
        (r"((a|)*?b)+", "abbaab", "<abbaab|aab>"),
        (r"(x(|a)*?b)", "xbxab", "<xb|xb><xab|xab>"),
        (r"x(a|)+?b", "xb xab", "x<b|> <xab|a>"),
        (r"x(?:a|)+?b", "xb xab", "x<b|$1> <xab|$1>"),
        (r"^(.)+()+?b", "wtfb", "wtf<b|f>"),
        (r"x(?:)+?b", "xb", "x<b|$1>"),
        (r"x(?:a??)+?b", "xb", "<xb|$1>"),
        (r"x(?:(?:ab)*?)+?b", "xb", "<xb|$1>"),
        (r"x(?:(?:a|)+?)?b", "xb", "x<b|$1>"),
        (r"x(?:(?:a|){1,}?)b", "xb", "x<b|$1>"),
        (r"x(?:(?:a|){2,}?)b", "xb", "<xb|$1>"),
        (r"x(?:(?:a|)+?){2}b", "xb", "x<b|$1>"),
        (r"x(?:b|(?:a?)+?)", "xab", "<xa|$1>b"),
        (r"(x(?:a?)+?)*", "xab", "<xa|xa><|>b<|>"),
        (r"(x(?:a?)+?b|c)*", "xab", "<xab|xab><|>"),
        (r"x(?=b)+?b", "xb", "x<b|$1>"),
        (r"a$+?", "ba", "b<a|$1>"),
        (r"x(?=b(?:a|)+?)b", "xb", "<xb|$1>"),
        (r"x(?>(?:|a)+?|c)b", "xb", "<xb|$1>"),
        (r"(?:(?:(?:a|)+?c)?)d", "b", "b"),
        (r"(?:.|\B*?\w){2}($|cc|)", "bbc", "<bb|>c"),
        (r"(?<n>a|)*?(?<n>b|)+?c", "abc bc", "<abc|b> <bc|b>"),
        (r"(?<=(a|)*?x)b", "axb", "ax<b|>"),
        (r"(.)(|a)*?\2b", "xaabb", "<xaab|x>b"),
        (r"(?:(a)|b|)*?c", "abac", "<abac|a>"),
    ] {
        assert_eq!(replaced(source, text, "<$&|$1>").as_deref(), Ok(expected), "{source} on {text:?}");
    }
}

#[test]
fn where_dotnet_loses_its_place_there_is_no_result() {
    for (source, text, expected) in [
        ("(?=x()+?b)x", "xb", MatchError::Disorder), // .NET: IndexOutOfRangeException
        ("x(?<=(?:a|)+?)b", "xb", MatchError::Disorder), // .NET: ArgumentOutOfRangeException
        (r"(?:\b|)+?(?=a)", "b", MatchError::Disorder), // .NET: never ends
        ("(?:(?:0?)+?(?:a?)+?)?", "0a", MatchError::Disorder), // .NET: finds the same for ever
        (r"(?:\ba?|)*?(?=a)", "b", MatchError::StepLimit), // .NET: never ends
    ] {
        assert_eq!(replaced(source, text, "<$&|$1>"), Err(expected), "{source} on {text:?}");
    }
}

#[test]
fn only_loops_in_which_dotnet_loses_its_place_are_kept_from_linear_time() {
    for (source, is_linear) in [
        ("(a|)*?b", false),
        ("x(?:a|)+?b", false),
        ("(a+|b)*?$", true),
        ("(?:a|){0,3}?b", true),
        ("(?:a|){2,}?b", true),
        ("(?:(?:ab)*?)+?c", true), // .NET makes one loop of the two
        ("b(?:a|)+?", true),       // at the end a lazy loop has a maximum
        ("(a|)*b", true),
    ] {
        assert_eq!(Pattern::new(source).unwrap().is_linear(), is_linear, "{source}");
    }
}
