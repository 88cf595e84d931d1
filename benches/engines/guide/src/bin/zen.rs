//! ZEN as the quickstart of zen-engine shows it: a decision graph, here of a switch, a node of the host's and expressions.
//!
//! Source: https://docs.rs/crate/zen-engine/2.1.6 («Quickstart») and https://docs.gorules.io/developers/jdm/node-types. ZEN
//! compiles the pattern of `matches` whenever it evaluates it. A key with a point in it, as the extension's, is none of an
//! expression's, so such an attribute stands with the first; and an attribute that may be missing too, since keys always stay.

use std::pin::Pin;
use std::sync::Arc;
use zen_engine::model::DecisionContent;
use zen_engine::nodes::custom::{CustomNodeAdapter, CustomNodeRequest};
use zen_engine::nodes::{NodeResponse, NodeResult};
use zen_engine::{DecisionEngine, Variable};

fn main() {
    host::run(&std::env::args().nth(1).expect("a file of users"), engine());
}

fn engine() -> impl FnMut(&str, &mut Vec<u8>) {
    let graph: DecisionContent = serde_json::from_str(include_str!("klaxoon-1.json")).expect("it is a graph");
    let engine = DecisionEngine::default().with_adapter(Arc::new(Host));
    let mut decision = engine.create_decision(graph.into()).expect("it is a decision");
    decision.compile();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("it starts");
    move |line, out| {
        let user: Variable = serde_json::from_str(line).expect("a user");
        let response = runtime.block_on(decision.evaluate(user)).expect("it runs");
        // Out of scope, the graph ends at the switch.
        if let Some(resource) = response.result.dot("resource") {
            serde_json::to_writer(out, &resource).expect("it is JSON");
        }
    }
}

/// What ZEN lacks: it replaces nothing and cuts text at bytes. Its function nodes could do it, in JavaScript, but take longer.
#[derive(Debug)]
struct Host;

impl CustomNodeAdapter for Host {
    fn handle(&self, request: CustomNodeRequest) -> Pin<Box<dyn Future<Output = NodeResult> + '_>> {
        Box::pin(async move {
            let output = request.input.depth_clone(1);
            let supplied = host::supplied(|name| match output.dot(name)? {
                Variable::String(text) => Some(text),
                _ => None,
            });
            for (name, text) in supplied {
                output.dot_insert(
                    name,
                    text.map_or(Variable::Null, |text| Variable::String(text.as_str().into())),
                );
            }
            Ok(NodeResponse { output, trace_data: None })
        })
    }
}
