//! `scopemap plan RULES INPUT… --target FILE`: what a sync would do, one decision per object.

use super::environment::Environment;
use super::objects::{self, Input};
use super::output::Told;
use super::progress::Progress;
use super::{Colours, Exit, Stopped, map, output};
use crate::check::Strictness;
use crate::engine::Engine;
use crate::eval::Failure;
use crate::sync::{Action, Decision, Guard, Links, Settings, Survey, Sync, Targets, Threshold};
use clap::Args;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Plan {
    /// The rule file
    rules: PathBuf,
    /// Source objects, the whole population: NDJSON, a JSON array, a Graph page, or CSV; `-` is standard input
    #[arg(default_value = "-")]
    input: Vec<PathBuf>,
    #[command(flatten)]
    target: Target,
    /// Write the links as they are when all decisions are carried out to this file; it may be that of --links
    #[arg(long, value_name = "FILE")]
    write_links: Option<PathBuf>,
    /// Refuse what Entra would spell otherwise
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    environment: Environment,
}

/// What the target holds, what is known of it, and what may be done to it.
#[derive(Debug, Args)]
pub(super) struct Target {
    /// The target's resources as they are now: NDJSON, a JSON array or a SCIM list response; once for each page
    #[arg(long = "target", value_name = "FILE")]
    resources: Vec<PathBuf>,
    /// Which target resource stands for which source object, one link a line:
    /// {"kind":"user","source":"…","target":"…","state":"managed"}
    #[arg(long, value_name = "FILE")]
    links: Option<PathBuf>,
    /// The kind of objects that do not say it themselves [default: user, or the only kind that the rules map]
    #[arg(long, value_name = "KIND")]
    pub(super) object: Option<String>,
    /// The most objects that may be disabled or deleted, as a number, in percent of the managed objects (`5%`), or
    /// `none` for any number [default: the larger of 10 and 5%]
    #[arg(long, value_name = "LIMIT", value_parser = threshold)]
    deletion_threshold: Option<Threshold>,
    /// Leave alone what has left the scope
    #[arg(long)]
    skip_out_of_scope_deletions: bool,
    /// The input is a part of the population: what it lacks is not gone
    #[arg(long)]
    partial: bool,
    /// The most members of a group in one request
    #[arg(long, value_name = "COUNT", default_value_t = 100)]
    max_members: usize,
}

fn threshold(text: &str) -> Result<Threshold, String> {
    let wrong = || "write a number, a share such as `5%`, or `none`".to_owned();
    if text == "none" {
        return Ok(Threshold::Unlimited);
    }
    match text.strip_suffix('%') {
        Some(percent) => {
            let percent: f64 = percent.trim().parse().map_err(|_| wrong())?;
            if (0.0..=100.0).contains(&percent) { Ok(Threshold::Percent(percent)) } else { Err(wrong()) }
        }
        None => text.parse().map(Threshold::Count).map_err(|_| wrong()),
    }
}

impl Target {
    pub(super) fn settings(&self) -> Settings {
        Settings {
            threshold: self.deletion_threshold.unwrap_or_default(),
            skip_out_of_scope_deletions: self.skip_out_of_scope_deletions,
            partial: self.partial,
            max_members: self.max_members,
        }
    }

    /// Refuses standard input for two things: the second would read nothing, and nothing means that all are gone.
    pub(super) fn refuse_stdin_twice(&self, inputs: &[PathBuf]) -> Result<(), Stopped> {
        let files = inputs.iter().chain(&self.resources);
        if files.filter(|path| path.as_path() == Path::new("-")).count() > 1 {
            let message = "standard input (`-`, also where INPUT is left out) can be read for one thing only";
            return Err(Stopped::wrong_use(message));
        }
        Ok(())
    }

    /// Reads the target's resources; none without `--target`.
    pub(super) fn read<'e>(&self, engine: &'e Engine, default_kind: &str) -> Result<Targets<'e>, Stopped> {
        let mut targets = engine.targets(default_kind);
        for path in &self.resources {
            objects::for_each(path, &mut |line, object| {
                let unusable = |error| Stopped::wrong_use(format!("{}:{line}: {error}", objects::name(path)));
                match object.map_err(unusable)? {
                    objects::Source::Json(json) => targets.add(json).map_err(unusable),
                    objects::Source::Row(_) => {
                        let message = "the target's resources are JSON, not CSV";
                        Err(Stopped::wrong_use(format!("{}: {message}", objects::name(path))))
                    }
                }
            })?;
        }
        Ok(targets)
    }

    pub(super) fn read_links(&self) -> Result<Links, Stopped> {
        let Some(path) = &self.links else { return Ok(Links::default()) };
        let unreadable =
            |error| Stopped::wrong_use(format!("{}: the links cannot be read: {error}", path.display()));
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Links::read(&text).map_err(|error| Stopped::wrong_use(format!("{}:{error}", path.display())))
    }

    pub(super) fn has_target(&self) -> bool {
        !self.resources.is_empty()
    }
}

impl Plan {
    pub(super) fn run(self, colours: Colours) -> Result<Exit, Stopped> {
        if !self.target.has_target() {
            let message = "--target FILE is needed: the target's resources as they are now; an empty file is an empty target";
            return Err(Stopped::wrong_use(message));
        }
        self.target.refuse_stdin_twice(&self.input)?;
        let engine = map::load(&self.rules, Strictness { strict: self.strict, sync: true }, colours)?;
        let env = self.environment.make()?;
        let kind = map::default_kind(&engine, self.target.object.as_deref())?;
        let targets = self.target.read(&engine, &kind)?;
        let links = self.target.read_links()?;
        let mut survey = engine.survey(&kind, &targets, links, &env, self.target.settings());
        let twice = survey.is_needed();
        let inputs = self.input.iter().map(|path| Input::open(path, twice)).collect::<Result<Vec<_>, _>>()?;
        if twice {
            survey_all(&mut survey, &inputs)?;
        }
        let sync = survey.finish();
        let run = Run { engine: &engine, sync, index: 0, counts: Counts::default(), told: Told::default() };
        run.finish(&inputs, &self).map_err(|stopped| match &self.write_links {
            Some(path) if stopped.is_closed_pipe() => Stopped::wrong_use(format!(
                "{}: the links were not written, because the output was closed before all decisions were",
                path.display()
            )),
            _ => stopped,
        })
    }
}

/// The first pass.
pub(super) fn survey_all(survey: &mut Survey<'_>, inputs: &[Input<'_>]) -> Result<(), Stopped> {
    for input in inputs {
        input.for_each(&mut |_, object| {
            match object {
                Ok(object) => survey.add(&object),
                Err(_) => survey.add_unreadable(),
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// The second pass.
struct Run<'e> {
    engine: &'e Engine,
    sync: Sync<'e>,
    index: usize,
    counts: Counts,
    told: Told,
}

#[derive(Default)]
struct Counts {
    all: usize,
    actions: BTreeMap<Action, usize>,
    /// How often each reason kept an object from being sent.
    skips: BTreeMap<&'static str, usize>,
    /// Who the guard withholds.
    withheld: Vec<String>,
    unreadable: usize,
    /// Expressions that failed where their object is sent without them.
    incomplete: usize,
    unresolved: usize,
    deferred: usize,
}

/// Withheld objects that are named; the rest is counted.
const NAMED: usize = 10;

impl Run<'_> {
    fn finish(mut self, inputs: &[Input<'_>], options: &Plan) -> Result<Exit, Stopped> {
        let (mut out, mut text) = (output::stdout(), Vec::new());
        let mut progress = Progress::begin();
        for input in inputs {
            input.for_each(&mut |line, object| {
                progress.advance();
                let decision = match object {
                    Ok(object) => self.sync.decide(self.index, &object),
                    Err(error) => self.sync.unreadable(self.index, error),
                };
                self.index += 1;
                self.tell(input.path(), line, &decision);
                self.counts.add(&decision);
                write_line(&decision, &mut text, &mut out)
            })?;
        }
        for decision in self.sync.rest() {
            self.counts.add(&decision);
            write_line(&decision, &mut text, &mut out)?;
        }
        progress.end();
        out.flush()?;
        if let Some(path) = &options.write_links {
            output::replace_file(path, &self.sync.links().to_text())?;
        }
        self.told.end("the decisions on standard output have all");
        output::message(&self.counts.summary());
        let guard = self.sync.guard();
        if guard.trips() {
            output::message(&self.counts.guarded(guard));
        }
        Ok(match &self.counts {
            _ if guard.trips() => Exit::Guard,
            Counts { unreadable: 1.., .. } => Exit::WrongUse,
            counts if counts.incomplete > 0 || counts.actions.contains_key(&Action::Error) => Exit::Findings,
            _ => Exit::Clean,
        })
    }

    /// Tells what failed, and where in the rules.
    fn tell(&mut self, path: &Path, line: usize, decision: &Decision<'_>) {
        if decision.unreadable().is_none()
            && decision.action() != Action::Error
            && decision.diagnostics().is_empty()
        {
            return;
        }
        let place = format!("{}:{line}", objects::name(path));
        if let Some(error) = decision.unreadable() {
            self.told.tell(|| format!("{place}: the object cannot be read: {}", error.message()));
        } else if decision.action() == Action::Error && decision.diagnostics().is_empty() {
            self.told.tell(|| format!("{place}: error: {}: {}", decision.reason(), decision.meaning()));
        }
        let word = if decision.action() == Action::Error { "error" } else { "incomplete" };
        let rules = self.engine.report().source();
        for failure in decision.diagnostics().iter().filter(|failure| !is_reference(failure)) {
            self.told.tell(|| format!("{place}: {word}: {}", output::failure(failure, rules)));
        }
    }
}

fn write_line(decision: &Decision<'_>, text: &mut Vec<u8>, out: &mut impl Write) -> Result<(), Stopped> {
    text.clear();
    decision.write_json(text);
    text.push(b'\n');
    Ok(out.write_all(text)?)
}

/// References without a target are the usual thing: counted, and told in the decisions.
fn is_reference(failure: &Failure) -> bool {
    matches!(failure.error().code().name, "unresolved-reference" | "deferred-reference")
}

impl Counts {
    fn add(&mut self, decision: &Decision<'_>) {
        self.all += 1;
        *self.actions.entry(decision.action()).or_default() += 1;
        self.unreadable += usize::from(decision.unreadable().is_some());
        for failure in decision.diagnostics() {
            match failure.error().code().name {
                "unresolved-reference" => self.unresolved += 1,
                "deferred-reference" => self.deferred += 1,
                _ => self.incomplete += usize::from(decision.action() != Action::Error),
            }
        }
        match decision.action() {
            Action::Skip | Action::Error => *self.skips.entry(decision.reason()).or_default() += 1,
            Action::StagedAction | Action::StagedDelete => {
                let id = decision.source_id().or(decision.target_id()).unwrap_or("without an id");
                let display = decision.display().map_or(String::new(), |display| format!(" ({display})"));
                self.withheld.push(format!("{} {id}{display}", decision.kind()));
            }
            _ => {}
        }
    }

    fn summary(&self) -> String {
        let actions = self.actions.iter().map(|(action, count)| format!("{count} {}", action.as_str()));
        let actions = actions.collect::<Vec<_>>().join(", ");
        let noun = if self.all == 1 { "decision" } else { "decisions" };
        let mut lines = vec![format!("{} {noun}: {actions}", self.all)];
        if self.all == 0 {
            lines = vec!["0 decisions: neither the source nor the target has an object".to_owned()];
        }
        let mut skips: Vec<_> = self.skips.iter().collect();
        skips.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        lines.extend(skips.into_iter().map(|(reason, count)| format!("  {count} {reason}")));
        if self.unresolved > 0 {
            lines.push(format!("  {} references to objects that are not linked, left out", self.unresolved));
        }
        if self.deferred > 0 {
            lines.push(format!(
                "  {} references to objects that this run creates, left to the next",
                self.deferred
            ));
        }
        lines.join("\n")
    }

    /// How many removals are withheld, who, and what would lift it.
    fn guarded(&self, guard: Guard) -> String {
        let named = self.withheld.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = match self.withheld.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let Guard { removals, managed, limit, emptied, .. } = guard;
        let allowed = match limit {
            Some(limit) if removals > limit => format!("and {limit} may be"),
            _ => "within the limit".to_owned(),
        };
        let mut lines = vec![
            format!(
                "accidental-deletion guard: {removals} of {managed} managed objects would be disabled or deleted, \
                 {allowed}; all of these removals are withheld"
            ),
            format!("  withheld: {named}{more}"),
        ];
        if emptied {
            let message = "  the input has no object at all of a kind that would be deleted: was a file forgotten? --partial \
                           leaves alone what the input lacks";
            lines.push(message.to_owned());
        }
        lines.push(format!(
            "  `scopemap explain` with --id shows why; to let them through: --deletion-threshold {removals}"
        ));
        lines.join("\n")
    }
}
