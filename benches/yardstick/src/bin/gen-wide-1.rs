//! gen-wide-1 N [SEED]: N very wide objects as NDJSON on stdout, for `wide-1.yaml`: 400 attributes of which rules read five.
//!
//! One attribute in ten is missing, and every eighth object has its attributes in another order.
use std::fmt::Write as _;
use yardstick::{GIVEN, Rng, SUR};

const WORDS: &[&str] = &["Research", "and", "Development", "Réunion", "quarterly", "plan \\\"A\\\"", "café", "\\u00e9t\\u00e9", "C:\\\\temp", "東京", "shift", "of the", "operations"];

fn text(r: &mut Rng, words: u64, s: &mut String) {
    s.push('"');
    for word in 0..words {
        s.push_str(if word > 0 { " " } else { "" });
        s.push_str(r.pick(WORDS));
    }
    s.push('"');
}

/// One value of a kind that the number of the attribute decides, so that each attribute always is of its kind.
fn value(kind: usize, r: &mut Rng, s: &mut String) {
    match kind % 20 {
        0..=5 => {
            let words = 1 + r.below(3);
            text(r, words, s);
        }
        6 | 7 => {
            s.push('"');
            r.uuid(s);
            s.push('"');
        }
        8 => write!(s, "{}", r.below(1_000_000)).unwrap(),
        9 => write!(s, "-{}.{:02}", r.below(1000), r.below(100)).unwrap(),
        10 | 11 => s.push_str(r.pick(&["true", "false", "null"])),
        12 => write!(s, "\"{:04}-{:02}-{:02}T00:00:00Z\"", 1990 + r.below(40), 1 + r.below(12), 1 + r.below(28)).unwrap(),
        13 => {
            let words = 20 + r.below(60);
            text(r, words, s);
        }
        14 | 15 => {
            s.push('[');
            for member in 0..r.below(12) {
                s.push_str(if member > 0 { "," } else { "" });
                text(r, 1, s);
            }
            s.push(']');
        }
        16 => {
            s.push_str("{\"id\":");
            value(6, r, s);
            s.push_str(",\"displayName\":");
            value(0, r, s);
            s.push_str(",\"address\":{\"lines\":");
            value(14, r, s);
            s.push_str(",\"geo\":{\"lat\":");
            value(9, r, s);
            s.push_str(",\"lon\":");
            value(9, r, s);
            s.push_str("}}}");
        }
        17 => {
            s.push('[');
            for member in 0..r.below(5) {
                s.push_str(if member > 0 { "," } else { "" });
                s.push_str("{\"type\":\"work\",\"value\":");
                value(0, r, s);
                s.push_str(",\"primary\":false}");
            }
            s.push(']');
        }
        18 => s.push_str(r.pick(&["[]", "{}", "\"\"", "[ 1, 2, 3 ]"])),
        _ => write!(s, "{}", r.below(2)).unwrap(),
    }
}

fn object(seed: u64, i: u64, s: &mut String) {
    let r = &mut Rng::of(seed, i);
    let (given, given_ascii) = GIVEN[r.below(GIVEN.len() as u64) as usize];
    let (family, family_ascii) = SUR[r.below(SUR.len() as u64) as usize];
    let mut attributes = Vec::with_capacity(400);
    for number in 0..400 {
        let mut a = String::new();
        match number {
            7 => write!(a, "\"id\":\"{i:08}\"").unwrap(),
            90 => write!(a, "\"userPrincipalName\":\"{given_ascii}.{family_ascii}{i}@contoso.com\"").unwrap(),
            170 => write!(a, "\"givenName\":\"{given}\"").unwrap(),
            171 => write!(a, "\"surname\":\"{family}\"").unwrap(),
            310 if r.pct(80) => write!(a, "\"mail\":\"{family_ascii}{i}@contoso.com\"").unwrap(),
            310 => continue,
            _ if r.pct(10) => continue,
            _ => {
                write!(a, "\"custom_{}_{number:03}\":", ["Attribute", "flag", "organisationUnit", "x"][number % 4]).unwrap();
                value(number * 7, r, &mut a);
            }
        }
        attributes.push(a);
    }
    if i % 8 == 0 {
        let middle = r.below(attributes.len() as u64) as usize;
        attributes.rotate_left(middle);
    }
    writeln!(s, "{{{}}}", attributes.join(",")).unwrap();
}

fn main() {
    yardstick::write_objects(object);
}
