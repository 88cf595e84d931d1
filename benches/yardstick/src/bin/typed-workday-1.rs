//! The work of `workday-1.yaml` by hand, as an engineer writes it: typed serde structs that borrow from the line, patterns
//! compiled once, dates by `chrono`.
//!
//! `typed-workday-1 FILE` maps NDJSON workers to NDJSON on standard output, on one thread. Now is 2026-03-01, as in `compare.py`.
use chrono::{DateTime, Datelike as _, FixedOffset, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use unicode_normalization::UnicodeNormalization as _;

const SCHEMAS: [&str; 3] = [
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:contoso:hr:2.0:User",
];

/// `Option<Cow<str>>` never borrows in serde; this newtype does.
#[derive(Deserialize, Serialize, Clone)]
#[serde(transparent)]
struct S<'a>(#[serde(borrow)] Cow<'a, str>);
impl std::ops::Deref for S<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Worker<'a> {
    #[serde(borrow, rename = "WorkerID")]
    worker_id: S<'a>,
    #[serde(rename = "UserID")]
    user_id: S<'a>,
    active: S<'a>,
    preferred_first_name: S<'a>,
    preferred_last_name: Option<S<'a>>,
    business_title: Option<S<'a>>,
    worker_type: S<'a>,
    company: S<'a>,
    cost_center: S<'a>,
    supervisory_organization: S<'a>,
    email: Option<S<'a>>,
    hire_date: S<'a>,
    status_hire_date: S<'a>,
    status_hire_rescinded: S<'a>,
    original_hire_date: S<'a>,
    birth_date: S<'a>,
    status_termination_date: Option<S<'a>>,
    contract_end_date: S<'a>,
    last_modified: S<'a>,
    address_line_data: S<'a>,
    municipality: S<'a>,
    country_region_reference: S<'a>,
    postal_code: S<'a>,
    country_reference_two_letter: S<'a>,
    local_reference: S<'a>,
    primary_work_telephone: Option<S<'a>>,
    mobile: Option<S<'a>>,
    job_family: S<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Name<'a> {
    given_name: &'a str,
    family_name: &'a str,
}
#[derive(Serialize)]
struct Typed<'a> {
    r#type: &'static str,
    value: Cow<'a, str>,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Address<'a> {
    r#type: &'static str,
    street_address: &'a str,
    locality: &'a str,
    region: Cow<'a, str>,
    postal_code: &'a str,
    country: &'a str,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Enterprise<'a> {
    employee_number: Cow<'a, str>,
    cost_center: &'a str,
    department: Cow<'a, str>,
    division: &'a str,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Hr {
    hire_date: String,
    original_hire_date: String,
    birthday: String,
    last_modified: String,
    probation_end: String,
    contract: &'static str,
    account_expires: Cow<'static, str>,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    schemas: [&'static str; 3],
    external_id: &'a str,
    user_name: String,
    display_name: String,
    name: Name<'a>,
    nick_name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'a, str>>,
    user_type: &'static str,
    active: bool,
    preferred_language: Cow<'a, str>,
    timezone: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    emails: Option<[Typed<'a>; 1]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    phone_numbers: Vec<Typed<'a>>,
    addresses: [Address<'a>; 1],
    #[serde(rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    enterprise: Enterprise<'a>,
    #[serde(rename = "urn:contoso:hr:2.0:User")]
    hr: Hr,
}

struct Mapper {
    company: Regex,
    worker_id: Regex,
    not_user_id: Regex,
    worker_type: Regex,
    not_in_address: Regex,
    not_in_account: Regex,
    final_stops: Regex,
    title: Regex,
    domain: Regex,
    phone: Regex,
    phone_signs: Regex,
    country: Regex,
    zeros: Regex,
    manager: Regex,
    now: NaiveDateTime,
    taken: HashSet<String>,
}

impl Mapper {
    fn new() -> Self {
        let regex = |pattern| Regex::new(pattern).expect("a pattern");
        Self {
            company: regex(r"^(?:Contoso|Fabrikam)[ ,]"),
            worker_id: regex(r"^[0-9]{5,8}$"),
            not_user_id: regex(r"(?i)^(?:test|svc)[-_.]"),
            worker_type: regex(r"^(?:Employee|Contingent.Worker)$"),
            not_in_address: regex(r"[^A-Za-z0-9.'-]"),
            not_in_account: regex(r"[/\\\[\]:;|=,+*?<>]"),
            final_stops: regex(r"\.+$"),
            title: regex(r"^(?<level>Senior|Junior|Principal) +(?<rest>.*)$"),
            domain: regex(r"@.*"),
            phone: regex(r"^(?<number>[+0-9][-0-9 ().]*?)(?: *x[0-9]+)?$"),
            phone_signs: regex(r"[-() .]"),
            country: regex(r"^[A-Z]{3}-"),
            zeros: regex(r"^0+"),
            manager: regex(r"\s*\([^)]*\)$"),
            now: NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day").into(),
            taken: HashSet::new(),
        }
    }

    fn in_scope(&self, w: &Worker) -> bool {
        w.preferred_last_name.as_deref().is_some_and(|name| !name.is_empty())
            && self.company.is_match(&w.company)
            && self.worker_id.is_match(&w.worker_id)
            && !self.not_user_id.is_match(&w.user_id)
            && self.worker_type.is_match(&w.worker_type)
    }

    fn account(&self, parts: &[&str]) -> String {
        let mut name = parts.join(".");
        name.retain(|c| c != ' ');
        let plain = normalize_diacritics(&name);
        let mut account = self.not_in_address.replace_all(&plain, "").to_lowercase();
        account.push_str("@contoso.com");
        account
    }

    fn map<'a>(&mut self, w: &'a Worker<'a>) -> Option<User<'a>> {
        if !self.in_scope(w) {
            return None;
        }
        let (first, last) = (&*w.preferred_first_name, w.preferred_last_name.as_deref().unwrap_or_default());
        let mut user_name = self.account(&[first, last]);
        if self.taken.contains(&user_name) {
            user_name = self.account(&[first, last, &w.worker_id]);
        }
        self.taken.insert(user_name.clone());
        let country = &*w.country_reference_two_letter;
        let display_name = match country {
            "HU" | "JP" => format!("{last} {first}"),
            _ => format!("{first} {last}"),
        };
        let mut phone_numbers = Vec::new();
        if let Some(phone) = &w.primary_work_telephone {
            let number = self.phone.replace_all(phone, "${number}");
            let value = self.phone_signs.replace_all(&number, "").into_owned().into();
            phone_numbers.push(Typed { r#type: "work", value });
        }
        if let Some(phone) = &w.mobile {
            phone_numbers.push(Typed { r#type: "mobile", value: self.phone_signs.replace_all(phone, "") });
        }
        let hired = day_with_zone(&w.hire_date);
        Some(User {
            schemas: SCHEMAS,
            external_id: &w.worker_id,
            user_name,
            display_name,
            name: Name { given_name: first, family_name: last },
            nick_name: self.nick_name(&w.user_id),
            title: w.business_title.as_deref().map(|title| self.title.replace_all(title, "${rest} (${level})")),
            user_type: if &*w.worker_type == "Contingent_Worker" { "Contractor" } else { "Employee" },
            active: self.is_active(w),
            preferred_language: match &*w.local_reference {
                "" => language(country).into(),
                locale => locale.replace('_', "-").into(),
            },
            timezone: timezone(&w.municipality),
            emails: w.email.as_deref().map(|mail| {
                [Typed { r#type: "work", value: self.domain.replace_all(mail, "@contoso.com") }]
            }),
            phone_numbers,
            addresses: [Address {
                r#type: "work",
                street_address: &w.address_line_data,
                locality: &w.municipality,
                region: self.country.replace_all(&w.country_region_reference, ""),
                postal_code: &w.postal_code,
                country,
            }],
            enterprise: Enterprise {
                employee_number: self.zeros.replace_all(&w.worker_id, ""),
                cost_center: w.cost_center.split(' ').next().unwrap_or_default(),
                department: self.manager.replace_all(&w.supervisory_organization, ""),
                division: left(&w.job_family, 24),
            },
            hr: Hr {
                hire_date: hired.format("%Y%m%d%H%M%S.0Z").to_string(),
                original_hire_date: day(&w.original_hire_date, "%m/%d/%Y").format("%Y-%m-%d").to_string(),
                birthday: day(&w.birth_date, "%d %b %Y").format("%B %-d").to_string(),
                last_modified: american(DateTime::parse_from_rfc3339(&w.last_modified).expect("a time").naive_utc()),
                probation_end: (hired + Months::new(3)).format("%Y-%m-%d").to_string(),
                contract: if day(&w.contract_end_date, "%Y-%m-%d") > self.now.date() { "Current" } else { "Ended" },
                account_expires: match w.status_termination_date.as_deref() {
                    Some(left) if !left.is_empty() => file_time_of_last_second(left).to_string().into(),
                    _ => "9223372036854775807".into(),
                },
            },
        })
    }

    fn nick_name<'a>(&self, user_id: &'a str) -> Cow<'a, str> {
        let plain = normalize_diacritics(user_id);
        let account = self.not_in_account.replace_all(&plain, "");
        let name = self.final_stops.replace_all(left(&account, 20), "");
        if name == user_id { user_id.into() } else { name.into_owned().into() }
    }

    fn is_active(&self, w: &Worker) -> bool {
        if &*w.status_hire_rescinded == "1" || &*w.active != "1" {
            return false;
        }
        let begins = &*w.status_hire_date;
        !begins.is_empty() && (day_with_zone(begins) - self.now).num_days() <= 7
    }
}

/// NFD without the marks, and what is spelled out.
fn normalize_diacritics(s: &str) -> Cow<'_, str> {
    if s.is_ascii() {
        return s.into();
    }
    let mut plain = String::with_capacity(s.len());
    for c in s.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match c {
            'ø' => plain.push_str("oe"),
            'Ø' => plain.push_str("OE"),
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'ß' => plain.push_str("ss"),
            c => plain.push(c),
        }
    }
    plain.into()
}

fn language(country: &str) -> &'static str {
    match country {
        "FR" => "fr-FR",
        "DE" => "de-DE",
        "HU" => "hu-HU",
        "JP" => "ja-JP",
        _ => "en-US",
    }
}

fn timezone(city: &str) -> &'static str {
    match city {
        "RENNES" | "SAINT-MALO" => "Europe/Paris",
        "SEATTLE" => "America/Los_Angeles",
        "TOKYO" => "Asia/Tokyo",
        "BUDAPEST" => "Europe/Budapest",
        "NEW YORK" => "America/New_York",
        _ => "Etc/UTC",
    }
}

fn left(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

fn day(text: &str, format: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, format).expect("a day")
}

/// Midnight of `2026-06-30+02:00`, in UTC.
fn day_with_zone(text: &str) -> NaiveDateTime {
    let (date, zone) = text.split_at(10);
    let zone: FixedOffset = zone.parse().expect("an offset");
    NaiveDateTime::from(day(date, "%Y-%m-%d")) - zone
}

/// `M/d/yyyy h:mm:ss tt`
fn american(time: NaiveDateTime) -> String {
    let (afternoon, hour) = time.hour12();
    let half = if afternoon { "PM" } else { "AM" };
    format!("{}/{}/{} {hour}:{:02}:{:02} {half}", time.month(), time.day(), time.year(), time.minute(), time.second())
}

/// 23:59:59 at UTC-5, in steps of 100 ns since 1601.
fn file_time_of_last_second(text: &str) -> i64 {
    let end = NaiveDateTime::from(day(&text[..10], "%Y-%m-%d")) + TimeDelta::seconds(24 * 3600 - 1 + 5 * 3600);
    (end.and_utc().timestamp() + 11_644_473_600) * 10_000_000
}

fn main() {
    let path = std::env::args().nth(1).expect("a file of workers");
    let mut workers = BufReader::with_capacity(1 << 20, std::fs::File::open(path).expect("the file opens"));
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut mapper = Mapper::new();
    let mut line = Vec::new();
    while workers.read_until(b'\n', &mut line).expect("the file is read") > 0 {
        let worker: Worker = serde_json::from_slice(&line).expect("a worker");
        if let Some(resource) = mapper.map(&worker) {
            serde_json::to_writer(&mut out, &resource).expect("it is written");
            out.write_all(b"\n").expect("it is written");
        }
        line.clear();
    }
}
