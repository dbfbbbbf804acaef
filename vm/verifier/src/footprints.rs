//! What the module says of its accesses covers what its code does.
//!
//! Inference runs again, on the code alone. The stored footprint and the declaration must cover what it finds; a claim to
//! be a term function, to know a result, or to have a fixed field, must be found again. (A checker of its own, smaller
//! than inference, is to take its place.)

use vm_access::{Access, Footprint};
use vm_bytecode::{FunctionDefinition, Module};
use vm_footprint::{Finding, FunctionInference, Inference, annotate, check_declaration, infer};

use crate::context::Context;
use crate::error::{Checked, Fault, Located, Plain};

pub(crate) fn check(context: &Context<'_>) -> Checked {
    let found = infer(context.module, context.imports);
    check_fixed(context.module, &found)?;
    let mut annotated = context.module.clone();
    annotate(&mut annotated, &found);
    for (function, found) in context.module.functions.iter().zip(&found.functions) {
        check_closures(function, found)?;
        check_inferred(function, found)
            .and_then(|()| check_declared(context, &annotated, function, found))
            .map_err(|fault| fault.in_function(&function.name))?;
    }
    Ok(())
}

fn check_fixed(module: &Module, found: &Inference) -> Plain {
    for definition in &module.structs {
        for field in definition.fields.iter().filter(|field| field.is_fixed) {
            let name = (definition.name.clone(), field.name.clone());
            if !found.fixed_fields.contains(&name) {
                return Err(Fault::NotFixed(name.0, name.1));
            }
        }
    }
    Ok(())
}

/// Function values do no more than the types they get allow.
fn check_closures(function: &FunctionDefinition, found: &FunctionInference) -> Checked {
    let Some(unkept) = found.unkept.first() else { return Ok(()) };
    let fault = Fault::ClosureTooWide(Box::new(unkept.access.clone()));
    Err(Located { point: Some(unkept.point), ..fault.in_function(&function.name) })
}

fn check_inferred(function: &FunctionDefinition, found: &FunctionInference) -> Plain {
    if !function.inferred.covers(&found.footprint) {
        return Err(Fault::InferredTooNarrow(uncovered(&function.inferred, &found.footprint)));
    }
    if function.is_term_function && !found.is_term_function {
        return Err(Fault::NotATermFunction);
    }
    let results = function.result_summaries.iter().enumerate();
    for (index, summary) in results {
        if found.result_summaries.get(index) != Some(summary) {
            return Err(Fault::ResultTooExact(index));
        }
    }
    Ok(())
}

fn uncovered(stored: &Footprint, found: &Footprint) -> Option<Box<Access>> {
    let mut accesses = found.accesses().iter();
    accesses.find(|access| !stored.covers_access(access)).cloned().map(Box::new)
}

fn check_declared(
    context: &Context<'_>,
    annotated: &Module,
    function: &FunctionDefinition,
    found: &FunctionInference,
) -> Plain {
    let Some(declaration) = &function.declaration else { return Ok(()) };
    let findings = check_declaration(annotated, context.imports, function, declaration, found);
    for finding in findings {
        match finding {
            Finding::Missing { access, .. } | Finding::Forbidden { access, .. } => {
                return Err(Fault::DeclaredTooNarrow(Some(Box::new(access))));
            }
            Finding::Wider { .. } | Finding::Needless { .. } => {}
        }
    }
    Ok(())
}
