//! From a rule file to a plan.
//!
//! In goes the tree of a rule file; out come a [`Plan`] and every finding, in one pass: what is wrong in one mapping does
//! not hide what is wrong in the next. A plan is made only where nothing is wrong.

mod combinations;
mod expression;
mod leniency;
mod mapping;
mod place;
mod scoping;
mod source_attribute;
mod target;
mod template;

use crate::diagnostic::{Diagnostic, code};
use crate::plan::{
    Actions, Identity, Keys, Mapping, Node, ObjectPlan, Plan, ResourcePlan, SlotPlan, StateSlots,
};
use crate::ruleset::{self, Directory, ObjectRules, RuleFile, Scalar, SourceRules};
use crate::schema::{AttributeType, entra};
use crate::source::Source;
use crate::syntax::SyntaxError;
use place::ResourceKeys;
use source_attribute::{Row, Slots};

/// How lenient a check is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Strictness {
    /// Refuses the leniencies that run but that Entra spells otherwise.
    pub strict: bool,
    /// Refuses rules that map objects one by one, but with which no population should be synced: those without a
    /// matching attribute, and role functions where nobody is assigned.
    pub sync: bool,
}

/// Where findings go.
pub(crate) struct Findings {
    strictness: Strictness,
    diagnostics: Vec<Diagnostic>,
}

impl Findings {
    fn new(strictness: Strictness, diagnostics: Vec<Diagnostic>) -> Self {
        Self { strictness, diagnostics }
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code().concerns_sync_only() && !self.strictness.sync {
            return;
        }
        let refused = diagnostic.is_refused(self.strictness.strict);
        self.diagnostics.push(if refused { diagnostic.refuse() } else { diagnostic });
    }

    /// Tells whether anything found so far keeps the rules from running.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.is_refused(self.strictness.strict))
    }
}

/// Checks a rule file: the plan, if it can run, and all findings.
pub(crate) fn rule_file(source: &Source, strictness: Strictness) -> (Option<Plan>, Vec<Diagnostic>) {
    let (file, diagnostics) = ruleset::read(source);
    let mut findings = Findings::new(strictness, diagnostics);
    let Some(file) = file else { return (None, findings.diagnostics) };
    let plan = plan(&file, &mut findings);
    let runs = !findings.has_errors();
    (Some(plan).filter(|_| runs), findings.diagnostics)
}

fn plan(file: &RuleFile, findings: &mut Findings) -> Plan {
    let mut row = Row::default();
    let kind_keys = KIND_KEYS.map(|name| row.key(name));
    let objects = file.objects.iter().map(|rules| object(file, rules, &mut row, findings)).collect();
    Plan {
        name: file.name.clone(),
        scope_mode: file.scope_mode,
        profile: file.profile,
        keys: row.into_keys(),
        kind_keys,
        objects,
    }
}

/// The attributes that name an object's kind. Source: `DESIGN.md` § 4.
const KIND_KEYS: [&str; 2] = ["@odata.type", "objectType"];

fn object(file: &RuleFile, rules: &ObjectRules, row: &mut Row, findings: &mut Findings) -> ObjectPlan {
    if rules.source.directory == Directory::Entra && entra::attributes(&rules.kind.node).is_none() {
        findings.push(unknown_object(rules));
    }
    let mut slots = Slots::new(&rules.kind.node, &rules.source, row);
    let scoping_filters = scoping::filters(&rules.scoping_filters, &mut slots, findings);
    let table = target::Table::new(&rules.target, findings);
    let mut resource_keys = ResourceKeys::new();
    let mut mapped = mapping::mappings(file, rules, &table, &mut slots, &mut resource_keys, findings);
    let template = template::build(&mapped, &rules.target.schema.text, &rules.kind.node, file.profile);
    let state = state(file, rules, &mut slots);
    let mut matching: Vec<_> =
        mapped.iter().enumerate().filter_map(|(index, mapped)| Some((mapped.precedence?, index))).collect();
    matching.sort_unstable();
    let those = |is: &dyn Fn(&Mapping) -> bool| {
        let all = mapped.iter().enumerate().filter(|(_, mapped)| is(&mapped.mapping));
        all.map(|(index, _)| index).collect::<Vec<_>>()
    };
    let unique = those(&|mapping| mapping.value.as_ref().is_some_and(Node::is_unique));
    let ordered = those(&|mapping| mapping.value.as_ref().is_some_and(Node::needs_order));
    let references = those(&|mapping| mapping.target.kind == AttributeType::Reference);
    let primaries = combinations::primaries(&mapped, file.profile);
    let maps_active = mapped.iter().any(|mapped| mapped.mapping.target.path == "active");
    let reads_soft_deleted = mapped.iter().any(|mapped| mapped.mapping.reads_soft_deleted);
    let resource = resource_keys.into_plan(rules, &mut mapped);
    let anchor = matching.first().and_then(|(_, index)| mapped.get(*index)?.mapping.direct_slot());
    let identity = identity(&mut slots, anchor);
    let slots = slots.into_plans();
    ObjectPlan {
        kind: rules.kind.node.clone(),
        computed: computed(&slots),
        slots,
        state,
        scoping_filters,
        mappings: mapped.drain(..).map(|mapped| mapped.mapping).collect(),
        template,
        actions: rules.actions,
        matching: matching.into_iter().map(|(_, index)| index).collect(),
        unique,
        ordered,
        references,
        primaries,
        maps_active,
        reads_soft_deleted,
        identity,
        resource,
    }
}

fn computed(slots: &[SlotPlan]) -> Vec<usize> {
    slots.iter().enumerate().filter(|(_, plan)| plan.is_computed()).map(|(index, _)| index).collect()
}

/// Source ids and names: Entra's first, then what other sources usually call them.
fn identity(slots: &mut Slots<'_>, anchor: Option<usize>) -> Identity {
    Identity {
        anchor,
        id: ["objectId", "id"].map(|name| slots.key(name)).into(),
        display: ["userPrincipalName", "displayName", "mail"].map(|name| slots.key(name)).into(),
    }
}

fn unknown_object(rules: &ObjectRules) -> Diagnostic {
    let kind = &rules.kind;
    let help = suggestion(&kind.node, ["user", "group"]);
    let help = help
        .unwrap_or_else(|| "for objects of another source set `source: { directory: custom }`".to_owned());
    Diagnostic::new(&code::UNKNOWN_KEY, kind.span, format!("`{}` is no object of Entra", kind.node))
        .label("neither `user` nor `group`")
        .help(help)
}

fn state(file: &RuleFile, rules: &ObjectRules, slots: &mut Slots<'_>) -> StateSlots {
    let entra = rules.source.directory == Directory::Entra;
    let assigned = file.scope_mode == ruleset::ScopeMode::Assigned;
    StateSlots {
        account_enabled: entra.then(|| slots.slot("accountEnabled")),
        deleted_date_time: entra.then(|| slots.slot("deletedDateTime")),
        is_soft_deleted: entra.then(|| slots.slot("IsSoftDeleted")),
        is_assigned: assigned.then(|| slots.slot("isAssigned")),
        app_role_assignments: assigned.then(|| slots.slot("appRoleAssignments")),
        user_principal_name: slots.existing("userPrincipalName").filter(|_| entra),
        mapped_soft_deleted: slots.existing("IsSoftDeleted"),
    }
}

/// A checked expression that stands alone, with what it reads.
pub(crate) struct SingleExpression {
    pub(crate) node: Node,
    pub(crate) object: ObjectPlan,
    pub(crate) keys: Keys,
}

/// Checks one expression outside a rule file; its source attributes are not checked.
pub(crate) fn single_expression(
    text: &str,
    strictness: Strictness,
) -> (Option<SingleExpression>, Vec<Diagnostic>) {
    let mut findings = Findings::new(strictness, Vec::new());
    let rules = SourceRules { directory: Directory::Custom, attributes: Vec::new() };
    let mut row = Row::default();
    let mut slots = Slots::new("user", &rules, &mut row);
    let scalar = Scalar::verbatim(text);
    let node = expression::check(&scalar, &mut slots, &mut findings);
    let slots = slots.into_plans();
    let object = ObjectPlan {
        kind: "user".to_owned(),
        computed: computed(&slots),
        slots,
        state: StateSlots::default(),
        scoping_filters: Vec::new(),
        mappings: Vec::new(),
        template: crate::plan::Template::default(),
        actions: Actions { create: true, update: true, delete: true },
        matching: Vec::new(),
        unique: Vec::new(),
        ordered: Vec::new(),
        references: Vec::new(),
        primaries: Vec::new(),
        maps_active: false,
        reads_soft_deleted: false,
        identity: Identity::default(),
        resource: ResourcePlan::default(),
    };
    let runs = !findings.has_errors();
    let single = node.filter(|_| runs).map(|node| SingleExpression { node, object, keys: row.into_keys() });
    (single, findings.diagnostics)
}

/// Reports a text that is not of its language, at its place in the file.
fn syntax_error(scalar: &Scalar, error: &SyntaxError) -> Diagnostic {
    let finding = error.to_diagnostic().relocate(|span| scalar.map.locate(span));
    match scalar.comment {
        Some(comment) => {
            finding.also(comment, "a comment to YAML").help("put the whole value in single quotes")
        }
        None => finding,
    }
}

/// Something is wrong, and has been reported.
struct Reported;

/// Reports a name that is nearly another.
fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    crate::diagnostic::closest(name, known).map(|known| format!("did you mean `{known}`?"))
}
