//! Runs plans as a sync engine does, and carries their requests out on resources in memory.

use crate::patch::{Form, apply};
use proptest::prelude::ProptestConfig;
use scopemap::{Decision, Engine, FixedEnv, Links, Method, Settings, Sync};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

/// So many cases, unless `PROPTEST_CASES` says how many.
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let cases = if config.cases == 256 { usual } else { config.cases };
    ProptestConfig { cases, ..config }
}

/// 1 March 2026, 08:00 UTC, and random bytes that repeat.
pub(crate) fn env() -> FixedEnv {
    FixedEnv::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_352_000)).with_seed(7)
}

pub(crate) fn engine(rules: &str) -> Engine {
    Engine::from_str("rules", rules).unwrap_or_else(|report| panic!("{report}"))
}

/// A decision without what it borrows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decided {
    pub(crate) kind: String,
    pub(crate) source: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) action: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) requests: Vec<(Method, String, Value)>,
    pub(crate) diagnostics: Vec<(String, &'static str)>,
}

impl Decided {
    pub(crate) fn of(decision: &Decision<'_>) -> Self {
        let requests = decision.requests().iter().map(|request| {
            let body = request.body().map(|body| serde_json::from_str(body).expect("a body is JSON"));
            (request.method(), request.path().to_owned(), body.unwrap_or_default())
        });
        let diagnostics = decision.diagnostics().iter();
        Self {
            kind: decision.kind().to_owned(),
            source: decision.source_id().map(str::to_owned),
            target: decision.target_id().map(str::to_owned),
            action: decision.action().as_str(),
            reason: decision.reason(),
            requests: requests.collect(),
            diagnostics: diagnostics
                .map(|failure| (failure.target().to_owned(), failure.error().code().name))
                .collect(),
        }
    }

    /// The result in two words, as the specification's table has it.
    pub(crate) fn result(&self) -> String {
        format!("{} {}", self.action, self.reason)
    }
}

/// What the target holds, and what is known of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) resources: Vec<Value>,
    pub(crate) links: Links,
    /// The number of the last resource made.
    pub(crate) last: usize,
}

impl World {
    /// Surveys a population, and calls `run` with the second pass.
    pub(crate) fn sync<R>(
        &self,
        engine: &Engine,
        objects: &[Value],
        settings: &Settings,
        run: impl FnOnce(&mut Sync<'_>, &[String]) -> R,
    ) -> R {
        let mut targets = engine.targets("user");
        for resource in &self.resources {
            targets.add(resource.to_string().as_bytes()).expect("resources are readable");
        }
        let (env, texts) = (env(), objects.iter().map(ToString::to_string).collect::<Vec<_>>());
        let mut survey = engine.survey("user", &targets, self.links.clone(), &env, settings.clone());
        for text in &texts {
            survey.add(text.as_str());
        }
        run(&mut survey.finish(), &texts)
    }

    /// The decisions about a population, about what is gone and what only the target has; and the links afterwards.
    pub(crate) fn plan(
        &self,
        engine: &Engine,
        objects: &[Value],
        settings: &Settings,
    ) -> (Vec<Decided>, Links) {
        self.sync(engine, objects, settings, |sync, texts| {
            let own = texts.iter().enumerate();
            let mut decided: Vec<_> =
                own.map(|(index, text)| Decided::of(&sync.decide(index, text.as_str()))).collect();
            decided.extend(sync.rest().map(|decision| Decided::of(&decision)));
            (decided, sync.links())
        })
    }

    /// Carries out what was decided.
    pub(crate) fn carry_out(&mut self, form: Form, decided: &[Decided], links: Links) -> Result<(), String> {
        self.links = links;
        for decision in decided {
            let mut id = decision.target.clone();
            for (method, path, body) in &decision.requests {
                let path = &path.replace("%2F", "/");
                match method {
                    Method::Post => {
                        self.last += 1;
                        let new = format!("t-{}", self.last);
                        let mut resource = body.clone();
                        resource["id"] = json!(new);
                        resource["meta"] =
                            json!({ "resourceType": if path == "Users" { "User" } else { "Group" } });
                        self.resources.push(resource);
                        id = Some(new);
                    }
                    Method::Patch => {
                        let id = id.as_deref().ok_or("a PATCH of nothing")?;
                        let own = path.ends_with(&format!("/{id}")) || path.ends_with("/{id}");
                        let resource = self.resource(id).filter(|_| own).ok_or("a PATCH of nothing")?;
                        apply(form, resource, body)?;
                    }
                    Method::Delete => self.delete(path.split_once('/').map_or("", |(_, id)| id))?,
                    other => return Err(format!("{other:?}")),
                }
            }
        }
        Ok(())
    }

    /// Deletes a resource; memberships end with it.
    fn delete(&mut self, id: &str) -> Result<(), String> {
        let at = self.resources.iter().position(|resource| resource["id"] == id);
        self.resources.remove(at.ok_or_else(|| format!("there is no `{id}` to delete"))?);
        for members in self.resources.iter_mut().filter_map(|resource| resource["members"].as_array_mut()) {
            members.retain(|member| member["value"] != id);
        }
        Ok(())
    }

    pub(crate) fn resource(&mut self, id: &str) -> Option<&mut Value> {
        self.resources.iter_mut().find(|resource| resource["id"] == id)
    }
}

/// Links of users, managed.
pub(crate) fn managed(pairs: impl IntoIterator<Item = (String, String)>) -> Links {
    let mut links = Links::default();
    for (source, target) in pairs {
        links.set("user", &source, scopemap::Link { target: &target, state: scopemap::LinkState::Managed });
    }
    links
}
