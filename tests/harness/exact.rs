//! Case files with every number of a source object, and every number that a clause compares with, as it is written.
//!
//! `serde_json::Value` rounds numbers to 64 bits; the cases ask for more (`spec:mapping-3.3`).

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct File<'f> {
    #[serde(borrow, default)]
    cases: Vec<Case<'f>>,
}

#[derive(Deserialize)]
struct Case<'f> {
    #[serde(borrow)]
    source: Option<&'f RawValue>,
    #[serde(borrow)]
    previous: Option<&'f RawValue>,
    #[serde(borrow)]
    clause: Option<Clause<'f>>,
    #[serde(borrow, default)]
    filter: Vec<Vec<Clause<'f>>>,
}

#[derive(Deserialize)]
struct Clause<'f> {
    #[serde(borrow)]
    value: Option<&'f RawValue>,
}

/// Reads a file of cases: their objects become JSON texts, and a number that a clause compares with `{"number": …}`.
pub(crate) fn read(text: &str) -> serde_json::Result<Value> {
    let (mut file, exact): (Value, File<'_>) = (serde_json::from_str(text)?, serde_json::from_str(text)?);
    let cases = file.get_mut("cases").and_then(Value::as_array_mut).into_iter().flatten();
    for (case, exact) in cases.zip(exact.cases) {
        for (name, object) in [("source", exact.source), ("previous", exact.previous)] {
            if let (Some(place), Some(object)) = (case.get_mut(name), object) {
                *place = object.get().into();
            }
        }
        if let (Some(place), Some(clause)) = (case.get_mut("clause"), exact.clause) {
            clause.put(place);
        }
        for (places, clauses) in lists(case.get_mut("filter")).zip(exact.filter) {
            lists(Some(places)).zip(clauses).for_each(|(place, clause)| clause.put(place));
        }
    }
    Ok(file)
}

fn lists(list: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    list.and_then(Value::as_array_mut).into_iter().flatten()
}

impl Clause<'_> {
    fn put(self, place: &mut Value) {
        if let (Some(place), Some(value)) =
            (place.get_mut("value").filter(|value| value.is_number()), self.value)
        {
            *place = json!({ "number": value.get() });
        }
    }
}
