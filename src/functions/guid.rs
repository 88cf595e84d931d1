//! `Guid()`: a random id.

use super::prelude::*;
use crate::env::Env;
use crate::value::{Arena, built};

pub(super) const FUNCTION: Function = Function {
    name: "Guid",
    summary: "Returns a new random GUID (version 4), in small letters with hyphens.",
    source: "entra:guid",
    parameters: &[],
    examples: &[
        expects("Guid()", Expected::Length(36)),
        example(
            r#"Replace(Guid(), , "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", , "🙂", , )"#,
            "🙂",
        ),
        refused(r#"Guid("é")"#, "arity"),
    ],
    body: Body::Eager(|call| Ok(call.place(guid(call.context.env, call.context.arena)))),
};

fn guid<'a>(env: &dyn Env, arena: &'a Arena) -> &'a str {
    let mut bytes = [0; 16];
    env.random(&mut bytes);
    let random = u128::from_be_bytes(bytes);
    // Version 4, and the variant of RFC 9562.
    let guid = (random & !(0xF << 76) & !(0b11 << 62)) | (4 << 76) | (0b10 << 62);
    let part = |shift: u32, digits: u32| (guid >> shift) & ((1 << (4 * digits)) - 1);
    let (first, fifth) = (part(96, 8), part(0, 12));
    let [second, third, fourth] = [80, 64, 48].map(|shift| part(shift, 4));
    built(arena, format_args!("{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{fifth:012x}"))
}
