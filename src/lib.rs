#![doc = include_str!("guide.md")]

mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod diagnostic;
mod dotnet;
mod emit;
mod engine;
mod env;
mod eval;
mod expression;
mod functions;
mod input;
mod json;
mod operators;
mod plan;
mod ruleset;
mod schema;
mod source;
mod sync;
mod syntax;
mod value;

/// The catalogs: what the language knows, for tools that show or check it.
pub mod catalog {
    pub use crate::diagnostic::code::CODES;
    pub use crate::functions::{Example, Expected, FUNCTIONS, Function, Parameter, Presence, find};
    pub use crate::operators::{OperandKind, SCOPING_OPERATORS, ScopingExample, ScopingOperator};
}

pub use check::Strictness;
pub use diagnostic::{Code, Diagnostic, EvalError, Report, Severity};
pub use dotnet::date::DateTime;
#[cfg(feature = "cli")]
#[doc(hidden)] // for the benches
pub use engine::Stage;
pub use engine::{
    Cause, Engine, Mapper, Object, OutOfScope, Outcome, Payload, Requests, Resource, UnknownObject,
};
pub use env::{Env, FixedEnv};
pub use eval::Failure;
pub use expression::{Evaluation, Expression};
pub use input::{CsvObject, CsvObjects, Frame, Frames, InputError, SourceObject, Wanted};
pub use source::{Source, Span};
pub use sync::{
    Action, Decision, Decisions, Explanation, Guard, Link, LinkState, Links, Method, Request, Settings,
    Survey, Sync, Targets, Threshold,
};
pub use value::{Decimal, Kind, Value};
