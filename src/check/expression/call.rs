//! Calls: the function, where it may stand, how many arguments it takes, and what it makes ready of constant ones.
//!
//! Source: `spec:expressions-1.8`, `spec:expressions-3.0`.

use super::{Checker, Position};
use crate::check::{Reported, leniency, suggestion};
use crate::diagnostic::code;
use crate::functions::{self, Body, Constants, FUNCTIONS, Function, IDENTIFIERS, Prepared, Presence, Slot};
use crate::plan::{Call, Expr, Node};
use crate::source::{Span, Spanned};
use crate::syntax::expression as tree;

impl Checker<'_, '_> {
    pub(super) fn call(
        &mut self,
        name: &Spanned<String>,
        arguments: &[Option<tree::Node>],
        span: Span,
        position: Position,
    ) -> Option<Expr> {
        let Some(function) = functions::find(&name.node) else {
            self.unknown_function(name);
            arguments.iter().flatten().for_each(|argument| drop(self.node(argument, Position::Inner)));
            return None;
        };
        if function.name != name.node {
            self.name_case(&name.node, function.name, name.span, &code::UNKNOWN_FUNCTION);
        }
        let may_stand = self.may_stand(function, name.span, position);
        let arguments = without_dropped_slots(function, arguments);
        let arity = self.arity(function, &arguments, span);
        let slots: Vec<Option<Option<Node>>> = arguments
            .iter()
            .enumerate()
            .map(|(index, argument)| {
                let leads_up = position != Position::Inner
                    && function.parameter(index).is_some_and(|parameter| parameter.result);
                let position = if leads_up { Position::Result } else { Position::Inner };
                argument.map(|argument| self.node(argument, position))
            })
            .collect();
        if !may_stand || !arity {
            return None;
        }
        // A slot that is filled must also run.
        let slots = slots.into_iter().map(|slot| slot.map_or(Some(None), |checked| checked.map(Some)));
        let slots = slots.collect::<Option<Vec<_>>>()?;
        let prepared = self.prepare(function, &slots, &arguments, span).ok()?;
        for finding in leniency::of_call(function, &slots, self.locate(span)) {
            self.findings.push(finding);
        }
        Some(Expr::Call(Call { function, slots, prepared }))
    }

    fn unknown_function(&mut self, name: &Spanned<String>) {
        let bare = IDENTIFIERS.iter().find(|(bare, _)| bare.eq_ignore_ascii_case(&name.node));
        let help = bare.map(|(bare, _)| format!("`{bare}` is no call: write it without brackets"));
        let help = help.or_else(|| elsewhere(&name.node).map(|known| format!("use `{known}`")));
        let help = help.or_else(|| suggestion(&name.node, FUNCTIONS.iter().map(|function| function.name)));
        self.report(
            &code::UNKNOWN_FUNCTION,
            name.span,
            format!("there is no function `{}`", name.node),
            "not in the catalog",
            help,
        );
    }

    fn may_stand(&mut self, function: &Function, span: Span, position: Position) -> bool {
        let (allowed, help) = match function.body {
            Body::Whole(_) => (position == Position::Whole, "it must be the outermost call"),
            Body::Flow(_) => (
                position != Position::Inner,
                "it must be the whole expression, or a result of IIF, Switch or Coalesce",
            ),
            Body::Eager(_) | Body::Prepared(..) | Body::Lazy(_) | Body::PreparedLazy(..) => (true, ""),
        };
        if !allowed {
            let message = format!("`{}` cannot stand inside another call", function.name);
            self.report(&code::POSITION, span, message, "not at the top", Some(help.to_owned()));
        }
        allowed
    }

    /// Reports a call with too few, too many or the wrong slots filled.
    fn arity(&mut self, function: &Function, arguments: &[Option<&tree::Node>], span: Span) -> bool {
        let (fixed, unit) = function.split_parameters();
        let beyond = arguments.len().saturating_sub(fixed.len());
        let least = unit.iter().map(|parameter| match parameter.presence {
            Presence::Repeating { least } => least,
            _ => 0,
        });
        let least = least.max().unwrap_or(0) * unit.len();
        let missing = fixed.iter().enumerate().find(|(slot, parameter)| {
            parameter.presence == Presence::Required && arguments.get(*slot).copied().flatten().is_none()
        });
        let gap = arguments.iter().skip(fixed.len()).any(Option::is_none);
        let wrong = if let Some((_, parameter)) = missing {
            format!("`{}` needs its argument `{}`", function.name, parameter.name)
        } else if unit.is_empty() && beyond > 0 {
            format!(
                "`{}` takes at most {}, {} given",
                function.name,
                arguments_text(fixed.len()),
                arguments.len()
            )
        } else if !unit.is_empty() && beyond % unit.len() != 0 {
            format!("`{}` takes its last arguments in pairs, and one is left over", function.name)
        } else if beyond < least {
            format!(
                "`{}` needs at least {}, {} given",
                function.name,
                arguments_text(fixed.len() + least),
                arguments.len()
            )
        } else if gap {
            format!("`{}` has an empty slot among its last arguments", function.name)
        } else {
            return true;
        };
        self.report(
            &code::ARITY,
            span,
            wrong,
            "this call",
            Some(format!("it is called as `{}`", function.signature())),
        );
        false
    }

    /// Lets the function look at its constant arguments and make something ready.
    fn prepare(
        &mut self,
        function: &Function,
        slots: &[Option<Node>],
        arguments: &[Option<&tree::Node>],
        span: Span,
    ) -> Result<Option<Prepared>, Reported> {
        let (Body::Prepared(prepare, _) | Body::PreparedLazy(prepare, _)) = function.body else {
            return Ok(None);
        };
        let known = slots.iter().map(|slot| match slot {
            None => Slot::Omitted,
            Some(Node { expr: Expr::Constant(constant), .. }) => Slot::Constant(constant.value()),
            Some(_) => Slot::Dynamic,
        });
        match prepare(&Constants(&known.collect::<Vec<_>>())) {
            Ok(prepared) => Ok(Some(prepared)),
            Err(refusal) => {
                let argument = refusal.slot.and_then(|slot| arguments.get(slot).copied().flatten());
                let place = argument.map_or(span, |argument| argument.span);
                let place = refusal.offset.map_or(place, |offset| self.scalar.place_in(place, offset));
                let label = if argument.is_some() { "this argument" } else { "this call" };
                let help = (refusal.code == &code::ARITY)
                    .then(|| format!("it is called as `{}`", function.signature()))
                    .or_else(|| refusal.help.map(str::to_owned));
                self.report(refusal.code, place, refusal.message, label, help);
                Err(Reported)
            }
        }
    }
}

fn arguments_text(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}

/// In a function with one repeating parameter an empty slot among the repetitions is dropped.
fn without_dropped_slots<'t>(
    function: &Function,
    arguments: &'t [Option<tree::Node>],
) -> Vec<Option<&'t tree::Node>> {
    let (fixed, unit) = function.split_parameters();
    let keeps = |index: usize, argument: &Option<tree::Node>| {
        unit.len() != 1 || index < fixed.len() || argument.is_some()
    };
    let kept = arguments.iter().enumerate().filter(|(index, argument)| keeps(*index, argument));
    kept.map(|(_, argument)| argument.as_ref()).collect()
}

/// What a function of another dialect is called here. Source: `spec:expressions-0.2`.
fn elsewhere(name: &str) -> Option<&'static str> {
    let dialects = [
        ("lcase", "ToLower"),
        ("ucase", "ToUpper"),
        ("ltrim", "Trim"),
        ("rtrim", "Trim"),
        ("concat", "Append"),
        ("concatenate", "Join"),
        ("substring", "Mid"),
        ("right", "Mid"),
        ("if", "IIF"),
        ("ifnull", "Coalesce"),
        ("cnum", "CStr"),
        ("bitor", "BitAnd"),
        ("isbitset", "BitAnd"),
        ("approleassignments", "AppRoleAssignmentsComplex"),
        ("padleft", "Append"),
        ("padright", "Append"),
    ];
    let known = dialects.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1;
    functions::find(known).map(|function| function.name)
}
