//! The checked form of a rule file: every name resolved, every constant typed, every output place prepared.
//!
//! `check` makes a [`Plan`], `input` reads what it wants, `eval` runs it and `emit` writes its templates; they meet only
//! here. A plan is immutable, `Send + Sync`, and shared by all threads.

mod keys;
mod order;
mod place;
mod primary;
mod target;
mod template;

use crate::functions::{Body, Flow, Function, Prepared};
use crate::operators::{Operand, ScopingOperator};
pub(crate) use crate::ruleset::{Actions, Profile, ScopeMode};
use crate::source::Span;
pub(crate) use crate::value::Comparison;
use crate::value::{Decimal, Value};
pub(crate) use keys::{Filter, Keys, Reading, SlotPlan, Step};
pub(crate) use place::{Place, ResourcePlan};
pub(crate) use primary::{Primaries, Primary};
pub(crate) use target::Target;
pub(crate) use template::{Element, Extension, Member, Part, Shape, Template};

/// A checked rule file.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) scope_mode: ScopeMode,
    pub(crate) profile: Profile,
    /// The top-level attributes that any of the object plans reads.
    pub(crate) keys: Keys,
    /// The keys that name an object's kind, first wins.
    pub(crate) kind_keys: [usize; 2],
    pub(crate) objects: Vec<ObjectPlan>,
}

/// The plan of one kind of object.
#[derive(Debug)]
pub(crate) struct ObjectPlan {
    /// `user`, `group`, or what else the rule file names.
    pub(crate) kind: String,
    /// What is read of a source object, in the order in which the rules name it.
    pub(crate) slots: Vec<SlotPlan>,
    /// Those of them that are computed, by their indices.
    pub(crate) computed: Vec<usize>,
    pub(crate) state: StateSlots,
    pub(crate) scoping_filters: Vec<ScopingFilter>,
    pub(crate) mappings: Vec<Mapping>,
    pub(crate) template: Template,
    pub(crate) actions: Actions,
    /// The mappings with a matching precedence, the lowest first.
    pub(crate) matching: Vec<usize>,
    /// The mappings whose value no other object has.
    pub(crate) unique: Vec<usize>,
    /// The mappings whose value depends on the objects before, in the order of the file.
    pub(crate) ordered: Vec<usize>,
    /// The mappings whose target is a reference.
    pub(crate) references: Vec<usize>,
    /// The mappings that must not make two elements of one attribute primary; none where the profile leaves that to the server.
    pub(crate) primaries: Vec<Primaries>,
    /// A mapping fills `active`.
    pub(crate) maps_active: bool,
    /// A mapping reads `IsSoftDeleted`.
    pub(crate) reads_soft_deleted: bool,
    pub(crate) identity: Identity,
    pub(crate) resource: ResourcePlan,
}

impl ObjectPlan {
    /// Returns what stands at a place of the row, by which expressions and clauses name it.
    pub(crate) fn slot(&self, slot: usize) -> Option<&SlotPlan> {
        self.slots.iter().find(|plan| plan.slot == slot)
    }
}

/// The top-level attributes that say who a source object is; the first that has a value.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    /// The id that links and references use.
    pub(crate) id: Vec<usize>,
    /// The slot that holds the id where no attribute is called so: what the first matching attribute is mapped from.
    pub(crate) anchor: Option<usize>,
    /// What people call the object.
    pub(crate) display: Vec<usize>,
}

/// The slots that decide whether an object is active and assigned; `None` where the rules need not know.
#[derive(Debug, Default)]
pub(crate) struct StateSlots {
    pub(crate) account_enabled: Option<usize>,
    pub(crate) deleted_date_time: Option<usize>,
    pub(crate) is_soft_deleted: Option<usize>,
    pub(crate) is_assigned: Option<usize>,
    pub(crate) app_role_assignments: Option<usize>,
    pub(crate) user_principal_name: Option<usize>,
    /// `IsSoftDeleted` as mappings read it, whether it is computed or the source's own.
    pub(crate) mapped_soft_deleted: Option<usize>,
}

/// Clauses that must all hold.
#[derive(Debug)]
pub(crate) struct ScopingFilter {
    pub(crate) title: String,
    pub(crate) clauses: Vec<Clause>,
}

/// One test of one source attribute.
#[derive(Debug)]
pub(crate) struct Clause {
    /// The clause as it is written.
    pub(crate) text: String,
    pub(crate) slot: usize,
    pub(crate) operator: &'static ScopingOperator,
    pub(crate) operand: Operand,
    /// The operand as it is written; empty where there is none.
    pub(crate) operand_text: String,
    /// The place of the attribute in the rule file.
    pub(crate) attribute: Span,
    /// The place of the operand; of the operator where there is none.
    pub(crate) value: Span,
}

/// One attribute mapping.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent properties of a mapping, each asked for by name"
)]
pub(crate) struct Mapping {
    pub(crate) target: Target,
    pub(crate) place: Place,
    pub(crate) kind: MappingType,
    /// The source of the value as an expression, e.g. `[mail]`; empty for a mapping of type none.
    pub(crate) text: String,
    /// What gives the value; `None` for a mapping of type none.
    pub(crate) value: Option<Node>,
    /// Default value if null.
    pub(crate) default: Option<String>,
    pub(crate) matching: bool,
    /// Both gates of null flow are open.
    pub(crate) flow_null: bool,
    /// The mapping takes part in creates only.
    pub(crate) create_only: bool,
    /// The value depends on `IsSoftDeleted`, so that the mapping takes part in disabling.
    pub(crate) reads_soft_deleted: bool,
    pub(crate) list_update: ListUpdate,
    /// The place of the target in the rule file.
    pub(crate) span: Span,
}

impl Mapping {
    /// Returns the slot that a direct mapping reads.
    pub(crate) fn direct_slot(&self) -> Option<usize> {
        match self.value.as_ref()?.expr {
            Expr::Attribute(slot) => Some(slot),
            _ => None,
        }
    }
}

/// How a mapping gets its value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum MappingType {
    /// From one source attribute: null, the empty text and the empty list all count as no value.
    Direct,
    Constant,
    Expression,
    /// From nothing but its default value.
    None,
}

/// What an update does with the members of a multi-valued target. Source: `spec:mapping-5.8`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListUpdate {
    /// Replaces the list when it differs.
    Replace,
    /// Adds the roles that the target lacks, and removes none (`AppRoleAssignmentsComplex`).
    AddRoles,
    /// Replaces the roles when their set differs (`AssertiveAppRoleAssignmentsComplex`).
    ReplaceRoles,
}

/// A node of a checked expression.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) expr: Expr,
    /// Where it stands in the rule file.
    pub(crate) span: Span,
}

impl Node {
    /// Tells whether the value is one that no other object has (`SelectUniqueValue`).
    pub(crate) fn is_unique(&self) -> bool {
        matches!(&self.expr, Expr::Call(call) if matches!(call.function.body, Body::Whole(_)))
    }

    /// Calls `visit` for this node and for all below it, from the outside in.
    pub(crate) fn visit<'n>(&'n self, visit: &mut dyn FnMut(&'n Node)) {
        visit(self);
        match &self.expr {
            Expr::Compare(left, _, right) => [left, right].into_iter().for_each(|side| side.visit(visit)),
            Expr::Concatenation(parts) => parts.iter().for_each(|part| part.visit(visit)),
            Expr::Call(call) => call.slots.iter().flatten().for_each(|slot| slot.visit(visit)),
            Expr::Constant(_) | Expr::Attribute(_) | Expr::Flow(_) => {}
        }
    }

    /// Calls `visit` for the slot of every source attribute that is read.
    pub(crate) fn visit_attributes(&self, visit: &mut dyn FnMut(usize)) {
        self.visit(&mut |node| {
            if let Expr::Attribute(slot) = node.expr {
                visit(slot);
            }
        });
    }
}

/// A checked expression.
#[derive(Debug)]
#[repr(u64)] // a tag of its own is read faster than one that hides in a length
pub(crate) enum Expr {
    Constant(Constant),
    /// A source attribute, by slot.
    Attribute(usize),
    Compare(Box<Node>, Comparison, Box<Node>),
    Concatenation(Vec<Node>),
    Call(Call),
    Flow(Flow),
}

/// A call whose function and arity are known; an empty slot is `None`.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) function: &'static Function,
    pub(crate) slots: Vec<Option<Node>>,
    pub(crate) prepared: Option<Prepared>,
}

/// A constant of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Constant {
    Boolean(bool),
    Integer(i64),
    /// The text of a number that is no 64-bit integer.
    Decimal(String),
    Text(String),
}

impl Constant {
    /// Returns the constant as a value that borrows from the plan.
    #[inline]
    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Constant::Boolean(boolean) => Value::Boolean(*boolean),
            Constant::Integer(integer) => Value::Integer(*integer),
            Constant::Decimal(text) => Decimal::new(text).map_or(Value::Null, Value::Decimal),
            Constant::Text(text) => Value::Text(text),
        }
    }
}
