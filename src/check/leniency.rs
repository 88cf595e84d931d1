//! What runs although Entra would not take it, or spells it otherwise.
//!
//! A default check reports these as warnings, a strict one refuses them, except tests in `IIF`. Source: `spec:expressions-1.9`,
//! `spec:expressions-3.24`.

use crate::diagnostic::{Diagnostic, code};
use crate::functions::Function;
use crate::plan::{Comparison, Constant, Expr, Node};
use crate::source::Span;
use crate::syntax::{Leniency, LeniencyKind};
use crate::value::Kind;

/// Reports a leniency of a text, at its place in the file.
pub(super) fn of_text(leniency: &Leniency, locate: impl Fn(Span) -> Span) -> Diagnostic {
    let (code, message, label, help) = match leniency.kind {
        LeniencyKind::LaxEscape => (
            &code::LAX_ESCAPE,
            "a backslash before this character keeps both",
            "kept as two characters",
            "write `\\\\` for a backslash",
        ),
        LeniencyKind::Concatenation => (
            &code::CONCATENATION_OPERATOR,
            "`&` joins texts here, but not everywhere in Entra",
            "joins two texts",
            "use Append or Join",
        ),
    };
    Diagnostic::new(code, locate(leniency.span), message).label(label).help(help)
}

/// Reports the leniencies of a checked call that stands at `span`.
pub(super) fn of_call(function: &Function, slots: &[Option<Node>], span: Span) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if function.name == "Switch"
        && let Some(Some(Node { expr: Expr::Call(source), span })) = slots.first()
        && ["IsPresent", "IsNull", "IsNullOrEmpty"].contains(&source.function.name)
    {
        let message = format!("`Switch` over `{}` is discouraged in Entra", source.function.name);
        let finding = Diagnostic::new(&code::PRESENCE_TEST_IN_SWITCH, *span, message);
        found.push(
            finding
                .label("a test, not a value")
                .help("switch over the value, with `\"\"` as the key for no value"),
        );
    }
    if function.name == "IIF"
        && let Some(Some(condition)) = slots.first()
        && tests_presence(condition)
    {
        let message = "in Entra this test fails where the attribute has no value";
        let finding = Diagnostic::new(&code::IIF_NULL_TEST, condition.span, message);
        found.push(
            finding.label("a test for no value").help(
                "switch over the value, with `\"\"` as the key for no value: `Switch([a], [a], \"\", …)`",
            ),
        );
    }
    let keys = slots.iter().skip(2).step_by(2).flatten().filter(|_| function.name == "Switch");
    if let Some(key) = keys.into_iter().find(|key| matches!(key.expr, Expr::Compare(..))) {
        let finding = Diagnostic::new(
            &code::CONDITION_AS_KEY,
            key.span,
            "a key of `Switch` is a value, not a condition",
        );
        found.push(finding.label("a comparison").help("nest IIF: `IIF([a] = \"x\", …, IIF(…))`"));
    }
    if function.name == "FormatDateTime" && slots.len() == 3 {
        let message = "`FormatDateTime` has four arguments in today's reference";
        let finding = Diagnostic::new(&code::THREE_ARGUMENT_FORMAT, span, message);
        found.push(finding.label("three arguments").help(
            "leave an empty slot for `dateTimeStyles`: `FormatDateTime(source, , inputFormat, outputFormat)`",
        ));
    }
    let dates = slots.iter().enumerate().filter(|(slot, _)| {
        function.parameter(*slot).is_some_and(|parameter| parameter.kind == Kind::DateTime)
    });
    for (_, slot) in dates {
        if let Some(node) = slot.as_ref().filter(|node| is_text(node)) {
            let message = format!("`{}` takes a date, and this is not converted to one", function.name);
            let finding = Diagnostic::new(&code::DATE_WITHOUT_CDATE, node.span, message);
            found.push(finding.label("not a date yet").help("wrap it in `CDate(…)`"));
        }
    }
    found
}

/// Tells whether a condition is one of those that Entra's reference lists as not supported.
fn tests_presence(condition: &Node) -> bool {
    let is_empty_text =
        |node: &Node| matches!(&node.expr, Expr::Constant(Constant::Text(text)) if text.is_empty());
    match &condition.expr {
        Expr::Call(call) => ["IsPresent", "IsNullOrEmpty"].contains(&call.function.name),
        Expr::Compare(left, Comparison::Equal, right) => is_empty_text(left) || is_empty_text(right),
        _ => false,
    }
}

/// Tells whether a node gives a text, as far as its form says: a text, an attribute, or a call that builds one.
fn is_text(node: &Node) -> bool {
    match &node.expr {
        Expr::Constant(constant) => matches!(constant, Constant::Text(_)),
        Expr::Attribute(_) | Expr::Concatenation(_) => true,
        Expr::Call(call) => {
            ["FormatDateTime", "Join", "Append", "Mid", "Left", "Replace"].contains(&call.function.name)
        }
        Expr::Compare(..) | Expr::Flow(_) => false,
    }
}
