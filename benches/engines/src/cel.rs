//! CEL, Google's expression language, by cel-rust.

use cel::common::types::{CelInt, CelString};
use cel::{Context, Env, Value, add_member_overload, extensions};
use std::sync::Arc;

pub fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let mut env = Env::stdlib().with_optional_support(true);
    env.add_extension(extensions::strings).expect("the extension is new");
    env.add_extension(|env| {
        add_member_overload!(env, fn dialled: (CelString) -> CelString)?;
        add_member_overload!(env, fn lower: (CelString) -> CelString)?;
        add_member_overload!(env, fn normalize_diacritics: (CelString) -> CelString)?;
        add_member_overload!(env, fn number: (CelString) -> CelInt)?;
        add_member_overload!(env, fn prefix: (CelString, CelInt) -> CelString)
    })
    .expect("the functions are new");
    let program = env.compile(include_str!("klaxoon-1.cel")).expect("it compiles");
    let mut context = Context::with_env(Arc::new(env));
    move |line, out| {
        let user: serde_json::Value = serde_json::from_str(line).expect("a user");
        context.add_variable("user", user).expect("it is JSON");
        match program.execute(&context).expect("it runs") {
            Value::Null => (),
            resource => {
                serde_json::to_writer(out, &resource.json().expect("it is JSON")).expect("it is written")
            }
        }
    }
}

// CEL replaces no patterns, lowers ASCII only and knows nothing of diacritics; its `int` fails at a text that is none, and its
// `substring` at the end of the text.

fn dialled(number: &CelString<'_>) -> CelString<'static> {
    host::dialled(number.inner()).into_owned().into()
}

fn lower(text: &CelString<'_>) -> CelString<'static> {
    text.inner().to_lowercase().into()
}

fn normalize_diacritics(text: &CelString<'_>) -> CelString<'static> {
    host::normalize_diacritics(text.inner()).into_owned().into()
}

fn number(text: &CelString<'_>) -> CelInt {
    text.inner().parse::<i64>().unwrap_or_default().into()
}

fn prefix(text: &CelString<'_>, count: &CelInt) -> CelString<'static> {
    let count = usize::try_from(*count.inner()).unwrap_or_default();
    host::prefix(text.inner(), count).to_owned().into()
}
