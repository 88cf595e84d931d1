//! The linear path of .NET patterns beside the `regex` crate alone, on patterns that people write.
//!
//! `cargo bench --bench patterns`; each group shows both, side by side in one run.

// The engine itself, without the reading of an object around it.
#[path = "../src/dotnet/mod.rs"]
#[expect(dead_code, unused_imports, unreachable_pub, reason = "a bench uses a part of it")]
mod dotnet;

use bumpalo::Bump;
use criterion::{Criterion, criterion_group, criterion_main};
use dotnet::regex::Pattern;
use std::hint::black_box;

const PATTERNS: &[(&str, &str)] = &[
    (r"^SG-Klaxoon-", "SG-Klaxoon-Pro"),
    (r".*@contoso\.com$", "zoe.lefevre@contoso.com"),
    (r"^(svc|adm)-", "zoe.lefevre@contoso.com"),
    (r"^1[0-9]{6}$", "1500000"),
    (r"\+(?<isdCode>\d* )(?<phoneNumber>\d{10})", "+91 9998887777"),
    (r"[()\s-]+", "+1 (999) 888-7777"),
];

fn patterns(criterion: &mut Criterion) {
    for (text, input) in PATTERNS {
        let ours = Pattern::new(text).expect("a .NET pattern");
        let theirs = regex::Regex::new(text).expect("a pattern of the regex crate");
        let replacement = ours.replacement("").expect("an empty replacement");
        let mut group = criterion.benchmark_group(format!("is_match {text}"));
        group.bench_function("scopemap", |bencher| bencher.iter(|| ours.is_match(black_box(input))));
        group.bench_function("regex", |bencher| bencher.iter(|| theirs.is_match(black_box(input))));
        group.finish();
        let mut group = criterion.benchmark_group(format!("replace {text}"));
        group.bench_function("scopemap", |bencher| {
            let mut arena = Bump::new();
            bencher.iter(|| {
                arena.reset();
                ours.replace(black_box(input), &replacement, &arena).map(str::len)
            });
        });
        group.bench_function("regex", |bencher| {
            bencher.iter(|| theirs.replace_all(black_box(input), "").len());
        });
        group.finish();
    }
}

criterion_group!(benches, patterns);
criterion_main!(benches);
