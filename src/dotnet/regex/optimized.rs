//! What .NET's optimiser makes of a pattern, as far as a result can show it.
//!
//! Only patterns with a lazy loop around something that may match nothing come here, and those that balance groups. Such a loop
//! disturbs what stands behind it (`backtrack::held`), so it matters where the optimiser has taken it away, and where it has
//! put it inside an atomic part; a balancing group can still fail when all in it has matched, and then nothing goes back into
//! what has become atomic. For all other patterns its work is a matter of speed.
//!
//! Source: .NET 9's behaviour.

use super::tree::{Direction, Node};

/// Returns the pattern as .NET runs it.
pub(super) fn optimized(root: Node) -> Node {
    let mut root = reduced(root, Direction::Forward);
    end_last(&mut root, false);
    root
}

/// Simplifies a node and all in it, from the inside out. In look-behind .NET leaves the ends as they are.
fn reduced(node: Node, direction: Direction) -> Node {
    let boxed = |node: Box<Node>| Box::new(reduced(*node, direction));
    let all = |nodes: Vec<Node>| nodes.into_iter().map(|node| reduced(node, direction)).collect();
    let both = |branches: Box<[Node; 2]>| Box::new(branches.map(|node| reduced(node, direction)));
    match node {
        Node::Concat(nodes) => Node::Concat(all(nodes)),
        Node::Alternate(nodes) => Node::Alternate(all(nodes)),
        Node::Capture { group, balanced, body } => Node::Capture { group, balanced, body: boxed(body) },
        Node::Loop { body, minimum, maximum, lazy } => {
            Node::Loop { body: boxed(body), minimum, maximum, lazy }
        }
        Node::Look { direction, negative, body } => {
            let body = reduced(*body, direction);
            Node::Look { direction, negative, body: Box::new(ended(body, false, direction)) }
        }
        Node::Atomic(body) => atomic(reduced(*body, direction), direction),
        Node::IfGroup { group, branches } => Node::IfGroup { group, branches: both(branches) },
        Node::IfMatch { test, branches } => {
            let test = Box::new(ended(reduced(*test, direction), false, direction));
            Node::IfMatch { test, branches: both(branches) }
        }
        leaf => leaf,
    }
}

fn atomic(mut body: Node, direction: Direction) -> Node {
    while let Node::Atomic(inner) = body {
        body = *inner;
    }
    Node::Atomic(Box::new(ended(body, true, direction)))
}

fn ended(mut node: Node, in_atomic: bool, direction: Direction) -> Node {
    if direction == Direction::Forward {
        end(&mut node, in_atomic);
    }
    node
}

/// Makes the end of a node final: nothing comes after it, so nothing goes back into it.
fn end(node: &mut Node, in_atomic: bool) {
    match node {
        Node::Atomic(body) => end(body, true),
        Node::Capture { body, .. } => end_last(body, in_atomic),
        Node::Concat(nodes) => {
            if let Some(last) = nodes.last_mut() {
                end_last(last, in_atomic);
            }
        }
        Node::Alternate(nodes) => nodes.iter_mut().for_each(|node| end(node, false)),
        Node::IfGroup { branches, .. } | Node::IfMatch { branches, .. } => {
            branches.iter_mut().for_each(|node| end(node, false));
        }
        Node::Loop { body, minimum, maximum, lazy } => {
            // At the end a lazy loop never takes more than its minimum.
            if *lazy {
                *maximum = Some(*minimum);
            }
            if *maximum == Some(1) {
                end(body, false);
            }
        }
        _ => {}
    }
}

/// Makes the last of several nodes final.
fn end_last(node: &mut Node, in_atomic: bool) {
    let has_choices =
        matches!(node, Node::Alternate(_) | Node::IfGroup { .. } | Node::IfMatch { .. } | Node::Loop { .. });
    if has_choices && !in_atomic {
        *node = atomic(std::mem::replace(node, Node::Empty), Direction::Forward);
    } else {
        end(node, false);
    }
}
