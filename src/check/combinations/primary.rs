//! Elements that are made primary: of one attribute only one may be.

use crate::check::Findings;
use crate::check::mapping::Mapped;
use crate::diagnostic::{Diagnostic, code};
use crate::dotnet::boolean;
use crate::plan::{Constant, Expr, Node};
use crate::source::Span;
use std::collections::BTreeMap;

/// Reports elements of one attribute that constants make primary beside another.
pub(in crate::check) fn of_primary(mapped: &[Mapped], findings: &mut Findings) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for mapped in mapped {
        let sets = mapped.path.sub_attribute.as_ref().is_some_and(|sub| sub.eq_ignore_ascii_case("primary"));
        let Some(Node { expr: Expr::Constant(constant), span }) = &mapped.mapping.value else { continue };
        let is_true = match constant {
            Constant::Boolean(boolean) => *boolean,
            Constant::Text(text) => boolean::parse(text) == Some(true),
            Constant::Integer(_) | Constant::Decimal(_) => false,
        };
        if !sets || !is_true {
            continue;
        }
        if let Some(other) = first.get(&mapped.mapping.place.attribute_path) {
            let message =
                format!("two elements of `{}` are made primary", mapped.mapping.place.attribute_path);
            let found = Diagnostic::new(&code::PRIMARY_TWICE, *span, message).label("again here");
            findings.push(found.also(*other, "first here").help("remove one of the two mappings"));
        } else {
            first.insert(mapped.mapping.place.attribute_path.clone(), *span);
        }
    }
}
