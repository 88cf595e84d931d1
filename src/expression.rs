//! One expression outside a rule file: what `scopemap eval` runs, and what tests of the catalog run.

use crate::check::{self, SingleExpression, Strictness};
use crate::diagnostic::{EvalError, Report};
use crate::emit;
use crate::env::Env;
use crate::eval::Evaluator;
use crate::eval::trace::Trace;
use crate::functions::{Flow, Stop};
use crate::input::{self, InputError, SourceObject, Wanted};
use crate::source::Source;
use crate::value::{Arena, Kind, Value};

/// A checked expression that stands alone; its source attributes are whatever an object has.
pub struct Expression {
    checked: SingleExpression,
    report: Report,
}

/// What an expression gives for one object.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Evaluation {
    /// A value: its kind, and its JSON text. A date is its text form.
    Value(Kind, String),
    /// Null.
    Null,
    /// The attribute is left out of the operation.
    IgnoreAttribute,
    /// The object is left out of the operation.
    IgnoreObject,
    /// The evaluation failed.
    Error(EvalError),
}

impl Expression {
    /// Checks an expression; `name` is what messages call its text.
    ///
    /// # Errors
    ///
    /// A [`Report`] with everything that keeps it from running.
    pub fn new(name: &str, text: &str, strictness: Strictness) -> Result<Self, Report> {
        let (checked, diagnostics) = check::single_expression(text, strictness);
        let report = Report::new(Source::new(name, text), diagnostics);
        match checked {
            Some(checked) => Ok(Self { checked, report }),
            None => Err(report),
        }
    }

    /// Returns what is doubtful in an expression that runs.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Returns the names that the expression reads, each with the top-level attributes that may give its value.
    #[cfg(feature = "cli")]
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        let SingleExpression { object, keys, .. } = &self.checked;
        object.slots.iter().map(|slot| {
            let keys = slot.readings.iter().filter_map(|reading| keys.names().get(reading.key));
            (slot.name.as_str(), keys.map(String::as_str))
        })
    }

    /// Evaluates the expression for one object.
    ///
    /// # Errors
    ///
    /// An [`InputError`] when the object is not readable.
    pub fn evaluate<S: SourceObject + ?Sized>(
        &self,
        source: &S,
        env: &dyn Env,
    ) -> Result<Evaluation, InputError> {
        self.run(source, env, &Arena::new(), None)
    }

    /// Evaluates likewise, and tells whether what comes out is only an example of what another run gives.
    #[cfg(feature = "cli")]
    pub(crate) fn preview<S: SourceObject + ?Sized>(
        &self,
        source: &S,
        env: &dyn Env,
    ) -> Result<(Evaluation, bool), InputError> {
        let (arena, trace) = (Arena::new(), Trace::default());
        let evaluation = self.run(source, env, &arena, Some(&trace))?;
        Ok((evaluation, trace.is_example(&self.checked.node)))
    }

    fn run<'a, S: SourceObject + ?Sized>(
        &'a self,
        source: &'a S,
        env: &'a dyn Env,
        arena: &'a Arena,
        trace: Option<&'a Trace<'a>>,
    ) -> Result<Evaluation, InputError> {
        let SingleExpression { node, object, keys } = &self.checked;
        let row = Wanted::new(keys, arena).read(source, None)?;
        input::compute(object, row, arena);
        let evaluator = Evaluator::new(row, arena, env, trace);
        Ok(match evaluator.expr(node) {
            Ok(Value::Null) => Evaluation::Null,
            Ok(value) => Evaluation::Value(value.kind(), emit::value_text(*value)),
            Err(Stop::Flow(Flow::IgnoreAttribute)) => Evaluation::IgnoreAttribute,
            Err(Stop::Flow(Flow::IgnoreObject)) => Evaluation::IgnoreObject,
            Err(Stop::Error(error)) => Evaluation::Error(error),
        })
    }
}
