//! Attribute paths of operations and rule files, and resources without what RFC 7643 § 2.5 calls unassigned.

use serde_json::{Map, Value, json};

/// `[urn:]attribute[[name eq literal]][.subAttribute]`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) schema: Option<String>,
    pub(crate) attribute: String,
    pub(crate) filter: Option<(String, Value)>,
    pub(crate) sub_attribute: Option<String>,
}

impl Path {
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let (head, rest) = text.split_at(text.find('[').unwrap_or(text.len()));
        let (schema, name) = match head.rsplit_once(':') {
            Some((schema, name)) if head.starts_with("urn:") => (Some(schema.to_owned()), name),
            _ => (None, head),
        };
        let wrong = || format!("`{text}` is no path");
        if name.is_empty() {
            return Err(wrong());
        }
        if rest.is_empty() {
            let (attribute, sub) = name.split_once('.').map_or((name, None), |(name, sub)| (name, Some(sub)));
            let sub_attribute = sub.map(str::to_owned);
            return Ok(Self { schema, attribute: attribute.to_owned(), filter: None, sub_attribute });
        }
        let (filter, rest) = rest.get(1..).and_then(|rest| rest.rsplit_once(']')).ok_or_else(wrong)?;
        let (name_of_filter, literal) = filter.split_once(" eq ").ok_or_else(wrong)?;
        let literal = serde_json::from_str(literal).map_err(|_| wrong())?;
        Ok(Self {
            schema,
            attribute: name.to_owned(),
            filter: Some((name_of_filter.to_owned(), literal)),
            sub_attribute: rest.strip_prefix('.').map(str::to_owned),
        })
    }

    /// The resource, or the extension's object in it.
    pub(crate) fn node<'r>(&self, resource: &'r mut Value) -> &'r mut Value {
        match &self.schema {
            None => resource,
            Some(schema) => found(resource, schema),
        }
    }

    /// What a resource holds there: of the first element that the filter chooses; null where it holds nothing.
    pub(crate) fn get(&self, resource: &Value) -> Value {
        let mut resource = resource.clone();
        let held = found(self.node(&mut resource), &self.attribute).take();
        let chosen = match &self.filter {
            None => held,
            Some((name, literal)) => {
                let elements = held.as_array().into_iter().flatten();
                let chosen = elements.into_iter().find(|element| is_chosen(element, name, literal));
                chosen.cloned().unwrap_or_default()
            }
        };
        match &self.sub_attribute {
            None => chosen,
            Some(sub) => found(&mut chosen.clone(), sub).take(),
        }
    }

    /// Puts a value there; null takes it away.
    pub(crate) fn put(&self, resource: &mut Value, value: Value) {
        let held = found(self.node(resource), &self.attribute);
        let place = match &self.filter {
            None => held,
            Some((name, literal)) => {
                if !held.is_array() {
                    *held = json!([]);
                }
                let elements = held.as_array_mut().expect("a list");
                if !elements.iter().any(|element| is_chosen(element, name, literal)) {
                    if value.is_null() {
                        return;
                    }
                    let is_true = literal.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"));
                    let literal =
                        if name == "primary" { json!(is_true || literal == true) } else { literal.clone() };
                    elements.push(Value::Object(Map::from_iter([(name.clone(), literal)])));
                }
                let chosen = elements.iter_mut().find(|element| is_chosen(element, name, literal));
                chosen.expect("an element")
            }
        };
        match &self.sub_attribute {
            None => *place = value,
            Some(sub) => *found(place, sub) = value,
        }
    }
}

/// A member of an object, whatever the letter case of its name; made where there is none.
pub(crate) fn found<'v>(node: &'v mut Value, name: &str) -> &'v mut Value {
    if !node.is_object() {
        *node = json!({});
    }
    let members = node.as_object_mut().expect("an object");
    let known = members.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
    members.entry(known.unwrap_or_else(|| name.to_owned())).or_insert(Value::Null)
}

/// Tells whether a filter chooses an element: booleans also by their text, and texts in any letter case.
pub(crate) fn is_chosen(element: &Value, name: &str, literal: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.to_lowercase()),
        Value::Bool(boolean) => Some(boolean.to_string()),
        _ => None,
    };
    let members = element.as_object().into_iter().flatten();
    let held = members.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    held.is_some_and(|(_, held)| text(held).is_some() && text(held) == text(literal))
}

/// Absent, null, the empty text and a list or object of nothing else are one state.
pub(crate) fn empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(members) => members.iter().all(empty),
        Value::Object(members) => members.values().all(empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A resource without unassigned attributes, its elements sorted; one that only says its type says nothing.
pub(crate) fn pruned(value: &Value) -> Value {
    match value {
        Value::Array(members) => {
            let says_type = |value: &Value| {
                value
                    .as_object()
                    .is_some_and(|members| members.keys().all(|name| name == "type" || name == "primary"))
            };
            let mut members: Vec<_> =
                members.iter().map(pruned).filter(|member| !empty(member) && !says_type(member)).collect();
            members.sort_by_key(ToString::to_string);
            Value::Array(members)
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), pruned(value)));
            members.filter(|(_, value)| !empty(value)).collect()
        }
        other => other.clone(),
    }
}
