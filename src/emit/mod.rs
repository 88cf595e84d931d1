//! Outcomes as payloads: bytes written from the template that the plan prepared, without a document in between.

mod json;
pub(crate) mod patch;
pub(crate) mod reference;
mod resource;

pub(crate) use json::{escape_into, value_text};
pub(crate) use resource::create;

/// What the bodies of most requests have room in: below a kibibyte allocators keep what was freed at hand.
pub(crate) const USUAL_BODY: usize = 1000;
