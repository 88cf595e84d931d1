//! `plan` and `explain` as commands: what they read, what they refuse, and how they end.

mod explain;
mod pages;
mod plan;
mod removals;
mod threads;

use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const RULES: &str = "rules/klaxoon.yaml";

fn scopemap(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scopemap"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR");
    command
}

fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = scopemap(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        // Beside reading, since the command writes before it has read all; one that stops early closes the pipe.
        scope.spawn(move || drop(stdin.write_all(input.as_bytes())));
        child.wait_with_output().expect("the command ends")
    })
}

/// The exit code, the lines of standard output as JSON, and the messages.
fn ended(arguments: &[&str], input: &str) -> (Option<i32>, Vec<Value>, String) {
    let output = run(arguments, input);
    let text = String::from_utf8(output.stdout).expect("output is UTF-8");
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| json!(line))).collect();
    (output.status.code(), lines, String::from_utf8(output.stderr).expect("messages are UTF-8"))
}

fn scratch(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sync-{name}"));
    std::fs::write(&path, text).expect("a scratch file");
    path.display().to_string()
}

fn user(number: usize) -> Value {
    json!({
        "objectId": format!("u{number}"), "userPrincipalName": format!("user{number}@x.org"), "jobTitle": "🙂",
        "mail": format!("user{number}@x.org"), "mailNickname": format!("user{number}"), "givenName": "Zoë 🙂", "surname": "Lee",
    })
}

fn account(number: usize) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": format!("t{number}"),
        "userName": format!("USER{number}@x.org"), "active": true,
    })
}

fn lines(values: impl IntoIterator<Item = Value>) -> String {
    values.into_iter().map(|value| value.to_string() + "\n").collect()
}

fn links(count: usize) -> String {
    lines((0..count).map(|number| json!({ "source": format!("u{number}"), "target": format!("t{number}") })))
}

fn actions(decisions: &[Value]) -> Vec<String> {
    let result = |decision: &Value| {
        format!(
            "{} {}",
            decision["action"].as_str().unwrap_or("?"),
            decision["reason"].as_str().unwrap_or("?")
        )
    };
    decisions.iter().map(result).collect()
}
