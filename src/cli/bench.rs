//! `scopemap bench RULES INPUT`: how fast rules run, and which of their parts cost most.

use super::environment::Environment;
use super::objects;
use super::{Colours, Exit, Stopped, map, output};
use crate::check::Strictness;
use crate::engine::{Engine, Part};
use crate::env::FixedEnv;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Objects that are measured; they are kept in memory.
const MOST: usize = 20_000;

/// Objects that are mapped at once, as in a batch of `map`.
const AT_ONCE: usize = 64;

/// Objects whose parts are measured one by one.
const PROBED: usize = 1_000;

/// How often a part runs between two looks at the clock, which costs as much as a small part.
const REPEATED: u32 = 16;

/// How long the whole is repeated; the fastest round counts, since nothing makes a computer faster than it is.
const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// Parts that are shown.
const SHOWN: usize = 10;

#[derive(Debug, Args)]
pub(super) struct Bench {
    /// The rule file
    rules: PathBuf,
    /// Source objects: NDJSON, a JSON array or a Graph page; `-` is standard input
    #[arg(default_value = "-")]
    input: PathBuf,
    /// The kind of objects that do not say it themselves [default: user, or the only kind that the rules map]
    #[arg(long, value_name = "KIND")]
    object: Option<String>,
    #[command(flatten)]
    environment: Environment,
}

impl Bench {
    pub(super) fn run(self, colours: Colours) -> Result<Exit, Stopped> {
        let engine = map::load(&self.rules, Strictness { strict: false, sync: false }, colours)?;
        let env = self.environment.make()?;
        let kind = map::default_kind(&engine, self.object.as_deref())?;
        let mut lines: Vec<Box<[u8]>> = Vec::new();
        objects::for_each(&self.input, &mut |line, object| match object {
            Ok(object) => match object.json() {
                Some(json) if lines.len() < MOST => {
                    lines.push(json.into());
                    Ok(())
                }
                Some(_) => Ok(()),
                None => Err(Stopped::wrong_use("bench measures JSON, not CSV")),
            },
            Err(error) => Err(Stopped::wrong_use(format!("{}:{line}: {error}", objects::name(&self.input)))),
        })?;
        if lines.is_empty() {
            return Err(Stopped::wrong_use(format!("{}: there is no object", objects::name(&self.input))));
        }
        let whole = whole(&engine, &env, &kind, &lines);
        let parts = parts(&engine, &env, &kind, lines.get(..PROBED).unwrap_or(&lines));
        output::print(&shown(lines.len(), whole, parts))?;
        Ok(Exit::Clean)
    }
}

/// The shortest time in which all objects are mapped, on one thread.
fn whole(engine: &Engine, env: &FixedEnv, kind: &str, lines: &[Box<[u8]>]) -> Duration {
    let (mut mapper, mut out) = (engine.mapper(kind), Vec::new());
    let (mut best, mut spent) = (Duration::MAX, Duration::ZERO);
    while spent < LONG_ENOUGH {
        let took = timed(|| {
            for some in lines.chunks(AT_ONCE) {
                out.clear();
                mapper.map_each(some.iter().map(|line| &**line), env, &mut out, |_, _| {});
            }
        });
        best = best.min(took);
        spent += took.max(Duration::from_micros(1));
    }
    best
}

/// How long each part takes in all for these objects, and how often it ran.
fn parts<'e>(
    engine: &'e Engine,
    env: &FixedEnv,
    kind: &'e str,
    lines: &[Box<[u8]>],
) -> BTreeMap<Part<'e>, Duration> {
    let (mut mapper, mut costs) = (engine.mapper(kind), BTreeMap::new());
    for line in lines {
        mapper.probe(&**line, env, &mut |part, run| {
            let took = timed(|| (0..REPEATED).for_each(|_| run())) / REPEATED;
            *costs.entry(part).or_default() += took;
        });
    }
    let probed = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    for cost in costs.values_mut() {
        *cost /= probed;
    }
    costs
}

#[expect(clippy::disallowed_methods, reason = "measuring time is what this command is for")]
fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn shown(count: usize, whole: Duration, parts: BTreeMap<Part<'_>, Duration>) -> String {
    let each = whole / u32::try_from(count).unwrap_or(u32::MAX);
    let a_second = 1_000_000_000 / each.as_nanos().max(1);
    let mut lines = vec![
        format!(
            "{count} objects: {a_second} a second on one thread, {:.2} µs each",
            each.as_secs_f64() * 1e6
        ),
        String::new(),
        "The most expensive parts, each by itself, on average over all objects:".to_owned(),
    ];
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by_key(|(_, cost)| std::cmp::Reverse(*cost));
    for (part, cost) in parts.into_iter().take(SHOWN) {
        let part = match part {
            Part::Clause(clause) => format!("clause   {clause}"),
            Part::Mapping(target) => format!("mapping  {target}"),
        };
        lines.push(format!("{:>8} ns  {part}", cost.as_nanos()));
    }
    lines.join("\n") + "\n"
}
