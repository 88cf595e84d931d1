//! What the examples give, object by object.

use crate::{SHIPPED, Shipped, env, read};
use scopemap::{Cause, Failure, Outcome};
use serde_json::Value;
use std::collections::BTreeSet;

impl Shipped {
    /// Maps every line of a file, in one run: its id and what it gives.
    pub(crate) fn outcomes(&self, kind: &str, file: &str) -> Vec<(String, Shown)> {
        let (engine, env) = (self.engine(), env());
        let (mut mapper, text, mut out) = (engine.mapper(kind), read(file), Vec::new());
        let outcomes = text.lines().map(|line| {
            let source: Value = serde_json::from_str(line).expect("an example is JSON");
            let id = source[self.id].as_str().expect("an example has an id").to_owned();
            out.clear();
            let shown = match mapper.map_into(line, &env, &mut out) {
                Outcome::Mapped(payload) => Shown::Payload {
                    json: String::from_utf8(out.clone()).expect("a payload is UTF-8"),
                    left_out: payload.left_out().iter().map(described).collect(),
                },
                Outcome::OutOfScope(why) => Shown::OutOfScope(why.causes().map(cause).collect()),
                Outcome::Failed(failures) => Shown::Failed(failures.iter().map(described).collect()),
                other => panic!("{file}: {id}: {other:?}"),
            };
            (id, shown)
        });
        outcomes.collect()
    }
}

/// What mapping one object gives, as a reader sees it.
pub(crate) enum Shown {
    Payload { json: String, left_out: Vec<String> },
    OutOfScope(Vec<String>),
    Failed(Vec<String>),
}

impl Shown {
    pub(crate) fn payload(&self) -> Option<Value> {
        match self {
            Shown::Payload { json, .. } => Some(serde_json::from_str(json).expect("a payload is JSON")),
            _ => None,
        }
    }

    fn is_clean(&self) -> bool {
        match self {
            Shown::Payload { left_out, .. } => left_out.is_empty(),
            Shown::OutOfScope(_) => true,
            Shown::Failed(_) => false,
        }
    }
}

fn described(failure: &Failure) -> String {
    let error = failure.error();
    format!("{}: {}: {}", failure.target(), error.code().name, error.message())
}

fn cause(cause: Cause<'_>) -> String {
    match cause {
        Cause::NotActive => "not active".to_owned(),
        Cause::NotAssigned => "not assigned".to_owned(),
        Cause::Clause { filter, clause } => format!("{filter}: not {clause}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn pairs_are_the_same_objects_of_which_some_change() {
    for shipped in SHIPPED {
        let file = |when: &str| format!("examples/{}.{when}.ndjson", shipped.name);
        let (before, after) =
            (shipped.outcomes("user", &file("before")), shipped.outcomes("user", &file("after")));
        let ids =
            |outcomes: &[(String, Shown)]| outcomes.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&before), ids(&after), "{}", shipped.name);
        assert_eq!(
            ids(&before).len(),
            ids(&before).into_iter().collect::<BTreeSet<_>>().len(),
            "{}",
            shipped.name
        );
        for (id, shown) in before.iter().chain(&after) {
            assert!(shown.is_clean(), "{}: {id} fails", shipped.name);
        }
        let same =
            before.iter().zip(&after).filter(|((_, old), (_, new))| old.payload() == new.payload()).count();
        assert!(same > 0 && same < before.len(), "{}: some change and some do not", shipped.name);
    }
}
