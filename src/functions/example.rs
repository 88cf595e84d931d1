//! Examples of calls: what a function's reference shows and its test runs.

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

pub(super) const fn expects(expression: &'static str, expected: Expected) -> Example {
    Example { expression, source: "{}", expected }
}

pub(super) const fn example(expression: &'static str, text: &'static str) -> Example {
    expects(expression, Expected::Text(text))
}

pub(super) const fn yields(expression: &'static str, json: &'static str) -> Example {
    expects(expression, Expected::Json(json))
}

pub(super) const fn null(expression: &'static str) -> Example {
    expects(expression, Expected::Null)
}

pub(super) const fn refused(expression: &'static str, kind: &'static str) -> Example {
    expects(expression, Expected::Error(kind))
}

impl Example {
    pub(super) const fn given(self, source: &'static str) -> Self {
        Self { source, ..self }
    }
}
