//! Any text as a rule file: it is refused with findings that can be shown, or it maps.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scopemap::{Engine, FixedEnv};
use std::time::SystemTime;

fuzz_target!(|text: &str| match Engine::from_str("fuzz.yaml", text) {
    Ok(engine) => {
        let mut out = Vec::new();
        let _ = engine.mapper("user").map_into(r#"{"mail":"a"}"#, &FixedEnv::at(SystemTime::UNIX_EPOCH), &mut out);
    }
    Err(report) => {
        let _ = (report.to_string(), report.to_plain(), report.to_json_lines());
    }
});
