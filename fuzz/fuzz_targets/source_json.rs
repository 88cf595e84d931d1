//! Any bytes as a stream of source objects: each is refused or mapped, and every payload is JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use scopemap::{Engine, FixedEnv, Frames, Outcome};
use std::sync::OnceLock;
use std::time::SystemTime;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::from_str("klaxoon", include_str!("../../rules/klaxoon.yaml")).expect("the rules compile"))
}

fuzz_target!(|bytes: &[u8]| {
    let env = FixedEnv::at(SystemTime::UNIX_EPOCH);
    let mut mapper = engine().mapper("user");
    let mut frames = Frames::new(bytes).expect("bytes can be read");
    while let Ok(Some(frame)) = frames.next_frame() {
        let mut out = Vec::new();
        if let Outcome::Mapped(_) = mapper.map_into(frame.bytes, &env, &mut out) {
            let _: serde_json::Value = serde_json::from_slice(&out).expect("a payload is JSON");
        }
    }
});
