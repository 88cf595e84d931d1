//! Random rule files out of a palette of targets and mappings, and random source objects and resources for them.

use crate::patch::Form;
use crate::path::Path;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub(crate) const CUSTOM: &str = "urn:ietf:params:scim:schemas:extension:acme.hr:2.0:User";

/// What a target takes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    Text,
    /// Text whose letter case makes no difference.
    AnyCase,
    Boolean,
    Integer,
    Texts,
}

/// Targets that random rules choose from, and what they take; [`CUSTOM`] is `+` and [`ENTERPRISE`] is `*`.
const TARGETS: [(&str, Takes); 24] = [
    ("displayName", Takes::Text),
    ("title", Takes::AnyCase),
    ("nickName", Takes::Text),
    ("active", Takes::Boolean),
    ("name.givenName", Takes::Text),
    ("name.familyName", Takes::AnyCase),
    ("emails[type eq \"work\"].value", Takes::Text),
    ("emails[type eq \"work\"].primary", Takes::Boolean),
    ("emails[type eq \"home\"].value", Takes::AnyCase),
    ("emails[type eq \"home\"].primary", Takes::Boolean),
    ("phoneNumbers[type eq \"work\"].value", Takes::Text),
    ("phoneNumbers[type eq \"mobile\"].value", Takes::Text),
    ("phoneNumbers[type eq \"mobile\"].primary", Takes::Boolean),
    ("addresses[type eq \"work\"].streetAddress", Takes::Text),
    ("addresses[type eq \"work\"].locality", Takes::Text),
    ("addresses[type eq \"work\"].country", Takes::AnyCase),
    ("addresses[type eq \"home\"].locality", Takes::Text),
    ("roles[primary eq \"True\"].value", Takes::Text),
    ("roles[primary eq \"True\"].display", Takes::Text),
    ("*:department", Takes::Text),
    ("+:tag", Takes::Text),
    ("+:count", Takes::Integer),
    ("+:flag", Takes::Boolean),
    ("+:tags", Takes::Texts),
];

/// Source attributes that mappings read, each with its second gate of null flow by the rules.
pub(crate) const ATTRIBUTES: [&str; 5] =
    ["department", "jobTitle", "city", "employeeId", "extensionAttribute1"];
/// A multi-valued one.
pub(crate) const LIST: &str = "otherMails";

pub(crate) fn full(path: &str) -> String {
    path.replacen('*', ENTERPRISE, 1).replacen('+', CUSTOM, 1)
}

/// A mapping of a random rule file.
#[derive(Clone, Debug)]
pub(crate) struct Mapping {
    pub(crate) target: String,
    pub(crate) takes: Takes,
    /// `source`, `constant`, `expression` or nothing, and its text.
    from: Option<(&'static str, String)>,
    default: Option<String>,
    on_create: bool,
    flow_null: bool,
}

/// A random rule file.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) form: Form,
    pub(crate) mappings: Vec<Mapping>,
    /// Source attributes whose gate of null flow is open.
    open: Vec<&'static str>,
}

impl Mapping {
    pub(crate) fn path(&self) -> Path {
        Path::new(&self.target).expect("targets are paths")
    }

    /// The source of the value as the rule file has it.
    pub(crate) fn text(&self) -> &str {
        self.from.as_ref().map_or("", |(_, text)| text.as_str())
    }

    pub(crate) fn is_create_only(&self) -> bool {
        self.on_create
    }

    pub(crate) fn default_of_none(&self) -> Option<&str> {
        self.default.as_deref().filter(|_| self.from.is_none())
    }

    /// The source attributes that the mapping reads.
    fn reads(&self) -> Vec<&'static str> {
        let text = self.from.as_ref().map_or("", |(_, text)| text.as_str());
        let direct = self.from.as_ref().is_some_and(|(key, _)| *key == "source");
        let names = ATTRIBUTES.into_iter().chain([LIST, "IsSoftDeleted"]);
        names
            .filter(|name| if direct { text == *name } else { text.contains(&format!("[{name}]")) })
            .collect()
    }

    fn rule(&self) -> Value {
        let mut rule = Map::from_iter([("target".to_owned(), json!(self.target))]);
        rule.extend(self.from.iter().map(|(key, text)| ((*key).to_owned(), json!(text))));
        rule.extend(self.default.iter().map(|default| ("default".to_owned(), json!(default))));
        if self.on_create {
            rule.insert("apply".to_owned(), json!("onCreate"));
        }
        if self.flow_null {
            rule.insert("flowNull".to_owned(), json!(true));
        }
        Value::Object(rule)
    }
}

impl Rules {
    /// Tells whether both gates of a mapping's null flow are open.
    pub(crate) fn flows_null(&self, mapping: &Mapping) -> bool {
        let reads = mapping.reads();
        mapping.flow_null && !reads.is_empty() && reads.iter().all(|name| self.open.contains(name))
    }

    /// The rule file; JSON is YAML.
    pub(crate) fn text(&self) -> String {
        self.text_with(Vec::new())
    }

    /// The rule file with more mappings of users than the palette has, and groups.
    pub(crate) fn text_with(&self, more: Vec<Value>) -> String {
        let mappings = self.mappings.iter().map(Mapping::rule);
        let own = [json!({ "target": "userName", "source": "userPrincipalName", "match": 1 })];
        let mappings: Vec<Value> = own.into_iter().chain(mappings).chain(more).collect();
        let open = self.open.iter().map(|name| json!({ "name": name, "flowNull": true }));
        let group = json!({
            "mappings": [
                { "target": "displayName", "source": "displayName", "match": 1 },
                { "target": "externalId", "source": "objectId" },
                { "target": "members", "source": "members" },
            ],
        });
        let user = json!({
            "target": { "schema": "urn:ietf:params:scim:schemas:core:2.0:User", "attributes": table() },
            "source": { "attributes": open.collect::<Vec<_>>() },
            "mappings": mappings,
        });
        json!({ "version": 1, "name": "random", "profile": self.form.profile(), "objects": { "user": user, "group": group } })
            .to_string()
    }

    /// The same rules, where every mapping says its value at once: without defaults, and on every operation.
    pub(crate) fn bare(&self) -> Self {
        let bare = |mapping: &Mapping| Mapping { default: None, on_create: false, ..mapping.clone() };
        Self { mappings: self.mappings.iter().map(bare).collect(), ..self.clone() }
    }
}

fn table() -> Vec<Value> {
    let row = |(path, takes): (&str, Takes)| {
        let kind = match takes {
            Takes::Boolean => "Boolean",
            Takes::Integer => "Integer",
            Takes::Text | Takes::AnyCase | Takes::Texts => "String",
        };
        let mut row = json!({ "name": full(path), "type": kind, "filterable": true });
        row["multivalued"] = json!(takes == Takes::Texts);
        if takes == Takes::AnyCase {
            row["caseExact"] = json!(false);
        }
        row
    };
    let manager = json!({ "name": full("*:manager"), "type": "Reference" });
    let user_name = json!({ "name": "userName", "filterable": true, "required": true });
    TARGETS.into_iter().map(row).chain([manager, user_name]).collect()
}

fn expression(takes: Takes) -> BoxedStrategy<String> {
    let name = || prop::sample::select(ATTRIBUTES.to_vec());
    match takes {
        Takes::Text | Takes::AnyCase => (name(), name(), 0..8_usize)
            .prop_map(|(one, two, form)| match form {
                0 => format!("Append([{one}], \"!\")"),
                1 => format!("ToUpper([{one}])"),
                2 => format!("IgnoreFlowIfNullOrEmpty([{one}])"),
                3 => format!("Switch([{one}], , \"a\", \"Sales\", \"b\", \"\")"),
                4 => format!("Coalesce([{one}], [{two}])"),
                5 => format!("Join(\" \", [{one}], [{two}])"),
                6 => format!("Item(Split([{one}], \" \"), 2)"),
                _ => format!("Left([{one}], 2)"),
            })
            .boxed(),
        Takes::Boolean => (name(), 0..3_usize)
            .prop_map(|(name, form)| match form {
                0 => format!("IIF([{name}] = \"a\", \"True\", \"False\")"),
                1 => format!("Switch([{name}], , \"a\", \"true\", \"b\", \"FALSE\")"),
                _ => "Not([IsSoftDeleted])".to_owned(),
            })
            .boxed(),
        Takes::Integer => name().prop_map(|name| format!("Len([{name}])")).boxed(),
        Takes::Texts => name().prop_map(|name| format!("Split([{name}], \" \")")).boxed(),
    }
}

fn constant(takes: Takes) -> BoxedStrategy<String> {
    let texts = match takes {
        Takes::Text | Takes::AnyCase => vec!["Sales", "sales", "a", "True", "🙂"],
        Takes::Boolean => vec!["true", "False"],
        Takes::Integer => vec!["0", "-7"],
        Takes::Texts => vec!["a"],
    };
    prop::sample::select(texts).prop_map(str::to_owned).boxed()
}

fn mapping((path, takes): (&'static str, Takes)) -> impl Strategy<Value = Mapping> {
    let source = if takes == Takes::Texts {
        prop::sample::select(vec![LIST, ATTRIBUTES[0]]).boxed()
    } else {
        prop::sample::select(ATTRIBUTES.to_vec()).boxed()
    };
    // A boolean or a number out of any text would make most objects fail.
    let from = match takes {
        Takes::Boolean | Takes::Integer => prop_oneof![
            1 => Just(None),
            3 => constant(takes).prop_map(|text| Some(("constant", text))),
            4 => expression(takes).prop_map(|text| Some(("expression", text))),
        ]
        .boxed(),
        _ => prop_oneof![
            1 => Just(None),
            4 => source.prop_map(|name| Some(("source", name.to_owned()))),
            1 => constant(takes).prop_map(|text| Some(("constant", text))),
            4 => expression(takes).prop_map(|text| Some(("expression", text))),
        ]
        .boxed(),
    };
    let default = proptest::option::weighted(0.4, constant(takes));
    let often = proptest::bool::weighted;
    (from, default, often(0.15), often(0.6)).prop_map(move |(from, default, on_create, flow_null)| Mapping {
        target: full(path),
        takes,
        default: default.filter(|_| !matches!(from, Some(("constant", _)))),
        from,
        on_create,
        flow_null: flow_null && takes != Takes::Texts,
    })
}

/// Tells whether a mapping always makes its element primary; of an attribute only one may.
fn is_always_primary(mapping: &Mapping) -> bool {
    let constant = match &mapping.from {
        None => mapping.default.as_ref(),
        Some((key, text)) => Some(text).filter(|_| *key == "constant"),
    };
    mapping.target.ends_with("].primary") && constant.is_some_and(|text| text == "true")
}

/// Rules with some mappings, in any order.
pub(crate) fn rules(form: impl Strategy<Value = Form>) -> impl Strategy<Value = Rules> {
    let targets = prop::sample::subsequence(TARGETS.to_vec(), 1..16).prop_shuffle();
    let mappings = targets.prop_flat_map(|targets| targets.into_iter().map(mapping).collect::<Vec<_>>());
    let open = prop::sample::subsequence(ATTRIBUTES.to_vec(), 2..=ATTRIBUTES.len());
    (form, mappings, open).prop_map(|(form, mut mappings, open)| {
        let mut primary = HashSet::new();
        let attribute = |mapping: &Mapping| mapping.target.split('[').next().map(str::to_owned);
        mappings.retain(|mapping| !is_always_primary(mapping) || primary.insert(attribute(mapping)));
        Rules { form, mappings, open }
    })
}

pub(crate) fn any_form() -> impl Strategy<Value = Form> {
    prop::sample::select(Form::ALL.to_vec())
}

fn text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "A", "b", "Sales", "sales", "a b", "🙂 Zoë", "q\"b\\c]d", "7"])
}

/// What a source attribute holds; nothing, now and then, in each of its spellings.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => text().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(json!("")),
        1 => Just(json!([])),
        1 => text().prop_map(|text| json!([null, text, ""])),
        1 => prop::sample::select(vec![json!(7), json!(true)]),
    ]
}

/// A source user of this name, with random attributes.
pub(crate) fn user(name: &'static str) -> impl Strategy<Value = Value> {
    let values = prop::collection::vec(proptest::option::weighted(0.8, value()), ATTRIBUTES.len());
    let list = proptest::option::of(prop::collection::vec(text().prop_map(Value::from), 0..3));
    (values, list).prop_map(move |(values, list)| {
        let mut user = json!({ "objectId": format!("id-{name}"), "userPrincipalName": name });
        for (attribute, value) in ATTRIBUTES.into_iter().zip(values) {
            if let Some(value) = value {
                user[attribute] = value;
            }
        }
        if let Some(list) = list {
            user[LIST] = Value::Array(list);
        }
        user
    })
}

/// A resource as some server holds it: random values at the palette's paths, and others that no rule names.
pub(crate) fn resource(name: &'static str) -> impl Strategy<Value = Value> {
    let values = prop::collection::vec(proptest::option::weighted(0.5, text()), TARGETS.len());
    (values, any::<bool>()).prop_map(move |(values, others)| {
        let mut resource = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "t-1", "userName": name });
        if others {
            resource["emails"] = json!([{ "type": "other", "value": "o@x.org", "primary": true }]);
            resource["phoneNumbers"] = json!([{ "value": "555", "primary": true }, { "type": "fax", "value": "556" }]);
            resource["name"] = json!({ "middleName": "M", "givenName": null });
            resource["locale"] = json!("fr-FR");
            resource["title"] = json!("");
            resource[CUSTOM] = json!({ "other": 1 });
        }
        let mut primary = HashSet::new();
        for ((path, takes), text) in TARGETS.into_iter().zip(values) {
            let Some(text) = text else { continue };
            let value = match takes {
                Takes::Text | Takes::AnyCase => json!(text),
                Takes::Integer => json!(text.len()),
                Takes::Texts => json!([text]),
                // One primary element is there already, or another one is made.
                Takes::Boolean if path.ends_with("primary") => {
                    json!(text > "b" && !others && primary.insert(path.split('[').next()))
                }
                Takes::Boolean => json!(text > "b"),
            };
            Path::new(&full(path)).expect("targets are paths").put(&mut resource, value);
        }
        resource
    })
}
