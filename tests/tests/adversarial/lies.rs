//! Modules that claim to do less than they do, or to be more than they are; the verifier must refuse each.

use std::collections::BTreeMap;

use compiler_driver::{Build, CompiledModule};
use vm_access::{Access, AccessPath, Declaration, Footprint, Mode, ModuleId, Root, Term};
use vm_bytecode::{FunctionDefinition, Limits, Module};
use vm_verifier::verify;

/// The lies that the verifier believes, and truths that it does not.
pub(crate) fn believed(build: &Build) -> Vec<String> {
    let modules = build.modules.iter().map(|it| (it.module.id.clone(), Module::clone(&it.module)));
    let modules: BTreeMap<ModuleId, Module> = modules.collect();
    let mut believed = Vec::new();
    for compiled in build.root_modules() {
        let limits = Limits::default();
        let accepts = |module: Module| verify(module, &modules, &limits).is_ok();
        if !accepts(Module::clone(&compiled.module)) {
            believed.push(format!("the verifier refuses {} as it is", compiled.module.id));
        }
        let lies = lies(compiled);
        let found = lies.into_iter().filter(|lie| accepts(lie.module.clone()));
        believed.extend(found.map(|lie| format!("the verifier believes that {}", lie.what)));
    }
    believed
}

struct Lie {
    what: String,
    module: Module,
}

fn lies(compiled: &CompiledModule) -> Vec<Lie> {
    let mut lies = Vec::new();
    for (index, function) in compiled.module.functions.iter().enumerate() {
        if function.code.is_some() {
            lies.extend(narrower(compiled, index, function));
            lies.extend(declared_less(compiled, index, function));
            lies.extend(claims(compiled, index, function));
        }
    }
    for (at, structure) in compiled.module.structs.iter().enumerate() {
        for (field, definition) in structure.fields.iter().enumerate() {
            if !definition.is_fixed {
                let mut module = Module::clone(&compiled.module);
                module.structs[at].fields[field].is_fixed = true;
                let what = format!("nothing replaces {}.{}", structure.name, definition.name);
                lies.push(Lie { what, module });
            }
        }
    }
    lies
}

/// Each access left out, and each mode lowered.
fn narrower(compiled: &CompiledModule, index: usize, function: &FunctionDefinition) -> Vec<Lie> {
    let accesses = function.inferred.accesses();
    let mut lies = Vec::new();
    for (position, access) in accesses.iter().enumerate() {
        if is_said_by_a_key(compiled, function, position) {
            continue;
        }
        let shown = access.display(&compiled.names(function)).to_string();
        let others = || accesses.iter().enumerate().filter(|(at, _)| *at != position);
        let mut lie = |instead: Option<Access>, how: &str| {
            let kept = others().map(|(_, access)| access.clone()).chain(instead);
            let mut module = Module::clone(&compiled.module);
            module.functions[index].inferred = kept.collect::<Footprint>();
            lies.push(Lie { what: format!("{} does not {shown}{how}", function.name), module });
        };
        lie(None, "");
        if access.mode != Mode::Reads {
            lie(Some(access.at(Mode::Reads, access.path.clone())), ", but reads it");
        }
        if access.mode == Mode::Writes {
            lie(Some(access.at(Mode::Adds, access.path.clone())), ", but adds to it");
        }
        if let Some(elsewhere) = elsewhere(access) {
            lie(Some(elsewhere), ", but the like at @0xdead");
        }
    }
    lies
}

/// Whether a read is implied by another access, as its text shows: by its key or range, or of its record's existence, which
/// an access of any record of the type implies, too.
fn is_said_by_a_key(
    compiled: &CompiledModule,
    function: &FunctionDefinition,
    index: usize,
) -> bool {
    let names = compiled.names(function);
    let accesses = function.inferred.accesses();
    let path = accesses[index].path.display(&names).to_string();
    let others = accesses.iter().enumerate().filter(|(at, _)| *at != index);
    let mut others = others.map(|(_, access)| {
        let ranges = access.ranges.iter().map(|range| format!(" {}", range.display(&names)));
        access.path.display(&names).to_string() + &ranges.collect::<String>()
    });
    let handle = path.trim_end_matches(".handle").to_owned();
    let record = path.trim_start_matches("exists<").replacen(">(", "(", 1);
    let any_record = record.split_once('(').map(|(ty, _)| format!("{ty}."));
    accesses[index].mode == Mode::Reads
        && others.any(|other| {
            other != path
                && (other.contains(&path)
                    || other.contains(&handle)
                    || other.starts_with(&record)
                    || any_record.as_ref().is_some_and(|any| other.starts_with(any)))
        })
}

/// The same access of the resource at a literal address.
fn elsewhere(access: &Access) -> Option<Access> {
    let mut access = access.clone();
    let Root::Resource(_, address) = &mut access.path.root else { return None };
    *address = Term::address(vm_access::AccountAddress::parse("0xdead")?);
    Some(access)
}

/// A declaration without clauses where state is touched.
fn declared_less(
    compiled: &CompiledModule,
    index: usize,
    function: &FunctionDefinition,
) -> Vec<Lie> {
    let is_behind_parameter = |place: AccessPath| matches!(place.root, Root::Parameter(_));
    let is_state = |access: &Access| match &access.path.root {
        Root::Parameter(_) => false,
        Root::Item(_, handle, _) => !handle.as_path().is_some_and(is_behind_parameter),
        Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Resource(..)
        | Root::At(_)
        | Root::Call(..) => true,
    };
    if !function.inferred.accesses().iter().any(is_state) {
        return Vec::new();
    }
    let mut module = Module::clone(&compiled.module);
    module.functions[index].declaration = Some(Declaration::default());
    vec![Lie { what: format!("{} may be declared pure", function.name), module }]
}

/// What is claimed of the function's results, and of its being a term function.
fn claims(compiled: &CompiledModule, index: usize, function: &FunctionDefinition) -> Vec<Lie> {
    let mut lies = Vec::new();
    if !function.is_term_function {
        let mut module = Module::clone(&compiled.module);
        module.functions[index].is_term_function = true;
        lies.push(Lie { what: format!("{} is a term function", function.name), module });
    }
    for (result, summary) in function.result_summaries.iter().enumerate() {
        if summary.targets.is_empty() {
            let mut module = Module::clone(&compiled.module);
            let ty = &function.results[result];
            if *ty == vm_access::Type::Address {
                module.functions[index].result_summaries[result].value =
                    Term::address(vm_access::AccountAddress::ONE);
                lies.push(Lie { what: format!("{} returns @0x1", function.name), module });
            }
        } else {
            let mut module = Module::clone(&compiled.module);
            module.functions[index].result_summaries[result].targets.pop();
            lies.push(Lie { what: format!("{} returns fewer references", function.name), module });
        }
    }
    lies
}
