//! Every payload of the examples is a snapshot.

use crate::SHIPPED;
use crate::outcomes::Shown;

/// Compact JSON over several lines, its members in the order in which they are sent.
fn pretty(json: &str) -> String {
    let (mut out, mut depth, mut in_text, mut escaped) = (String::new(), 0, false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    for char in json.chars() {
        let is_structure = !in_text;
        in_text ^= char == '"' && !escaped;
        escaped = in_text && char == '\\' && !escaped;
        if is_structure && matches!(char, '}' | ']') {
            depth -= 1;
            line(&mut out, depth);
        }
        out.push(char);
        match char {
            '{' | '[' if is_structure => {
                depth += 1;
                line(&mut out, depth);
            }
            ',' if is_structure => line(&mut out, depth),
            ':' if is_structure => out.push(' '),
            _ => {}
        }
    }
    out
}

fn shown(id: &str, shown: &Shown) -> String {
    match shown {
        Shown::Payload { json, left_out } => {
            let left_out = left_out.iter().map(|why| format!("\nleft out: {why}"));
            format!("# {id}\n{}{}", pretty(json), left_out.collect::<String>())
        }
        Shown::OutOfScope(why) => format!("# {id}\nout of scope: {}", why.join("\nout of scope: ")),
        Shown::Failed(why) => format!("# {id}\nfailed: {}", why.join("\nfailed: ")),
    }
}

#[test]
fn every_payload_is_as_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for shipped in SHIPPED {
        settings.set_snapshot_path(format!("../../snapshots/{}", shipped.name));
        settings.bind(|| {
            for (kind, file) in shipped.examples {
                let outcomes = shipped.outcomes(kind, file);
                let outcomes = outcomes.iter().map(|(id, outcome)| shown(id, outcome));
                insta::assert_snapshot!(format!("{kind}s"), outcomes.collect::<Vec<_>>().join("\n\n"));
            }
        });
    }
}
