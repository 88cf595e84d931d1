//! VRL, the language of Vector.

use vrl::compiler::prelude::*;
use vrl::compiler::runtime::{Runtime, Terminate};
use vrl::compiler::{TargetValueRef, compile};
use vrl::value::Secrets;

pub fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let mut functions = vrl::stdlib::all();
    functions.push(Box::new(NormalizeDiacritics));
    let program = compile(include_str!("klaxoon-1.vrl"), &functions).expect("it compiles").program;
    let (mut runtime, mut metadata, mut secrets) = (Runtime::default(), Value::Null, Secrets::default());
    move |line, out| {
        let mut user: Value = serde_json::from_str(line).expect("a user");
        runtime.clear();
        let mut target = TargetValueRef { value: &mut user, metadata: &mut metadata, secrets: &mut secrets };
        match runtime.resolve(&mut target, &program, &TimeZone::default()) {
            Ok(_) => serde_json::to_writer(out, &user).expect("it is JSON"),
            Err(Terminate::Abort(_)) => (),
            Err(error) => panic!("{error}"),
        }
    }
}

/// VRL has nothing for diacritics.
#[derive(Clone, Copy, Debug)]
struct NormalizeDiacritics;

impl Function for NormalizeDiacritics {
    fn identifier(&self) -> &'static str {
        "normalize_diacritics"
    }

    fn usage(&self) -> &'static str {
        "Writes letters without their diacritics."
    }

    fn category(&self) -> &'static str {
        Category::String.as_ref()
    }

    fn return_kind(&self) -> u16 {
        kind::BYTES
    }

    fn parameters(&self) -> &'static [Parameter] {
        const PARAMETERS: &[Parameter] = &[Parameter::required("value", kind::BYTES, "The text.")];
        PARAMETERS
    }

    fn examples(&self) -> &'static [Example] {
        &[]
    }

    fn compile(&self, _: &TypeState, _: &mut FunctionCompileContext, arguments: ArgumentList) -> Compiled {
        Ok(Normalized { value: arguments.required("value") }.as_expr())
    }
}

#[derive(Clone, Debug)]
struct Normalized {
    value: Box<dyn Expression>,
}

impl FunctionExpression for Normalized {
    fn resolve(&self, ctx: &mut Context) -> Resolved {
        let value = self.value.resolve(ctx)?;
        Ok(host::normalize_diacritics(&value.try_bytes_utf8_lossy()?).into())
    }

    fn type_def(&self, _: &TypeState) -> TypeDef {
        TypeDef::bytes().infallible()
    }
}
