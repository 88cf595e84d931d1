//! Outcomes as payloads: bytes written from the template that the plan prepared, without a document in between.

mod json;
pub(crate) mod patch;
pub(crate) mod reference;
mod resource;

pub(crate) use json::{escape_into, value_text};
pub(crate) use resource::create;
