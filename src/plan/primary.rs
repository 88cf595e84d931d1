//! Elements of a multi-valued attribute that mappings make primary: only one may be.
//!
//! Source: `rfc7643:2.4`, `spec:mapping-9`.

use crate::value::Value;

/// The mappings that may make elements of one attribute primary.
#[derive(Debug)]
pub(crate) struct Primaries(pub(crate) Vec<Primary>);

/// A mapping that may make its element primary.
#[derive(Debug)]
pub(crate) struct Primary {
    pub(crate) mapping: usize,
    /// Tells the elements of the attribute apart.
    pub(crate) element: usize,
    /// Any value does, because the element is chosen by being primary; else only true does.
    pub(crate) by_any_value: bool,
}

impl Primaries {
    /// Returns the first mapping that makes another element primary than a mapping before it.
    pub(crate) fn second(&self, values: &[&Value<'_>]) -> Option<usize> {
        let mut making = self.0.iter().filter(|primary| primary.is_made_by(values));
        let first = making.next()?;
        making.find(|primary| primary.element != first.element).map(|primary| primary.mapping)
    }
}

impl Primary {
    fn is_made_by(&self, values: &[&Value<'_>]) -> bool {
        values.get(self.mapping).is_some_and(|value| {
            if self.by_any_value { !value.is_null() } else { **value == Value::Boolean(true) }
        })
    }
}
