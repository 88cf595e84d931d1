//! `Replace(source, oldValue?, regexPattern?, regexGroupName?, replacementValue?, replacementAttributeName?, template?)`.
//!
//! Which slots are filled, not their values, decides what it does. Source: `spec:expressions-3.43`.

use super::prelude::*;
use crate::dotnet::regex::{GroupIndex, MatchError, Pattern, Replacement};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

pub(super) const FUNCTION: Function = Function {
    name: "Replace",
    summary: "Returns `source` with parts of it replaced. Which arguments are filled decides how, the first \
        row that fits:\n\
        \n\
        - `oldValue`, `template`: the template, with every `oldValue` in it replaced by `source`.\n\
        - `oldValue`, `replacementValue`: `source`, with every `oldValue` in it replaced, as text.\n\
        - `regexPattern`, `regexGroupName`, `replacementAttributeName`: `source`, if it has a value; \
        else that group of the pattern's first match in the other attribute.\n\
        - `regexPattern`, `regexGroupName`, `replacementValue`: `source`, with that group of every match \
        replaced by the value, as text.\n\
        - `regexPattern`, `replacementValue`: `source`, with every match replaced; in the value `$1` and \
        `${name}` stand for groups, `$&` for the match, `$$` for `$`.\n\
        \n\
        Letter case counts. Patterns are .NET regular expressions without options: `$` also matches \
        before a last newline, `.` matches no newline. A backslash in a pattern is written twice: \
        `\"\\\\d+\"`.",
    source: "entra:replace",
    parameters: &[
        required("source", Kind::Text),
        optional("oldValue", Kind::Text),
        optional("regexPattern", Kind::Text),
        optional("regexGroupName", Kind::Text),
        optional("replacementValue", Kind::Text),
        optional("replacementAttributeName", Kind::Text),
        optional("template", Kind::Text),
    ],
    examples: &[
        example(r#"Replace([mail], "@contoso.com", , , "", , )"#, "zoë")
            .given(r#"{"mail": "zoë@contoso.com"}"#),
        example(r#"Replace([id], "<id>", , , , , "<id>@contoso.com")"#, "ann@contoso.com")
            .given(r#"{"id": "ann"}"#),
        example(r#"Replace([phone], , "[()\\s-]+", , "", , )"#, "+19998887777")
            .given(r#"{"phone": "+1 (999) 888-7777"}"#),
        example(r#"Replace([name], , "(\\w+) (\\w+)", , "$2, $1", , )"#, "Lee, Ann")
            .given(r#"{"name": "Ann Lee"}"#),
        example(r#"Replace([upn], , "(?<Suffix>@(.)*)", "Suffix", "", , )"#, "ann")
            .given(r#"{"upn": "ann@contoso.com"}"#),
        example(r#"Replace([phone], , "(?<number>\\d{4})", "number", , [mobile], )"#, "8888")
            .given(r#"{"mobile": "+91 8888"}"#),
        example(r#"Replace("🙂", , ".", , "-", , )"#, "--"), // an emoji is two UTF-16 units
        example("Replace([name], , [pattern], , [by], , )", "Lee, Zoë")
            .given(r#"{"name": "Zoë Lee", "pattern": "(\\w+) (\\w+)", "by": "$2, $1"}"#),
        example(r#"Replace([name], , [pattern], "n", [by], , )"#, "a-0")
            .given(r#"{"name": "a-7", "pattern": "-(?<n>\\d)", "by": "0"}"#),
        null(r#"Replace([mail], "a", , , "b", , )"#),
        refused(r#"Replace([mail], "a", , , , , )"#, "arity"),
        refused(r#"Replace([mail], , "[a-z", , "", , )"#, "regex"),
        refused(r#"Replace([mail], , [pattern], , "", , )"#, "regex")
            .given(r#"{"mail": "a", "pattern": "[a-z"}"#),
    ],
    body: Body::Prepared(prepare, replace),
};

const OLD_VALUE: usize = 1;
const PATTERN: usize = 2;
const GROUP: usize = 3;
const REPLACEMENT: usize = 4;
const ATTRIBUTE: usize = 5;
const TEMPLATE: usize = 6;

/// What the filled slots ask for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Mode {
    /// The template with every old value replaced by the source.
    Template,
    /// The source with every old value replaced.
    Text,
    /// A group of another attribute, where the source has no value.
    OtherAttribute,
    /// One group of every match replaced.
    Group,
    /// Every match replaced.
    Match,
}

/// What constant arguments make ready; `None` stands for what is known only with the object, or not needed.
struct Ready {
    mode: Mode,
    pattern: Option<Pattern>,
    group: Option<GroupIndex>,
    replacement: Option<Replacement>,
    cache: Cache,
}

fn prepare(constants: &Constants<'_>) -> Result<Prepared, Refusal> {
    let Some(mode) = mode(|slot| constants.is_filled(slot)) else {
        return Err(Refusal::call(&code::ARITY, "this combination of Replace's arguments is not defined"));
    };
    let mut ready = Ready { mode, pattern: None, group: None, replacement: None, cache: Cache::default() };
    if matches!(mode, Mode::Template | Mode::Text) {
        if constants.text(OLD_VALUE) == Some("") {
            let message = "an empty text stands everywhere and cannot be replaced";
            return Err(Refusal::argument(&code::OUT_OF_RANGE, OLD_VALUE, message));
        }
        return Ok(Box::new(ready));
    }
    if let Some(text) = constants.text(PATTERN) {
        let pattern = compile(text)?;
        let (group, replacement) = match mode {
            Mode::Match => (None, constants.text(REPLACEMENT)),
            _ => (constants.text(GROUP), None),
        };
        ready.group = group.map(|name| find_group(&pattern, name)).transpose()?;
        ready.replacement = replacement.map(|text| read_replacement(&pattern, text)).transpose()?;
        ready.pattern = Some(pattern);
    }
    Ok(Box::new(ready))
}

fn mode(filled: impl Fn(usize) -> bool) -> Option<Mode> {
    let all = |slots: &[usize]| slots.iter().all(|slot| filled(*slot));
    [
        (Mode::Template, &[OLD_VALUE, TEMPLATE] as &[usize]),
        (Mode::Text, &[OLD_VALUE, REPLACEMENT]),
        (Mode::OtherAttribute, &[PATTERN, GROUP, ATTRIBUTE]),
        (Mode::Group, &[PATTERN, GROUP, REPLACEMENT]),
        (Mode::Match, &[PATTERN, REPLACEMENT]),
    ]
    .into_iter()
    .find(|(_, slots)| all(slots))
    .map(|(mode, _)| mode)
}

// What these three refuse repeats what was read, so it is only for constants.

fn compile(text: &str) -> Result<Pattern, Refusal> {
    Pattern::new(text).map_err(|error| {
        let message = format!("the pattern is refused: {error}");
        Refusal::argument(&code::REGEX, PATTERN, message).at(error.offset).maybe_help(error.help)
    })
}

fn find_group(pattern: &Pattern, name: &str) -> Result<GroupIndex, Refusal> {
    let unknown = || Refusal::argument(&code::REGEX, GROUP, format!("the pattern has no group `{name}`"));
    pattern.group(name).ok_or_else(unknown)
}

fn read_replacement(pattern: &Pattern, text: &str) -> Result<Replacement, Refusal> {
    pattern.replacement(text).map_err(|error| {
        let message = format!("the replacement is refused: {error}");
        Refusal::argument(&code::REGEX, REPLACEMENT, message).at(error.offset)
    })
}

/// The patterns last compiled for objects, the oldest first.
#[derive(Default)]
struct Cache(Mutex<VecDeque<(Box<str>, Arc<Pattern>)>>);

/// SECURITY: whatever the objects bring, no more than so many patterns are kept.
const CACHED_PATTERNS: usize = 64;

impl Cache {
    /// Returns a compiled pattern. While one thread compiles, the others go on.
    fn compile(&self, text: &str) -> Result<Arc<Pattern>, Refusal> {
        // The queue is whole between any two of its operations, so a panic elsewhere does not spoil it.
        let patterns = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pattern)) = patterns().iter().find(|(known, _)| **known == *text) {
            return Ok(Arc::clone(pattern));
        }
        let pattern = Arc::new(compile(text)?);
        let mut patterns = patterns();
        if patterns.len() == CACHED_PATTERNS {
            patterns.pop_front();
        }
        patterns.push_back((text.into(), Arc::clone(&pattern)));
        Ok(pattern)
    }
}

fn replace<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let ready = call.prepared::<Ready>().expect("the call was prepared");
    match (ready.mode, &ready.pattern) {
        (Mode::Template, _) => replace_text(call, TEMPLATE, 0),
        (Mode::Text, _) => replace_text(call, 0, REPLACEMENT),
        (_, Some(pattern)) => replace_matches(call, ready, pattern),
        (_, None) => {
            let pattern = ready.cache.compile(call.text(PATTERN)?.unwrap_or_default()).map_err(silenced)?;
            replace_matches(call, ready, &pattern)
        }
    }
}

fn replace_matches<'a>(call: &Call<'a, '_>, ready: &Ready, pattern: &Pattern) -> Evaluated<'a> {
    if ready.mode == Mode::Match {
        let read;
        let replacement = if let Some(replacement) = &ready.replacement {
            replacement
        } else {
            read =
                read_replacement(pattern, call.text(REPLACEMENT)?.unwrap_or_default()).map_err(silenced)?;
            &read
        };
        let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
        return Ok(call.place(pattern.replace(source, replacement, call.context.arena).map_err(no_match_known)?));
    }
    let group = match ready.group {
        Some(group) => group,
        None => find_group(pattern, call.text(GROUP)?.unwrap_or_default()).map_err(silenced)?,
    };
    if ready.mode == Mode::OtherAttribute {
        return other_attribute(call, pattern, group);
    }
    let Some(source) = call.text(0)? else { return Ok(&Value::Null) };
    let literal = call.text(REPLACEMENT)?.unwrap_or_default();
    Ok(call.place(pattern.replace_group(source, group, literal, call.context.arena).map_err(no_match_known)?))
}

/// SECURITY: what is no constant may come from the source object, so the message does not repeat it.
#[expect(clippy::needless_pass_by_value, reason = "the signature that `map_err` wants")]
fn silenced(refusal: Refusal) -> EvalError {
    EvalError::new(refusal.code, "the pattern, its group or its replacement is refused")
}

/// Replaces every old value in the text of slot `text` by the text of slot `by`; a null source gives null.
fn replace_text<'a>(call: &Call<'a, '_>, text: usize, by: usize) -> Evaluated<'a> {
    if call.text(0)?.is_none() {
        return Ok(&Value::Null);
    }
    let old = call.text(OLD_VALUE)?.unwrap_or_default();
    if old.is_empty() {
        return Err(EvalError::new(&code::OUT_OF_RANGE, "an empty `oldValue`").into());
    }
    let (text, by) = (call.text(text)?.unwrap_or_default(), call.text(by)?.unwrap_or_default());
    Ok(call.place(call.replaced(text, old, by)))
}

/// Returns the source if it has a value, else the group's text in the other attribute.
fn other_attribute<'a>(call: &Call<'a, '_>, pattern: &Pattern, group: GroupIndex) -> Evaluated<'a> {
    if let Some(source) = call.text(0)?.filter(|source| !source.is_empty()) {
        return Ok(call.place(source));
    }
    let Some(other) = call.text(ATTRIBUTE)? else { return Ok(&Value::Null) };
    Ok(call.place(pattern.group_value(other, group).map_err(no_match_known)?))
}

fn no_match_known(error: MatchError) -> EvalError {
    let what = match error {
        MatchError::StepLimit => "the pattern took too many steps on this value",
        MatchError::Disorder => {
            "a lazy loop of the pattern took nothing in this value, after which .NET loses its place"
        }
    };
    EvalError::new(&code::REGEX, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_patterns_are_kept_and_no_more() {
        let cache = Cache::default();
        let first = cache.compile("a{0}").unwrap();
        assert!(
            Arc::ptr_eq(&first, &cache.compile("a{0}").unwrap()),
            "a known pattern is not compiled again"
        );
        for count in 1..=CACHED_PATTERNS {
            cache.compile(&format!("a{{{count}}}")).unwrap();
        }
        assert_eq!(cache.0.lock().unwrap().len(), CACHED_PATTERNS);
        assert!(!Arc::ptr_eq(&first, &cache.compile("a{0}").unwrap()), "the oldest pattern made room");
    }
}
