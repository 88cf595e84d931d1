//! Any texts as pattern, replacement and input of Replace: it is refused or it ends, and nothing panics.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scopemap::{Expression, FixedEnv, Strictness};
use std::sync::OnceLock;
use std::time::SystemTime;

fn replace() -> &'static [Expression; 3] {
    static REPLACE: OnceLock<[Expression; 3]> = OnceLock::new();
    REPLACE.get_or_init(|| {
        [
            "Replace([input], , [pattern], , [replacement], , )",
            "Replace([input], , [pattern], \"1\", [replacement], , )",
            "Replace([none], , [pattern], \"1\", , [input], )",
        ]
        .map(|text| Expression::new("fuzz", text, Strictness::default()).expect("the expression checks"))
    })
}

fuzz_target!(|texts: (&str, &str, &str)| {
    let (pattern, replacement, input) = texts;
    let source = serde_json::json!({ "pattern": pattern, "replacement": replacement, "input": input }).to_string();
    for expression in replace() {
        let _ = expression.evaluate(source.as_str(), &FixedEnv::at(SystemTime::UNIX_EPOCH));
    }
});
