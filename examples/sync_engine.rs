//! A sync engine's main loop: objects of its own type, mapped on several threads, payloads in the order of the objects.
//!
//! `cargo run --release --example sync_engine` maps 100,000 made-up people by `rules/klaxoon.yaml`.

use scopemap::{Engine, FixedEnv, InputError, Outcome, SourceObject, Value, Wanted};
use std::error::Error;
use std::num::NonZero;
use std::thread;
use std::time::SystemTime;

/// What the engine has read of its source: a row of a database, say. Nothing is copied to map it.
struct Person {
    id: u32,
    name: String,
    given_name: &'static str,
    surname: &'static str,
    job_title: Option<&'static str>,
    enabled: bool,
}

impl SourceObject for Person {
    /// Sets what the rules read; what a person does not have stays null.
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        for index in 0..wanted.len() {
            let value = match wanted.name(index) {
                "objectId" => Value::Integer(self.id.into()),
                "userPrincipalName" | "mail" | "mailNickname" => Value::Text(&self.name),
                "givenName" => Value::Text(self.given_name),
                "surname" => Value::Text(self.surname),
                "jobTitle" => self.job_title.map_or(Value::Null, Value::Text),
                "accountEnabled" => Value::Boolean(self.enabled),
                _ => continue,
            };
            wanted.set(index, value);
        }
        Ok(())
    }
}

/// What a thread makes of its share of the people.
#[derive(Default)]
struct Share {
    payloads: Vec<u8>,
    mapped: usize,
    out_of_scope: usize,
    failed: usize,
}

/// How many people are mapped at once.
const AT_ONCE: usize = 100;

fn map(engine: &Engine, env: &FixedEnv, people: &[Person]) -> Share {
    // A mapper reuses its memory: one for each thread. Some people at a time are faster than one by one.
    let (mut mapper, mut share) = (engine.mapper("user"), Share::default());
    let Share { payloads, mapped, out_of_scope, failed } = &mut share;
    for some in people.chunks(AT_ONCE) {
        mapper.map_each(some, env, payloads, |outcome, payloads| match outcome {
            Outcome::Mapped(_) => {
                payloads.push(b'\n');
                *mapped += 1;
            }
            Outcome::OutOfScope(_) => *out_of_scope += 1,
            // A real engine leaves the account alone and reports `failures`, each with its place in the rules.
            _ => *failed += 1,
        });
    }
    share
}

#[expect(
    clippy::disallowed_methods,
    reason = "the clock is the engine's to read, and rules see it through `Env` only"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let engine = Engine::load("rules/klaxoon.yaml").map_err(|report| report.to_string())?;
    let env = FixedEnv::at(SystemTime::now());
    let people: Vec<Person> = (0..100_000)
        .map(|id| Person {
            id,
            name: format!("Ann.Lee{id}@contoso.com"),
            given_name: "Ann",
            surname: "Lée",
            job_title: (id % 10 > 0).then_some("Clerk"),
            enabled: id % 20 > 0,
        })
        .collect();
    // Rules with `SelectUniqueValue` and the like give the same only in one order.
    let threads =
        if engine.needs_order() { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    let shares: Vec<Share> = thread::scope(|scope| {
        let shares = people.chunks(people.len().div_ceil(threads));
        let running: Vec<_> = shares.map(|share| scope.spawn(|| map(&engine, &env, share))).collect();
        running.into_iter().map(|thread| thread.join().expect("a mapper does not panic")).collect()
    });
    for share in shares {
        let Share { payloads, mapped, out_of_scope, failed } = share;
        eprintln!("{mapped} mapped ({} bytes), {out_of_scope} out of scope, {failed} failed", payloads.len());
    }
    Ok(())
}
