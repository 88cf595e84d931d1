//! gen-workday-1 N [SEED]: N workers of Workday as NDJSON on stdout, for `workday-1.yaml`.
use std::fmt::Write as _;
use yardstick::{GIVEN, Rng, SUR};

const COMPANY: &[&str] = &["Contoso Ltd", "Contoso France SAS", "Contoso GmbH", "Fabrikam GmbH", "Fabrikam, Inc.", "Woodgrove Bank"];
const TITLE: &[&str] = &["Senior Software Engineer", "Account Executive", "Junior Analyst", "Director", "Principal  Engineer", "Réceptionniste", "HR Business Partner", "Senior VP \\\"Special Projects\\\""];
const ORG: &[&str] = &["Sales France (Anna Dupont)", "Engineering", "Global Operations (Søren Müller)", "Finance & Controlling", "Human Resources (O'Brien, Mary)"];
const TYPE: &[&str] = &["Employee", "Employee", "Employee", "Contingent_Worker"];
const CITY: &[&str] = &["RENNES", "SEATTLE", "MÜNCHEN", "TOKYO", "SAINT-MALO", "BUDAPEST", "NEW YORK"];
// (two letters, region, locale, offset)
const COUNTRY: &[(&str, &str, &str, &str)] = &[
    ("FR", "FRA-BRE", "fr_FR", "+02:00"), ("US", "USA-WA", "en_US", "-08:00"), ("DE", "DEU-BY", "de_DE", "+01:00"),
    ("JP", "JPN-13", "ja_JP", "+09:00"), ("HU", "HUN-BU", "hu_HU", "+01:00"), ("GB", "GBR-LND", "en_GB", "+00:00"),
];
const MONTH: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const STREET: &[&str] = &["rue de la Paix", "Main Street", "Hauptstraße", "Elm Road", "Avenue des Champs-Élysées"];

fn opt(s: &mut String, key: &str, v: Option<&str>) {
    match v {
        Some(v) => write!(s, "\"{key}\":\"{v}\",").unwrap(),
        None => write!(s, "\"{key}\":null,").unwrap(),
    }
}

/// (year, month, day)
fn day(r: &mut Rng, from: u64, years: u64) -> (u64, u64, u64) {
    (from + r.below(years), 1 + r.below(12), 1 + r.below(28))
}

fn worker(seed: u64, i: u64, s: &mut String) {
    let r = &mut Rng::of(seed, i);
    let (given, given_ascii) = GIVEN[r.below(GIVEN.len() as u64) as usize];
    let (family, family_ascii) = SUR[r.below(SUR.len() as u64) as usize];
    let (country, region, locale, zone) = COUNTRY[r.below(COUNTRY.len() as u64) as usize];
    s.push('{');
    opt(s, "WorkerID", Some(&format!("{:08}", 10_000 + i)));
    let user = match r.below(4) {
        0 => format!("{given}.{family}.of.the.very.long.name{i}"),
        1 => format!("{given}+{family};[{i}]"),
        _ => format!("{}{i}", family_ascii.to_lowercase()),
    };
    opt(s, "UserID", Some(&user));
    opt(s, "Active", Some(if r.pct(92) { "1" } else { "0" }));
    opt(s, "PreferredFirstName", Some(given));
    opt(s, "PreferredLastName", if r.pct(2) { None } else { Some(family) });
    opt(s, "BusinessTitle", if r.pct(5) { None } else { Some(r.pick(TITLE)) });
    opt(s, "WorkerType", Some(r.pick(TYPE)));
    opt(s, "Company", Some(r.pick(COMPANY)));
    opt(s, "CostCenter", Some(&format!("CC-{:04} Research & Development", r.below(10_000))));
    opt(s, "SupervisoryOrganization", Some(r.pick(ORG)));
    opt(s, "ManagerReference", Some(&format!("{:08}", 10_000 + r.below(i + 1))));
    let mail = format!("{}.{}@mail{}.example.com", given_ascii.to_lowercase(), family_ascii.to_lowercase(), r.below(9));
    opt(s, "Email", if r.pct(15) { None } else { Some(&mail) });
    let (y, m, d) = day(r, 1995, 32);
    let hired = format!("{y:04}-{m:02}-{d:02}{zone}");
    opt(s, "HireDate", Some(&hired));
    opt(s, "StatusHireDate", if r.pct(3) { Some("") } else { Some(&hired) });
    opt(s, "StatusHireRescinded", Some(if r.pct(2) { "1" } else { "0" }));
    let (y, m, d) = day(r, 1985, 20);
    opt(s, "OriginalHireDate", Some(&format!("{m}/{d}/{y}")));
    let (y, m, d) = day(r, 1955, 50);
    opt(s, "BirthDate", Some(&format!("{d:02} {} {y}", MONTH[m as usize - 1])));
    let (y, m, d) = day(r, 2024, 4);
    let left = format!("{y:04}-{m:02}-{d:02}{zone}");
    opt(s, "StatusTerminationDate", if r.pct(80) { None } else { Some(&left) });
    let (y, m, d) = day(r, 2024, 4);
    opt(s, "ContractEndDate", Some(&format!("{y:04}-{m:02}-{d:02}")));
    let (y, m, d) = day(r, 2020, 6);
    opt(s, "LastModified", Some(&format!("{y:04}-{m:02}-{d:02}T{:02}:{:02}:{:02}.{:03}{zone}", r.below(24), r.below(60), r.below(60), r.below(1000))));
    opt(s, "AddressLineData", Some(&format!("{} {}", 1 + r.below(400), r.pick(STREET))));
    opt(s, "Municipality", Some(r.pick(CITY)));
    opt(s, "CountryRegionReference", Some(region));
    opt(s, "PostalCode", Some(&format!("{:05}", r.below(100_000))));
    opt(s, "CountryReferenceTwoLetter", Some(country));
    opt(s, "LocalReference", if r.pct(20) { Some("") } else { Some(locale) });
    let phone = match r.below(3) {
        0 => format!("+33 (0)1 {:02}-{:02}-{:02}-{:02}", r.below(100), r.below(100), r.below(100), r.below(100)),
        1 => format!("+1 (425) {:03}-{:04} x{:04}", r.below(1000), r.below(10_000), r.below(10_000)),
        _ => format!("+49 89 {:07}", r.below(10_000_000)),
    };
    opt(s, "PrimaryWorkTelephone", if r.pct(8) { None } else { Some(&phone) });
    let mobile = format!("+33 6 {:02}-{:02}-{:02}", r.below(100), r.below(100), r.below(100));
    opt(s, "Mobile", if r.pct(40) { None } else { Some(&mobile) });
    opt(s, "JobFamily", Some("Research and Development - Engineering Services"));
    write!(s, "\"FTE\":{}.{},\"IsManager\":{}}}\n", r.below(2), r.below(10), r.pct(20)).unwrap();
}

fn main() {
    yardstick::write_objects(worker);
}
