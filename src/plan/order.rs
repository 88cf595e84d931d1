//! Whether objects must be mapped one after another for their payloads to be the same every time.

use super::{Expr, Node, Plan};
use crate::functions::IN_SEQUENCE;

impl Plan {
    /// Tells whether what one object gets depends on the objects before it.
    pub(crate) fn needs_order(&self) -> bool {
        let mut mappings = self.objects.iter().flat_map(|object| &object.mappings);
        mappings.any(|mapping| mapping.value.as_ref().is_some_and(needs_order))
    }
}

fn needs_order(node: &Node) -> bool {
    match &node.expr {
        Expr::Constant(_) | Expr::Attribute(_) | Expr::Flow(_) => false,
        Expr::Compare(left, _, right) => needs_order(left) || needs_order(right),
        Expr::Concatenation(parts) => parts.iter().any(needs_order),
        Expr::Call(call) => {
            IN_SEQUENCE.contains(&call.function.name) || call.slots.iter().flatten().any(needs_order)
        }
    }
}
