//! The functions of the expression language: one file each, named in one list.
//!
//! An entry says everything there is to know of a function: how it is called, what it does, examples that run, and its
//! body. Help, checks, the reference pages and the tests are derived from it.
//!
//! Source: `spec:expressions-3`, `entra:functions`.

mod call;
mod prelude;

use crate::diagnostic::{Code, EvalError};
use crate::value::{Arena, Kind, Value};
pub(crate) use call::{Arguments, Call, Evaluate};
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

/// A call and what it gives.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The expression.
    pub expression: &'static str,
    /// The source object, as JSON.
    pub source: &'static str,
    /// What comes out.
    pub expected: Expected,
}

/// What an example gives.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A text.
    Text(&'static str),
    /// Any other value, as JSON.
    Json(&'static str),
    /// Null.
    Null,
    /// A text that begins so, where the rest is random.
    Length(usize),
    /// The attribute is left out of the operation.
    IgnoreAttribute,
    /// An error of this kind, when the expression is checked or when it runs.
    Error(&'static str),
}

const fn expects(expression: &'static str, expected: Expected) -> Example {
    Example { expression, source: "{}", expected }
}

const fn example(expression: &'static str, text: &'static str) -> Example {
    expects(expression, Expected::Text(text))
}

const fn yields(expression: &'static str, json: &'static str) -> Example {
    expects(expression, Expected::Json(json))
}

const fn null(expression: &'static str) -> Example {
    expects(expression, Expected::Null)
}

const fn refused(expression: &'static str, kind: &'static str) -> Example {
    expects(expression, Expected::Error(kind))
}

impl Example {
    const fn given(self, source: &'static str) -> Self {
        Self { source, ..self }
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
            Body::Flow(_) => "Flow",
            Body::Whole(_) => "Whole",
        })
    }
}

/// A function's body.
pub(crate) type Run = for<'a> fn(&Call<'a, '_>) -> Evaluated<'a>;

/// What evaluating gives: a value, or the reason why there is none.
pub(crate) type Evaluated<'a> = Result<Value<'a>, Stop>;

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

/// The arguments of a call, as far as they are known when the rules are loaded.
#[derive(Debug)]
pub(crate) struct Constants<'c>(pub(crate) &'c [Slot<'c>]);

/// What is known of an argument when the rules are loaded.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) enum Slot<'c> {
    /// The slot is empty.
    Omitted,
    /// The argument is this constant.
    Constant(Value<'c>),
    /// The argument depends on the object.
    Dynamic,
}

impl<'c> Constants<'c> {
    /// Returns what is known of an argument; slots beyond the last are omitted.
    pub(crate) fn slot(&self, index: usize) -> Slot<'c> {
        self.0.get(index).copied().unwrap_or(Slot::Omitted)
    }

    /// Tells whether the slot holds an argument.
    pub(crate) fn is_filled(&self, index: usize) -> bool {
        self.slot(index) != Slot::Omitted
    }

    /// Returns the number of slots, omitted ones included.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Reads an argument's text where it is known; `None` where it depends on the object.
    ///
    /// `read` gets `None` for an omitted slot. When the call runs, [`Call::read`] does the same.
    ///
    /// # Errors
    ///
    /// What `read` refuses.
    pub(crate) fn read<T>(
        &self,
        slot: usize,
        read: impl FnOnce(Option<&str>) -> Result<T, EvalError>,
    ) -> Result<Option<T>, Refusal> {
        let arena = Arena::new();
        let text = match self.slot(slot) {
            Slot::Dynamic => return Ok(None),
            Slot::Omitted => Ok(None),
            Slot::Constant(value) => value.to_text(&arena),
        };
        text.and_then(read).map(Some).map_err(|error| Refusal::argument(error.code(), slot, error.message()))
    }

    /// Returns a constant argument that is a text.
    pub(crate) fn text(&self, index: usize) -> Option<&'c str> {
        match self.slot(index) {
            Slot::Constant(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Why constant arguments cannot work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: &'static Code,
    /// The slot at fault; the whole call where it is none alone.
    pub(crate) slot: Option<usize>,
    /// The byte of that argument's text where it goes wrong.
    pub(crate) offset: Option<usize>,
    pub(crate) message: String,
}

impl Refusal {
    /// Refuses one argument.
    pub(crate) fn argument(code: &'static Code, slot: usize, message: impl Into<String>) -> Self {
        Self { code, slot: Some(slot), offset: None, message: message.into() }
    }

    /// Says where in the argument's text it goes wrong.
    pub(crate) fn at(self, offset: usize) -> Self {
        Self { offset: Some(offset), ..self }
    }

    /// Refuses the call as a whole.
    pub(crate) fn call(code: &'static Code, message: impl Into<String>) -> Self {
        Self { code, slot: None, offset: None, message: message.into() }
    }
}

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
