//! Rego as the README of regorus shows it: its interpreter, `Engine::eval_rule`, and a function that is added to it.
//!
//! Source: https://docs.rs/crate/regorus/0.14.1 (the example that it begins with) and `Engine::add_extension`.

use regorus::{Engine, Value};

fn main() {
    host::run(&std::env::args().nth(1).expect("a file of users"), engine());
}

fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let mut engine = Engine::new();
    // As in OPA: `to_number` of a text that is none is undefined, and no error.
    engine.set_strict_builtin_errors(false);
    engine.add_policy("klaxoon-1.rego".into(), include_str!("klaxoon-1.rego").into()).expect("it parses");
    let normalize = |values: Vec<Value>| {
        let text = values[0].as_string()?;
        Ok(host::normalize_diacritics(text).into_owned().into())
    };
    engine.add_extension("normalize_diacritics".into(), 1, Box::new(normalize)).expect("it is new");
    move |line, out| {
        engine.set_input(Value::from_json_str(line).expect("a user"));
        match engine.eval_rule("data.klaxoon.resource".into()).expect("it runs") {
            Value::Undefined => (),
            resource => serde_json::to_writer(out, &resource).expect("it is JSON"),
        }
    }
}
