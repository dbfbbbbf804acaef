//! Type arguments of recursive calls do not grow, so a program has finitely many function instances.
//!
//! Nodes are type parameters of the module's functions. A call inside the module has an edge from each type parameter in
//! a type argument to the callee's parameter; the edge *grows* where the argument is more than the parameter itself. A
//! circle with a growing edge would need ever larger types (Move's rule, and its algorithm). Modules depend on each
//! other without circles, so looking at one at a time is enough.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Identifier, Type};
use vm_bytecode::{BlockId, CodePoint, Instruction, Module};

use crate::context::Context;
use crate::error::{Checked, Fault, Located};

/// A type parameter of a function.
type Node<'a> = (&'a Identifier, u16);

#[derive(Default)]
struct Graph<'a> {
    edges: BTreeMap<Node<'a>, BTreeSet<Node<'a>>>,
    /// Edges that grow, each with a call that makes it.
    growing: BTreeMap<(Node<'a>, Node<'a>), CodePoint>,
}

pub(crate) fn check(context: &Context<'_>) -> Checked {
    let first = find_growing_calls(context.module).into_iter().next();
    first.map_or(Ok(()), |(function, point)| {
        let fault = Fault::GrowingTypes(function.clone());
        Err(Located { function: Some(function), point: Some(point), fault })
    })
}

/// Finds the calls of a module by which type arguments grow without end, by function and place.
pub fn find_growing_calls(module: &Module) -> BTreeSet<(Identifier, CodePoint)> {
    let graph = Graph::of(module);
    let endless = graph.growing.iter().filter(|((from, to), _)| graph.leads(*to, *from));
    endless.map(|((from, _), point)| (from.0.clone(), *point)).collect()
}

impl<'a> Graph<'a> {
    /// The graph of the calls inside a module.
    fn of(module: &'a Module) -> Self {
        let mut graph = Self::default();
        for function in &module.functions {
            let blocks = function.code.iter().flat_map(|code| &code.blocks);
            for (block, number) in blocks.zip(0..) {
                for (instruction, position) in block.instructions.iter().zip(0..) {
                    let (Instruction::Call { callee, .. }
                    | Instruction::PackClosure { callee, .. }) = instruction
                    else {
                        continue;
                    };
                    let Some(callee) = module.callee(*callee) else { continue };
                    if callee.function.module != module.id {
                        continue;
                    }
                    let point = CodePoint { block: BlockId(number), instruction: position };
                    for (index, argument) in (0..).zip(&callee.type_arguments) {
                        let to = (&callee.function.name, index);
                        graph.add((&function.name, point), argument, to, false);
                    }
                }
            }
        }
        graph
    }

    fn add(
        &mut self,
        (caller, point): (&'a Identifier, CodePoint),
        argument: &Type,
        to: Node<'a>,
        is_inside: bool,
    ) {
        match argument {
            Type::Parameter(index) => {
                let from = (caller, *index);
                self.edges.entry(from).or_default().insert(to);
                if is_inside {
                    self.growing.entry((from, to)).or_insert(point);
                }
            }
            Type::Vector(inner) | Type::Reference { to: inner, .. } => {
                self.add((caller, point), inner, to, true);
            }
            Type::Struct(structure) => {
                let arguments = structure.arguments.iter();
                arguments.for_each(|inner| self.add((caller, point), inner, to, true));
            }
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer => {}
            Type::Function(function) => {
                function.types().for_each(|inner| self.add((caller, point), inner, to, true));
            }
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
