//! Rego, the language of Open Policy Agent, on regorus's virtual machine: its interpreter, `Engine::eval_rule`, takes twice as
//! long.

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};

pub fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let rule = "data.klaxoon.resource";
    let mut engine = Engine::new();
    engine.add_policy("klaxoon-1.rego".into(), include_str!("klaxoon-1.rego").into()).expect("it parses");
    let policy = engine.compile_with_entrypoint(&Rc::from(rule)).expect("it compiles");
    let mut machine = RegoVM::new();
    machine.load_program(Compiler::compile_from_policy(&policy, &[rule]).expect("it compiles"));
    move |line, out| {
        machine.set_input(Value::from_json_str(line).expect("a user"));
        match machine.execute().expect("it runs") {
            Value::Undefined => (),
            resource => serde_json::to_writer(out, &resource).expect("it is JSON"),
        }
    }
}
