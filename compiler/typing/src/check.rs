//! The passes over a package, in order.

mod module;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Files};
use compiler_syntax::ast;
use vm_access::ModuleId;

use crate::check::module::{ModulePass, StandIns, stand_ins};
use crate::constant::Constants;
use crate::constants::constants;
use crate::declare::{declare, declare_clauses, foreign, friends};
use crate::index::{self, Recorder};
use crate::inline::{Inlines, inlines};
use crate::interface::Interfaces;
use crate::scope::Addresses;
use crate::source::{Source, collect};
use crate::typed::{self, Program};
use crate::{Bodies, Checked, Dependencies, Options};

/// Checks all modules of a package; see [`crate::check`].
pub(crate) fn check(
    sources: &[ast::File<'_>],
    files: &Files,
    dependencies: &Dependencies<'_>,
    options: &Options,
    settled: BTreeMap<ModuleId, Bodies>,
) -> Checked {
    let mut diagnostics = Diagnostics::new();
    let mut interfaces = Interfaces::of(dependencies.modules, Recorder::new(options.is_indexed));
    let addresses = &options.addresses;
    let foreign = foreign(dependencies.inlines, &mut interfaces);
    let mut modules = collect(sources, &interfaces, addresses, &mut diagnostics);
    declare(&mut modules, &mut interfaces, addresses, &mut diagnostics);
    for source in &modules {
        index::declarations(source.ast, &source.scope(addresses, &interfaces));
    }
    let own = modules.iter().map(|source| (source, addresses));
    let others = foreign.iter().map(|(source, addresses)| (source, *addresses));
    let values = all_constants(own.clone(), &interfaces, &mut diagnostics);
    let foreign_values = all_constants(others.clone(), &interfaces, &mut Diagnostics::new());
    let with_values = modules.iter().zip(&values);
    declare_clauses(with_values.clone(), &mut interfaces, addresses, &mut diagnostics);
    let mut inlines = inlines(own.zip(&values).chain(others.zip(&foreign_values)));
    let passes = Passes { interfaces: &interfaces, addresses, files };
    let checked_inlines = passes.inlines(with_values.clone(), &mut inlines, &mut diagnostics);
    let index = interfaces.index.take();
    let is_declared = !diagnostics.has_errors();
    let with_inlines = with_values.zip(checked_inlines);
    let (mut program, bodies) = passes.bodies(with_inlines, &inlines, settled, &mut diagnostics);
    let order = passes.order(&modules, &bodies, &mut diagnostics);
    program.modules.sort_by_key(|module| order.iter().position(|id| *id == module.id));
    Checked { program, order, bodies, index, is_declared, diagnostics }
}

/// The values of the constants of each module.
fn all_constants<'a>(
    modules: impl Iterator<Item = (&'a Source<'a>, &'a Addresses)>,
    interfaces: &Interfaces,
    diagnostics: &mut Diagnostics,
) -> Vec<Constants> {
    modules
        .map(|(source, addresses)| constants(source, interfaces, addresses, diagnostics))
        .collect()
}

/// The passes behind declarations: what is declared changes no more.
struct Passes<'p> {
    interfaces: &'p Interfaces,
    addresses: &'p Addresses,
    files: &'p Files,
}

impl<'p> Passes<'p> {
    /// Checks the inline functions by themselves, and marks those with errors.
    fn inlines<'a: 'p>(
        &self,
        modules: impl Iterator<Item = (&'p Source<'a>, &'p Constants)>,
        inlines: &mut Inlines<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<CheckedInlines> {
        let (mut broken, mut checked) = (Vec::new(), Vec::new());
        for module in modules {
            let scope = module.0.scope(self.addresses, self.interfaces);
            let stand_ins = stand_ins(module.0, &scope);
            let shared = (self.addresses, &*inlines);
            let mut pass = ModulePass::new(module, self.interfaces, shared, diagnostics);
            pass.stand_ins = Some(&stand_ins);
            let (failed, functions) = pass.inlines();
            broken.extend(failed);
            checked.push(CheckedInlines { functions, stand_ins });
        }
        for name in broken {
            inlines.entry(name).and_modify(|inline| inline.is_broken = true);
        }
        checked
    }

    /// Checks the bodies of modules that are not settled.
    fn bodies<'a: 'p>(
        &self,
        modules: impl Iterator<Item = ((&'p Source<'a>, &'p Constants), CheckedInlines)>,
        inlines: &Inlines<'_>,
        settled: BTreeMap<ModuleId, Bodies>,
        diagnostics: &mut Diagnostics,
    ) -> (Program, BTreeMap<ModuleId, Bodies>) {
        let (mut program, mut bodies) = (Program::default(), settled);
        for (module, inline_functions) in modules {
            let id = &module.0.id;
            if !bodies.contains_key(id) {
                let (checked, found) = self.module(module, inline_functions, inlines);
                program.modules.push(checked);
                bodies.insert(id.clone(), found);
            }
            let found = bodies.get(id).map(|found| found.diagnostics.clone());
            diagnostics.extend(found.into_iter().flatten());
        }
        (program, bodies)
    }

    /// Checks the bodies of a module.
    fn module<'a: 'p>(
        &self,
        module: (&'p Source<'a>, &'p Constants),
        checked: CheckedInlines,
        inlines: &Inlines<'_>,
    ) -> (typed::Module, Bodies) {
        let mut diagnostics = Diagnostics::new();
        let shared = (self.addresses, inlines);
        let mut pass = ModulePass::new(module, self.interfaces, shared, &mut diagnostics);
        let own = pass.module(self.files);
        let uses = pass.used_modules();
        // What is put in from other files moves with them.
        let index = self.interfaces.index.take().within(module.0.ast.name.span.file);
        let stand_ins = checked.stand_ins.into_values().flatten().collect();
        let typed = typed::Module { inlines: checked.functions, stand_ins, ..own };
        (typed, Bodies { uses, diagnostics, index: Arc::new(index) })
    }

    /// The modules, each behind those it uses; reports modules that use each other, or their friends, in a circle.
    fn order(
        &self,
        modules: &[Source<'_>],
        bodies: &BTreeMap<ModuleId, Bodies>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ModuleId> {
        let uses = bodies.iter().map(|(id, bodies)| (id.clone(), bodies.uses.clone())).collect();
        let ids = modules.iter().map(|source| source.id.clone()).collect();
        let order = order(ids, &uses, self.interfaces, diagnostics);
        friends::circles(modules, &uses, (self.addresses, self.interfaces), diagnostics);
        order
    }
}

/// What came out of the inline functions of a module.
struct CheckedInlines {
    /// Those that have clauses.
    functions: Vec<typed::Function>,
    stand_ins: StandIns,
}

/// Puts each module behind those it uses; reports modules that use each other in a circle.
fn order(
    modules: Vec<ModuleId>,
    uses: &BTreeMap<ModuleId, BTreeSet<ModuleId>>,
    interfaces: &Interfaces,
    diagnostics: &mut Diagnostics,
) -> Vec<ModuleId> {
    let mut ordered = Vec::new();
    let mut waiting = modules;
    loop {
        let left: BTreeSet<ModuleId> = waiting.iter().cloned().collect();
        let is_ready =
            |module: &ModuleId| uses.get(module).is_none_or(|used| used.is_disjoint(&left));
        let (ready, still): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_ready);
        waiting = still;
        if ready.is_empty() {
            break;
        }
        ordered.extend(ready);
    }
    // What is left uses itself, or something that does: only the former is at fault.
    let mut circle: BTreeSet<ModuleId> = waiting.iter().cloned().collect();
    loop {
        let used: BTreeSet<ModuleId> =
            circle.iter().filter_map(|id| uses.get(id)).flatten().cloned().collect();
        let count = circle.len();
        circle.retain(|id| used.contains(id));
        if circle.len() == count {
            break;
        }
    }
    if let Some(first) = circle.first() {
        let span = interfaces.module(first).and_then(|module| module.name_span);
        let names: Vec<String> = circle.iter().map(|id| format!("`{id}`")).collect();
        let message = format!("modules use each other in a circle: {}", names.join(", "));
        if let Some(span) = span {
            diagnostics.push(Diagnostic::error(Code::E0209, span, message));
        }
    }
    ordered.extend(waiting);
    ordered
}
