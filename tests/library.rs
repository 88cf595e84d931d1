//! The library as a sync engine uses it.

use scopemap::{Engine, FixedEnv, InputError, Outcome, Settings, SourceObject, Value, Wanted};
use std::time::SystemTime;

const RULES: &str = "version: 1
objects:
  user:
    mappings:
      - { target: userName, expression: 'ToLower([userPrincipalName])', match: 1 }
      - { target: displayName, source: displayName }
      - { target: active, expression: 'Not([IsSoftDeleted])' }
";

fn engine() -> Engine {
    Engine::from_str("rules", RULES).unwrap_or_else(|report| panic!("{report}"))
}

fn env() -> FixedEnv {
    FixedEnv::at(SystemTime::UNIX_EPOCH)
}

#[test]
fn one_engine_serves_many_threads() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    let engine = engine();
    is_shared(&engine);
    let payloads = |first: usize| {
        let (env, mut mapper, mut out) = (env(), engine.mapper("user"), Vec::new());
        for number in first..first + 500 {
            let line = format!(r#"{{"userPrincipalName":"User{number}@x.org"}}"#);
            assert!(matches!(mapper.map_into(line.as_str(), &env, &mut out), Outcome::Mapped(_)));
        }
        out
    };
    let together: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads = [0, 500].map(|first| scope.spawn(move || payloads(first)));
        threads.map(|thread| thread.join().expect("a mapper does not panic")).into()
    });
    assert_eq!(together.concat(), [payloads(0), payloads(500)].concat());
}

#[test]
fn some_objects_at_a_time_come_out_as_one_by_one() {
    let engine = engine();
    let unframed = InputError::new("the stream ends");
    let sources = [
        Ok(r#"{"userPrincipalName":"a@x.org"}"#),
        Ok(r#"{"userPrincipalName":"b@x.org","accountEnabled":false}"#),
        Ok("{"),
        Err(unframed.clone()),
        Ok(r#"{"objectType":"Group"}"#),
        Ok(r#"{"userPrincipalName":"c@x.org"}"#),
    ];
    let (env, mut mapper, mut out) = (env(), engine.mapper("user"), Vec::new());
    let one_by_one: Vec<_> = sources
        .iter()
        .map(|source| {
            let outcome = mapper.map_into(source, &env, &mut out);
            (outcome, out.clone())
        })
        .collect();
    let (mut at_once, mut all) = (Vec::new(), Vec::new());
    mapper.map_each(&sources, &env, &mut all, |outcome, out| at_once.push((outcome, out.clone())));
    assert_eq!(at_once, one_by_one);
    assert_eq!(at_once[3].0, Outcome::Unreadable(unframed));
}

/// A caller's own type.
struct Person {
    name: String,
    disabled: bool,
}

impl SourceObject for Person {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        for index in 0..wanted.len() {
            match wanted.name(index) {
                "userPrincipalName" => wanted.set(index, Value::Text(&self.name)),
                "accountEnabled" => wanted.set(index, Value::Boolean(!self.disabled)),
                _ => {}
            }
        }
        Ok(())
    }
}

#[test]
fn a_type_of_the_callers_own_is_a_source_object() {
    let engine = engine();
    let users = engine.object("user").expect("the rules map users");
    let Outcome::Mapped(resource) =
        users.map(&Person { name: "Zoë@x.org".to_owned(), disabled: false }, &env())
    else {
        panic!("an active user is in scope")
    };
    assert_eq!(
        resource.to_json(),
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"zoë@x.org","active":true}"#
    );
    let disabled = users.map(&Person { name: "a@x.org".to_owned(), disabled: true }, &env());
    assert!(matches!(disabled, Outcome::OutOfScope(_)), "{disabled:?}");
}

#[test]
fn a_resource_serializes_as_its_json() {
    let engine = engine();
    let users = engine.object("user").expect("the rules map users");
    let Outcome::Mapped(resource) = users.map(r#"{"userPrincipalName":"a@x.org"}"#, &env()) else {
        panic!("mapped")
    };
    assert_eq!(serde_json::to_string(&resource).expect("a resource is JSON"), resource.to_json());
}

#[test]
fn an_object_says_its_kind_or_gets_the_default() {
    let engine = engine();
    let (env, mut mapper, mut out) = (env(), engine.mapper("user"), Vec::new());
    for (line, mapped) in [
        (r#"{"userPrincipalName":"a@x.org"}"#, true),
        (r##"{"@odata.type":"#microsoft.graph.user","userPrincipalName":"a@x.org"}"##, true),
        (r#"{"objectType":"User","userPrincipalName":"a@x.org"}"#, true),
        (r#"{"objectType":"Group","displayName":"a"}"#, false),
    ] {
        let outcome = mapper.map_into(line, &env, &mut out);
        assert_eq!(matches!(outcome, Outcome::Mapped(_)), mapped, "{line}: {outcome:?}");
    }
    let message = engine.object("usr").expect_err("there is no such object").to_string();
    assert_eq!(message, "the rules map no object `usr`; did you mean `user`?");
}

#[test]
fn an_attribute_is_read_under_the_other_vocabularys_name_where_it_has_no_other() {
    let rules = "version: 1\nobjects:\n  user:\n    mappings:\n      - { target: externalId, source: objectId }\n      - { target: title, source: extensionAttribute1 }\n";
    let engine = Engine::from_str("rules.yaml", rules).expect("the rules compile");
    let users = engine.object("user").expect("the rules map users");
    for (source, id, title) in [
        (r#"{"objectId": "o", "id": "g", "extensionAttribute1": "x"}"#, "o", "x"),
        (r#"{"id": "g", "onPremisesExtensionAttributes": {"extensionAttribute1": "y"}}"#, "g", "y"),
    ] {
        let Outcome::Mapped(resource) = users.map(source, &env()) else { panic!("{source}") };
        let payload: serde_json::Value = serde_json::from_str(resource.to_json()).expect("a payload is JSON");
        assert_eq!((&payload["externalId"], &payload["title"]), (&id.into(), &title.into()), "{source}");
    }
}

#[test]
fn an_immutable_target_is_set_on_create_and_left_alone_afterwards() {
    let rules = "version: 1\nobjects:\n  user:\n    target:\n      attributes:\n        - { name: nickName, mutability: immutable }\n    mappings:\n      - { target: nickName, source: mailNickname }\n";
    let engine = Engine::from_str("rules.yaml", rules).expect("the rules compile");
    let users = engine.object("user").expect("the rules map users");
    let (source, settings) = (r#"{"mailNickname": "new"}"#, Settings::default());
    let Outcome::Mapped(created) = users.create(source, &env(), &settings) else { panic!("created") };
    assert!(created.requests()[0].body().is_some_and(|body| body.contains("new")));
    let current = r#"{"id": "t", "nickName": "old"}"#;
    let Outcome::Mapped(updated) = users.update(source, ("t", current), &env(), &settings) else {
        panic!("updated")
    };
    assert_eq!(updated.requests(), []);
}
