//! What each entry function may do: its declaration clause by clause, and what was inferred.
//!
//! A `calls` clause is replaced by the clauses of the function called, so that a wide clause is found where it stands
//! and not where it is repeated.

use std::collections::BTreeMap;

use vm_access::{Access, Argument, Clause, Declaration, Footprint, FunctionName, Type};
use vm_bytecode::FunctionDefinition;
use vm_scheduler::ClauseId;
use vm_verifier::Program;

use crate::binding::FootprintSource;
use crate::machine::Machine;

/// `calls` clauses followed one into the other at the most; deeper ones make the footprint open.
const CALLS_DEPTH_MAX: usize = 16;

/// Where a clause stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClauseOrigin {
    /// The function that declares it.
    pub function: FunctionName,
    /// Its position in the declaration.
    pub index: usize,
}

/// An access that a clause of an entry function's declaration allows, over the entry function's parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClauseAccess {
    /// The clause; `None` where the function declares nothing and the inferred footprint stands in.
    pub(crate) clause: Option<ClauseId>,
    /// The access.
    pub(crate) access: Access,
}

/// The footprints of one entry function.
#[derive(Clone, Debug)]
pub(crate) struct EntryFootprint {
    /// What every engine enforces: the declared footprint, or the inferred one where nothing is declared.
    pub(crate) consensus: Vec<ClauseAccess>,
    /// What the author can write today: inferred, with what callees in other packages declare. Tagged with the clause
    /// that allows it.
    pub(crate) needed: Vec<ClauseAccess>,
    /// What inference over the whole program found, tagged likewise.
    pub(crate) inferred: Vec<ClauseAccess>,
    /// Whether the consensus footprint may do anything besides.
    pub(crate) is_open: bool,
}

impl EntryFootprint {
    /// The accesses that a source of footprints has.
    pub(crate) fn of(&self, source: FootprintSource) -> &[ClauseAccess] {
        match source {
            FootprintSource::Declared => &self.consensus,
            FootprintSource::Inferred => &self.inferred,
            FootprintSource::Needed => &self.needed,
        }
    }
}

/// All clauses that the entry functions of a batch lead to.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClauseTable {
    origins: Vec<ClauseOrigin>,
    by_origin: BTreeMap<ClauseOrigin, ClauseId>,
}

impl ClauseTable {
    /// Clauses in order of id.
    pub(crate) fn origins(&self) -> &[ClauseOrigin] {
        &self.origins
    }

    fn id(&mut self, function: &FunctionName, index: usize) -> ClauseId {
        let origin = ClauseOrigin { function: function.clone(), index };
        if let Some(id) = self.by_origin.get(&origin) {
            return *id;
        }
        let id = ClauseId(u32::try_from(self.origins.len()).expect("fewer clauses than 2^32"));
        self.origins.push(origin.clone());
        self.by_origin.insert(origin, id);
        id
    }

    /// The footprints of an entry function, its clauses numbered.
    pub(crate) fn footprint(
        &mut self,
        machine: &Machine,
        name: &FunctionName,
        definition: &FunctionDefinition,
    ) -> EntryFootprint {
        let types = parameter_types(definition);
        let program = machine.program();
        let mut expansion =
            Expansion { program, table: self, accesses: Vec::new(), is_open: false };
        match &definition.declaration {
            Some(declaration) => {
                expansion.declaration(name, declaration, &[], &Argument::identity(&types), 0);
            }
            None => expansion.undeclared(&definition.inferred),
        }
        let Expansion { accesses: consensus, is_open, .. } = expansion;
        let tagged = |footprint: &Footprint| -> Vec<ClauseAccess> {
            let tag = |access: &Access| ClauseAccess {
                clause: covering_clause(&consensus, access),
                access: access.clone(),
            };
            footprint.accesses().iter().map(tag).collect()
        };
        let needed = tagged(&definition.inferred);
        let inferred = machine.inferred(name).map_or_else(|| needed.clone(), tagged);
        let is_open = is_open || definition.inferred.is_open();
        EntryFootprint { consensus, needed, inferred, is_open }
    }
}

/// The clause that allows `access`: the narrowest in the order of accesses, the first among equals.
fn covering_clause(consensus: &[ClauseAccess], access: &Access) -> Option<ClauseId> {
    consensus.iter().find(|own| own.access.covers(access)).and_then(|own| own.clause)
}

/// Types of a function's parameters.
pub(crate) fn parameter_types(definition: &FunctionDefinition) -> Vec<Type> {
    definition.parameters.iter().map(|parameter| parameter.ty.clone()).collect()
}

struct Expansion<'a> {
    program: &'a Program,
    table: &'a mut ClauseTable,
    accesses: Vec<ClauseAccess>,
    is_open: bool,
}

impl Expansion<'_> {
    fn declaration(
        &mut self,
        function: &FunctionName,
        declaration: &Declaration,
        types: &[Type],
        arguments: &[Argument],
        depth: usize,
    ) {
        for (index, clause) in declaration.clauses.iter().enumerate() {
            let id = self.table.id(function, index);
            match clause {
                Clause::Access(access) => self.push(Some(id), access, types, arguments),
                // What is excluded was found not to be done.
                Clause::Not(_) => self.is_open |= declaration.is_open(),
                Clause::Calls(call) => {
                    let inner_types: Vec<_> =
                        call.type_arguments.iter().map(|ty| ty.substitute(types)).collect();
                    let inner: Vec<_> = call
                        .arguments
                        .iter()
                        .map(|term| Argument::from_place(term.substitute(types, arguments)))
                        .collect();
                    self.call(id, &call.function, &inner_types, &inner, depth + 1);
                }
            }
        }
    }

    fn call(
        &mut self,
        clause: ClauseId,
        function: &FunctionName,
        types: &[Type],
        arguments: &[Argument],
        depth: usize,
    ) {
        let callee = self.program.function(function);
        match callee {
            Some(definition) if depth <= CALLS_DEPTH_MAX => {
                if let Some(declaration) = &definition.declaration {
                    self.declaration(function, declaration, types, arguments, depth);
                    // What the callee may do behind its reference parameters without saying so.
                    self.parameter_effects(clause, &definition.inferred, types, arguments);
                } else {
                    let inferred = definition.inferred.substitute(types, arguments);
                    self.is_open |= inferred.is_open();
                    let accesses = inferred.accesses().iter().cloned();
                    let clause = Some(clause);
                    self.accesses.extend(accesses.map(|access| ClauseAccess { clause, access }));
                }
            }
            Some(_) | None => self.is_open = true,
        }
    }

    fn parameter_effects(
        &mut self,
        clause: ClauseId,
        inferred: &Footprint,
        types: &[Type],
        arguments: &[Argument],
    ) {
        for access in inferred.accesses() {
            for access in access.substitute(types, arguments) {
                if !self.accesses.iter().any(|own| own.access.covers(&access)) {
                    self.accesses.push(ClauseAccess { clause: Some(clause), access });
                }
            }
        }
    }

    fn undeclared(&mut self, inferred: &Footprint) {
        self.is_open |= inferred.is_open();
        let accesses = inferred.accesses().iter().cloned();
        self.accesses.extend(accesses.map(|access| ClauseAccess { clause: None, access }));
    }

    fn push(
        &mut self,
        clause: Option<ClauseId>,
        access: &Access,
        types: &[Type],
        arguments: &[Argument],
    ) {
        let accesses = access.substitute(types, arguments);
        self.accesses.extend(accesses.into_iter().map(|access| ClauseAccess { clause, access }));
    }
}
