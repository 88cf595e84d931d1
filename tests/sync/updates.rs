//! An update makes the target what the rules say, and nothing else; and then there is nothing more to do.

use crate::palette::{self, Mapping, Rules, Takes};
use crate::patch::Form;
use crate::path::{empty, pruned};
use crate::run::{Decided, World, cases, engine, env};
use proptest::prelude::*;
use scopemap::{Engine, Outcome, Settings};
use serde_json::{Value, json};

const NAME: &str = "ann@x.org";

/// Random rules, loaded.
struct Case<'r> {
    rules: &'r Rules,
    engine: Engine,
    /// The rules where every mapping says its value at once.
    bare: Engine,
}

impl<'r> Case<'r> {
    fn new(rules: &'r Rules) -> Self {
        Self { rules, engine: engine(&rules.text()), bare: engine(&rules.bare().text()) }
    }

    /// Plans the one object over a resource and carries it out; the decision and the resource afterwards.
    fn updated(&self, source: &Value, resource: &Value) -> Result<(Decided, Value), TestCaseError> {
        let mut world = World { resources: vec![resource.clone()], ..World::default() };
        let (decided, links) = world.plan(&self.engine, std::slice::from_ref(source), &Settings::default());
        prop_assert_eq!(decided.len(), 1, "{:?}", decided);
        let carried = world.carry_out(self.rules.form, &decided, links);
        prop_assert!(carried.is_ok(), "{carried:?}\n{decided:?}\n{resource}");
        let (again, _) = world.plan(&self.engine, std::slice::from_ref(source), &Settings::default());
        prop_assert!(
            again[0].requests.is_empty(),
            "not a fixed point: {:?}\nafter {:?}",
            again[0],
            decided[0]
        );
        Ok((decided[0].clone(), world.resources.remove(0)))
    }
}

/// The payload that a create of the object sends, and the targets whose expression failed; `None` where the object fails.
fn created(engine: &Engine, source: &Value) -> Option<(Value, Vec<String>)> {
    let users = engine.object("user").expect("the rules map users");
    match users.map(source.to_string().as_str(), &env()) {
        Outcome::Mapped(resource) => {
            let left_out = resource.left_out().iter().map(|failure| failure.target().to_owned());
            Some((serde_json::from_str(resource.to_json()).expect("a payload"), left_out.collect()))
        }
        Outcome::Failed(_) => None,
        other => panic!("{other:?}"),
    }
}

/// What a mapping must leave at its target.
fn wanted(rules: &Rules, mapping: &Mapping, old: &Value, bare: &(Value, Vec<String>)) -> Value {
    let (path, (payload, left_out)) = (mapping.path(), bare);
    let (held, value) = (path.get(old), path.get(payload));
    if mapping.is_create_only() {
        return held;
    }
    if let Some(default) = mapping.default_of_none() {
        return if empty(&held) { typed(mapping, default) } else { held };
    }
    // `IgnoreAttributeFlow` leaves the target as it is, null flow or not.
    let is_ignored = mapping.text().starts_with("IgnoreFlow");
    let clears = rules.flows_null(mapping) && !left_out.contains(&mapping.target) && !is_ignored;
    match value {
        Value::Null if clears => Value::Null,
        Value::Null => held,
        value => value,
    }
}

fn typed(mapping: &Mapping, default: &str) -> Value {
    match mapping.takes {
        Takes::Text | Takes::AnyCase => json!(default),
        Takes::Boolean => json!(default.eq_ignore_ascii_case("true")),
        Takes::Integer => serde_json::from_str(default).expect("a number"),
        Takes::Texts => json!([default]),
    }
}

fn is_same(mapping: &Mapping, left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::String(left), Value::String(right)) if mapping.takes == Takes::AnyCase => {
            left.to_lowercase() == right.to_lowercase()
        }
        (left, right) => left == right || (empty(left) && empty(right)),
    }
}

/// Tells whether a flag that a mapping leaves as it is goes to another element of the attribute, which rules make primary.
fn gives_way(rules: &Rules, mapping: &Mapping, payload: &Value, new: &Value) -> bool {
    let flags = |mapping: &Mapping| mapping.target.ends_with("].primary");
    let attribute = |mapping: &Mapping| mapping.target.split('[').next().map(str::to_owned);
    let made = |other: &&Mapping| {
        other.target != mapping.target && flags(other) && attribute(other) == attribute(mapping)
    };
    let others = rules.mappings.iter().filter(made);
    rules.form == Form::Rfc
        && flags(mapping)
        && empty(&mapping.path().get(payload))
        && others.map(|other| other.path().get(new)).any(|flag| flag == true)
}

/// How many elements of each attribute are primary.
fn primaries(resource: &Value) -> Vec<(&String, usize)> {
    let members = resource.as_object().into_iter().flatten();
    let lists = members.filter_map(|(name, value)| Some((name, value.as_array()?)));
    let primary = |element: &&Value| element["primary"] == true;
    lists.map(|(name, elements)| (name, elements.iter().filter(primary).count())).collect()
}

/// A resource without what the rules write, and without the other elements' flag where the rules move it.
fn others(rules: &Rules, resource: &Value) -> Value {
    let mut rest = resource.clone();
    for mapping in &rules.mappings {
        mapping.path().put(&mut rest, Value::Null);
    }
    for attribute in ["emails", "phoneNumbers"] {
        let moves = rules.form == Form::Rfc
            && rules
                .mappings
                .iter()
                .any(|mapping| mapping.target.starts_with(attribute) && mapping.target.ends_with("primary"));
        for element in rest[attribute].as_array_mut().into_iter().flatten().filter(|_| moves) {
            element["primary"] = Value::Null;
        }
    }
    pruned(&rest)
}

/// Updates a resource, and holds the result to what every mapping must leave there.
fn holds(case: &Case<'_>, source: &Value, old: &Value) -> Result<Option<Value>, TestCaseError> {
    let rules = case.rules;
    let Some(bare) = created(&case.bare, source) else { return Ok(None) };
    let (decided, new) = case.updated(source, old)?;
    // A default may be one primary too many, where the mapping without it is none.
    if decided.reason == "primary-twice" {
        prop_assert!(rules.form == Form::Rfc && decided.requests.is_empty(), "{decided:?}");
        return Ok(None);
    }
    prop_assert!(decided.action != "error", "{decided:?}");
    for mapping in &rules.mappings {
        if gives_way(rules, mapping, &bare.0, &new) {
            continue;
        }
        let (wanted, held) = (wanted(rules, mapping, old, &bare), mapping.path().get(&new));
        prop_assert!(
            is_same(mapping, &wanted, &held),
            "{}: wanted {wanted}, holds {held}\n{decided:?}",
            mapping.target
        );
    }
    prop_assert_eq!(others(rules, old), others(rules, &new), "{:?}", decided);
    if rules.form == Form::Rfc {
        prop_assert!(primaries(&new).iter().all(|(_, count)| *count < 2), "{new}\n{decided:?}");
    }
    Ok(Some(new))
}

proptest! {
    #![proptest_config(cases(70))]

    #[test]
    fn an_update_of_any_resource_does_what_the_rules_say(
        rules in palette::rules(palette::any_form()),
        source in palette::user(NAME),
        resource in palette::resource(NAME),
    ) {
        holds(&Case::new(&rules), &source, &resource)?;
    }

    #[test]
    fn an_update_of_a_created_resource_gives_the_create_of_the_new_object(
        rules in palette::rules(palette::any_form()),
        (old, new) in (palette::user(NAME), palette::user(NAME)),
    ) {
        let case = Case::new(&rules);
        let Some((mut resource, _)) = created(&case.engine, &old) else { return Ok(()) };
        resource["id"] = json!("t-1");
        holds(&case, &old, &resource)?;
        let (Some(after), Some((expected, _))) = (holds(&case, &new, &resource)?, created(&case.engine, &new)) else {
            return Ok(());
        };
        let bare = created(&case.bare, &new).map(|(payload, _)| payload).unwrap_or_default();
        // What § 1 keeps: nulls that do not flow, and what is only for new accounts.
        let kept = |mapping: &&Mapping| mapping.is_create_only() || empty(&mapping.path().get(&bare));
        let (mut left, mut right) = (after, expected);
        for resource in [&mut left, &mut right] {
            for mapping in rules.mappings.iter().filter(kept) {
                mapping.path().put(resource, Value::Null);
            }
            for name in ["id", "schemas", "meta"] {
                resource[name] = Value::Null;
            }
        }
        prop_assert_eq!(case_folded(&rules, left), case_folded(&rules, right));
    }

    #[test]
    fn a_mapping_that_is_gone_takes_nothing_with_it(
        rules in palette::rules(palette::any_form()),
        source in palette::user(NAME),
        which in any::<prop::sample::Index>(),
    ) {
        let Some((mut resource, _)) = created(&engine(&rules.text()), &source) else { return Ok(()) };
        resource["id"] = json!("t-1");
        let mut fewer = rules.clone();
        let gone = fewer.mappings.remove(which.index(rules.mappings.len()));
        let (_, after) = Case::new(&fewer).updated(&source, &resource)?;
        prop_assert_eq!(gone.path().get(&after), gone.path().get(&resource));
    }
}

/// A resource whose values that have no letter case are in small letters, and whose flags that no rule sets are gone.
fn case_folded(rules: &Rules, mut resource: Value) -> Value {
    for mapping in rules.mappings.iter().filter(|mapping| mapping.takes == Takes::AnyCase) {
        if let Value::String(text) = mapping.path().get(&resource) {
            mapping.path().put(&mut resource, json!(text.to_lowercase()));
        }
    }
    if !rules
        .mappings
        .iter()
        .any(|mapping| mapping.target.ends_with("].primary") && mapping.target.starts_with("emails"))
    {
        for element in resource["emails"].as_array_mut().into_iter().flatten() {
            element["primary"] = Value::Null;
        }
    }
    pruned(&resource)
}

/// Two e-mails, each of which its own source attribute makes primary.
const PRIMARIES: &str = r#"
version: 1
objects:
  user:
    mappings:
      - { target: userName, source: userPrincipalName, match: 1 }
      - { target: 'emails[type eq "work"].value', source: mail }
      - { target: 'emails[type eq "work"].primary', source: extensionAttribute1 }
      - { target: 'emails[type eq "home"].value', source: mailNickname }
      - { target: 'emails[type eq "home"].primary', source: extensionAttribute2 }
"#;

fn with_emails(work: &Value, home: &Value) -> Value {
    let emails = json!([{ "type": "work", "value": "w", "primary": work }, { "type": "home", "value": "h", "primary": home }]);
    json!({ "id": "t-1", "userName": NAME, "emails": emails })
}

#[test]
fn a_primary_element_moves_by_two_operations() {
    let world = |emails| World { resources: vec![emails], ..World::default() };
    for (wanted, held) in [((true, false), (false, true)), ((false, true), (true, false))] {
        let user = json!({ "userPrincipalName": NAME, "mail": "w", "mailNickname": "h", "extensionAttribute1": wanted.0,
            "extensionAttribute2": wanted.1 });
        let mut world = world(with_emails(&json!(held.0), &json!(held.1)));
        let (decided, links) =
            world.plan(&engine(PRIMARIES), std::slice::from_ref(&user), &Settings::default());
        assert_eq!(decided[0].requests[0].2["Operations"].as_array().map(Vec::len), Some(2), "{decided:?}");
        world.carry_out(Form::Rfc, &decided, links).expect("a server takes it");
        assert_eq!(world.resources, [with_emails(&json!(wanted.0), &json!(wanted.1))]);
        let (again, _) = world.plan(&engine(PRIMARIES), &[user], &Settings::default());
        assert_eq!(again[0].result(), "skip RedundantExport");
    }
}

#[test]
fn two_primary_elements_fail_a_create_and_an_update_in_profile_rfc_alone() {
    let user = json!({ "userPrincipalName": NAME, "mail": "w", "mailNickname": "h", "extensionAttribute1": "true",
        "extensionAttribute2": true });
    let service = PRIMARIES.replace("version: 1", "version: 1\nprofile: entra");
    for resources in [
        vec![],
        vec![with_emails(&json!(true), &json!(false))],
        vec![with_emails(&json!(null), &json!(null))],
    ] {
        let world = World { resources, ..World::default() };
        let plan =
            |rules: &str| world.plan(&engine(rules), std::slice::from_ref(&user), &Settings::default()).0;
        let decided = plan(PRIMARIES);
        assert_eq!((decided[0].result(), decided[0].requests.len()), ("error primary-twice".to_owned(), 0));
        assert_eq!(plan(&service)[0].requests.len(), 1);
    }
}
