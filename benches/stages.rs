//! The stages of a mapping, each with those before it, over the users of «klaxoon-1»; and loading rule files.
//!
//! `cargo bench --bench stages`. A stage costs what its row takes more than the row above. The users are those of
//! `examples/users.ndjson`, of whom not all are in scope; `benches/compare.sh` has the whole run over many users.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use scopemap::{Engine, FixedEnv, Stage};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::SystemTime;

const RULES: &str = include_str!("klaxoon-1.yaml");

fn stages(criterion: &mut Criterion) {
    let users = std::fs::read("examples/users.ndjson").expect("the example users are there");
    let users: Vec<&[u8]> = users.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let engine = Engine::from_str("klaxoon-1.yaml", RULES).expect("the rules are in order");
    let env = FixedEnv::at(SystemTime::UNIX_EPOCH);
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Elements(users.len() as u64));
    for stage in [Stage::Scan, Stage::Scope, Stage::Evaluate, Stage::Emit] {
        let (mut mapper, mut out) = (engine.mapper("user"), Vec::new());
        group.bench_function(format!("to {stage:?}"), |bencher| {
            bencher.iter(|| {
                out.clear();
                users.iter().filter(|user| mapper.run_to(stage, black_box(**user), &env, &mut out)).count()
            });
        });
    }
}

/// Loading grows linearly with the number of mappings.
fn loading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("loading");
    group.bench_function("klaxoon-1", |bencher| bencher.iter(|| Engine::from_str("rules", black_box(RULES))));
    for (kind, mapping) in [("direct", direct as fn(u64) -> String), ("expressions", expression)] {
        for count in [500, 1000, 2000] {
            let rules = many_mappings(count, mapping);
            assert!(Engine::from_str("rules", &rules).is_ok());
            group.throughput(Throughput::Elements(count));
            group.bench_function(format!("{count} {kind}"), |bencher| {
                bencher.iter(|| Engine::from_str("rules", black_box(&rules)));
            });
        }
    }
}

fn many_mappings(count: u64, mapping: fn(u64) -> String) -> String {
    let mut rules = "version: 1\nname: many\nobjects:\n  user:\n    target:\n      schema: urn:ietf:params:scim:schemas:core:2.0:User\n    mappings:\n      - { target: userName, source: userPrincipalName, match: 1 }\n".to_owned();
    for index in 1..count {
        let written = writeln!(rules, "      - {{ {} }}", mapping(index));
        debug_assert!(written.is_ok(), "a growing text takes any text");
    }
    rules
}

const EXTENSION: &str = "urn:ietf:params:scim:schemas:extension:custom:2.0:User";

/// Targets of every shape.
fn direct(index: u64) -> String {
    let target = match index % 3 {
        0 => format!("{EXTENSION}:attribute{index}"),
        1 => format!("emails[type eq \"kind{index}\"].value"),
        _ => format!("{EXTENSION}:manager{}.part{index}", index % 41),
    };
    format!("target: '{target}', source: surname")
}

/// Expressions as the shipped rules have them.
fn expression(index: u64) -> String {
    let value = match index % 4 {
        0 => r#"Join(", ", [surname], Left([givenName], 4))"#,
        1 => r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#,
        2 => r#"Replace([mailNickname], , "[^a-zA-Z0-9]", , "", , )"#,
        _ => r#"IIF(IsNullOrEmpty([department]), "Unknown", ToLower(NormalizeDiacritics([department])))"#,
    };
    format!("target: '{EXTENSION}:attribute{index}', expression: '{value}'")
}

criterion_group!(benches, stages, loading);
criterion_main!(benches);
