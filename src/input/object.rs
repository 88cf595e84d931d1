//! From a source object to its rules and the values that they read.

use super::{InputError, KeyOrder, SourceObject, Wanted, compute, kind, texts};
use crate::plan::{Identity, ObjectPlan, Plan};
use crate::value::{Arena, Value};

/// What says which kind of object it is.
#[derive(Copy, Clone, Debug)]
pub(crate) enum KindOf<'k> {
    /// The caller, by the index of the kind in the plan.
    Fixed(usize),
    /// The object, else this.
    Said { default: &'k str },
}

/// A source object with its rules.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    /// The index of its rules in the plan.
    pub(crate) index: usize,
    pub(crate) object: &'a ObjectPlan,
    /// Its top-level attributes and what its rules compute of them.
    pub(crate) row: &'a mut [Value<'a>],
}

/// Why a source object is not mapped at all.
#[derive(Debug)]
pub(crate) enum Astray {
    Unreadable(InputError),
    /// The rules map no object of its kind.
    NoRules {
        kind: String,
        id: Option<String>,
        /// What people call it.
        display: Option<String>,
    },
}

/// Reads a source object, finds its rules, and fills the slots that they read.
pub(crate) fn object<'a, S: SourceObject + ?Sized>(
    plan: &'a Plan,
    kind: KindOf<'_>,
    source: &'a S,
    arena: &'a Arena,
    order: Option<&mut KeyOrder>,
) -> Result<Found<'a>, Astray> {
    let row = Wanted::new(&plan.keys, arena).read(source, order).map_err(Astray::Unreadable)?;
    let index = match kind {
        KindOf::Fixed(index) => index,
        KindOf::Said { default } => index_of(plan, default, row, arena)?,
    };
    let no_rules = || Astray::NoRules { kind: String::new(), id: None, display: None };
    let object = plan.objects.get(index).ok_or_else(no_rules)?;
    compute(object, row, arena);
    Ok(Found { index, object, row })
}

fn index_of<'a>(plan: &'a Plan, default: &str, row: &[Value<'a>], arena: &'a Arena) -> Result<usize, Astray> {
    let said = kind(plan, row);
    let kind = said.as_deref().unwrap_or(default);
    let index = plan.objects.iter().position(|object| object.kind == kind);
    index.ok_or_else(|| {
        let first = |keys: &dyn Fn(&'a Identity) -> &'a [usize]| {
            let keys = keys(&plan.objects.first()?.identity);
            texts(row, keys, arena).next().map(str::to_owned)
        };
        let (id, display) = (first(&|identity| &identity.id), first(&|identity| &identity.display));
        Astray::NoRules { kind: kind.to_owned(), id, display }
    })
}
