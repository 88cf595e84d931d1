//! `wild-expressions.json`: expressions found in public, with whether Entra would take them.
//!
//! A valid one must check without an error. An invalid one must be refused, at least by a strict check: some are
//! leniencies that are reported and run.

use crate::{CaseResult, Checked, cases};
use scopemap::{Expression, Strictness};
use serde_json::Value;

pub(crate) fn run(file: &Value) -> Vec<Checked> {
    let judged = cases(file).iter().enumerate().filter(|(_, case)| case["valid"].is_boolean());
    judged.map(|(index, case)| (format!("wild-{:03}", index + 1), check(case))).collect()
}

fn check(case: &Value) -> CaseResult {
    let text = case["text"].as_str().unwrap_or_default();
    let valid = case["valid"].as_bool().unwrap_or_default();
    let refused = |strict: bool| Expression::new("case", text, Strictness { strict, sync: false }).err();
    match (valid, refused(false), refused(true)) {
        (true, Some(report), _) => Err(format!("refused: {}", report.diagnostics()[0].message())),
        (false, None, None) => Err(format!("accepted: {text}")),
        _ => Ok(()),
    }
}
