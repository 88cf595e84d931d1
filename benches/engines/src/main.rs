//! The work of `klaxoon-1.yaml` by other engines, each as its users would write it.
//!
//! `engines CRATE FILE` maps NDJSON users to NDJSON on standard output, on one thread. An engine is one file, and its rules
//! are one file beside it, compiled once. Where an engine lacks a function, its host supplies it ([`host`]). Whom the scope
//! asks by a pattern, `.*@contoso\.com$`, all but JSONata ask by the suffix: some engines compile a pattern at every user.

mod cel;
mod host;
mod jaq;
mod regorus;
mod vrl;
mod zen;

use std::env;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};

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

/// Maps each line of the file; an engine writes nothing for a user who is out of scope.
fn run(path: &str, mut engine: impl FnMut(&str, &mut Vec<u8>)) {
    let mut users = BufReader::with_capacity(1 << 20, File::open(path).expect("the file opens"));
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let (mut line, mut resource) = (String::new(), Vec::new());
    while users.read_line(&mut line).expect("the file is read") > 0 {
        engine(&line, &mut resource);
        if !resource.is_empty() {
            resource.push(b'\n');
            out.write_all(&resource).expect("it is written");
        }
        line.clear();
        resource.clear();
    }
}
