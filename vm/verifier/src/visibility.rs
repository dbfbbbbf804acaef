//! Functions are called by those who may; natives are those of the virtual machine; entry functions take what a
//! transaction can give.
//!
//! Whether a `friend` function's module names this one as a friend is checked when modules are linked: an interface
//! does not tell friends.

use vm_access::{Ability, FunctionName, Type};
use vm_bytecode::{FunctionDefinition, Instruction, Native, VectorOperation, Visibility};

use crate::context::{Body, Context, Step};
use crate::error::{Checked, Fault, Plain};
use crate::native::{Signature, signature, vector_signature};

pub(crate) fn check(context: &Context<'_>) -> Checked {
    for function in &context.module.functions {
        check_function(context, function).map_err(|fault| fault.in_function(&function.name))?;
    }
    context.for_each_body(|body| body.for_each_step(check_step))
}

fn check_function(context: &Context<'_>, function: &FunctionDefinition) -> Plain {
    let module = context.module.id.clone();
    check_native(function, &FunctionName { module, name: function.name.clone() })?;
    if !function.is_entry && !function.is_view {
        return Ok(());
    }
    function.parameters.iter().try_for_each(|parameter| check_argument(&parameter.ty))?;
    // What a view returns goes to whoever asked; what a transaction returns is dropped.
    if !function.is_entry {
        return Ok(());
    }
    for ty in &function.results {
        context.require(ty, Ability::Drop, &function.type_parameters)?;
    }
    Ok(())
}

/// A function without code is a native, declared as it is; a native has no code.
fn check_native(function: &FunctionDefinition, name: &FunctionName) -> Plain {
    let expected = Native::find(name)
        .map(signature)
        .or_else(|| VectorOperation::find(name).map(vector_signature));
    match (expected, &function.code) {
        (None, Some(_)) => Ok(()),
        (None, None) => Err(Fault::UnknownNative(function.name.clone())),
        (Some(signature), None) if is_declared_as(function, &signature) => Ok(()),
        (Some(_), Some(_) | None) => Err(Fault::NativeSignature(function.name.clone())),
    }
}

/// Types agree, and at least the abilities that the native needs are asked for.
fn is_declared_as(function: &FunctionDefinition, signature: &Signature) -> bool {
    let parameters = function.parameters.iter().map(|parameter| &parameter.ty);
    let constraints = function.type_parameters.iter().zip(&signature.type_parameters);
    function.type_parameters.len() == signature.type_parameters.len()
        && constraints.into_iter().all(|(declared, needed)| declared.has_all(*needed))
        && parameters.eq(&signature.parameters)
        && function.results == signature.results
}

/// Whether a transaction can give an argument of this type.
fn check_argument(ty: &Type) -> Plain {
    if ty.is_argument() { Ok(()) } else { Err(Fault::NoArgument(Box::new(ty.clone()))) }
}

fn check_step(body: &Body<'_>, step: Step<'_>) -> Plain {
    let (id, is_value) = match step {
        Step::Instruction(Instruction::Call { callee, .. }) => (*callee, false),
        Step::Instruction(Instruction::PackClosure { callee, .. }) => (*callee, true),
        Step::Instruction(_) | Step::Terminator(_) => return Ok(()),
    };
    let callee = body.callee(id)?;
    let name = &callee.function;
    // A native has no code to be found by its name.
    if VectorOperation::find(name).is_some() || is_value && Native::find(name).is_some() {
        return Err(Fault::NotCallable(name.clone()));
    }
    let definition = body.context.function(callee)?;
    let here = &body.context.module.id;
    let is_visible = name.module == *here
        || match definition.visibility {
            Visibility::Private => false,
            Visibility::Package => name.module.address == here.address,
            Visibility::Friend | Visibility::Public => true,
        };
    if is_visible { Ok(()) } else { Err(Fault::NotVisible(name.clone())) }
}
