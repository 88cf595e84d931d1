//! ZEN, the expression language of GoRules. Its one expression is null out of scope.

use zen_expression::vm::VM;
use zen_expression::{Variable, compile_expression};

pub fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let rules = compile_expression(include_str!("klaxoon-1.zen")).expect("it compiles");
    let mut machine = VM::new();
    move |line, out| {
        let user: Variable = serde_json::from_str(line).expect("a user");
        // ZEN replaces nothing, cuts text at bytes and takes no functions of a host: what would need them goes into the input.
        let supplied = host::supplied(|name| match user.dot(name)? {
            Variable::String(text) => Some(text),
            _ => None,
        });
        for (name, text) in supplied {
            user.dot_insert(name, text.map_or(Variable::Null, |text| Variable::String(text.as_str().into())));
        }
        match rules.evaluate_with(user, &mut machine).expect("it runs") {
            Variable::Null => (),
            resource => serde_json::to_writer(out, &resource).expect("it is JSON"),
        }
    }
}
