//! Functions by family: one evaluation, the reading of a small source object included.
//!
//! `cargo bench --bench functions`; the first row of each group is the cost of a bare attribute, to subtract.

use criterion::{Criterion, criterion_group, criterion_main};
use scopemap::{Expression, FixedEnv, Strictness};
use std::hint::black_box;
use std::time::SystemTime;

const SOURCE: &str = r#"{"givenName":"Zoë","surname":"Lefèvre-Żółć","mail":"zoe.lefevre@contoso.com","state":"Bavaria","hired":"2021-06-30T08:15:00+05:30","telephoneNumber":"+1 (999) 888-7777","proxyAddresses":["SMTP:a@x.org","smtp:b@x.org","smtp:a@x.org"],"appRoleAssignments":[{"id":"r1","value":"Admin","displayName":"Admin"}]}"#;

const FAMILIES: &[(&str, &[(&str, &str)])] = &[
    (
        "text",
        &[
            ("attribute", "[surname]"),
            ("Append", r#"Append([givenName], ".x")"#),
            ("Join", r#"Join(", ", [surname], [givenName])"#),
            ("Mid", "Mid([surname], 2, 4)"),
            ("ToLower", "ToLower([surname])"),
            ("PCase", "PCase([surname])"),
            ("NormalizeDiacritics", "NormalizeDiacritics([surname])"),
            ("StripSpaces", "StripSpaces([telephoneNumber])"),
        ],
    ),
    (
        "decide",
        &[
            ("attribute", "[state]"),
            ("IIF", r#"IIF([state] = "Bavaria", "DE", "-")"#),
            (
                "Switch",
                r#"Switch([state], "-", "Ontario", "CA", "Queensland", "AU", "Victoria", "AU", "Bavaria", "DE")"#,
            ),
            ("Coalesce", "Coalesce([none], [state])"),
        ],
    ),
    (
        "dates",
        &[
            ("attribute", "[hired]"),
            ("CDate", "CDate([hired])"),
            ("FormatDateTime", r#"FormatDateTime([hired], , "yyyy-MM-ddTHH:mm:sszzz", "dd MMM yyyy")"#),
            ("DateAdd", r#"DateAdd("m", 1, CDate([hired]))"#),
            ("DateDiff", r#"DateDiff("d", Now(), CDate([hired]))"#),
        ],
    ),
    (
        "lists",
        &[
            ("attribute", "[proxyAddresses]"),
            ("Count", "Count([proxyAddresses])"),
            ("Item", "Item([proxyAddresses], 2)"),
            ("RemoveDuplicates", "RemoveDuplicates([proxyAddresses])"),
            ("Split", r#"Split([mail], ".")"#),
            ("SingleAppRoleAssignment", "SingleAppRoleAssignment([appRoleAssignments])"),
        ],
    ),
    (
        "patterns",
        &[
            ("attribute", "[telephoneNumber]"),
            ("text", r#"Replace([telephoneNumber], "-", , , "", , )"#),
            ("class", r#"Replace([telephoneNumber], , "[()\\s-]+", , "", , )"#),
            ("group", r#"Replace([mail], , "(?<Suffix>@(.)*)", "Suffix", "", , )"#),
            ("backtracking", r#"Replace([mail], , "^.*?(?=@)", , "x", , )"#),
        ],
    ),
];

fn functions(criterion: &mut Criterion) {
    let env = FixedEnv::at(SystemTime::UNIX_EPOCH);
    for (family, calls) in FAMILIES {
        let mut group = criterion.benchmark_group(*family);
        for (name, text) in *calls {
            let expression = Expression::new("bench", text, Strictness::default())
                .unwrap_or_else(|report| panic!("{report}"));
            group.bench_function(*name, |bencher| {
                bencher.iter(|| expression.evaluate(black_box(SOURCE), &env));
            });
        }
    }
}

criterion_group!(benches, functions);
criterion_main!(benches);
