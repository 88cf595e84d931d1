//! What an evaluation found on its way, for an explanation.

use crate::diagnostic::EvalError;
use crate::functions::{Evaluated, Flow, IN_SEQUENCE, Stop};
use crate::plan::{Expr, Node};
use crate::value::Value;
use std::cell::RefCell;

/// The results of sub-expressions in the order in which they were found; what was not needed is not there.
#[derive(Debug, Default)]
pub(crate) struct Trace<'a>(RefCell<Vec<(&'a Node, Found<'a>)>>);

/// What a sub-expression gave.
#[derive(Clone, Debug)]
pub(crate) enum Found<'a> {
    Value(Value<'a>),
    Flow(Flow),
    Error(EvalError),
}

impl<'a> Trace<'a> {
    pub(super) fn note(&self, node: &'a Node, result: &Evaluated<'a>) {
        let found = match result {
            Ok(value) => Found::Value(**value),
            Err(Stop::Flow(flow)) => Found::Flow(*flow),
            Err(Stop::Error(error)) => Found::Error(error.clone()),
        };
        self.0.borrow_mut().push((node, found));
    }

    /// Tells whether a function took part that gives another value in another run, e.g. `Guid`.
    ///
    /// Source: `spec:expressions-2.7`.
    pub(crate) fn is_example(&self, node: &Node) -> bool {
        let mut found = false;
        node.visit(&mut |node| {
            let Expr::Call(call) = &node.expr else { return };
            found |= IN_SEQUENCE.contains(&call.function.name) && self.found(node).is_some();
        });
        found
    }

    /// Returns what a sub-expression gave, if it was evaluated.
    pub(crate) fn found(&self, node: &Node) -> Option<Found<'a>> {
        let found = self.0.borrow().iter().rev().find(|(known, _)| std::ptr::eq(*known, node)).cloned();
        found.map(|(_, found)| found)
    }
}
