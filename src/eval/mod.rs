//! Runs a checked plan for one source object.
//!
//! Scoping filters come first: an object that no filter admits is out of scope, and no mapping runs. Otherwise all
//! mappings run, in file order; where one fails that the object cannot do without, the outcome is every failure, never
//! half a resource.
//!
//! Nothing here reads a clock, a file or a random number; that comes through [`Env`]. The same plan, object and
//! environment give the same outcome.
//!
//! Source: `entra:how-provisioning-works`, `spec:mapping-1`, `spec:mapping-3`.

pub(crate) mod change;
pub(crate) mod mapping;
pub(crate) mod scoping;
pub(crate) mod trace;

use crate::diagnostic::EvalError;
use crate::env::Env;
use crate::functions::{Arguments, Body, Call, Context, Evaluate, Evaluated, Stop};
use crate::plan::{self, Comparison, Expr, Node};
use crate::value::{Arena, Value};
use trace::Trace;

/// What expressions of one object see.
#[derive(Copy, Clone)]
pub(crate) struct Evaluator<'a> {
    /// The values of the plan's slots.
    pub(crate) row: &'a [Value<'a>],
    pub(crate) context: Context<'a>,
    /// What notes each result, for an explanation.
    pub(crate) trace: Option<&'a Trace<'a>>,
}

/// So many arguments are taken from the stack.
const FEW_ARGUMENTS: usize = 8;

impl<'a> Evaluator<'a> {
    /// Makes an evaluator of expressions that write no target attribute.
    pub(crate) fn new(
        row: &'a [Value<'a>],
        arena: &'a Arena,
        env: &'a dyn Env,
        trace: Option<&'a Trace<'a>>,
    ) -> Self {
        Self { row, context: Context { arena, env, target: "" }, trace }
    }

    /// Evaluates one checked expression.
    ///
    /// A source attribute that the object lacks is [`Value::Null`]; an argument that is not needed does not run.
    ///
    /// # Errors
    ///
    /// Any error kind of `spec:expressions-1.11`, at the innermost call that failed; or a flow marker.
    #[expect(
        clippy::inline_always,
        reason = "most nodes are attributes and constants, which are less work than a call"
    )]
    #[inline(always)]
    pub(crate) fn expr(&self, node: &'a Node) -> Evaluated<'a> {
        match self.trace {
            None => self.result(node),
            Some(trace) => self.traced(node, trace),
        }
    }

    #[cold]
    #[inline(never)]
    fn traced(&self, node: &'a Node, trace: &Trace<'a>) -> Evaluated<'a> {
        let result = self.result(node);
        trace.note(node, &result);
        result
    }

    #[expect(clippy::inline_always, reason = "as `expr`")]
    #[inline(always)]
    fn result(&self, node: &'a Node) -> Evaluated<'a> {
        match &node.expr {
            Expr::Constant(constant) => Ok(self.context.arena.alloc(constant.value())),
            Expr::Attribute(slot) => Ok(self.row.get(*slot).unwrap_or(&Value::Null)),
            Expr::Flow(flow) => Err(Stop::Flow(*flow)),
            Expr::Compare(left, comparison, right) => self.compare(left, *comparison, right, node),
            Expr::Concatenation(parts) => self.concatenate(parts, node),
            Expr::Call(call) => self.call(call, node),
        }
    }

    #[inline(never)] // as `call`
    fn compare(
        &self,
        left: &'a Node,
        comparison: Comparison,
        right: &'a Node,
        node: &'a Node,
    ) -> Evaluated<'a> {
        let (left, right) = (self.expr(left)?, self.expr(right)?);
        let holds = comparison.holds(left, right).map_err(|error| error.at(node.span))?;
        Ok(self.context.arena.alloc(holds.into()))
    }

    /// Joins texts; null counts as empty.
    #[inline(never)] // as `call`
    fn concatenate(&self, parts: &'a [Node], node: &'a Node) -> Evaluated<'a> {
        let mut joined = bumpalo::collections::String::with_capacity_in(64, self.context.arena);
        for part in parts {
            let text = self.expr(part)?.text(self.context.arena).map_err(|error| error.at(node.span))?;
            joined.push_str(text.unwrap_or_default());
        }
        Ok(self.context.arena.alloc(joined.into_bump_str().into()))
    }

    #[inline(never)] // so that attributes and constants need no room on the stack
    fn call(&self, call: &'a plan::Call, node: &'a Node) -> Evaluated<'a> {
        match self.run(call) {
            Ok(value) => Ok(value),
            Err(stop) => Err(placed(stop, call, node)),
        }
    }

    #[inline]
    fn run(&self, call: &'a plan::Call) -> Evaluated<'a> {
        let (context, prepared) = (&self.context, call.prepared.as_ref());
        match call.function.body {
            Body::Eager(run) | Body::Prepared(_, run) | Body::Flow(run) => {
                let (mut few, count) = ([None; FEW_ARGUMENTS], call.slots.len());
                let values = match few.get_mut(..count) {
                    Some(values) => values,
                    None => context.arena.alloc_slice_fill_copy(count, None),
                };
                for (value, slot) in values.iter_mut().zip(&call.slots) {
                    if let Some(slot) = slot {
                        *value = Some(self.expr(slot)?);
                    }
                }
                run(&Call { arguments: Arguments::Ready(values), prepared, context })
            }
            Body::Lazy(run) | Body::PreparedLazy(_, run) | Body::Whole(run) => {
                let arguments = Arguments::Lazy(&Deferred { evaluator: self, slots: &call.slots });
                run(&Call { arguments, prepared: prepared.filter(|_| self.trace.is_none()), context })
            }
        }
    }
}

/// Adds the place of an error: the argument at fault, else the whole call.
#[cold]
fn placed(mut stop: Stop, call: &plan::Call, node: &Node) -> Stop {
    if let Stop::Error(error) = &mut stop {
        let argument = error.take_slot().and_then(|slot| call.slots.get(slot)?.as_ref());
        error.place(argument.unwrap_or(node).span);
    }
    stop
}

/// Arguments that are evaluated when a lazy function asks for them.
struct Deferred<'a, 'e> {
    evaluator: &'e Evaluator<'a>,
    slots: &'a [Option<Node>],
}

impl<'a> Evaluate<'a> for Deferred<'a, '_> {
    fn count(&self) -> usize {
        self.slots.len()
    }

    fn is_filled(&self, slot: usize) -> bool {
        matches!(self.slots.get(slot), Some(Some(_)))
    }

    fn evaluate(&self, slot: usize) -> Evaluated<'a> {
        match self.slots.get(slot) {
            Some(Some(node)) => self.evaluator.expr(node),
            _ => Ok(&Value::Null),
        }
    }
}

/// Why one mapping or clause of an object failed: the target it was for, and the error with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The normalised target path; empty for a scoping clause.
    pub(crate) target: String,
    pub(crate) error: EvalError,
}

impl Failure {
    /// Returns the target attribute whose mapping failed; empty for a scoping clause.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns what failed, and where in the rule file.
    #[must_use]
    pub fn error(&self) -> &EvalError {
        &self.error
    }
}
