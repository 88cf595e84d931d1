//! `Item(attribute, index)`: one member of a list.

use super::prelude::*;

pub(super) const FUNCTION: Function = Function {
    name: "Item",
    summary: "Returns the member of a list at `index`, counted from 1; a single value is a list of one.",
    source: "entra:item",
    parameters: &[required("attribute", Kind::List), required("index", Kind::Integer)],
    examples: &[
        example("Item([otherMails], 2)", "🙂@b.c").given(r#"{"otherMails": ["a@b.c", "🙂@b.c"]}"#),
        example("Item([mail], 1)", "a@b.c").given(r#"{"mail": "a@b.c"}"#),
        refused("Item([mail], 0)", "out-of-range").given(r#"{"mail": "a@b.c"}"#),
        refused("Item([mail], 1)", "out-of-range"), // null has no members
    ],
    body: Body::Eager(item),
};

fn item<'a>(call: &Call<'a, '_>) -> Evaluated<'a> {
    let (value, index) = (call.value(0)?, call.integer(1)?);
    let member = usize::try_from(index)
        .ok()
        .and_then(|index| index.checked_sub(1))
        .and_then(|index| value.members().get(index));
    let beyond = || {
        let message = if value.members().is_empty() {
            "the list is empty, so no index has a member"
        } else {
            "an index below 1 or beyond the last member"
        };
        EvalError::new(&code::OUT_OF_RANGE, message).of_argument(1).into()
    };
    member.ok_or_else(beyond)
}
