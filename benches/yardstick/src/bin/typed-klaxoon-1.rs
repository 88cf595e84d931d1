//! The work of `klaxoon-1.yaml` by hand, as an engineer writes it: typed serde structs that borrow from the line.
//!
//! `typed-klaxoon-1 FILE` maps NDJSON users to NDJSON on standard output, on one thread.
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use unicode_normalization::UnicodeNormalization as _;

const SCHEMA_USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const SCHEMA_ENT: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ROLE_TYPE: &str = "WindowsAzureActiveDirectoryRole";

fn timezone(state: Option<&str>) -> &'static str {
    match state {
        Some("Washington") => "America/Los_Angeles",
        Some("Queensland") => "Australia/Brisbane",
        Some("Victoria") => "Australia/Melbourne",
        Some("New South Wales") => "Australia/Sydney",
        Some("Ontario") => "America/Toronto",
        Some("Bavaria") => "Europe/Berlin",
        Some("Île-de-France") => "Europe/Paris",
        Some("California") => "America/Los_Angeles",
        _ => "Etc/UTC",
    }
}

/// NFD, then without U+0300 to U+036F.
fn normalize_diacritics(s: &str) -> Cow<'_, str> {
    if s.is_ascii() {
        return s.into();
    }
    s.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().into()
}


/// `Option<Cow<str>>` never borrows in serde; this newtype does.
#[derive(Deserialize, Serialize, Clone)]
#[serde(transparent)]
struct S<'a>(#[serde(borrow)] Cow<'a, str>);
impl<'a> std::ops::Deref for S<'a> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Src<'a> {
    #[serde(borrow)]
    object_id: S<'a>,
    user_principal_name: S<'a>,
    mail: Option<S<'a>>,
    given_name: S<'a>,
    surname: S<'a>,
    department: Option<S<'a>>,
    job_title: Option<S<'a>>,
    state: Option<S<'a>>,
    country: S<'a>,
    city: S<'a>,
    postal_code: S<'a>,
    street_address: S<'a>,
    telephone_number: Option<S<'a>>,
    employee_id: Option<S<'a>>,
    #[serde(rename = "IsSoftDeleted")]
    is_soft_deleted: bool,
    app_role_assignments: Vec<Role<'a>>,
}
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Role<'a> {
    #[serde(borrow)]
    value: S<'a>,
    display_name: S<'a>,
}

#[derive(Serialize)]
struct Name<'a> {
    #[serde(rename = "givenName")]
    given_name: &'a str,
    #[serde(rename = "familyName")]
    family_name: &'a str,
}
#[derive(Serialize)]
struct Email<'a> {
    r#type: &'a str,
    primary: bool,
    value: &'a str,
}
#[derive(Serialize)]
struct Phone<'a> {
    r#type: &'a str,
    value: Cow<'a, str>,
}
#[derive(Serialize)]
struct Addr<'a> {
    r#type: &'a str,
    #[serde(rename = "streetAddress")]
    street_address: &'a str,
    locality: &'a str,
    #[serde(rename = "postalCode")]
    postal_code: &'a str,
    country: &'a str,
}
#[derive(Serialize)]
struct OutRole<'a> {
    r#type: &'a str,
    value: &'a str,
    display: &'a str,
}
#[derive(Serialize)]
struct Ent<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<&'a str>,
    #[serde(rename = "employeeNumber", skip_serializing_if = "Option::is_none")]
    employee_number: Option<&'a str>,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dst<'a> {
    schemas: [&'a str; 2],
    external_id: &'a str,
    user_name: String,
    name: Name<'a>,
    display_name: String,
    nick_name: String,
    title: &'a str,
    active: bool,
    timezone: &'a str,
    emails: [Email<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_numbers: Option<[Phone<'a>; 1]>,
    addresses: [Addr<'a>; 1],
    roles: Vec<OutRole<'a>>,
    #[serde(rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    ent: Ent<'a>,
}

struct Rx {
    upn: Regex,
    phone: Regex,
}

fn in_scope(u: &Src, rx: &Rx) -> bool {
    (u.department.as_deref() == Some("Sales") && &*u.country == "FR")
        || (u.job_title.is_some()
            && rx.upn.is_match(&u.user_principal_name)
            && u.employee_id.as_deref().and_then(|s| s.parse::<i64>().ok()).is_some_and(|n| n > 1000))
}

fn map<'a>(u: &'a Src<'a>, rx: &Rx) -> Option<Dst<'a>> {
    if !in_scope(u, rx) {
        return None;
    }
    let mut nick = String::with_capacity(16);
    nick.extend(u.given_name.chars().take(3).chain(u.surname.chars().take(5)));
    let mut nick = match normalize_diacritics(&nick) {
        Cow::Owned(s) => s,
        Cow::Borrowed(_) => nick,
    };
    nick.retain(|c| !c.is_whitespace());
    let mut display = String::with_capacity(u.surname.len() + u.given_name.len() + 2);
    display.push_str(&u.surname);
    display.push_str(", ");
    display.push_str(&u.given_name);
    Some(Dst {
        schemas: [SCHEMA_USER, SCHEMA_ENT],
        external_id: &u.object_id,
        user_name: u.user_principal_name.to_lowercase(),
        name: Name { given_name: &u.given_name, family_name: &u.surname },
        display_name: display,
        nick_name: nick,
        title: u.job_title.as_deref().unwrap_or("Employee"),
        active: !u.is_soft_deleted,
        timezone: timezone(u.state.as_deref()),
        emails: [Email { r#type: "work", primary: true, value: u.mail.as_deref().unwrap_or(&u.user_principal_name) }],
        phone_numbers: u.telephone_number.as_deref().map(|p| [Phone { r#type: "work", value: rx.phone.replace_all(p, "") }]),
        addresses: [Addr { r#type: "work", street_address: &u.street_address, locality: &u.city, postal_code: &u.postal_code, country: &u.country }],
        roles: u.app_role_assignments.iter().map(|r| OutRole { r#type: ROLE_TYPE, value: &r.value, display: &r.display_name }).collect(),
        ent: Ent { department: u.department.as_deref(), employee_number: u.employee_id.as_deref() },
    })
}

fn main() {
    let path = std::env::args().nth(1).expect("a file of users");
    let mut users = BufReader::with_capacity(1 << 20, std::fs::File::open(path).expect("the file opens"));
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let rx = Rx {
        upn: Regex::new(r"^(?:.*@contoso\.com)$").expect("a pattern"),
        phone: Regex::new(r"[()\s-]+").expect("a pattern"),
    };
    let mut line = Vec::new();
    while users.read_until(b'\n', &mut line).expect("the file is read") > 0 {
        let user: Src = serde_json::from_slice(&line).expect("a user");
        if let Some(resource) = map(&user, &rx) {
            serde_json::to_writer(&mut out, &resource).expect("it is written");
            out.write_all(b"\n").expect("it is written");
        }
        line.clear();
    }
}
