//! Function values that may do more than the type they get allows.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics};
use vm_access::{Names, Type};
use vm_bytecode::FunctionDefinition;
use vm_footprint::{FunctionInference, Unkept};

use crate::access::{place, verb};
use crate::build::CompiledModule;
use crate::names::names_of;

/// Tells of each value that a function makes, or passes on, for a type that allows less than it does.
pub(super) fn judge(
    inferred: &CompiledModule,
    function: &FunctionDefinition,
    found: &FunctionInference,
) -> Diagnostics {
    found.unkept.iter().filter_map(|unkept| tell(inferred, function, unkept)).collect()
}

fn tell(
    inferred: &CompiledModule,
    function: &FunctionDefinition,
    unkept: &Unkept,
) -> Option<Diagnostic> {
    let map = inferred.source_map.functions.get(&function.name)?;
    let span = inferred.span(map.span(unkept.point));
    // What is done is said over the parameters of the function type.
    let names = Names { parameters: Vec::new(), ..names_of(inferred, function) };
    let shown = unkept.access.display(&names).to_string();
    let (verb, place) = (verb(&unkept.access), place(&shown));
    let message = format!("this function {verb} `{place}`, and its type does not allow it");
    let ty = Type::Function(Box::new(unkept.ty.clone()));
    let label = match &unkept.function {
        Some(function) => format!("`{}` {verb} `{place}`", function.name),
        None => "a call may do more than the type here says".to_owned(),
    };
    let diagnostic = Diagnostic::error(Code::E0603, span, message)
        .with_label(label)
        .with_note(format!("the type is `{}`", ty.display(&names)));
    Some(diagnostic)
}
