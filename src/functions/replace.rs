//! `Replace(source, oldValue?, regexPattern?, regexGroupName?, replacementValue?, replacementAttributeName?, template?)`.
//!
//! Which slots are filled, not their values, decides what it does. Source: `spec:expressions-3.43`.

use super::prelude::*;
use crate::dotnet::regex::{GroupIndex, Pattern, Replacement, StepLimit};
use std::borrow::Cow;

pub(super) const FUNCTION: Function = Function {
    name: "Replace",
    summary: "Returns `source` with parts of it replaced: `oldValue` by `replacementValue`; what `regexPattern` matches by `replacementValue`, with `$` substitutions, or only its group `regexGroupName`; without a source value, that group of `replacementAttributeName`; or `template` with every `oldValue` replaced by `source`.",
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
        example(r#"Replace([mail], "@contoso.com", , , "", , )"#, "zoë").given(r#"{"mail": "zoë@contoso.com"}"#),
        example(r#"Replace([id], "<id>", , , , , "<id>@contoso.com")"#, "ann@contoso.com").given(r#"{"id": "ann"}"#),
        example(r#"Replace([phone], , "[()\\s-]+", , "", , )"#, "+19998887777").given(r#"{"phone": "+1 (999) 888-7777"}"#),
        example(r#"Replace([name], , "(\\w+) (\\w+)", , "$2, $1", , )"#, "Lee, Ann").given(r#"{"name": "Ann Lee"}"#),
        example(r#"Replace([upn], , "(?<Suffix>@(.)*)", "Suffix", "", , )"#, "ann").given(r#"{"upn": "ann@contoso.com"}"#),
        example(r#"Replace([phone], , "(?<number>\\d{4})", "number", , [mobile], )"#, "8888").given(r#"{"mobile": "+91 8888"}"#),
        example(r#"Replace("🙂", , ".", , "-", , )"#, "--"), // an emoji is two UTF-16 units
        null(r#"Replace([mail], "a", , , "b", , )"#),
        refused(r#"Replace([mail], "a", , , , , )"#, "arity"),
        refused(r#"Replace([mail], , "[a-z", , "", , )"#, "regex"),
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

/// What constant arguments make ready.
struct Ready {
    mode: Mode,
    /// `None` where the pattern, or what depends on it, is known only with the object.
    compiled: Option<Compiled>,
}

/// A pattern with what is read by it.
struct Compiled {
    pattern: Pattern,
    group: Option<GroupIndex>,
    replacement: Option<Replacement>,
}

fn prepare(constants: &Constants<'_>) -> Result<Prepared, Refusal> {
    let mode = mode(|slot| constants.is_filled(slot));
    let Some(mode) = mode else {
        return Err(Refusal::call(&code::ARITY, "this combination of Replace's arguments is not defined"));
    };
    if constants.text(OLD_VALUE) == Some("") && matches!(mode, Mode::Template | Mode::Text) {
        return Err(Refusal::argument(&code::OUT_OF_RANGE, OLD_VALUE, "an empty text stands everywhere and cannot be replaced"));
    }
    let uses_pattern = matches!(mode, Mode::OtherAttribute | Mode::Group | Mode::Match);
    let compiled = match constants.text(PATTERN).filter(|_| uses_pattern) {
        Some(pattern) => {
            let group = constants.text(GROUP).filter(|_| mode != Mode::Match);
            let replacement = constants.text(REPLACEMENT).filter(|_| mode == Mode::Match);
            let known = match mode {
                Mode::Match => replacement.is_some(),
                _ => group.is_some(),
            };
            let compiled = compile(pattern, group, replacement)
                .map_err(|(slot, code, message)| Refusal::argument(code, slot, message))?;
            Some(compiled).filter(|_| known)
        }
        None => None,
    };
    Ok(Box::new(Ready { mode, compiled }))
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

type CompileError = (usize, &'static crate::diagnostic::Code, String);

fn compile(pattern: &str, group: Option<&str>, replacement: Option<&str>) -> Result<Compiled, CompileError> {
    let compiled = Pattern::new(pattern).map_err(|error| (PATTERN, &code::REGEX, format!("the pattern is refused: {error}")))?;
    let unknown = |group: &str| (GROUP, &code::REGEX, format!("the pattern has no group `{group}`"));
    let group = group.map(|group| compiled.group(group).ok_or_else(|| unknown(group))).transpose()?;
    let refused = |error| (REPLACEMENT, &code::REGEX, format!("the replacement is refused: {error}"));
    let replacement = replacement.map(|text| compiled.replacement(text).map_err(refused)).transpose()?;
    Ok(Compiled { pattern: compiled, group, replacement })
}

fn replace<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let ready = call.prepared::<Ready>().expect("the call was prepared");
    match ready.mode {
        Mode::Template => replace_text(call, TEMPLATE, 0),
        Mode::Text => replace_text(call, 0, REPLACEMENT),
        Mode::OtherAttribute | Mode::Group | Mode::Match => match &ready.compiled {
            Some(compiled) => with_pattern(call, ready.mode, compiled),
            None => with_pattern(call, ready.mode, &compile_now(call, ready.mode)?),
        },
    }
}

/// Replaces every old value in the text of slot `text` by the text of slot `by`; a null source gives null.
fn replace_text<'a>(call: &Call<'a, '_>, text: usize, by: usize) -> Evaluated<'a> {
    let old = call.text(OLD_VALUE)?.unwrap_or_default();
    if old.is_empty() {
        return Err(EvalError::new(&code::OUT_OF_RANGE, "an empty `oldValue`").into());
    }
    if call.text(0)?.is_none() {
        return Ok(Value::Null);
    }
    let (text, by) = (call.text(text)?.unwrap_or_default(), call.text(by)?.unwrap_or_default());
    if !text.contains(old) {
        return Ok(text.into());
    }
    let mut replaced = bumpalo::collections::String::with_capacity_in(text.len(), call.arena);
    let mut parts = text.split(old);
    replaced.push_str(parts.next().unwrap_or_default());
    for part in parts {
        replaced.push_str(by);
        replaced.push_str(part);
    }
    Ok(replaced.into_bump_str().into())
}

/// Compiles a pattern that is known only with the object.
fn compile_now(call: &Call<'_, '_>, mode: Mode) -> Result<Compiled, EvalError> {
    let text = |slot: usize| match call.text(slot) {
        Ok(text) => Ok(text.unwrap_or_default()),
        Err(Stop::Error(error)) => Err(error),
        Err(Stop::Flow(_)) => Ok(""), // No flow marker stands in an argument of Replace.
    };
    let (pattern, group, replacement) = (text(PATTERN)?, text(GROUP)?, text(REPLACEMENT)?);
    let group = (mode != Mode::Match).then_some(group);
    let replacement = (mode == Mode::Match).then_some(replacement);
    // SECURITY: the pattern may come from the source object, so the message does not repeat it.
    compile(pattern, group, replacement).map_err(|(_, code, _)| EvalError::new(code, "the pattern, its group or its replacement is refused"))
}

fn with_pattern<'a>(call: &Call<'a, '_>, mode: Mode, compiled: &Compiled) -> Evaluated<'a> {
    let source = call.text(0)?;
    let replaced = match (mode, compiled.group, &compiled.replacement) {
        (Mode::OtherAttribute, Some(group), _) => return other_attribute(call, source, compiled, group),
        (Mode::Group, Some(group), _) => {
            let Some(source) = source else { return Ok(Value::Null) };
            let literal = call.text(REPLACEMENT)?.unwrap_or_default();
            compiled.pattern.replace_group(source, group, literal).map_err(too_many_steps)?
        }
        (_, _, Some(replacement)) => {
            let Some(source) = source else { return Ok(Value::Null) };
            compiled.pattern.replace(source, replacement).map_err(too_many_steps)?
        }
        _ => Cow::Borrowed(source.unwrap_or_default()),
    };
    Ok(call.keep(replaced).into())
}

fn other_attribute<'a>(call: &Call<'a, '_>, source: Option<&'a str>, compiled: &Compiled, group: GroupIndex) -> Evaluated<'a> {
    if let Some(source) = source.filter(|source| !source.is_empty()) {
        return Ok(source.into());
    }
    let Some(other) = call.text(ATTRIBUTE)? else { return Ok(Value::Null) };
    Ok(compiled.pattern.group_value(other, group).map_err(too_many_steps)?.into())
}

fn too_many_steps(_: StepLimit) -> EvalError {
    EvalError::new(&code::REGEX, "the pattern took too many steps on this value")
}
