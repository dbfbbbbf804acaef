//! Inference of a module, and of a whole program.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Access, CallClause, Footprint, FunctionName, Identifier, ModuleId, Term};
use vm_bytecode::{
    Callee, CodePoint, FunctionDefinition, Head, Import, Instruction, Module, Native,
    ResultSummary, StructDefinition,
};

use crate::amounts::Amounts;
use crate::closures::Unkept;
use crate::domain::Known;
use crate::fixed::FixedFields;
use crate::function::{Analyzed, analyze, hopeless, widen_summary};
use crate::graph::components;
use crate::limit::limit;
use crate::native::native_summary;
use crate::overwrite::Overwritten;
use crate::reason::Widening;
use crate::summary::{Called, Interfaces, Source, Summary, World, positions, without_values};
use crate::transfer::{Context, Recorder};

/// Rounds over a recursion before what still grows is widened, and before it is given up.
const ROUNDS_MAX: usize = 4;
const ROUNDS_WIDENED_MAX: usize = 12;

/// What inference found in a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inference {
    /// One per function, in the module's order.
    pub functions: Vec<FunctionInference>,
    /// Fields, as struct and name, that nothing replaces while the value around them stays where it is.
    pub fixed_fields: BTreeSet<(Identifier, Identifier)>,
    /// Digests of what was looked at of other modules.
    pub imports: Vec<Import>,
}

/// What inference found of one function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionInference {
    /// What a call may do.
    pub footprint: Footprint,
    /// Whether it may be applied in terms.
    pub is_term_function: bool,
    /// What is known of each result.
    pub result_summaries: Vec<ResultSummary>,
    /// Where the accesses come from, in the order of the code.
    pub origins: Vec<Origin>,
    /// Where less is known than the code says.
    pub widenings: Vec<Widening>,
    /// By how much a call may change integers, as far as the callees are known.
    pub amounts: Amounts,
    /// What holds at the heads of blocks where several ways meet.
    pub heads: Vec<Head>,
    /// The calls, in the order of the code, each once: what is passed, as far as it can be said at entry.
    pub calls: Vec<CallClause>,
    /// Function values that may do more than the type they get allows.
    pub unkept: Vec<Unkept>,
}

/// Where an access comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The access, as found at that point.
    pub access: Access,
    /// The operation, or the call.
    pub point: CodePoint,
    /// Of a call: the callee, and the access over the callee's parameters.
    pub via: Option<(FunctionName, Access)>,
}

impl FunctionInference {
    /// The origins of an access of the footprint; what it merely implies has origins of its own.
    pub fn origins_of<'a>(&'a self, access: &'a Access) -> impl Iterator<Item = &'a Origin> {
        let is_it = |origin: &&Origin| {
            let parts = Footprint::from_iter([origin.access.clone()]);
            parts
                .accesses()
                .iter()
                .any(|part| access.mode.covers(part.mode) && access.path.covers(&part.path))
        };
        self.origins.iter().filter(is_it)
    }
}

/// Infers the footprint of every function of `module`.
///
/// Total: an index that leads nowhere makes its function do anything. Callees of other packages count with what they
/// declare, those of the same package with what was inferred of them.
pub fn infer(module: &Module, imports: &dyn Interfaces) -> Inference {
    infer_from(module, imports, Source::Declared)
}

/// [`infer`] with a choice of what counts for callees of other packages.
pub fn infer_from(module: &Module, imports: &dyn Interfaces, source: Source) -> Inference {
    infer_in(&World::new(module, imports, source))
}

/// [`infer`] of a module with functions, named `stand_ins`, that stand for any: what is written down as inferred of one is
/// what a call of it counts as, besides changing all state.
pub fn infer_with_stand_ins(
    module: &Module,
    imports: &dyn Interfaces,
    stand_ins: &[Identifier],
) -> Inference {
    infer_in(&World::new(module, imports, Source::Declared).with_stand_ins(stand_ins))
}

fn infer_in(world: &World<'_>) -> Inference {
    let module = world.module();
    let known = |callee: &Callee| Called::new(callee, first_summary(world, &callee.function));
    let first: Vec<Called> = module.callees.iter().map(known).collect();
    let mut fixed = FixedFields::find(world, &first);
    loop {
        let (functions, overwritten) = infer_functions(world, &fixed, first.clone());
        if !fixed.overwrite(&overwritten) {
            let fixed_fields = fixed_fields(module, &fixed);
            return Inference { functions, fixed_fields, imports: world.used() };
        }
    }
}

/// Infers all functions, and finds what they may overwrite.
fn infer_functions(
    world: &World<'_>,
    fixed: &FixedFields<'_>,
    mut callees: Vec<Called>,
) -> (Vec<FunctionInference>, BTreeSet<Overwritten>) {
    let module = world.module();
    let mut found: Vec<FunctionInference> =
        module.functions.iter().map(|function| without_code(world, function)).collect();
    let mut overwritten = BTreeSet::new();
    let calls = call_graph(module);
    for group in components(&calls) {
        let calls_itself = |index: &usize| {
            let called = calls.get(*index).into_iter().flatten();
            called.into_iter().any(|callee| group.contains(callee))
        };
        let is_recursive = group.iter().any(calls_itself);
        let analyzed = infer_group(world, fixed, &mut callees, &group, is_recursive);
        for (index, analyzed) in group.into_iter().zip(analyzed) {
            if let (Some(slot), Some(mut analyzed)) = (found.get_mut(index), analyzed) {
                overwritten.append(&mut analyzed.recorder.overwritten);
                *slot = finished(module, analyzed);
            }
        }
    }
    (found, overwritten)
}

/// Infers a program with the inferred footprint of every callee, whatever it declares.
///
/// Modules that call each other in a circle, which Move does not have, see what `modules` already says of the other.
pub fn infer_program(modules: &[Module]) -> BTreeMap<FunctionName, Whole> {
    let mut known = Program {
        modules: modules.iter().map(|module| (module.id.clone(), module.clone())).collect(),
        functions: BTreeMap::new(),
    };
    for group in components(&import_graph(modules)) {
        for module in group.into_iter().filter_map(|index| modules.get(index)) {
            let inference = infer_from(module, &known, Source::Inferred);
            for (function, found) in module.functions.iter().zip(&inference.functions) {
                let name = FunctionName { module: module.id.clone(), name: function.name.clone() };
                let FunctionInference { footprint, amounts, .. } = found.clone();
                known.functions.insert(name, Whole { footprint, amounts });
            }
            if let Some(module) = known.modules.get_mut(&module.id) {
                annotate(module, &inference);
            }
        }
    }
    known.functions
}

/// What a call does, with every callee at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// What it may touch.
    pub footprint: Footprint,
    /// By how much it may change integers.
    pub amounts: Amounts,
}

/// The modules of a program, and what has been inferred of them so far.
struct Program {
    modules: BTreeMap<ModuleId, Module>,
    functions: BTreeMap<FunctionName, Whole>,
}

impl Interfaces for Program {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.modules.structure(module, name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.modules.function(name)
    }

    fn amounts(&self, name: &FunctionName) -> Option<&Amounts> {
        Some(&self.functions.get(name)?.amounts)
    }
}

/// Writes what was found into the module.
pub fn annotate(module: &mut Module, inference: &Inference) {
    module.imports.clone_from(&inference.imports);
    for (function, found) in module.functions.iter_mut().zip(&inference.functions) {
        function.inferred = found.footprint.clone();
        function.is_term_function = found.is_term_function;
        function.result_summaries.clone_from(&found.result_summaries);
        if let Some(code) = &mut function.code {
            code.heads.clone_from(&found.heads);
        }
    }
    for structure in &mut module.structs {
        for field in &mut structure.fields {
            let name = (structure.name.clone(), field.name.clone());
            field.is_fixed = inference.fixed_fields.contains(&name);
        }
    }
}

/// What is known of a callee before anything is inferred.
fn first_summary(world: &World<'_>, name: &FunctionName) -> Summary {
    if name.module != world.module().id || Native::find(name).is_some() {
        return world.foreign(name);
    }
    match world.module().function(&name.name) {
        Some(definition) if world.is_stand_in(name) => {
            let results = Some(Vec::new());
            let footprint = definition.inferred.clone();
            Summary { footprint, results, ..Summary::unknown() }
        }
        Some(definition) if definition.code.is_some() => Summary::bottom(definition),
        Some(_) | None => Summary::unknown(),
    }
}

/// What is known of a function that has no code: a native, or nothing.
fn without_code(world: &World<'_>, function: &FunctionDefinition) -> FunctionInference {
    let module = world.module().id.clone();
    let name = FunctionName { module, name: function.name.clone() };
    if world.is_stand_in(&name) {
        let footprint = function.inferred.clone();
        return FunctionInference { footprint, ..FunctionInference::default() };
    }
    let summary = Native::find(&name).map_or_else(Summary::unknown, native_summary);
    FunctionInference {
        footprint: summary.footprint,
        is_term_function: summary.is_term_function,
        result_summaries: summary.results.unwrap_or_default(),
        ..FunctionInference::default()
    }
}

/// Infers functions that call each other, together.
fn infer_group(
    world: &World<'_>,
    fixed: &FixedFields<'_>,
    callees: &mut [Called],
    group: &[usize],
    is_recursive: bool,
) -> Vec<Option<Analyzed>> {
    let mut summaries: Vec<Option<Summary>> = vec![None; group.len()];
    for round in 0_usize.. {
        let mut is_changed = false;
        let mut analyzed = Vec::new();
        for (index, known) in group.iter().zip(&mut summaries) {
            let function = world.module().functions.get(*index);
            let Some((function, code)) = function.and_then(|it| Some((it, it.code.as_ref()?)))
            else {
                analyzed.push(None);
                continue;
            };
            let mut result = analyze(&Context { world, fixed, callees }, function, code);
            if is_recursive {
                result.summary.amounts = Amounts::unknown();
            }
            if let Some(old) = known {
                result.summary = joined(old, result.summary);
                if ROUNDS_MAX < round {
                    widen_summary(old, &mut result.summary);
                }
                let footprint = without_values(&result.summary.footprint, function);
                result.summary.footprint = limit(footprint, &mut result.recorder.widenings);
            }
            if ROUNDS_WIDENED_MAX < round {
                result.summary = hopeless(function);
            }
            if known.as_ref() != Some(&result.summary) {
                is_changed = true;
                *known = Some(result.summary.clone());
                publish(world, &function.name, &result.summary, callees);
            }
            analyzed.push(Some(result));
        }
        if !is_changed || !is_recursive {
            return analyzed;
        }
    }
    Vec::new()
}

/// Makes the summary of an own function known to its callers.
fn publish(world: &World<'_>, name: &Identifier, summary: &Summary, callees: &mut [Called]) {
    let module = world.module();
    for (callee, slot) in module.callees.iter().zip(callees) {
        if callee.function.module == module.id && callee.function.name == *name {
            *slot = Called::new(callee, summary.clone());
        }
    }
}

/// What holds if either of the two does.
fn joined(old: &Summary, new: Summary) -> Summary {
    let mut footprint = old.footprint.clone();
    footprint.join(&new.footprint);
    let amounts = new.amounts;
    let results = match (&old.results, new.results) {
        (None, results) => results,
        (Some(results), None) => Some(results.clone()),
        (Some(before), Some(after)) => Some(
            before.iter().zip(&after).map(|(left, right)| joined_result(left, right)).collect(),
        ),
    };
    Summary {
        footprint,
        is_term_function: old.is_term_function && new.is_term_function,
        results,
        is_applicable: new.is_applicable,
        amounts,
    }
}

fn joined_result(left: &ResultSummary, right: &ResultSummary) -> ResultSummary {
    let known = |term: &Term| Known::new(term.clone(), None);
    let targets: BTreeSet<_> = left.targets.iter().chain(&right.targets).cloned().collect();
    ResultSummary {
        value: known(&left.value).join(&known(&right.value)).term,
        targets: targets.into_iter().collect(),
        is_exact: left.is_exact && right.is_exact && left.value == right.value,
    }
}

fn finished(module: &Module, analyzed: Analyzed) -> FunctionInference {
    let Analyzed { summary, recorder, heads } = analyzed;
    let Recorder { accesses, mut widenings, calls, unkept, .. } = recorder;
    let origins = accesses.into_iter().map(|recorded| {
        let via = recorded.via.and_then(|(callee, access)| {
            Some((module.callees.get(callee)?.function.clone(), access))
        });
        Origin { access: recorded.access, point: recorded.point, via }
    });
    let mut seen: Vec<Widening> = Vec::new();
    widenings.retain(|widening| {
        let is_new = !seen.contains(widening);
        if is_new {
            seen.push(widening.clone());
        }
        is_new
    });
    FunctionInference {
        footprint: summary.footprint,
        is_term_function: summary.is_term_function,
        result_summaries: summary.results.unwrap_or_default(),
        origins: origins.collect(),
        widenings,
        amounts: summary.amounts,
        heads,
        calls: calls_of(module, calls),
        unkept,
    }
}

fn calls_of(module: &Module, recorded: Vec<(usize, Vec<Term>)>) -> Vec<CallClause> {
    let mut calls = Vec::new();
    for (callee, arguments) in recorded {
        let Some(callee) = module.callees.get(callee) else { continue };
        let type_arguments = callee.type_arguments.clone();
        let call = CallClause { function: callee.function.clone(), type_arguments, arguments };
        if !calls.contains(&call) {
            calls.push(call);
        }
    }
    calls
}

fn fixed_fields(module: &Module, fixed: &FixedFields<'_>) -> BTreeSet<(Identifier, Identifier)> {
    let fields = module.structs.iter().flat_map(|structure| {
        structure.fields.iter().map(|field| (structure.name.clone(), field.name.clone()))
    });
    fields.filter(|(structure, field)| fixed.is_fixed(&module.id, structure, field)).collect()
}

/// The own functions that each function calls.
fn call_graph(module: &Module) -> Vec<Vec<usize>> {
    let positions = positions(module);
    module.functions.iter().map(|function| own_callees(module, function, &positions)).collect()
}

fn own_callees(
    module: &Module,
    function: &FunctionDefinition,
    positions: &BTreeMap<&Identifier, usize>,
) -> Vec<usize> {
    let code = function.code.iter();
    let instructions = code.flat_map(|code| &code.blocks).flat_map(|block| &block.instructions);
    let called: BTreeSet<usize> = instructions
        .filter_map(|instruction| {
            // Whoever makes a function value knows what it does, and so do those whom it is given back to.
            let (Instruction::Call { callee, .. } | Instruction::PackClosure { callee, .. }) =
                instruction
            else {
                return None;
            };
            module.callee(*callee)
        })
        .filter(|callee| callee.function.module == module.id)
        .filter_map(|callee| positions.get(&callee.function.name).copied())
        .collect();
    called.into_iter().collect()
}

/// The modules of `modules` that each one calls.
fn import_graph(modules: &[Module]) -> Vec<Vec<usize>> {
    let position: BTreeMap<&ModuleId, usize> =
        modules.iter().enumerate().map(|(index, module)| (&module.id, index)).collect();
    let imports = |module: &Module| -> Vec<usize> {
        let callees = module.callees.iter();
        let called: BTreeSet<usize> = callees
            .filter_map(|callee| position.get(&callee.function.module).copied())
            .filter(|index| modules.get(*index).is_some_and(|other| other.id != module.id))
            .collect();
        called.into_iter().collect()
    };
    modules.iter().map(imports).collect()
}
