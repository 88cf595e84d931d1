//! What holds for whole populations: order, threads, links, references and what is left to do after a run.

use crate::palette::any_form;
use crate::patch::Form;
use crate::population::{self, members, population, settings};
use crate::run::{Decided, World, cases, engine};
use proptest::prelude::*;
use scopemap::{Engine, LinkState, Links, Method, Settings, Threshold};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Rules in one of the profiles, for a target that disables accounts or one that only deletes them.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) struct Rules {
    pub(crate) form: Form,
    pub(crate) disables: bool,
}

fn rules() -> impl Strategy<Value = Rules> {
    (any_form(), proptest::bool::weighted(0.7)).prop_map(|(form, disables)| Rules { form, disables })
}

pub(crate) fn loaded(rules: Rules) -> &'static Engine {
    static ENGINES: OnceLock<Vec<(Rules, Engine)>> = OnceLock::new();
    let all = || {
        let all =
            Form::ALL.into_iter().flat_map(|form| [true, false].map(|disables| Rules { form, disables }));
        all.map(|rules| (rules, engine(&population::rules(rules.form, rules.disables)))).collect()
    };
    let found = ENGINES.get_or_init(all).iter().find(|(known, _)| *known == rules);
    &found.expect("the rules are loaded").1
}

/// Tells whether a request changes nothing but references.
fn is_reference((method, _, body): &(Method, String, Value)) -> bool {
    let operations = body["Operations"].as_array().map(Vec::as_slice).unwrap_or_default();
    let is_own = |operation: &Value| {
        let path = operation["path"].as_str().unwrap_or_default();
        path.starts_with("members") || path.ends_with(":manager")
    };
    *method == Method::Patch && operations.iter().all(is_own)
}

/// Runs once, and carries out what is planned.
fn carried_out(
    rules: Rules,
    world: &mut World,
    objects: &[Value],
    settings: &Settings,
) -> Result<&'static Engine, TestCaseError> {
    let engine = loaded(rules);
    let (first, links) = world.plan(engine, objects, settings);
    let carried = world.carry_out(rules.form, &first, links);
    prop_assert!(carried.is_ok(), "{carried:?}\n{first:?}");
    Ok(engine)
}

/// Runs once, and then until nothing is left to do.
fn settle(
    rules: Rules,
    world: &mut World,
    objects: &[Value],
    settings: &Settings,
) -> Result<(), TestCaseError> {
    let engine = loaded(rules);
    let (first, links) = world.plan(engine, objects, settings);
    let carried = world.carry_out(rules.form, &first, links);
    prop_assert!(carried.is_ok(), "{carried:?}\n{first:?}");
    let deferred =
        first.iter().any(|decided| decided.diagnostics.iter().any(|(_, code)| *code == "deferred-reference"));
    let (second, links) = world.plan(engine, objects, settings);
    for decided in &second {
        let left = decided.requests.iter().all(|request| deferred && is_reference(request));
        prop_assert!(left, "left to do: {decided:?}\nafter {first:?}\n{:?}", world.links);
    }
    let carried = world.carry_out(rules.form, &second, links);
    prop_assert!(carried.is_ok(), "{carried:?}");
    let (third, _) = world.plan(engine, objects, settings);
    for decided in &third {
        prop_assert!(decided.requests.is_empty(), "still left: {decided:?}\nafter {second:?}");
        let done = [
            "RedundantExport",
            "NotEffectivelyEntitled",
            "NotManaged",
            "TargetOnly",
            "SkipOutOfScopeDeletions",
        ];
        let waits = matches!(decided.action, "error" | "StagedAction" | "StagedDelete");
        prop_assert!(done.contains(&decided.reason) || waits, "{}: {decided:?}", decided.result());
    }
    Ok(())
}

fn by_source(objects: &[Value]) -> BTreeMap<&str, &Value> {
    objects.iter().map(|object| (object["objectId"].as_str().expect("an id"), object)).collect()
}

/// The target ids of the users that a list of source ids names, where they are linked; sorted.
fn linked(links: &Links, named: &Value) -> Vec<String> {
    let ids = named.as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut ids: Vec<_> = ids.filter_map(|id| Some(links.get("user", id)?.target.to_owned())).collect();
    ids.sort();
    ids
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn a_run_leaves_nothing_to_do_and_references_lead_where_the_source_says(
        rules in rules(),
        mut world in population::existing(),
        (before, after) in (population(false), population(false)),
        mut settings in settings(),
    ) {
        if matches!(settings.threshold, Threshold::Percent(_)) {
            // A share of more objects, once some are created, may let through what it withheld.
            settings.threshold = Threshold::Count(1);
        }
        for objects in [&before, &after] {
            settle(rules, &mut world, objects, &settings)?;
            let source = by_source(objects);
            for (kind, id, link) in world.links.clone().iter() {
                let (Some(object), Some(resource)) = (source.get(id), world.resource(link.target).cloned()) else { continue };
                let in_scope = if kind == "user" {
                    object["city"] == "a" && object["accountEnabled"] == true
                } else {
                    object["description"].is_null()
                };
                if kind == "user" {
                    let named = object["manager"].as_str().or_else(|| object["manager"]["objectId"].as_str());
                    if let Some(manager) = named.and_then(|id| world.links.get("user", id)).filter(|_| in_scope) {
                        prop_assert_eq!(population::manager(&resource), Some(manager.target.to_owned()));
                    }
                } else if in_scope && object["members"].is_array() {
                    prop_assert_eq!(members(&resource), linked(&world.links, &object["members"]));
                }
            }
        }
    }

    #[test]
    fn strangers_in_a_group_stay(rules in rules(), mut world in population::existing(), objects in population(false)) {
        settle(rules, &mut world, &objects, &Settings::default())?;
        let groups = world.resources.iter_mut().filter(|resource| resource["displayName"].is_string());
        groups.for_each(|group| group["members"] = serde_json::json!([{ "value": "stranger" }]));
        settle(rules, &mut world, &objects, &Settings::default())?;
        for group in world.resources.iter().filter(|resource| resource["displayName"].is_string()) {
            prop_assert!(members(group).contains(&"stranger".to_owned()), "{group}");
        }
    }

    #[test]
    fn a_plan_is_the_same_twice_and_on_many_threads_and_in_the_order_of_the_population(
        rules in rules(),
        mut world in population::existing(),
        (before, after) in (population(true), population(true)),
        settings in settings(),
    ) {
        let engine = carried_out(rules, &mut world, &before, &settings)?;
        let (alone, links) = world.plan(engine, &after, &settings);
        prop_assert_eq!((&alone, &links), (&world.plan(engine, &after, &settings).0, &world.plan(engine, &after, &settings).1));
        let ids: Vec<_> = after.iter().map(|object| object["objectId"].as_str().map(str::to_owned)).collect();
        let decided: Vec<_> = alone.iter().take(after.len()).map(|decided| decided.source.clone()).collect();
        prop_assert_eq!(ids, decided);
        let shard = |shard: usize| {
            world.sync(engine, &after, &settings, |sync, texts| {
                let own = texts.iter().enumerate().filter(|(index, _)| index % 3 == shard);
                own.map(|(index, text)| (index, Decided::of(&sync.decide(index, text.as_str())))).collect::<Vec<_>>()
            })
        };
        let together: Vec<_> = std::thread::scope(|scope| {
            let threads = [0, 1, 2].map(|number| scope.spawn(move || shard(number)));
            threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
        });
        for (index, decided) in together {
            prop_assert_eq!(&decided, &alone[index]);
        }
    }

    #[test]
    fn the_order_of_the_population_changes_nothing_but_who_of_two_twins_is_first(
        rules in rules(),
        mut world in population::existing(),
        before in population(false),
        (after, shuffled) in population(true).prop_flat_map(|after| (Just(after.clone()), Just(after).prop_shuffle())),
        settings in settings(),
    ) {
        let engine = carried_out(rules, &mut world, &before, &settings)?;
        let [left, right] = [&after, &shuffled].map(|objects| world.plan(engine, objects, &settings));
        let twins = |decided: &[Decided]| decided.iter().any(|decided| decided.reason == "DuplicateSourceEntries");
        if twins(&left.0) || twins(&right.0) {
            return Ok(());
        }
        let sorted = |plan: &(Vec<Decided>, Links)| {
            let decided: BTreeMap<_, _> =
                plan.0.iter().map(|decided| ((decided.kind.clone(), decided.source.clone(), decided.target.clone()), decided.clone())).collect();
            let links: BTreeSet<_> = plan.1.to_text().lines().map(str::to_owned).collect();
            (decided, links)
        };
        prop_assert_eq!(sorted(&left), sorted(&right));
    }

    #[test]
    fn links_that_are_written_and_read_are_the_same(
        rules in rules(),
        mut world in population::existing(),
        (before, after) in (population(true), population(true)),
        settings in settings(),
    ) {
        let engine = carried_out(rules, &mut world, &before, &settings)?;
        let read = Links::read(&world.links.to_text()).expect("links are readable");
        prop_assert_eq!(&read, &world.links);
        let again = World { links: read, ..world.clone() };
        prop_assert_eq!(again.plan(engine, &after, &settings), world.plan(engine, &after, &settings));
    }

    /// The removals of a run are all made or all withheld; what else it does stays the same, and so do their links.
    #[test]
    fn the_guard_withholds_all_removals_and_nothing_else(
        rules in rules(),
        mut world in population::existing(),
        (before, after) in (population(false), population(false)),
        (threshold, settings) in (settings(), settings()),
    ) {
        let mut free = settings;
        free.threshold = Threshold::Unlimited;
        let engine = carried_out(rules, &mut world, &before, &free)?;
        let mut guarded = free.clone();
        guarded.threshold = threshold.threshold;
        let guard = world.sync(engine, &after, &guarded, |sync, _| sync.guard());
        let (all, freely) = world.plan(engine, &after, &free);
        let (some, withheld) = world.plan(engine, &after, &guarded);
        let removals = all.iter().filter(|decided| matches!(decided.action, "disable" | "delete")).count();
        prop_assert_eq!((guard.removals, guard.trips()), (removals, guard.limit.is_some_and(|limit| removals > limit)));
        prop_assert_eq!(all.len(), some.len());
        for (free, guarded) in all.iter().zip(&some) {
            let staged = match free.action {
                _ if free.requests.iter().chain(&guarded.requests).all(is_reference) && free.action != "delete" => guarded.action,
                "disable" if guard.trips() => "StagedAction",
                "delete" if guard.trips() => "StagedDelete",
                other => other,
            };
            prop_assert_eq!(staged, guarded.action);
            // What a deletion takes with it, references to it, is there as long as the deletion is withheld.
            let own = |decided: &Decided| {
                let requests = decided.requests.iter().filter(|request| staged == free.action && !is_reference(request));
                let requests = requests.cloned().collect();
                Decided { action: staged, reason: "", requests, diagnostics: Vec::new(), ..decided.clone() }
            };
            prop_assert_eq!(own(free), own(guarded));
            prop_assert!(free.reason == guarded.reason || free.requests.iter().chain(&guarded.requests).all(is_reference));
            let Some(source) = free.source.as_ref().filter(|_| staged != free.action) else { continue };
            let state = |links: &Links| links.get(&free.kind, source).map(|link| link.state);
            prop_assert_eq!(state(&withheld), Some(LinkState::Managed));
            prop_assert!(free.action != "delete" || state(&freely).is_none());
        }
    }
}
