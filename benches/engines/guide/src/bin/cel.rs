//! CEL as the README of cel-rust shows it: programs of one expression each, and functions that are added to the context.
//!
//! Source: https://docs.rs/crate/cel/0.15.0 («Getting Started», and its examples «Variables» and «Functions»). CEL compiles the
//! pattern of `matches` whenever it evaluates it.

use cel::{Context, Env, Value, extensions};
use serde_json::Map;
use std::sync::Arc;

fn main() {
    host::run(&std::env::args().nth(1).expect("a file of users"), engine());
}

fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let mut env = Env::stdlib().with_optional_support(true);
    env.add_extension(extensions::strings).expect("the extension is new");
    let env = Arc::new(env);
    let mut rules = include_str!("klaxoon-1.cel").split("\n\n").map(|rule| {
        let (target, expression) = rule.split_once(" =").expect("a target and an expression");
        (target, env.compile(expression).expect("it compiles"))
    });
    let (_, scope) = rules.next().expect("the scope comes first");
    let mappings: Vec<_> = rules.collect();
    let mut context = Context::with_env(Arc::clone(&env));
    add_functions(&mut context);
    move |line, out| {
        let user: serde_json::Value = serde_json::from_str(line).expect("a user");
        context.add_variable("user", user).expect("it is JSON");
        if scope.execute(&context).expect("it runs") != Value::Bool(true) {
            return;
        }
        let mut resource = Map::new();
        for (target, program) in &mappings {
            let value = program.execute(&context).expect("it runs").json().expect("it is JSON");
            if !value.is_null() {
                resource.insert((*target).into(), value);
            }
        }
        serde_json::to_writer(out, &resource).expect("it is written");
    }
}

/// What CEL lacks: it replaces no patterns, lowers ASCII only and knows nothing of diacritics; its `int` fails at a text that is
/// none, and its `substring` at the end of the text.
fn add_functions(context: &mut Context) {
    for added in [
        context.add_function("dialled", |number: Arc<String>| host::dialled(&number).into_owned()),
        context.add_function("lower", |text: Arc<String>| text.to_lowercase()),
        context.add_function("normalizeDiacritics", |text: Arc<String>| {
            host::normalize_diacritics(&text).into_owned()
        }),
        context.add_function("number", |text: Arc<String>| text.parse::<i64>().unwrap_or_default()),
        context.add_function("prefix", |text: Arc<String>, count: i64| {
            host::prefix(&text, usize::try_from(count).unwrap_or_default()).to_owned()
        }),
    ] {
        added.expect("the function is new");
    }
}
