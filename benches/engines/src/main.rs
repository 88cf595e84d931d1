//! The work of `klaxoon-1.yaml` by other engines, each at its best; `guide/` has three of them as their guides show them.
//!
//! `engines CRATE FILE` maps NDJSON users to NDJSON on standard output, on one thread. An engine is one file, and its rules
//! are one file beside it, compiled once. Where an engine lacks a function, its host supplies it ([`host`]). Whom the scope
//! asks by a pattern, `.*@contoso\.com$`, all but JSONata ask by the suffix: some engines compile a pattern at every user.

mod cel;
mod jaq;
mod regorus;
mod vrl;
mod zen;

use host::run;
use std::env;

fn main() {
    let [_, engine, path] = &env::args().collect::<Vec<_>>()[..] else { panic!("engines CRATE FILE") };
    match engine.as_str() {
        "cel" => run(path, cel::engine()),
        "jaq-core" => run(path, jaq::engine()),
        "regorus" => run(path, regorus::engine()),
        "vrl" => run(path, vrl::engine()),
        "zen-expression" => run(path, zen::engine()),
        _ => panic!("there is no engine `{engine}`"),
    }
}
