//! Attribute tables are the tutorials', and mappings fit them.

use crate::{SHIPPED, json};
use serde_json::Value;
use std::collections::BTreeSet;

/// The rows of a tutorial's table, with what a rule file says of an attribute.
fn tutorial(path: &str, kind: &str) -> Vec<Value> {
    let tutorial = json(path);
    let objects = tutorial["objects"].as_array().expect("objects");
    let object = objects
        .iter()
        .find(|object| object["object"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(kind)));
    object.expect("a table of this kind")["attributes"].as_array().expect("rows").clone()
}

#[test]
fn tables_are_the_tutorials() {
    for shipped in SHIPPED {
        let Some(path) = shipped.tutorial else { continue };
        for (kind, _) in shipped.objects() {
            assert_eq!(shipped.table(&kind), tutorial(path, &kind), "{}: {kind}", shipped.name);
        }
    }
}

/// The tutorial's table has neither types nor flags, and calls `employeeID` by Active Directory's display name.
#[test]
fn the_directory_has_every_attribute_of_the_workday_tutorial() {
    let [.., workday] = SHIPPED;
    let names: Vec<Value> = workday.table("user").iter().map(|row| row["name"].clone()).collect();
    let is_known = |name: &str| {
        names.iter().any(|known| known.as_str().is_some_and(|known| known.eq_ignore_ascii_case(name)))
    };
    for row in tutorial("tests/data/gallery/workday-inbound.json", "user") {
        let name = row["name"].as_str().expect("a name");
        assert!(is_known(name), "{name}");
    }
}

#[test]
fn every_required_attribute_is_mapped_and_every_mapping_has_a_row() {
    for shipped in SHIPPED {
        for (kind, rules) in shipped.objects() {
            let targets: BTreeSet<&str> = rules["mappings"]
                .as_array()
                .expect("mappings")
                .iter()
                .filter_map(|rule| rule["target"].as_str())
                .collect();
            let rows = shipped.table(&kind);
            let names = |required: bool| -> BTreeSet<&str> {
                let rows = rows.iter().filter(|row| !required || row["required"] == true);
                rows.filter_map(|row| row["name"].as_str()).collect()
            };
            assert!(names(true).is_subset(&targets), "{}: {kind}", shipped.name);
            assert!(targets.is_subset(&names(false)), "{}: {kind}", shipped.name);
            // Klaxoon's tutorial maps the whole of its tables.
            assert!(shipped.name != "klaxoon" || names(false) == targets, "{kind}");
        }
    }
}

#[test]
fn matching_attributes_find_one_account() {
    for shipped in SHIPPED {
        for (kind, rules) in shipped.objects() {
            let rows = shipped.table(&kind);
            let mappings = rules["mappings"].as_array().expect("mappings");
            let matching: Vec<_> = mappings.iter().filter(|rule| rule["match"].is_u64()).collect();
            let precedences: BTreeSet<_> = matching.iter().map(|rule| rule["match"].as_u64()).collect();
            assert!(
                precedences.contains(&Some(1)) && precedences.len() == matching.len(),
                "{}: {kind}",
                shipped.name
            );
            for rule in matching {
                let row = rows.iter().find(|row| row["name"] == rule["target"]).expect("a row");
                assert_eq!(row["filterable"], true, "{}: {rule}", shipped.name);
                assert!(rule["default"].is_null() && rule["constant"].is_null(), "{}: {rule}", shipped.name);
            }
        }
    }
}
