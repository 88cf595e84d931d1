//! `Switch(source, default?, key…, value…)`: the value beside the key that equals the source.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Switch",
    summary: "Returns the value beside the first key that equals `source` as text, else `default`. Only what \
        is needed is evaluated.\n\
        \n\
        After `source` and `default` come pairs of a key and a value. Letter case counts; null equals \
        the empty key `\"\"`; booleans are `True` and `False`. Without a match and without a default (an \
        empty slot) nothing flows.",
    source: "entra:switch",
    parameters: &[
        required("source", Kind::Text),
        optional("default", Kind::Any).as_result(),
        repeating("key", Kind::Text, 1),
        repeating("value", Kind::Any, 1).as_result(),
    ],
    examples: &[
        example(r#"Switch([state], "Etc/UTC", "Île-de-France", "Europe/Paris")"#, "Europe/Paris").given(r#"{"state": "Île-de-France"}"#),
        example(r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#, "True").given(r#"{"IsSoftDeleted": false}"#),
        example(r#"Switch([country], [country], "", "Other")"#, "Other"),
        null(r#"Switch([state], , "QLD", "Australia/Brisbane")"#).given(r#"{"state": "qld"}"#),
        refused(r#"Switch([state], "x", "QLD", "a", "NSW")"#, "arity"),
    ],
    body: Body::PreparedLazy(prepare, switch),
};

/// The texts of the keys; `None` for one that depends on the object.
type Keys = Vec<Option<Box<str>>>;

fn prepare(constants: &Constants<'_>) -> Result<Prepared, Refusal> {
    let key = |slot| constants.read(slot, |text| Ok(text.unwrap_or_default().into()));
    let keys = (FIRST_KEY..constants.count()).step_by(2).map(key);
    Ok(Box::new(keys.collect::<Result<Keys, Refusal>>()?))
}

const FIRST_KEY: usize = 2;

fn switch<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let source = call.text(0)?.unwrap_or_default();
    let ready = call.prepared::<Keys>().map_or(&[] as &[_], Vec::as_slice);
    for (index, key) in (FIRST_KEY..call.count()).step_by(2).enumerate() {
        let is_equal = match ready.get(index) {
            Some(Some(text)) => **text == *source,
            _ => call.text(key)?.unwrap_or_default() == source,
        };
        if is_equal {
            return call.value(key + 1);
        }
    }
    call.value(1)
}
