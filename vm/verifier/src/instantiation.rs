//! Type arguments of recursive calls do not grow, so a program has finitely many function instances.
//!
//! Nodes are type parameters of the module's functions. A call inside the module has an edge from each type parameter in
//! a type argument to the callee's parameter; the edge *grows* where the argument is more than the parameter itself. A
//! circle with a growing edge would need ever larger types (Move's rule, and its algorithm). Modules depend on each
//! other without circles, so looking at one at a time is enough.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Identifier, Type};
use vm_bytecode::Instruction;

use crate::context::Context;
use crate::error::{Checked, Fault};

/// A type parameter of a function.
type Node<'a> = (&'a Identifier, u16);

#[derive(Default)]
struct Graph<'a> {
    edges: BTreeMap<Node<'a>, BTreeSet<Node<'a>>>,
    growing: BTreeSet<(Node<'a>, Node<'a>)>,
}

pub(crate) fn check(context: &Context<'_>) -> Checked {
    let mut graph = Graph::default();
    for function in &context.module.functions {
        let blocks = function.code.iter().flat_map(|code| &code.blocks);
        for instruction in blocks.flat_map(|block| &block.instructions) {
            let Instruction::Call { callee, .. } = instruction else { continue };
            let Some(callee) = context.module.callee(*callee) else { continue };
            if callee.function.module != context.module.id {
                continue;
            }
            for (index, argument) in (0..).zip(&callee.type_arguments) {
                graph.add(&function.name, argument, (&callee.function.name, index), false);
            }
        }
    }
    for (from, to) in &graph.growing {
        if graph.leads(*to, *from) {
            return Err(Fault::GrowingTypes(from.0.clone()).in_function(from.0));
        }
    }
    Ok(())
}

impl<'a> Graph<'a> {
    fn add(&mut self, caller: &'a Identifier, argument: &Type, to: Node<'a>, is_inside: bool) {
        match argument {
            Type::Parameter(index) => {
                let from = (caller, *index);
                self.edges.entry(from).or_default().insert(to);
                if is_inside {
                    self.growing.insert((from, to));
                }
            }
            Type::Vector(inner) | Type::Reference { to: inner, .. } => {
                self.add(caller, inner, to, true);
            }
            Type::Struct(structure) => {
                structure.arguments.iter().for_each(|inner| self.add(caller, inner, to, true));
            }
            Type::Bool
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::U128
            | Type::U256
            | Type::Address
            | Type::Signer => {}
        }
    }

    /// Whether there is a way from one node to another, of any length.
    fn leads(&self, from: Node<'a>, to: Node<'a>) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut pending = vec![from];
        while let Some(node) = pending.pop() {
            if node == to {
                return true;
            }
            let next = self.edges.get(&node).into_iter().flatten();
            pending.extend(next.filter(|node| seen.insert(**node)));
        }
        false
    }
}
