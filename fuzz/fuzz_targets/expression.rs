//! Any text as an expression: it is refused or it runs, and nothing panics.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scopemap::{Expression, FixedEnv, Strictness};
use std::time::SystemTime;

fuzz_target!(|text: &str| {
    let source = r#"{"a":"Zoë 🙂","b":-12.5,"c":[1,"x",null,{"value":"v"}],"d":"2021-06-30+08:00","e":true,"f":{"g":"h"}}"#;
    if let Ok(expression) = Expression::new("fuzz", text, Strictness::default()) {
        let _ = expression.evaluate(source, &FixedEnv::at(SystemTime::UNIX_EPOCH));
    }
});
