//! What every function's file uses.

pub(super) use super::{
    Body, Call, Constants, Evaluated, Expected, Flow, Function, Prepared, Refusal, Slot, Stop, example,
    expects, null, optional, refused, repeating, required, yields,
};
pub(super) use crate::diagnostic::{EvalError, code};
pub(super) use crate::dotnet::text::{self, utf16};
pub(super) use crate::value::{Kind, Value};
