//! The jq language by jaq; the program is jq's own.

use jaq_core::data::JustLut;
use jaq_core::load::{Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, unwrap_valr};
use jaq_json::write::{Pp, write};
use jaq_json::{Val, read};

pub fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let arena = Arena::default();
    let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let modules = Loader::new(definitions)
        .load(&arena, File { code: include_str!("klaxoon-1.jq"), path: () })
        .expect("it parses");
    let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let filter = Compiler::default().with_funs(functions).compile(modules).expect("it compiles");
    move |line, out| {
        let user = read::parse_single(line.as_bytes()).expect("a user");
        let context = Ctx::<JustLut<Val>>::new(&filter.lut, Vars::new([]));
        for resource in filter.id.run((context, user)).map(unwrap_valr) {
            write(out, &Pp::default(), 0, &resource.expect("it runs")).expect("it is written");
        }
    }
}
