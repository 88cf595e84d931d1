//! The scoping step: the checks, and every filter clause by clause.

use super::value::Json;
use super::{Status, View};
use crate::diagnostic::EvalError;
use crate::eval::scoping::{self, Decider, Scope};
use crate::operators::Operand;
use crate::plan::{Clause, ScopeMode, ScopingFilter};
use crate::sync::course::Course;
use crate::value::Value;
use serde::{Serialize, Serializer};
use std::fmt;

#[derive(Debug, Serialize)]
pub(super) struct Scoping {
    step: &'static str,
    pub(super) status: Status,
    /// `None` where scoping could not tell, or was not reached.
    pub(super) in_scope: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) checks: Option<Checks>,
    pub(super) groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
pub(super) struct Checks {
    pub(super) active_in_source: bool,
    pub(super) assigned: bool,
    scope_mode: &'static str,
    pub(super) has_required_role: bool,
    pub(super) filter_passed: Verdict,
    /// What the source says of an object that is not active.
    #[serde(skip_serializing_if = "Option::is_none")]
    inactive_by: Option<&'static str>,
}

/// One scoping filter.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) result: Verdict,
    pub(super) clauses: Vec<ShownClause>,
}

#[derive(Debug, Serialize)]
pub(super) struct ShownClause {
    pub(super) attribute: String,
    pub(super) operator: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    pub(super) actual: Json,
    pub(super) result: Verdict,
    /// What decided, where it was not the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    /// What a pattern matched, and where, in bytes from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    matched: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offsets: Option<(usize, usize)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'static str>,
}

/// What a clause, a filter or all of them give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Is(bool),
    Error(&'static str),
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Verdict::Is(holds) => holds.serialize(serializer),
            Verdict::Error(code) => serializer.collect_map([("error", code)]),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Is(holds) => holds.fmt(formatter),
            Verdict::Error(code) => write!(formatter, "error: {code}"),
        }
    }
}

/// False if any is false, else an error if any is one, else true.
fn all<'v>(mut verdicts: impl Iterator<Item = &'v Verdict> + Clone) -> Verdict {
    if verdicts.clone().any(|verdict| *verdict == Verdict::Is(false)) {
        return Verdict::Is(false);
    }
    verdicts.find(|verdict| matches!(verdict, Verdict::Error(_))).cloned().unwrap_or(Verdict::Is(true))
}

/// True if any is true, else an error if any is one, else false; nothing at all is true.
fn any<'v>(mut verdicts: impl Iterator<Item = &'v Verdict> + Clone) -> Verdict {
    if verdicts.clone().next().is_none() || verdicts.clone().any(|verdict| *verdict == Verdict::Is(true)) {
        return Verdict::Is(true);
    }
    verdicts.find(|verdict| matches!(verdict, Verdict::Error(_))).cloned().unwrap_or(Verdict::Is(false))
}

impl Scoping {
    pub(super) fn new(view: &View<'_, '_, '_>) -> Self {
        let Some(course) = &view.detail.course else {
            let status = Status::NotReached;
            return Self { step: "scoping", status, in_scope: None, checks: None, groups: Vec::new() };
        };
        let groups: Vec<Group> =
            course.object.scoping_filters.iter().map(|filter| group(view, course, filter)).collect();
        let (status, in_scope) = match &course.scope {
            Scope::In => (Status::Ok, Some(true)),
            Scope::Out(_) => (Status::Failed, Some(false)),
            Scope::Error(_) => (Status::Failed, None),
        };
        let checks = Checks {
            active_in_source: course.active,
            assigned: course.assigned,
            scope_mode: if course.scope_mode == ScopeMode::Assigned { "assigned" } else { "all" },
            has_required_role: true, // Default access counts since 2020.
            filter_passed: any(groups.iter().map(|group| &group.result)),
            inactive_by: (!course.active).then(|| inactive_by(course)),
        };
        Self { step: "scoping", status, in_scope, checks: Some(checks), groups }
    }

    /// Every reason for being out of scope, in fixed order; of each filter the first clause that does not hold.
    pub(super) fn causes(&self) -> Vec<String> {
        let Some(checks) = &self.checks else { return Vec::new() };
        let mut causes = Vec::new();
        if !checks.active_in_source {
            causes.push(format!("not active in the source: {}", checks.inactive_by.unwrap_or_default()));
        }
        if !checks.assigned {
            causes.push(
                "not assigned to the application: no `isAssigned: true`, and no role assignment".to_owned(),
            );
        }
        if checks.filter_passed == Verdict::Is(false) {
            let failing = self.groups.iter().filter_map(|group| {
                let clause = group.clauses.iter().find(|clause| clause.result == Verdict::Is(false))?;
                Some(format!("filter {}: {clause}", group.name()))
            });
            causes.extend(failing);
        }
        causes
    }
}

/// What the source says of an object that is not active.
fn inactive_by(course: &Course<'_>) -> &'static str {
    let state = &course.object.state;
    let value =
        |slot: Option<usize>| slot.and_then(|slot| course.row.get(slot)).copied().unwrap_or(Value::Null);
    if !value(state.deleted_date_time).is_empty() {
        "`deletedDateTime` is set, so it is in the recycle bin"
    } else if !value(state.account_enabled).is_null() && value(state.account_enabled).boolean() == Ok(false) {
        "`accountEnabled` is false"
    } else {
        "`IsSoftDeleted` is true"
    }
}

impl Group {
    pub(super) fn name(&self) -> String {
        if self.title.is_empty() { "without a title".to_owned() } else { format!("\"{}\"", self.title) }
    }
}

impl fmt::Display for ShownClause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.attribute, self.operator)?;
        if let Some(value) = &self.value {
            write!(formatter, " \"{value}\"")?;
        }
        let actual = if self.actual.is_null() { "no value" } else { self.actual.as_str() };
        write!(formatter, ", actual {actual}: {}", self.result)?;
        if let Some(note) = self.note {
            write!(formatter, " ({note})")?;
        }
        if let Some(matched) = &self.matched {
            write!(formatter, " (matched \"{matched}\")")?;
        }
        Ok(())
    }
}

fn group(view: &View<'_, '_, '_>, course: &Course<'_>, filter: &ScopingFilter) -> Group {
    let clauses: Vec<_> = filter.clauses.iter().map(|clause| shown(view, course, clause)).collect();
    let result = all(clauses.iter().map(|clause| &clause.result));
    Group { title: filter.title.clone(), result, clauses }
}

fn shown(view: &View<'_, '_, '_>, course: &Course<'_>, clause: &Clause) -> ShownClause {
    let value = course.row.get(clause.slot).copied().unwrap_or(Value::Null);
    let hidden = view.redaction.hides_slot(clause.slot);
    let (result, decider) = match judge(view, course, clause) {
        Ok((holds, decider)) => (Verdict::Is(holds), decider),
        Err(error) => (Verdict::Error(error.code().name), None),
    };
    let text = scoping::comparable(value, view.arena).filter(|_| !value.is_null() && !hidden);
    let (matched, offsets) = match (text, &clause.operand) {
        (Some(text), Operand::Pattern(pattern)) => {
            let found = pattern.find(text).ok().flatten();
            let start = found.map(|found| found.as_ptr().addr() - text.as_ptr().addr());
            (found, start.zip(found).map(|(start, found)| (start, start + found.len())))
        }
        _ => (None, None),
    };
    let differs_in_case = |text: &str| {
        let operand = &clause.operand_text;
        text != operand && text.to_lowercase() == operand.to_lowercase()
    };
    let equality = matches!(clause.operator.name, "EQUALS" | "NOT EQUALS");
    let note = match decider {
        Some(Decider::Null) => Some("null is false under every operator but IS NULL"),
        Some(Decider::NotAnInteger) => Some("not a whole number"),
        None if equality && text.is_some_and(differs_in_case) => Some("differs only in letter case"),
        None => None,
    };
    ShownClause {
        attribute: course.object.slot(clause.slot).map(|slot| slot.name.clone()).unwrap_or_default(),
        operator: clause.operator.name,
        value: Some(clause.operand_text.clone()).filter(|text| !text.is_empty()),
        actual: Json::shown(value, hidden),
        result,
        cause: decider.map(|decider| match decider {
            Decider::Null => "null",
            Decider::NotAnInteger => "not-an-integer",
        }),
        matched: matched.map(str::to_owned),
        offsets,
        note,
    }
}

type Judged = Result<(bool, Option<Decider>), EvalError>;

/// Evaluates a clause as a run does.
fn judge(view: &View<'_, '_, '_>, course: &Course<'_>, clause: &Clause) -> Judged {
    // The plan outlives the arena; the clause is found there again.
    let filters = course.object.scoping_filters.iter();
    let own = filters.flat_map(|filter| &filter.clauses).find(|known| std::ptr::eq(*known, clause));
    own.map_or(Ok((false, None)), |own| scoping::judge(own, course.row, view.arena))
}
