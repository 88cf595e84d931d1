//! The work of `wide-1.yaml` by hand: a typed serde struct of what is read; serde skips the rest.
//!
//! `typed-wide-1 FILE` maps NDJSON objects to NDJSON on standard output, on one thread.
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};

const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// `Option<Cow<str>>` never borrows in serde; this newtype does.
#[derive(Deserialize)]
struct S<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Source<'a> {
    #[serde(borrow)]
    id: S<'a>,
    user_principal_name: S<'a>,
    given_name: S<'a>,
    surname: S<'a>,
    mail: Option<S<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Name<'a> {
    given_name: &'a str,
    family_name: &'a str,
}
#[derive(Serialize)]
struct Email<'a> {
    r#type: &'a str,
    value: &'a str,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    schemas: [&'a str; 1],
    external_id: &'a str,
    user_name: String,
    name: Name<'a>,
    emails: [Email<'a>; 1],
}

fn map<'a>(object: &'a Source<'a>) -> User<'a> {
    User {
        schemas: [SCHEMA],
        external_id: &object.id.0,
        user_name: object.user_principal_name.0.to_lowercase(),
        name: Name { given_name: &object.given_name.0, family_name: &object.surname.0 },
        emails: [Email { r#type: "work", value: &object.mail.as_ref().unwrap_or(&object.user_principal_name).0 }],
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("a file of objects");
    let mut objects = BufReader::with_capacity(1 << 20, std::fs::File::open(path).expect("the file opens"));
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut line = Vec::new();
    while objects.read_until(b'\n', &mut line).expect("the file is read") > 0 {
        let object: Source = serde_json::from_slice(&line).expect("an object");
        serde_json::to_writer(&mut out, &map(&object)).expect("it is written");
        out.write_all(b"\n").expect("it is written");
        line.clear();
    }
}
