//! The functions of the expression language: one file each, named in one list.
//!
//! An entry says everything there is to know of a function: how it is called, what it does, examples that run, and its
//! body. Help, checks, the reference pages and the tests are derived from it.
//!
//! Source: `spec:expressions-3`, `entra:functions`.

mod call;
mod constants;
mod example;
mod prelude;

use crate::diagnostic::EvalError;
use crate::value::{Kind, Value};
pub(crate) use call::{Arguments, Call, Context, Evaluate};
pub(crate) use constants::{Constants, Refusal, Slot};
pub use example::{Example, Expected};
use example::{example, expects, null, refused, yields};
use std::any::Any;

/// One function of the expression language.
#[derive(Debug)]
pub struct Function {
    /// The name as Entra spells it.
    pub name: &'static str,
    /// What it returns: a sentence that stands alone, then what else there is to know, in Markdown paragraphs.
    pub summary: &'static str,
    /// Key of its source.
    pub source: &'static str,
    /// What it takes, in order.
    pub parameters: &'static [Parameter],
    /// Calls with what they give; all of them run as tests.
    pub examples: &'static [Example],
    /// What runs.
    pub(crate) body: Body,
}

/// One parameter of a function.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Entra's own name for it.
    pub name: &'static str,
    /// The kind that its argument is converted to.
    pub kind: Kind,
    /// Whether it may be left out or given several times.
    pub presence: Presence,
    /// Whether the argument, unchanged, may be the function's result, so that a flow marker may stand in it.
    pub result: bool,
}

/// Whether a parameter may be left out or given several times.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must be filled.
    Required,
    /// It may be omitted: an empty slot, or a missing last one.
    Optional,
    /// It repeats, together with the repeating parameters beside it, at least so many times.
    Repeating {
        /// The least number of times.
        least: usize,
    },
}

const fn required(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, presence: Presence::Required, result: false }
}

const fn optional(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, presence: Presence::Optional, result: false }
}

const fn repeating(name: &'static str, kind: Kind, least: usize) -> Parameter {
    Parameter { name, kind, presence: Presence::Repeating { least }, result: false }
}

impl Parameter {
    const fn as_result(self) -> Self {
        Self { result: true, ..self }
    }
}

/// What a function runs, and when its arguments are evaluated.
#[derive(Copy, Clone)]
pub(crate) enum Body {
    /// All arguments first.
    Eager(Run),
    /// The same, with something made ready from constant arguments when the rules are loaded.
    Prepared(Prepare, Run),
    /// The body asks for the arguments that it needs.
    Lazy(Run),
    /// The same, with something made ready as for `Prepared`. When an evaluation is traced, nothing is, so that every argument
    /// that counts is seen.
    PreparedLazy(Prepare, Run),
    /// As `Eager`; the result may be a flow marker, so the call must lead to the top.
    Flow(Run),
    /// As `Lazy`; only a whole expression.
    Whole(Run),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Body::Eager(_) => "Eager",
            Body::Prepared(..) => "Prepared",
            Body::Lazy(_) => "Lazy",
            Body::PreparedLazy(..) => "PreparedLazy",
            Body::Flow(_) => "Flow",
            Body::Whole(_) => "Whole",
        })
    }
}

/// A function's body.
pub(crate) type Run = for<'a> fn(&Call<'a, '_>) -> Evaluated<'a>;

/// What evaluating gives: a value where it stands, or the reason why there is none.
///
/// The value itself would be copied, as a whole, right after it had been written in parts; processors wait for that.
pub(crate) type Evaluated<'a> = Result<&'a Value<'a>, Stop>;

/// Why an evaluation ends without a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stop {
    /// It failed.
    Error(EvalError),
    /// A flow marker was reached; markers stand only where they lead to the top, so nothing is left to evaluate.
    Flow(Flow),
}

/// A flow marker. Source: `spec:expressions-2.6`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// The attribute is left out of the operation.
    IgnoreAttribute,
    /// The object is left out of the operation.
    IgnoreObject,
}

impl From<EvalError> for Stop {
    fn from(error: EvalError) -> Self {
        Stop::Error(error)
    }
}

/// Makes something ready from the arguments that are constant, or refuses them.
pub(crate) type Prepare = fn(&Constants<'_>) -> Result<Prepared, Refusal>;

/// What a function made ready when the rules were loaded; the function knows its type.
pub(crate) type Prepared = Box<dyn Any + Send + Sync>;

macro_rules! catalog {
    ($($module:ident)+) => {
        $(mod $module;)+
        /// All functions, in alphabetical order.
        pub static FUNCTIONS: &[&Function] = &[$(&$module::FUNCTION),+];
    };
}

catalog! {
    append
    app_role_assignments_complex
    assertive_app_role_assignments_complex
    bit_and
    c_bool
    c_date
    coalesce
    contains
    convert_from_base64
    convert_to_base64
    convert_to_utf8_hex
    count
    c_ref
    c_str
    date_add
    date_diff
    date_from_num
    default_domain
    dn_component
    error
    format_date_time
    guid
    ignore_flow_if_null_or_empty
    iif
    in_str
    is_null
    is_null_or_empty
    is_present
    is_string
    item
    join
    left
    len
    mid
    normalize_diacritics
    not
    now
    num_from_date
    p_case
    random_string
    redact
    remove_duplicates
    replace
    select_unique_value
    single_app_role_assignment
    split
    string_from_sid
    strip_spaces
    switch
    to_lower
    to_upper
    trim
    word
}

/// The functions whose result depends on the calls before: random bytes come in one sequence, and a unique value is one
/// that nobody has yet.
pub(crate) const IN_SEQUENCE: [&str; 3] = ["Guid", "RandomString", "SelectUniqueValue"];

/// A bare identifier and what it stands for. Source: `spec:expressions-1.6`.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) enum Identifier {
    /// A flow marker.
    Flow(Flow),
    /// A boolean.
    Boolean(bool),
    /// One of a function's options; the function reads its name.
    Option,
}

/// The closed list of bare identifiers.
pub(crate) const IDENTIFIERS: [(&str, Identifier); 11] = [
    ("vbBinaryCompare", Identifier::Option),
    ("vbTextCompare", Identifier::Option),
    ("IgnoreAttributeFlow", Identifier::Flow(Flow::IgnoreAttribute)),
    ("IgnoreObjectFlow", Identifier::Flow(Flow::IgnoreObject)),
    ("Unicode", Identifier::Option),
    ("ASCII", Identifier::Option),
    ("UTF8", Identifier::Option),
    ("CaseSensitive", Identifier::Option),
    ("CaseInsensitive", Identifier::Option),
    ("True", Identifier::Boolean(true)),
    ("False", Identifier::Boolean(false)),
];

/// Returns the function of a name, letter case ignored where no function has exactly this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    let exact = FUNCTIONS.iter().find(|function| function.name == name);
    exact.or_else(|| FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))).copied()
}

impl Function {
    /// Returns the call form, e.g. `Join(separator, source…)`; `?` marks what may be omitted.
    #[must_use]
    pub fn signature(&self) -> String {
        let parameters = self.parameters.iter().map(|parameter| match parameter.presence {
            Presence::Required => parameter.name.to_owned(),
            Presence::Optional => format!("{}?", parameter.name),
            Presence::Repeating { .. } => format!("{}…", parameter.name),
        });
        format!("{}({})", self.name, parameters.collect::<Vec<_>>().join(", "))
    }

    /// Returns the parameter that takes the argument of a slot; `None` when the slot is one too many.
    #[must_use]
    pub fn parameter(&self, slot: usize) -> Option<&'static Parameter> {
        let (fixed, unit) = self.split_parameters();
        match slot.checked_sub(fixed.len()) {
            None => fixed.get(slot),
            Some(_) if unit.is_empty() => None,
            Some(beyond) => unit.get(beyond % unit.len()),
        }
    }

    /// Returns the parameters that stand once, and the unit that repeats after them.
    pub(crate) fn split_parameters(&self) -> (&'static [Parameter], &'static [Parameter]) {
        let repeats = |parameter: &Parameter| matches!(parameter.presence, Presence::Repeating { .. });
        let fixed = self.parameters.iter().position(repeats).unwrap_or(self.parameters.len());
        self.parameters.split_at(fixed)
    }
}
