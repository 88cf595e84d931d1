//! Any text as a scoping clause: it is refused or it decides, and nothing panics.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scopemap::{Engine, FixedEnv};
use std::time::SystemTime;

fuzz_target!(|text: &str| {
    let rules = serde_json::json!({
        "version": 1,
        "objects": { "user": {
            "source": { "directory": "custom" },
            "scopingFilters": [{ "clauses": [text] }],
            "mappings": [],
        } },
    });
    if let Ok(engine) = Engine::from_str("fuzz", &rules.to_string()) {
        let users = engine.object("user").expect("the rules map users");
        for value in [r#""Zoë 🙂""#, "-12.5", "[1,2]", "true", "123456789012345678901234567890", "null"] {
            let _ = users.map(format!(r#"{{"a":{value}}}"#).as_str(), &FixedEnv::at(SystemTime::UNIX_EPOCH));
        }
    }
});
