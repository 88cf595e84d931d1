//! The command: what it prints where, and with which exit code it ends.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn scopemap(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scopemap"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR");
    command
}

fn run(arguments: &[&str]) -> Output {
    scopemap(arguments).stdin(Stdio::null()).output().expect("the command runs")
}

fn with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = scopemap(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A command that stops early closes the pipe.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("the input is written");
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

fn scratch(name: &str, text: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("a scratch file");
    path.display().to_string()
}

#[test]
fn the_readmes_command_maps_the_examples() {
    let output = run(&["map", "rules/klaxoon.yaml", "examples/users.ndjson"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 5);
    let told = stderr(&output);
    assert!(
        told.contains("8 objects: 5 mapped, 3 out of scope\n  out of scope because (an object may"),
        "{told}"
    );
    assert!(told.contains("\n    2 × filter «Sales in France»: not `department EQUALS"), "{told}");
}

#[test]
fn the_walk_through_of_a_sync_goes_as_it_is_written() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sync.md");
    let page = std::fs::read_to_string(page).expect("docs/sync.md");
    let [before, after] = ["examples/klaxoon.before.ndjson", "examples/klaxoon.after.ndjson"];
    let mapped = stdout(&run(&["map", "rules/klaxoon.yaml", before]));
    // What the page has jq do.
    let with_ids = mapped
        .lines()
        .enumerate()
        .map(|(index, payload)| payload.replacen('{', &format!(r#"{{"id":"t-{}","#, index + 1), 1) + "\n");
    let target = scratch("walk.ndjson", with_ids.collect::<String>().as_bytes());
    let links = scratch("walk.links.ndjson", b"");
    let told = |arguments: &[&str]| {
        let output =
            run(&[&["plan", "rules/klaxoon.yaml"], arguments, &["--target", target.as_str()]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stderr(&output)
    };
    for summary in [told(&[before, "--write-links", &links]), told(&[after, "--links", &links])] {
        assert!(page.contains(&format!("```text\n{summary}```")), "{summary}");
    }
    let output = run(&[
        "explain",
        "rules/klaxoon.yaml",
        after,
        "--target",
        &target,
        "--links",
        &links,
        "--id",
        "former.colleague@contoso.com",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("DISABLE"), "{}", stdout(&output));
}

#[test]
fn every_form_of_input_gives_the_same_payloads() {
    let lines = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/users.ndjson"))
        .expect("examples");
    let expected = stdout(&run(&["map", "rules/klaxoon.yaml", "examples/users.ndjson"]));
    let list = format!("[{}]", lines.trim().lines().collect::<Vec<_>>().join(",\n"));
    let page = format!("{{\"@odata.context\":\"x\",\"value\":{list},\"@odata.nextLink\":\"y\"}}");
    let windows = format!("\u{feff}{}", lines.replace('\n', "\r\n"));
    for (name, text) in [("array.json", &list), ("page.json", &page), ("windows.ndjson", &windows)] {
        let output = run(&["map", "rules/klaxoon.yaml", &scratch(name, text.as_bytes())]);
        assert_eq!(stdout(&output), expected, "{name}: {}", stderr(&output));
    }
    assert_eq!(stdout(&with_input(&["map", "rules/klaxoon.yaml"], lines.as_bytes())), expected);
}

#[test]
fn a_csv_row_is_a_user_whose_empty_cells_are_null() {
    let text = "\u{feff}userPrincipalName,mail,mailNickname,givenName,surname,jobTitle,accountEnabled\r\nann@contoso.com,,ann,Ann,\"Lee, \"\"A\"\"\",Clerk,true\r\nbob@contoso.com,,bob,Bob,Ray,,true\r\n";
    let output = run(&["map", "rules/klaxoon.yaml", &scratch("users.csv", text.as_bytes())]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let payload: serde_json::Value = serde_json::from_str(stdout(&output).trim()).expect("one payload");
    assert_eq!(payload["name"]["familyName"], "Lee, \"A\"");
    assert_eq!(payload["emails"][0]["value"], "ann@contoso.com");
}

#[test]
fn a_table_with_other_separators_is_refused_instead_of_finding_no_attribute() {
    for (separator, shown) in [(";", "`;`"), ("\t", "tabs"), ("|", "`|`")] {
        let text =
            ["userPrincipalName,jobTitle\n", "ann@contoso.com,Clerk\n"].concat().replace(',', separator);
        let output = run(&["map", "rules/klaxoon.yaml", &scratch("separated.csv", text.as_bytes())]);
        let what = format!("separated.csv:1: the columns are separated by {shown}");
        assert!(stderr(&output).contains(&what), "{}", stderr(&output));
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
    }
}

#[test]
fn a_broken_object_harms_no_other_and_is_told_with_its_place() {
    let good = r#"{"userPrincipalName":"ann@contoso.com","mailNickname":"ann","givenName":"Ann","surname":"Lee","jobTitle":"Clerk"}"#;
    for (bad, what) in [
        ("{\"mail\": nope}", "<stdin>:2:11: the object cannot be read: not a JSON value"),
        ("[1,2]", "2:"),
        ("\"text\"", "not a JSON object"),
        (r#"{"mail":"a@b.c","mail":"d@e.f"}"#, "the attribute `mail` stands twice"),
        (r#"{"mail":"\ud83d"}"#, "surrogate"),
        ("{\"mail\":\"\u{1}\"}", "control character"),
        ("{\"mail\":\"a\"", "EOF"),
    ] {
        let output =
            with_input(&["map", "rules/klaxoon.yaml"], format!("{good}\n{bad}\n{good}\n").as_bytes());
        assert_eq!(output.status.code(), Some(2), "{bad}: {}", stderr(&output));
        assert_eq!(stdout(&output).lines().count(), 2, "{bad}");
        assert!(stderr(&output).contains(what), "{bad}: {}", stderr(&output));
        assert!(!stderr(&output).contains("a@b.c"), "no user's data in a message: {}", stderr(&output));
    }
    let output = with_input(
        &["map", "rules/klaxoon.yaml"],
        &[b"{\"mail\":\"\xff\"}\n".as_slice(), good.as_bytes()].concat(),
    );
    assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(2), 1), "{}", stderr(&output));
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let users: String = (0..6000)
        .map(|number| match number % 7 {
            0 => format!("{{\"userPrincipalName\":\"u{number}@contoso.com\",\"jobTitle\":\"Clerk\"}}\n"),
            1 => "{\"mail\": nope}\n".to_owned(),
            2 => format!("{{\"userPrincipalName\":\"u{number}@contoso.com\",\"accountEnabled\":false}}\n"),
            _ => format!(
                "{{\"userPrincipalName\":\"u{number}@contoso.com\",\"mailNickname\":\"u{number}\",\"givenName\":\"Zoë\",\"surname\":\"Lee\",\"jobTitle\":\"Clerk\"}}\n"
            ),
        })
        .collect();
    let report = scratch("threads-report.ndjson", b"");
    let run = |threads: &str| {
        let arguments = ["map", "rules/klaxoon.yaml", "--threads", threads, "--report", &report];
        let output = with_input(&arguments, users.as_bytes());
        (
            output.status.code(),
            stdout(&output),
            stderr(&output),
            std::fs::read_to_string(&report).unwrap_or_default(),
        )
    };
    let one = run("1");
    assert!(one.1.lines().count() > 3000 && one.3.lines().count() > 2000, "{}", one.2);
    for threads in ["2", "5", "16"] {
        assert_eq!(run(threads), one, "{threads} threads");
    }
}

#[test]
fn what_depends_on_the_objects_before_is_the_same_on_any_number_of_threads() {
    let rules = r#"
version: 1
name: order
objects:
  user:
    source: { directory: custom }
    target: { schema: "urn:ietf:params:scim:schemas:core:2.0:User" }
    mappings:
      - { target: externalId, expression: Guid() }
      - { target: nickName, expression: 'IIF([jobTitle] = "Guest", IgnoreObjectFlow, [givenName])' }
      - { target: userName, expression: 'SelectUniqueValue([alias], Append([alias], "1"), Append([alias], "2"))', apply: onCreate }
      - { target: title, expression: 'RandomString(8, 1, 0, 1, 1)' }
      - { target: locale, expression: 'FormatDateTime([date], , "yyyy-MM-dd", "yyyy")' }
"#;
    let rules = scratch("order.yaml", rules.as_bytes());
    let user = |number: usize| {
        let alias = format!("ann.lee{}", number / 5 + number % 3);
        let title = if number % 9 == 4 { "Guest" } else { "Clerk" };
        let date = if number % 11 == 6 { "none" } else { "2026-03-01" };
        format!(
            "{{\"alias\":\"{alias}\",\"givenName\":\"Zoë\",\"jobTitle\":\"{title}\",\"date\":\"{date}\"}}\n"
        )
    };
    let users: String = (0..8000).map(user).collect();
    let run = |threads: &str| {
        let output = with_input(&["map", &rules, "--threads", threads, "--seed", "7"], users.as_bytes());
        (output.status.code(), stdout(&output), stderr(&output))
    };
    let one = run("1");
    assert!(one.1.lines().count() > 3000 && one.2.contains("not-unique"), "{}", one.2);
    for threads in ["2", "3", "8"] {
        assert_eq!(run(threads), one, "{threads} threads");
    }
}

#[test]
fn rows_are_mapped_on_any_number_of_threads_and_a_broken_one_harms_no_other() {
    let rows = (0..6000).map(|number| match number % 7 {
        0 => format!("u{number},u{number}@contoso.com,Clerk\n"),
        1 => format!("u{number},u{number}@contoso.com,Zo\u{eb},Lee,Clerk,more\n"),
        _ => format!("u{number},\"u{number}@contoso.com\",Zo\u{eb},Lee,\"Clerk,\nfirst\"\n"),
    });
    let header = "mailNickname,userPrincipalName,givenName,surname,jobTitle\n".to_owned();
    let table = scratch("threads.csv", (header + &rows.collect::<String>()).as_bytes());
    let outputs = ["1", "2", "5"].map(|threads| {
        let output = run(&["map", "rules/klaxoon.yaml", "--threads", threads, &table]);
        (output.status.code(), stdout(&output), stderr(&output))
    });
    let (code, payloads, messages) = &outputs[0];
    assert_eq!((*code, payloads.lines().count()), (Some(2), 6000 - 858 - 857), "{messages}");
    assert!(messages.contains("threads.csv:2: the object cannot be read: the row has 3 cells"), "{messages}");
    assert!(outputs.iter().all(|output| output == &outputs[0]));
}

#[test]
fn nothing_and_long_lines_are_input_too() {
    let empty = with_input(&["map", "rules/klaxoon.yaml"], b"");
    assert_eq!((empty.status.code(), stdout(&empty).as_str()), (Some(0), ""), "{}", stderr(&empty));
    let long = format!(
        r#"{{"userPrincipalName":"ann@contoso.com","mailNickname":"ann","givenName":"{}","surname":"Lee","jobTitle":"Clerk","unread":"{}"}}"#,
        "Zoë🙂".repeat(500_000),
        "x".repeat(5_000_000)
    );
    let output = with_input(&["map", "rules/klaxoon.yaml"], long.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).len() > 4_000_000);
}

#[test]
fn a_failed_object_is_told_without_its_values_and_the_report_has_it() {
    let user = r#"{"userPrincipalName":"secret@contoso.com","jobTitle":"Clerk"}"#;
    let report = scratch("report.ndjson", b"");
    let output = with_input(&["map", "rules/klaxoon.yaml", "--report", &report], user.as_bytes());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
    for target in ["externalId", "name.givenName", "name.familyName"] {
        assert!(
            stderr(&output).contains(&format!("{target}: missing-required")),
            "every failing mapping: {}",
            stderr(&output)
        );
    }
    assert!(!stderr(&output).contains("secret"), "{}", stderr(&output));
    let report = std::fs::read_to_string(report).expect("the report");
    let line: serde_json::Value = serde_json::from_str(report.trim()).expect("one JSON line");
    assert_eq!(line["outcome"], "failed");
    assert_eq!(line["reasons"].as_array().map(Vec::len), Some(3), "{line}");
}

#[test]
fn a_pipe_that_closes_ends_the_command_quietly() {
    let user = r#"{"userPrincipalName":"ann@contoso.com","mailNickname":"ann","givenName":"Ann","surname":"Lee","jobTitle":"Clerk"}"#;
    let input = scratch("many.ndjson", format!("{user}\n").repeat(20_000).as_bytes());
    let mut child = scopemap(&["map", "rules/klaxoon.yaml", &input])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[test]
fn rules_that_do_not_compile_stop_the_command_with_code_3() {
    let rules = scratch("broken.yaml", b"version: 1\nobjects:\n  user:\n    mappings:\n      - { target: userName, expression: 'Lft([mail], 3)', match: 1 }\n");
    let swapped = run(&["map", "examples/users.ndjson", "rules/klaxoon.yaml"]);
    let told = stderr(&swapped);
    assert_eq!(swapped.status.code(), Some(3), "{told}");
    assert!(told.contains("`examples/users.ndjson` holds source objects, not rules"), "{told}");
    assert!(told.contains("name the rule file first") && !told.contains("@contoso.com"), "{told}");
    for command in ["map", "check"] {
        let output = run(&[command, &rules]);
        assert_eq!(output.status.code(), Some(3), "{command}: {}", stderr(&output));
        let shown = stdout(&output) + &stderr(&output);
        assert!(shown.contains("error[unknown-function]: there is no function `Lft`"), "{shown}");
        assert!(shown.contains(":5:42"), "{shown}");
        assert!(shown.contains("did you mean `Left`?"), "{shown}");
    }
    let plain = stdout(&run(&["check", "--format", "plain", &rules]));
    assert!(
        plain.ends_with(
            "broken.yaml:5:42: error[unknown-function]: there is no function `Lft`; did you mean `Left`?\n"
        ),
        "{plain}"
    );
    let json = stdout(&run(&["check", "--format", "json", &rules]));
    let finding: serde_json::Value = serde_json::from_str(json.trim()).expect("one JSON line");
    assert_eq!((&finding["code"], &finding["labels"][0]["column"]), (&"unknown-function".into(), &42.into()));
}

#[test]
fn wrong_use_is_code_2_with_a_suggestion() {
    for (arguments, what) in [
        (vec!["map", "no-such-file.yaml"], "cannot be read"),
        (vec!["map", "rules/klaxoon.yaml", "no-such-file.ndjson"], "cannot be read"),
        (vec!["map", "rules/klaxoon.yaml", "--reprot", "x"], "--report"),
        (vec!["chekc", "rules/klaxoon.yaml"], "check"),
        (vec!["functions", "Replcae"], "did you mean `Replace`?"),
        (vec!["eval", "[a]", "--set", "a"], "NAME=VALUE"),
        #[cfg(target_os = "linux")]
        (
            vec!["map", "rules/klaxoon.yaml", "examples/users.ndjson", "--report", "/dev/full"],
            "/dev/full: the report cannot be written",
        ),
        (vec!["eval", "[a]", "--source", "[1]"], "not a JSON object"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(what), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn eval_prints_exactly_one_json_object() {
    for (arguments, expected, code) in [
        (vec!["Append([a], \"!\")", "--source", r#"{"a":"x"}"#], r#"{"value":"x!"}"#, 0),
        (vec!["Append([a], \"!\")"], r#"{"null":true}"#, 0),
        (vec!["IgnoreFlowIfNullOrEmpty([a])"], r#"{"flow":"ignore-attribute"}"#, 0),
        (vec!["IgnoreObjectFlow"], r#"{"flow":"ignore-object"}"#, 0),
        (vec!["Item([a], 3)"], r#"{"error":"out-of-range"}"#, 1),
        (vec!["Lft([a])"], r#"{"error":"unknown-function"}"#, 3),
        (vec!["Append([a]"], r#"{"error":"syntax"}"#, 3),
        (vec!["[a]", "--set", "a=[1,\"b\",null]"], r#"{"value":[1,"b",null]}"#, 0),
        (
            vec!["[a]", "--source", "{\"a\": 12345678901234567890.10}"],
            r#"{"value":12345678901234567890.10}"#,
            0,
        ),
        (vec!["Guid()", "--seed", "1"], r#"{"value":"9a374450-4560-439e-8670-b7a17d492b27"}"#, 0),
        (vec!["Coalesce([a], Guid())", "--set", "a=x"], r#"{"value":"x"}"#, 0),
        (vec!["Append(\"\\d\", \"\")", "--strict"], r#"{"error":"syntax"}"#, 3),
        (vec!["tolower([a])", "--strict"], r#"{"error":"unknown-function"}"#, 3),
        (vec!["InStr(\"a\", \"A\", 1, vbtextcompare)", "--strict"], r#"{"error":"unknown-identifier"}"#, 3),
    ] {
        let output = run(&[&["eval", "--format", "json"], arguments.as_slice()].concat());
        assert_eq!(
            (stdout(&output).trim(), output.status.code()),
            (expected, Some(code)),
            "{arguments:?}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn eval_says_what_a_mistyped_attribute_may_have_been() {
    let output = run(&["eval", "[mial]", "--set", "mail=x"]);
    assert_eq!(
        (stdout(&output).as_str(), stderr(&output).as_str()),
        ("null\n", "the object has no attribute `mial`; did you mean `mail`?\n")
    );
    for quiet in [["eval", "[mail]", "--set", "mail="], ["eval", "[phone]", "--set", "mail=x"]] {
        assert_eq!(stderr(&run(&quiet)), "", "{quiet:?}");
    }
    let output = run(&["eval", "Item([a], 2)"]);
    assert!(stderr(&output).contains("the list is empty"), "{}", stderr(&output));
}

#[test]
fn eval_takes_an_object_from_a_file() {
    let arguments =
        ["eval", "[givenName]", "--input", "examples/users.ndjson", "--id", "lukasz.zolc@contoso.com"];
    assert_eq!(stdout(&run(&arguments)), "\"Łukasz\"  (text)\n");
}

#[test]
fn the_reference_page_is_current() {
    let page = stdout(&run(&["functions", "--format", "markdown"]));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/functions.md");
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "run `cargo run -- functions --format markdown > docs/reference/functions.md`");
}
