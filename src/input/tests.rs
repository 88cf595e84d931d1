//! What is read of a JSON text, beside what `serde_json` reads: the same texts are refused, the same values found.

use super::{InputError, KeyOrder, Wanted};
use crate::plan::Keys;
use crate::value::{Arena, Value};
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt::Write as _;

const NAMES: [&str; 4] = ["a", "mail", "extensionAttribute1", "Zoë"];

/// Reads the wanted attributes of a text; null for those that it has not.
fn read(text: &[u8], order: &mut KeyOrder) -> Result<Vec<serde_json::Value>, InputError> {
    let (keys, arena) = (Keys::new(NAMES.map(str::to_owned).into()), Arena::new());
    let values = Wanted::new(&keys, &arena).read(text, Some(order))?;
    Ok(values.iter().map(|value| json(*value)).collect())
}

fn json(value: Value<'_>) -> serde_json::Value {
    match value {
        Value::Boolean(boolean) => boolean.into(),
        Value::Integer(integer) => integer.into(),
        Value::Decimal(decimal) => serde_json::from_str(decimal.as_json()).unwrap_or_default(),
        Value::Text(text) => text.into(),
        Value::Complex(entries) => {
            entries.iter().map(|(name, value)| ((*name).to_owned(), json(*value))).collect()
        }
        Value::List(members) => members.iter().map(|member| json(*member)).collect(),
        _ => serde_json::Value::Null,
    }
}

/// Minus zero is zero here, and a double there.
fn whole(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) if number.as_f64() == Some(0.0) => 0.into(),
        serde_json::Value::Array(members) => members.into_iter().map(whole).collect(),
        serde_json::Value::Object(entries) => {
            entries.into_iter().map(|(name, value)| (name, whole(value))).collect()
        }
        other => other,
    }
}

/// Compares with `serde_json`, once with nothing foreseen and once with the text's own keys.
fn compare(text: &[u8]) {
    let mut order = KeyOrder::default();
    let first = read(text, &mut order);
    assert_eq!(first, read(text, &mut order), "{}", String::from_utf8_lossy(text));
    match first {
        Ok(found) => {
            let object: HashMap<String, Box<RawValue>> =
                serde_json::from_slice(text).expect("serde_json refuses it");
            for (name, found) in NAMES.iter().zip(found) {
                match object.get(*name).map(|raw| serde_json::from_str(raw.get())) {
                    Some(Err(_)) => {} // a number beyond what a double holds
                    Some(Ok(expected)) => assert_eq!(whole(found), whole(expected)),
                    None => assert_eq!(found, serde_json::Value::Null),
                }
            }
        }
        Err(error) => {
            let ours = ["surrogate", "twice", "deeper", "not a JSON object"];
            let ours = ours.iter().any(|part| error.message().contains(part));
            let refused =
                std::str::from_utf8(text).is_err() || serde_json::from_slice::<IgnoredAny>(text).is_err();
            assert!(ours || refused, "{error}: {}", String::from_utf8_lossy(text));
            assert!(error.position().is_some(), "{error}");
        }
    }
}

/// A JSON string as somebody may write it.
fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9 @._:,{}\\[\\]-]{0,20}",
        1 => "\\PC{0,3}".prop_map(|text| text.replace(['"', '\\'], "")),
        1 => prop::sample::select(vec![
            "\\n", "\\\"", "\\\\", "\\/", "\\b\\f\\r\\t", "\\u00e9", "\\u0061", "\\ud83d\\ude42", "\\uD83D", "\\ude42x",
            "\\ud83d\\u0041", "🙂", "é", "\u{7f}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(NAMES.to_vec()).prop_map(|name| format!("\"{name}\"")),
        1 => Just("\"m\\u0061il\"".to_owned()),
        3 => string(),
    ]
}

fn value() -> impl Strategy<Value = String> {
    let number = prop::sample::select(vec![
        "0",
        "-0",
        "12",
        "-7",
        "1.5",
        "1e3",
        "-2.5E-3",
        "9223372036854775807",
        "92233720368547758080",
    ]);
    let simple = prop_oneof![
        4 => string(),
        2 => number.prop_map(str::to_owned),
        1 => prop::sample::select(vec!["true", "false", "null"]).prop_map(str::to_owned),
    ];
    simple.prop_recursive(4, 24, 5, |inner| {
        let list =
            prop::collection::vec(inner.clone(), 0..5).prop_map(|members| format!("[{}]", members.join(",")));
        prop_oneof![list, object_of(inner)]
    })
}

fn object_of(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec((key(), "[ \t]{0,1}", "[ \r\n]{0,2}", value), 0..6).prop_map(|members| {
        let mut text = String::from("{");
        for (index, (key, before, after, value)) in members.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(text, "{after}{comma}{before}{key}{before}:{after}{value}{before}").unwrap();
        }
        text.push('}');
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn json_is_read_as_serde_json_reads_it(text in object_of(value())) {
        compare(text.as_bytes());
    }

    #[test]
    fn what_is_nearly_json_is_refused_as_serde_json_refuses_it(
        text in object_of(value()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            any::<u8>(), prop::sample::select(b"\"\\{}[]:,0123456789.-+eEtrufalsn \n\t\x01\x80\xc3".to_vec()),
        ], 0..3_u8), 1..3),
    ) {
        let mut text = text.into_bytes();
        for (place, byte, kind) in changes {
            let place = place.index(text.len());
            match kind {
                0 => text[place] = byte,
                1 => text.insert(place, byte),
                _ if text.len() > 1 => drop(text.remove(place)),
                _ => {}
            }
        }
        compare(&text);
    }

    #[test]
    fn what_was_read_before_decides_nothing(texts in prop::collection::vec(object_of(value()), 1..6)) {
        let mut order = KeyOrder::default();
        for text in &texts {
            prop_assert_eq!(read(text.as_bytes(), &mut order), read(text.as_bytes(), &mut KeyOrder::default()));
        }
    }
}

#[test]
fn ends_and_borders_are_those_of_serde_json() {
    for text in [
        "",
        " ",
        "{",
        "{}",
        "{}x",
        "{} ",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":}",
        "{\"a\":[}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\u00",
        "{\"a\":\"\\u00x0\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":nul",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "[1]",
        "\"a\"",
        "1",
        "nope",
        "{\"x\":\"\\ud83d\"}",
        "{\"\\ud83d\":1}",
        "{\"a\":\"\u{0}\"}",
        "{\"x\":\"0123456789abcde\u{1f}\"}",
    ] {
        compare(text.as_bytes());
    }
    compare(b"{\"x\":\"\xff\"}");
    compare(b"{\"x\xc3\":1}");
}

#[test]
fn nesting_is_bounded() {
    let nested =
        |name: &str, depth: usize| format!("{{\"{name}\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let accepts = |text: String| read(text.as_bytes(), &mut KeyOrder::default()).is_ok();
    assert!(accepts(nested("skipped", 126)) && accepts(nested("a", 100)));
    assert!(!accepts(nested("skipped", 200)) && !accepts(nested("a", 101)));
    assert!(!accepts(nested("skipped", 1_000_000)), "no stack is so deep");
}

#[test]
fn keys_are_found_in_any_order_and_spelling() {
    let mut order = KeyOrder::default();
    let expected = [1.into(), "x".into(), serde_json::Value::Null, true.into()];
    for text in [
        r#"{"a":1,"other":0,"mail":"x","Zoë":true}"#,
        r#"{"Zoë":true,"mail":"x","a":1}"#,
        r#"{"m\u0061il":"x","a":1,"Zo\u00eb":true,"more":[{"a":2}]}"#,
        r#"{ "mail" : "x" , "a":1, "Zoë" :true}"#,
        r#"{"a":1,"other":0,"mail":"x","Zoë":true}"#,
    ] {
        assert_eq!(read(text.as_bytes(), &mut order).unwrap(), expected, "{text}");
    }
}

#[test]
fn many_keys_and_many_sub_attributes_are_read() {
    let members: Vec<String> = (0..5000).map(|number| format!("\"k{number}\":{number}")).collect();
    let wide = format!("{{{},\"mail\":\"x\",\"a\":{{{}}}}}", members.join(","), members.join(","));
    let mut order = KeyOrder::default();
    for _ in 0..3 {
        let found = read(wide.as_bytes(), &mut order).unwrap();
        assert_eq!(found[1], "x");
        assert_eq!(found[0].as_object().map(serde_json::Map::len), Some(5000));
    }
    let twice = wide.replace("\"k4999\":4999}", "\"k7\":1}");
    assert!(read(twice.as_bytes(), &mut order).unwrap_err().message().contains("`k7` stands twice"));
}
