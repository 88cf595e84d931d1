//! What holds for every expression and every object: nothing panics, and what comes out is well formed.

use proptest::prelude::*;
use scopemap::catalog::{FUNCTIONS, Presence};
use scopemap::{Engine, Evaluation, Expression, FixedEnv, Kind, Outcome, Strictness};
use serde_json::{Value, json};
use std::sync::OnceLock;
use std::time::SystemTime;

fn env() -> FixedEnv {
    FixedEnv::at(SystemTime::UNIX_EPOCH).with_default_domain("contoso.com").with_taken(["a"])
}

/// A text of the sort that breaks things.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,8}",
        "[a-zA-Z0-9 @.,:;_-]{0,12}",
        "[0-9]{1,20}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?",
        "[yMdHhmsfFtzK/:'\"\\\\% ]{0,10}",
        "[a-z()\\[\\]*+?|^$.\\\\{}0-9-]{0,10}",
        Just("🙂ß\u{130}\u{301}".to_owned()),
        Just("True".to_owned()),
        Just("d".to_owned()),
        Just(String::new()),
    ]
}

/// A literal or attribute as an expression writes it.
fn leaf() -> impl Strategy<Value = String> {
    let quoted = text().prop_map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")));
    let number = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        (-9..9_i64).prop_map(|number| number.to_string()),
        Just("1.5".to_owned())
    ];
    let attribute = prop_oneof!["[a-f]", Just("f.g".to_owned()), Just("none".to_owned())]
        .prop_map(|name| format!("[{name}]"));
    prop_oneof![4 => quoted, 2 => number, 4 => attribute, 1 => Just("IgnoreAttributeFlow".to_owned()), 1 => Just(String::new())]
}

/// A call of a function of the catalog, by its signature.
fn call(argument: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    (prop::sample::select(FUNCTIONS), prop::collection::vec(argument, 12), 0..3_usize).prop_map(
        |(function, arguments, more)| {
            let mut slots: Vec<String> = Vec::new();
            let mut arguments = arguments.into_iter();
            let unit: Vec<_> = function
                .parameters
                .iter()
                .filter(|parameter| matches!(parameter.presence, Presence::Repeating { .. }))
                .collect();
            for parameter in function.parameters {
                let times = match parameter.presence {
                    Presence::Repeating { .. } => 0,
                    Presence::Required | Presence::Optional => 1,
                };
                slots.extend(arguments.by_ref().take(times));
            }
            slots.extend(arguments.take(unit.len() * (more + 1)));
            format!("{}({})", function.name, slots.join(", "))
        },
    )
}

fn expression() -> impl Strategy<Value = String> {
    leaf().boxed().prop_recursive(3, 40, 12, |inner| {
        let comparison = (inner.clone(), prop::sample::select(vec!["=", "<>", "<", ">="]), inner.clone())
            .prop_map(|(left, operator, right)| format!("{left} {operator} {right}"));
        call(prop_oneof![6 => inner, 1 => comparison].boxed()).boxed()
    })
}

fn value() -> impl Strategy<Value = Value> {
    let simple = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    simple.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(
                prop::sample::select(vec!["g", "value", "displayName", "type"]),
                inner,
                0..3
            )
            .prop_map(|entries| entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

fn object() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec!["a", "b", "c", "d", "e", "f"]);
    prop::collection::hash_map(names, value(), 0..6)
        .prop_map(|entries| entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn no_expression_panics_on_any_object(text in expression(), source in object()) {
        let Ok(expression) = Expression::new("random", &text, Strictness::default()) else { return Ok(()) };
        let evaluated = expression.evaluate(source.to_string().as_str(), &env());
        if let Ok(Evaluation::Value(kind, json)) = evaluated {
            prop_assert!(kind != Kind::Null);
            prop_assert!(serde_json::from_str::<Value>(&json).is_ok(), "{text}: {json}");
        }
    }

    #[test]
    fn no_date_text_or_format_panics(text in text(), format in text(), output in text()) {
        let source = json!({ "text": text, "format": format, "output": output }).to_string();
        for call in ["CDate([text])", "FormatDateTime([text], , [format], [output])", "NumFromDate([text])"] {
            if let Ok(expression) = Expression::new("random", call, Strictness::default()) {
                let _ = expression.evaluate(source.as_str(), &env());
            }
        }
    }

    #[test]
    fn a_payload_is_json_without_nulls_and_empty_values(source in user()) {
        let users = klaxoon().object("user").expect("the rules map users");
        if let Outcome::Mapped(resource) = users.map(source.to_string().as_str(), &env()) {
            let payload: Value = serde_json::from_str(resource.to_json()).expect("a payload is JSON");
            prop_assert!(is_filled(&payload), "{payload}");
        }
    }

    #[test]
    fn a_parsed_map_and_its_text_give_the_same_outcome(source in user()) {
        let users = klaxoon().object("user").expect("the rules map users");
        let map = source.as_object().expect("an object");
        prop_assert_eq!(users.map(map, &env()), users.map(source.to_string().as_str(), &env()));
    }
}

fn klaxoon() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        Engine::from_str("klaxoon", include_str!("../rules/klaxoon.yaml")).expect("the rules compile")
    })
}

fn user() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "userPrincipalName",
        "mail",
        "mailNickname",
        "givenName",
        "surname",
        "department",
        "country",
        "jobTitle",
        "accountEnabled",
        "IsSoftDeleted",
    ]);
    prop::collection::hash_map(names, prop_oneof![3 => text().prop_map(Value::from), 1 => value()], 6..10)
        .prop_map(|entries| entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Tells whether no object, list or member is null or empty; an expression's empty text may flow.
fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(members) => !members.is_empty() && members.iter().all(is_filled),
        Value::Object(members) => !members.is_empty() && members.values().all(is_filled),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}
