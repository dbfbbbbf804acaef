//! Values are copied, dropped and stored only where their types allow it; type arguments have what is asked of them.
//!
//! Values that are dropped because their register is overwritten, or the function returns, are the business of
//! `initialization`.

use vm_access::{Ability, AbilitySet, Type};
use vm_bytecode::{BinaryOperation, CalleeId, Instruction, Register, StructDefinition};

use crate::context::{Body, Context, Step};
use crate::error::{Checked, Fault, Plain};

pub(crate) fn check(context: &Context<'_>) -> Checked {
    for definition in &context.module.structs {
        check_struct(context, definition)?;
    }
    for function in &context.module.functions {
        let parameters = function.parameters.iter().map(|parameter| &parameter.ty);
        let registers = function.code.iter().flat_map(|code| &code.registers);
        for ty in parameters.chain(&function.results).chain(registers) {
            check_arguments(context, ty, &function.type_parameters)
                .map_err(|fault| fault.in_function(&function.name))?;
        }
    }
    context.for_each_body(|body| body.for_each_step(check_step))
}

/// Fields have what the struct's abilities need, if its type arguments do; phantom parameters stand in phantom places.
fn check_struct(context: &Context<'_>, definition: &StructDefinition) -> Plain {
    let parameters = &definition.type_parameters;
    let scope: Vec<AbilitySet> = parameters.iter().map(|it| it.constraints).collect();
    let generous: Vec<AbilitySet> =
        parameters.iter().map(|_| Ability::ALL.into_iter().collect()).collect();
    for field in definition.all_fields() {
        check_arguments(context, &field.ty, &scope)?;
        for ability in definition.abilities.iter() {
            context.require(&field.ty, ability.required_of_fields(), &generous)?;
        }
        check_phantom(context, definition, &field.ty)?;
    }
    Ok(())
}

fn check_phantom(context: &Context<'_>, definition: &StructDefinition, ty: &Type) -> Plain {
    match ty {
        Type::Parameter(index) => {
            let index = usize::from(*index);
            match definition.type_parameters.get(index) {
                Some(parameter) if parameter.is_phantom => {
                    Err(Fault::NotPhantom(definition.name.clone(), index))
                }
                Some(_) | None => Ok(()),
            }
        }
        Type::Vector(inner) | Type::Reference { to: inner, .. } => {
            check_phantom(context, definition, inner)
        }
        Type::Struct(structure) => {
            let outer = context.structure(&structure.module, &structure.name)?;
            let arguments = structure.arguments.iter().zip(&outer.type_parameters);
            arguments
                .filter(|(_, parameter)| !parameter.is_phantom)
                .try_for_each(|(argument, _)| check_phantom(context, definition, argument))
        }
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer => Ok(()),
        Type::Function(function) => {
            function.types().try_for_each(|inner| check_phantom(context, definition, inner))
        }
    }
}

/// Checks the type arguments of every struct in a type against the struct's constraints.
fn check_arguments(context: &Context<'_>, ty: &Type, scope: &[AbilitySet]) -> Plain {
    match ty {
        Type::Vector(inner) | Type::Reference { to: inner, .. } => {
            check_arguments(context, inner, scope)
        }
        Type::Struct(structure) => {
            let definition = context.structure(&structure.module, &structure.name)?;
            let constraints = definition.type_parameters.iter().map(|it| it.constraints);
            check_constraints(context, &structure.arguments, constraints, scope)
        }
        Type::Function(function) => {
            function.types().try_for_each(|inner| check_arguments(context, inner, scope))
        }
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => Ok(()),
    }
}

/// Checks type arguments against the abilities asked of them, and what is inside them likewise.
pub(crate) fn check_constraints(
    context: &Context<'_>,
    arguments: &[Type],
    constraints: impl Iterator<Item = AbilitySet>,
    scope: &[AbilitySet],
) -> Plain {
    for (argument, constraints) in arguments.iter().zip(constraints) {
        check_arguments(context, argument, scope)?;
        constraints.iter().try_for_each(|ability| context.require(argument, ability, scope))?;
    }
    Ok(())
}

fn check_step(body: &Body<'_>, step: Step<'_>) -> Plain {
    let Step::Instruction(instruction) = step else { return Ok(()) };
    match instruction {
        Instruction::Copy { from, .. } => body.require(body.register(*from)?, Ability::Copy),
        Instruction::Read { to, .. } => body.require(body.register(*to)?, Ability::Copy),
        Instruction::Write { from, .. } => body.require(body.register(*from)?, Ability::Drop),
        Instruction::Binary {
            operation: BinaryOperation::Equal | BinaryOperation::NotEqual,
            left,
            ..
        } => body.require(body.register(*left)?, Ability::Drop),
        Instruction::BorrowGlobal { to, .. } => {
            body.require(body.register(*to)?.referent(), Ability::Key)
        }
        Instruction::Exists { resource, .. } => {
            let resource = body.pooled(*resource)?;
            check_arguments(&body.context, resource, &body.function.type_parameters)?;
            body.require(resource, Ability::Key)
        }
        Instruction::MoveFrom { to: record, .. } | Instruction::MoveTo { from: record, .. } => {
            body.require(body.register(*record)?, Ability::Key)
        }
        Instruction::PackClosure { to, callee, captured, .. } => {
            check_callee(body, *callee)?;
            check_closure(body, *to, *callee, captured)
        }
        Instruction::Call { callee, .. } => check_callee(body, *callee),
        Instruction::Constant { .. }
        | Instruction::Move { .. }
        | Instruction::Not { .. }
        | Instruction::Binary { .. }
        | Instruction::Cast { .. }
        | Instruction::Pack { .. }
        | Instruction::Unpack { .. }
        | Instruction::PackVariant { .. }
        | Instruction::UnpackVariant { .. }
        | Instruction::TestVariant { .. }
        | Instruction::BorrowVariantField { .. }
        | Instruction::BorrowLocal { .. }
        | Instruction::BorrowField { .. }
        | Instruction::Freeze { .. }
        | Instruction::VectorPack { .. }
        | Instruction::VectorUnpack { .. }
        | Instruction::VectorLength { .. }
        | Instruction::VectorBorrow { .. }
        | Instruction::VectorPush { .. }
        | Instruction::VectorPop { .. }
        | Instruction::VectorSwap { .. }
        | Instruction::Update { .. }
        | Instruction::WidenClosure { .. }
        | Instruction::CallClosure { .. } => Ok(()),
    }
}

/// Checks the type arguments of a function that is called, or made a value.
fn check_callee(body: &Body<'_>, callee: CalleeId) -> Plain {
    let callee = body.callee(callee)?;
    let constraints = body.context.function(callee)?.type_parameters.iter().copied();
    let scope = &body.function.type_parameters;
    check_constraints(&body.context, &callee.type_arguments, constraints, scope)
}

/// A function value may be copied and dropped, and stored if its function may be; so far as all that is captured may.
fn check_closure(body: &Body<'_>, to: Register, callee: CalleeId, captured: &[Register]) -> Plain {
    let ty = body.register(to)?;
    let Type::Function(function) = ty else { return Ok(()) };
    let is_storable = body.context.function(body.callee(callee)?)?.is_storable();
    for ability in function.abilities.iter() {
        if ability == Ability::Key || ability == Ability::Store && !is_storable {
            return Err(Fault::Lacks(Box::new(ty.clone()), ability));
        }
        captured.iter().try_for_each(|it| body.require(body.register(*it)?, ability))?;
    }
    Ok(())
}
