//! The text form: the result and its nearest causes first, then one line a fact.

use super::action::{Argument, Attribute, Step};
use super::scoping::Verdict;
use super::{Explanation, Status};
use crate::sync::Decision;
use crate::sync::decision::Action;
use std::fmt::{self, Display, Formatter};

/// Causes that are shown at the top; the steps have all.
const TOP: usize = 6;

impl Display for Explanation<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", Headline(&self.decision))?;
        for cause in self.because.iter().take(TOP) {
            writeln!(out, "  {cause}")?;
        }
        if self.because.len() > TOP {
            writeln!(out, "  … and {} more, see below", self.because.len() - TOP)?;
        }
        writeln!(out)?;
        self.import(out)?;
        self.scoping(out)?;
        self.matching(out)?;
        self.action(out)?;
        for failure in &self.decision.diagnostics {
            let target = if failure.target().is_empty() { "scoping" } else { failure.target() };
            writeln!(out, "  note      {target}: {}", failure.error())?;
        }
        Ok(())
    }
}

/// Who, and what is done: `User ann@contoso.com  ->  SKIP (NotEffectivelyEntitled)`.
struct Headline<'d>(&'d Decision<'d>);

impl Display for Headline<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let decision = self.0;
        let kind = if decision.kind.is_empty() { "object" } else { &*decision.kind };
        let mut letters = kind.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        write!(out, "{}{}", first.unwrap_or_default(), letters.as_str())?;
        let name = decision.display.as_deref().or(decision.source_id.as_deref());
        write!(out, " {}", name.unwrap_or("without a name"))?;
        let action = match decision.action {
            Action::StagedAction => "DISABLE WITHHELD".to_owned(),
            Action::StagedDelete => "DELETE WITHHELD".to_owned(),
            action => action.as_str().to_uppercase(),
        };
        write!(out, "  ->  {action} ({})", decision.reason)
    }
}

fn step(out: &mut Formatter<'_>, name: &str, status: Status, rest: &str) -> fmt::Result {
    let line = format!("  {name:<9} {:<11} {rest}", status.as_str());
    writeln!(out, "{}", line.trim_end())
}

fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "NO" }
}

impl Explanation<'_> {
    fn import(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let import = &self.import;
        if import.status == Status::NotReached {
            return step(out, "import", import.status, "");
        }
        let count = import.attributes.0.len();
        let mut rest = format!("{count} {}", if count == 1 { "attribute" } else { "attributes" });
        if !import.missing.is_empty() {
            rest = format!("{rest}; missing: {}", import.missing.join(", "));
        }
        for (name, value) in &import.computed.0 {
            rest = format!("{rest}; computed: {name} {}", value.as_str());
        }
        step(out, "import", import.status, &rest)
    }

    fn scoping(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let scoping = &self.scoping;
        let Some(checks) = &scoping.checks else { return step(out, "scoping", scoping.status, "") };
        let filter = match &checks.filter_passed {
            Verdict::Is(passed) => yes(*passed),
            Verdict::Error(_) => "ERROR",
        };
        let rest = format!(
            "active {}, assigned {}, role {}, filter {filter}",
            yes(checks.active_in_source),
            yes(checks.assigned),
            yes(checks.has_required_role)
        );
        step(out, "scoping", scoping.status, &rest)?;
        for group in &scoping.groups {
            writeln!(out, "    group {}: {}", group.name(), group.result)?;
            for clause in &group.clauses {
                writeln!(out, "      {clause}")?;
            }
        }
        Ok(())
    }

    fn matching(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let matching = &self.matching;
        let rest = match &matching.target {
            Some(target) if matching.status != Status::NotReached => {
                format!("link {}, target {target}", matching.link)
            }
            _ if matching.status == Status::NotReached => String::new(),
            _ => format!("link {}", matching.link),
        };
        step(out, "matching", matching.status, &rest)?;
        for cause in matching.causes() {
            writeln!(out, "    {cause}")?;
        }
        Ok(())
    }

    fn action(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let action = &self.action;
        let count = action.requests.len();
        let requests = match count {
            0 => String::new(),
            1 => "1 request".to_owned(),
            count => format!("{count} requests"),
        };
        step(out, "action", action.status, &requests)?;
        let waits = |attribute: &&Attribute| attribute.outcome == "skipped-disabling";
        for attribute in action.attributes.iter().filter(|attribute| !waits(attribute)) {
            write_attribute(out, attribute)?;
        }
        let waiting = action.attributes.iter().filter(waits).count();
        if waiting > 0 {
            writeln!(out, "    {waiting} other attributes wait until the object is back in scope")?;
        }
        for request in &action.requests {
            let body = request.body().map_or(String::new(), |body| format!(" {body}"));
            writeln!(out, "    {} {}{body}", request.method().as_str(), request.path())?;
        }
        Ok(())
    }
}

fn write_attribute(out: &mut Formatter<'_>, attribute: &Attribute) -> fmt::Result {
    let value = match (attribute.old.is_null(), attribute.new.is_null()) {
        (true, true) => String::new(),
        (true, false) => format!(" {}", attribute.new.as_str()),
        (false, _) if attribute.outcome == "unchanged" => format!(" {}", attribute.old.as_str()),
        (false, _) if attribute.outcome.starts_with("skipped") => {
            format!(", left as {}", attribute.old.as_str())
        }
        (false, _) => format!(" {} -> {}", attribute.old.as_str(), attribute.new.as_str()),
    };
    let example = if attribute.example { "  (an example: a run may give another)" } else { "" };
    writeln!(out, "    {}: {}{value}{example}", attribute.target, attribute.outcome)?;
    if attribute.trace.is_empty() {
        return match attribute.expression.as_str() {
            "" => Ok(()),
            expression => writeln!(out, "      {expression}"),
        };
    }
    for step in &attribute.trace {
        writeln!(out, "      {step}")?;
    }
    Ok(())
}

impl Display for Step {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let is_operator = !self.call.starts_with(|first: char| first.is_ascii_alphabetic());
        let args: Vec<String> = self.args.iter().map(ToString::to_string).collect();
        if is_operator {
            write!(out, "{}", args.join(&format!(" {} ", self.call)))?;
        } else {
            write!(out, "{}({})", self.call, args.join(", "))?;
        }
        write!(out, " = {}", self.result)
    }
}

impl Display for Argument {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Argument::Value(value) => out.write_str(value.as_str()),
            Argument::Flow { flow } => out.write_str(flow),
            Argument::Error { error } => write!(out, "error {error}"),
            Argument::Skipped { .. } => out.write_str("…"),
        }
    }
}
