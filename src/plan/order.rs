//! Whether objects must be mapped one after another for their payloads to be the same every time.

use super::{Expr, Node, Plan};
use crate::functions::IN_SEQUENCE;

impl Plan {
    /// Tells whether what one object gets depends on the objects before it.
    pub(crate) fn needs_order(&self) -> bool {
        self.objects.iter().any(|object| !object.ordered.is_empty())
    }
}

impl Node {
    /// Tells whether the value depends on the objects before.
    pub(crate) fn needs_order(&self) -> bool {
        let mut needs = false;
        self.visit(&mut |node| {
            needs |= matches!(&node.expr, Expr::Call(call) if IN_SEQUENCE.contains(&call.function.name));
        });
        needs
    }
}
