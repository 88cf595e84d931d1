//! Any text as a target path: it is refused, or it gives a payload that is JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scopemap::{Engine, FixedEnv, Outcome};
use std::time::SystemTime;

fuzz_target!(|text: &str| {
    let rules = serde_json::json!({
        "version": 1,
        "objects": { "user": { "mappings": [
            { "target": "userName", "source": "mail" },
            { "target": text, "expression": "Append([mail], \"x\")" },
        ] } },
    });
    if let Ok(engine) = Engine::from_str("fuzz", &rules.to_string()) {
        let users = engine.object("user").expect("the rules map users");
        if let Outcome::Mapped(resource) = users.map(r#"{"mail":"a\"b"}"#, &FixedEnv::at(SystemTime::UNIX_EPOCH)) {
            let _: serde_json::Value = serde_json::from_str(resource.to_json()).expect("a payload is JSON");
        }
    }
});
