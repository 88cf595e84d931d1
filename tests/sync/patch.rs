//! A PATCH applier that knows nothing of scopemap: RFC 7644 § 3.5.2, and what a server of the service's forms must do.
//!
//! In the `rfc` form it refuses what the standard does not define: an operation without a path, a filter that selects
//! nothing, null, and a value on `remove`. It does not clear other primary elements, because servers disagree on that.

use crate::path::{Path, empty, found, is_chosen};
use serde_json::{Map, Value, json};

/// How requests are written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Rfc,
    Entra,
    EntraFlag,
}

impl Form {
    pub(crate) const ALL: [Self; 3] = [Self::Rfc, Self::Entra, Self::EntraFlag];

    /// The profile as a rule file names it.
    pub(crate) fn profile(self) -> &'static str {
        match self {
            Self::Rfc => "rfc",
            Self::Entra => "entra",
            Self::EntraFlag => "entra-flag",
        }
    }
}

/// Attributes whose text `"True"` or `"False"` the service means as a boolean.
const BOOLEANS: [&str; 3] = ["active", "primary", "flag"];

/// Applies a PATCH request's body to a resource.
pub(crate) fn apply(form: Form, resource: &mut Value, body: &Value) -> Result<(), String> {
    if body["schemas"] != json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp"]) {
        return Err(format!("no PATCH request: {body}"));
    }
    let operations = body["Operations"].as_array().filter(|list| !list.is_empty()).ok_or("no operations")?;
    operations.iter().try_for_each(|operation| {
        one(form, resource, operation).map_err(|error| format!("{error}: {operation}"))
    })
}

fn one(form: Form, resource: &mut Value, operation: &Value) -> Result<(), String> {
    let members = operation.as_object().ok_or("no operation")?;
    if let Some(unknown) = members.keys().find(|name| !["op", "path", "value"].contains(&name.as_str())) {
        return Err(format!("`{unknown}` is no member of an operation"));
    }
    let op = members.get("op").and_then(Value::as_str).ok_or("no `op`")?;
    let capital = op.starts_with(|first: char| first.is_ascii_uppercase());
    if capital != (form == Form::Entra) {
        return Err(format!("`{op}` is not how the {} profile spells it", form.profile()));
    }
    let path = members.get("path").map(|path| path.as_str().ok_or("a path is a text").map(Path::new));
    match (op.to_lowercase().as_str(), path.transpose()?.transpose()?, members.get("value")) {
        ("remove", Some(path), value) => remove(form, resource, &path, value),
        ("add" | "replace", _, None | Some(Value::Null)) => Err("no value".to_owned()),
        ("add", Some(path), Some(value)) => set(form, resource, &path, value, true),
        ("replace", Some(path), Some(value)) => set(form, resource, &path, value, false),
        (op @ ("add" | "replace"), None, Some(Value::Object(merged))) if form == Form::EntraFlag => merged
            .iter()
            .try_for_each(|(key, value)| set(form, resource, &Path::new(key)?, value, op == "add")),
        _ => Err("not an operation of this profile".to_owned()),
    }
}

fn set(form: Form, resource: &mut Value, path: &Path, value: &Value, adds: bool) -> Result<(), String> {
    let value = &typed(form, path, value)?;
    let node = path.node(resource);
    let Some((name, literal)) = &path.filter else {
        match &path.sub_attribute {
            None => put(node, &path.attribute, value, adds),
            Some(sub) => {
                let complex = found(node, &path.attribute);
                if !complex.is_object() {
                    *complex = json!({});
                }
                put(complex, sub, value, adds);
            }
        }
        return Ok(());
    };
    let list = found(node, &path.attribute);
    if !list.is_array() {
        *list = json!([]);
    }
    let elements = list.as_array_mut().ok_or("not a list")?;
    if !elements.iter().any(|element| is_chosen(element, name, literal)) {
        if form == Form::Rfc {
            return Err("the filter selects nothing".to_owned());
        }
        let literal = match literal.as_str() {
            Some(text) if name == "primary" => json!(text.eq_ignore_ascii_case("true")),
            _ => literal.clone(),
        };
        elements.push(Value::Object(Map::from_iter([(name.clone(), literal)])));
    }
    let sub = path.sub_attribute.as_ref().ok_or("a whole element cannot be set")?;
    for element in elements.iter_mut().filter(|element| is_chosen(element, name, literal)) {
        put(element, sub, value, adds);
    }
    Ok(())
}

/// Sets a member; adding to a list keeps what is there, and adding to a complex value its other sub-attributes.
fn put(node: &mut Value, name: &str, value: &Value, adds: bool) {
    let held = found(node, name);
    match (held, value) {
        (Value::Array(held), Value::Array(new)) if adds => {
            for value in new {
                if !held.contains(value) {
                    held.push(value.clone());
                }
            }
        }
        (Value::Object(held), Value::Object(new)) => held.extend(new.clone()),
        (held, value) => *held = value.clone(),
    }
}

/// A value as the server has it: the service writes booleans as texts in one of its forms.
fn typed(form: Form, path: &Path, value: &Value) -> Result<Value, String> {
    if contains_null(value) {
        return Err("null in a request".to_owned());
    }
    let last = path.sub_attribute.as_ref().unwrap_or(&path.attribute);
    if !BOOLEANS.contains(&last.as_str()) {
        return Ok(value.clone());
    }
    match (form, value) {
        (Form::Entra, Value::String(text)) if text == "True" || text == "False" => Ok(json!(text == "True")),
        (Form::Rfc | Form::EntraFlag, Value::Bool(_)) => Ok(value.clone()),
        _ => Err("not a boolean as this profile writes it".to_owned()),
    }
}

fn contains_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(members) => members.iter().any(contains_null),
        Value::Object(members) => members.values().any(contains_null),
        _ => false,
    }
}

fn remove(form: Form, resource: &mut Value, path: &Path, value: Option<&Value>) -> Result<(), String> {
    let node = path.node(resource);
    let held = found(node, &path.attribute);
    if let Some(value) = value {
        let (Form::Entra, Value::Array(gone), Value::Array(held)) = (form, value, held) else {
            return Err("`remove` has a value".to_owned());
        };
        let before = held.len();
        held.retain(|member| !gone.iter().any(|gone| gone["value"] == member["value"]));
        return if before - held.len() == gone.len() {
            Ok(())
        } else {
            Err("not all are members".to_owned())
        };
    }
    match (&path.filter, &path.sub_attribute) {
        (None, None) if empty(held) => return Err("there is nothing to remove".to_owned()),
        (None, None) => *held = Value::Null,
        (None, Some(sub)) if empty(found(held, sub)) => return Err("there is nothing to remove".to_owned()),
        (None, Some(sub)) => *found(held, sub) = Value::Null,
        (Some((name, literal)), sub) => {
            let elements = held.as_array_mut().ok_or("the filter selects nothing")?;
            let chosen = elements.iter_mut().filter(|element| is_chosen(element, name, literal));
            let emptied = chosen.map(|element| match sub {
                Some(sub) => *found(element, sub) = Value::Null,
                None => *element = Value::Null,
            });
            if emptied.count() == 0 {
                return Err("the filter selects nothing".to_owned());
            }
            elements.retain(|element| !element.is_null());
        }
    }
    Ok(())
}
