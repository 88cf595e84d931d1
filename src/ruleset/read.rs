//! The keys of a rule file, level by level.

use super::reader::{self, Reader};
use super::yaml::Node;
use super::{
    Actions, Apply, Directory, Mapping, Mutability, ObjectRules, Profile, RuleFile, Scalar, ScopeMode,
    ScopingFilter, SourceAttribute, SourceRules, TargetAttribute, TargetRules,
};
use crate::diagnostic::{Diagnostic, code};
use crate::schema::{AttributeType, scim};
use crate::source::{Source, Spanned};

/// Reads a whole file.
pub(super) fn rule_file(source: &Source, tree: &Spanned<Node>) -> (Option<RuleFile>, Vec<Diagnostic>) {
    let mut reader = Reader::new(source);
    let file = file(&mut reader, tree);
    (file, reader.diagnostics)
}

fn file(reader: &mut Reader<'_>, tree: &Spanned<Node>) -> Option<RuleFile> {
    let known = ["version", "name", "description", "scopeMode", "profile", "objects"];
    if tree.node == Node::Null {
        let finding = Diagnostic::new(&code::WRONG_TYPE, tree.span, "the rule file is empty");
        reader.diagnostics.push(finding.label("nothing here").help("begin with `version: 1` and `objects:`"));
        return None;
    }
    let entries = reader.entries(tree, "a rule file", &known)?;
    version(reader, entries.get("version"), entries.place);
    let name = entries.get("name").and_then(|node| reader.scalar(node, "`name`"));
    entries.get("description").and_then(|node| reader.scalar(node, "`description`"));
    let modes = [("assigned", ScopeMode::Assigned), ("all", ScopeMode::All)];
    let scope_mode = reader.choice(entries.get("scopeMode"), "`scopeMode`", &modes).unwrap_or_default();
    let profiles = [("rfc", Profile::Rfc), ("entra", Profile::Entra), ("entra-flag", Profile::EntraFlag)];
    let profile = reader.choice(entries.get("profile"), "`profile`", &profiles).unwrap_or_default();
    let Some(objects) = entries.get("objects") else {
        reader.missing(
            entries.place,
            "a rule file",
            "objects",
            "add `objects:` with `user:` or `group:` below it",
        );
        return None;
    };
    let objects = reader.open_entries(objects, "`objects`")?;
    if objects.iter().next().is_none() {
        reader.missing(objects.place, "`objects`", "user", "add `user:` or `group:` below `objects:`");
    }
    let objects = objects.iter().filter_map(|(kind, node)| object(reader, kind, node)).collect();
    Some(RuleFile { name: name.map(|name| name.text).unwrap_or_default(), scope_mode, profile, objects })
}

fn version(reader: &mut Reader<'_>, node: Option<&Spanned<Node>>, place: crate::source::Span) {
    let Some(node) = node else {
        return reader.missing(place, "a rule file", "version", "add `version: 1`");
    };
    if reader.positive(Some(node), "`version`").is_some_and(|version| version.node != 1) {
        let finding = Diagnostic::new(
            &code::UNSUPPORTED_VERSION,
            node.span,
            "only version 1 of the rule format is known",
        );
        reader.diagnostics.push(finding.label("unknown version").help("write `version: 1`"));
    }
}

fn object(reader: &mut Reader<'_>, kind: &Spanned<String>, node: &Spanned<Node>) -> Option<ObjectRules> {
    if let Some(home) = reader::home(&kind.node).filter(|_| !matches!(node.node, Node::Mapping(_))) {
        let finding =
            Diagnostic::new(&code::UNKNOWN_KEY, kind.span, format!("`{}` is no kind of object", kind.node));
        reader.diagnostics.push(finding.label("unknown key").help(format!("it belongs {home}")));
        return None;
    }
    let what = format!("the object `{}`", kind.node);
    let entries =
        reader.entries(node, &what, &["target", "source", "actions", "scopingFilters", "mappings"])?;
    let target = target(reader, kind, entries.get("target"));
    let source = entries.get("source").map_or_else(SourceRules::default, |node| source(reader, node));
    let actions = actions(reader, entries.get("actions"));
    let filters =
        entries.get("scopingFilters").map(|node| reader.list(node, "`scopingFilters`")).unwrap_or_default();
    let scoping_filters = filters.iter().filter_map(|node| scoping_filter(reader, node)).collect();
    let Some(mappings) = entries.get("mappings") else {
        reader.missing(
            kind.span,
            &what,
            "mappings",
            "add `mappings:` with one entry for each target attribute",
        );
        return None;
    };
    let mappings = reader.list(mappings, "`mappings`");
    let mappings = mappings.iter().filter_map(|node| mapping(reader, node)).collect();
    Some(ObjectRules { kind: kind.clone(), target, source, actions, scoping_filters, mappings })
}

/// Without `actions:` all are allowed.
fn actions(reader: &mut Reader<'_>, node: Option<&Spanned<Node>>) -> Actions {
    let all = Actions { create: true, update: true, delete: true };
    let nothing = Actions { create: false, update: false, delete: false };
    let Some(node) = node.filter(|node| node.node != Node::Null) else { return all };
    let choices = [
        ("create", Actions { create: true, ..nothing }),
        ("update", Actions { update: true, ..nothing }),
        ("delete", Actions { delete: true, ..nothing }),
    ];
    let list = reader.list(node, "`actions`");
    let chosen = list.iter().filter_map(|action| reader.choice(Some(action), "an action", &choices));
    chosen.fold(nothing, |all, one| Actions {
        create: all.create || one.create,
        update: all.update || one.update,
        delete: all.delete || one.delete,
    })
}

/// A missing `target:` means the core schema of the object's kind.
fn target(reader: &mut Reader<'_>, kind: &Spanned<String>, node: Option<&Spanned<Node>>) -> TargetRules {
    let core = if kind.node == "group" { scim::GROUP_URN } else { scim::USER_URN };
    let default = || TargetRules { schema: Scalar::verbatim(core), attributes: None };
    let Some(entries) = node.and_then(|node| reader.entries(node, "`target`", &["schema", "attributes"]))
    else {
        return default();
    };
    let schema = entries.get("schema").and_then(|node| reader.scalar(node, "`schema`"));
    let attributes = entries.get("attributes").map(|node| {
        let rows = reader.list(node, "`attributes`");
        rows.iter().filter_map(|row| target_attribute(reader, row)).collect()
    });
    TargetRules { schema: schema.unwrap_or_else(|| Scalar::verbatim(core)), attributes }
}

fn target_attribute(reader: &mut Reader<'_>, node: &Spanned<Node>) -> Option<TargetAttribute> {
    let known = ["name", "type", "filterable", "required", "multivalued", "caseExact", "mutability"];
    let entries = reader.entries(node, "a target attribute", &known)?;
    let kind = reader.choice(entries.get("type"), "`type`", &AttributeType::DECLARABLE).unwrap_or_default();
    let mutabilities = [
        ("readWrite", Mutability::ReadWrite),
        ("readOnly", Mutability::ReadOnly),
        ("immutable", Mutability::Immutable),
        ("writeOnly", Mutability::WriteOnly),
    ];
    let mutability =
        reader.choice(entries.get("mutability"), "`mutability`", &mutabilities).unwrap_or_default();
    let mut boolean = |key: &str| reader.boolean(entries.get(key), format_args!("`{key}`"));
    let (required, multivalued) =
        (boolean("required").unwrap_or(false), boolean("multivalued").unwrap_or(false));
    let (filterable, case_exact) = (boolean("filterable"), boolean("caseExact"));
    let Some(name) = entries.get("name") else {
        reader.missing(entries.place, "a target attribute", "name", "add `name:` with the attribute's path");
        return None;
    };
    let name = reader.scalar(name, "`name`")?;
    Some(TargetAttribute { name, kind, required, multivalued, filterable, case_exact, mutability })
}

fn source(reader: &mut Reader<'_>, node: &Spanned<Node>) -> SourceRules {
    let Some(entries) = reader.entries(node, "`source`", &["directory", "attributes"]) else {
        return SourceRules::default();
    };
    let directories = [("entra", Directory::Entra), ("custom", Directory::Custom)];
    let directory = reader.choice(entries.get("directory"), "`directory`", &directories).unwrap_or_default();
    let rows = entries.get("attributes").map(|node| reader.list(node, "`attributes`")).unwrap_or_default();
    SourceRules {
        directory,
        attributes: rows.iter().filter_map(|row| source_attribute(reader, row)).collect(),
    }
}

fn source_attribute(reader: &mut Reader<'_>, node: &Spanned<Node>) -> Option<SourceAttribute> {
    let entries = reader.entries(node, "a source attribute", &["name", "type", "multivalued", "flowNull"])?;
    let kind = reader.choice(entries.get("type"), "`type`", &AttributeType::DECLARABLE).unwrap_or_default();
    let multivalued = reader.boolean(entries.get("multivalued"), "`multivalued`").unwrap_or(false);
    let flow_null = reader.boolean(entries.get("flowNull"), "`flowNull`").unwrap_or(false);
    let Some(name) = entries.get("name") else {
        reader.missing(entries.place, "a source attribute", "name", "add `name:` with the attribute's name");
        return None;
    };
    Some(SourceAttribute { name: reader.scalar(name, "`name`")?, kind, multivalued, flow_null })
}

fn scoping_filter(reader: &mut Reader<'_>, node: &Spanned<Node>) -> Option<ScopingFilter> {
    let entries = reader.entries(node, "a scoping filter", &["title", "clauses"])?;
    let title = entries.get("title").and_then(|node| reader.scalar(node, "`title`"));
    let clauses = entries.get("clauses").map(|node| reader.list(node, "`clauses`")).unwrap_or_default();
    let read: Vec<_> = clauses.iter().filter_map(|clause| reader.scalar(clause, "a clause")).collect();
    // What is no list has been reported as such.
    let is_empty = match entries.get("clauses").map(|node| &node.node) {
        None | Some(Node::Null) => true,
        Some(Node::List(clauses)) => clauses.is_empty(),
        Some(_) => false,
    };
    if is_empty {
        let place = entries.place_of("clauses");
        let finding = Diagnostic::new(&code::EMPTY_GROUP, place, "a scoping filter has no clauses");
        reader
            .diagnostics
            .push(finding.label("would let everybody through").help("add a clause, or remove the filter"));
    }
    Some(ScopingFilter {
        title: title.map(|title| title.text).unwrap_or_default(),
        clauses: read,
        span: entries.place,
    })
}

fn mapping(reader: &mut Reader<'_>, node: &Spanned<Node>) -> Option<Mapping> {
    let known = ["target", "source", "constant", "expression", "default", "match", "apply", "flowNull"];
    let entries = reader.entries(node, "a mapping", &known)?;
    let mut scalar = |key: &str| entries.get(key).map(|node| reader.scalar(node, format_args!("`{key}`")));
    let (source, constant, expression, default) =
        (scalar("source"), scalar("constant"), scalar("expression"), scalar("default"));
    let target = scalar("target");
    let applies = [("always", Apply::Always), ("onCreate", Apply::OnCreate)];
    let apply = reader.choice(entries.get("apply"), "`apply`", &applies).unwrap_or_default();
    let matching = reader.positive(entries.get("match"), "`match`");
    let flow_null = reader.boolean(entries.get("flowNull"), "`flowNull`").unwrap_or(false);
    let Some(target) = target else {
        reader.missing(
            entries.place,
            "a mapping",
            "target",
            "add `target:` with the attribute that the mapping fills",
        );
        return None;
    };
    Some(Mapping {
        target: target?,
        source: source.flatten(),
        constant: constant.flatten(),
        expression: expression.flatten(),
        default: default.flatten(),
        matching,
        apply,
        flow_null,
    })
}
