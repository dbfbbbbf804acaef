//! Everything named is there, once, and within the limits.
//!
//! - names are Move names, and no two items of a kind share one;
//! - ids lie in their lists; functions with code have a block, and parameters as their first registers;
//! - types name structs that exist, with as many arguments as there are parameters, and no reference inside;
//! - what is said of heads of blocks names blocks and registers in order (`heads`);
//! - no struct contains itself; constants are of their types; footprints are in normal form.
//!
//! The other passes rely on all of this.

use std::collections::BTreeSet;

use vm_access::{AbilitySet, Identifier, Type, Value};
use vm_bytecode::{
    BlockId, Digest, FunctionDefinition, Instruction, Limits, Module, Register, StructDefinition,
    Visibility,
};

use crate::context::{Body, Context, Step};
use crate::error::{Checked, Fault, Plain};
use crate::heads;

pub(crate) fn check(context: &Context<'_>, limits: &Limits) -> Checked {
    let module = context.module;
    limits.check(module).map_err(Fault::OverLimit)?;
    check_names(module)?;
    check_imports(module)?;
    for constant in &module.constants {
        if !is_of_type(&constant.value, &constant.ty) {
            return Err(Fault::NotOfType(Box::new(constant.ty.clone())).into());
        }
    }
    module.structs.iter().try_for_each(|definition| check_struct(context, definition))?;
    check_recursion(module)?;
    for function in &module.functions {
        check_signature(context, function).map_err(|fault| fault.in_function(&function.name))?;
    }
    context.for_each_body(|body| {
        check_registers(body).map_err(|fault| body.whole(fault))?;
        heads::check(body)?;
        body.for_each_step(check_step)
    })
}

fn check_names(module: &Module) -> Plain {
    check_name(&module.id.name)?;
    unique("struct", module.structs.iter().map(|definition| &definition.name))?;
    unique("function", module.functions.iter().map(|function| &function.name))?;
    for definition in &module.structs {
        unique("field", definition.fields.iter().map(|field| &field.name))?;
        unique("variant", definition.variants.iter().map(|variant| &variant.name))?;
        for variant in &definition.variants {
            unique("field", variant.fields.iter().map(|field| &field.name))?;
        }
    }
    for function in &module.functions {
        unique("parameter", function.parameters.iter().map(|parameter| &parameter.name))?;
    }
    module.error_names.iter().try_for_each(|error| check_name(&error.name))
}

fn unique<'a>(kind: &'static str, names: impl Iterator<Item = &'a Identifier>) -> Plain {
    let mut seen = BTreeSet::new();
    for name in names {
        check_name(name)?;
        let is_ignored = kind == "parameter" && name.as_str().starts_with('_');
        if !seen.insert(name) && !is_ignored {
            return Err(Fault::Duplicate(kind, name.clone()));
        }
    }
    Ok(())
}

fn check_name(name: &Identifier) -> Plain {
    if name.is_valid() { Ok(()) } else { Err(Fault::InvalidName(name.clone())) }
}

/// Checks that imports are of other modules, each definition once and in order.
fn check_imports(module: &Module) -> Plain {
    let is_sorted =
        |items: &[(Identifier, Digest)]| items.is_sorted_by(|(left, _), (right, _)| left < right);
    let imports = &module.imports;
    let is_in_order = imports.is_sorted_by(|left, right| left.module < right.module)
        && imports.iter().all(|it| is_sorted(&it.functions) && is_sorted(&it.structs));
    if !is_in_order || imports.iter().any(|import| import.module == module.id) {
        return Err(Fault::Malformed("imports are not those of other modules in order"));
    }
    Ok(())
}

/// Whether a constant's value is of a scalar type, or a vector of such.
fn is_of_type(value: &Value, ty: &Type) -> bool {
    match value {
        Value::Bool(_) => *ty == Type::Bool,
        Value::U8(_) => *ty == Type::U8,
        Value::U16(_) => *ty == Type::U16,
        Value::U32(_) => *ty == Type::U32,
        Value::U64(_) => *ty == Type::U64,
        Value::U128(_) => *ty == Type::U128,
        Value::U256(_) => *ty == Type::U256,
        Value::I8(_) => *ty == Type::I8,
        Value::I16(_) => *ty == Type::I16,
        Value::I32(_) => *ty == Type::I32,
        Value::I64(_) => *ty == Type::I64,
        Value::I128(_) => *ty == Type::I128,
        Value::I256(_) => *ty == Type::I256,
        Value::Address(_) => *ty == Type::Address,
        Value::Bytes(_) => *ty == Type::U8.vector(),
        Value::Vector(elements) => {
            let Type::Vector(element) = ty else { return false };
            **element != Type::U8
                && is_constant_type(element)
                && elements.iter().all(|value| is_of_type(value, element))
        }
        Value::Signer(_) | Value::Struct(_) => false,
    }
}

fn is_constant_type(ty: &Type) -> bool {
    match ty {
        Type::Vector(element) => is_constant_type(element),
        Type::Signer
        | Type::Struct(_)
        | Type::Reference { .. }
        | Type::Parameter(_)
        | Type::Function(_) => false,
        Type::Bool | Type::Integer(_) | Type::Address => true,
    }
}

fn check_struct(context: &Context<'_>, definition: &StructDefinition) -> Plain {
    check_abilities(definition.abilities)?;
    let parameters = &definition.type_parameters;
    parameters.iter().try_for_each(|parameter| check_abilities(parameter.constraints))?;
    if definition.is_enum() && !definition.fields.is_empty() {
        return Err(Fault::Malformed("an enum has fields of its own"));
    }
    let mut fields = definition.variants.iter().flat_map(|variant| &variant.fields);
    if fields.any(|field| field.is_fixed) {
        return Err(Fault::Malformed("a field of a variant is fixed"));
    }
    if definition.visibility != Visibility::Private
        && definition.fields.iter().any(|it| it.is_fixed)
    {
        return Err(Fault::Malformed("a field that other modules may replace is fixed"));
    }
    definition.all_fields().try_for_each(|field| check_value(context, &field.ty, parameters.len()))
}

fn check_abilities(abilities: AbilitySet) -> Plain {
    if abilities.iter().collect::<AbilitySet>() == abilities {
        return Ok(());
    }
    Err(Fault::Malformed("a set of abilities has more than the four"))
}

/// Checks that no struct of the module has a field in whose type it occurs, directly or through others.
fn check_recursion(module: &Module) -> Plain {
    let mut done = BTreeSet::new();
    for definition in &module.structs {
        visit_struct(module, definition, &mut Vec::new(), &mut done)?;
    }
    Ok(())
}

/// Depth-first; the recursion is as deep as there are structs at most.
fn visit_struct<'a>(
    module: &'a Module,
    definition: &'a StructDefinition,
    open: &mut Vec<&'a Identifier>,
    done: &mut BTreeSet<&'a Identifier>,
) -> Plain {
    if open.contains(&&definition.name) {
        return Err(Fault::RecursiveStruct(definition.name.clone()));
    }
    if done.contains(&definition.name) {
        return Ok(());
    }
    open.push(&definition.name);
    let mut inner = Vec::new();
    definition.all_fields().for_each(|field| collect_own_structs(module, &field.ty, &mut inner));
    inner.into_iter().try_for_each(|inner| visit_struct(module, inner, open, done))?;
    open.pop();
    done.insert(&definition.name);
    Ok(())
}

fn collect_own_structs<'a>(module: &'a Module, ty: &Type, found: &mut Vec<&'a StructDefinition>) {
    match ty {
        Type::Vector(inner) | Type::Reference { to: inner, .. } => {
            collect_own_structs(module, inner, found);
        }
        Type::Struct(structure) => {
            if structure.module == module.id {
                found.extend(module.structure(&structure.name));
            }
            structure.arguments.iter().for_each(|ty| collect_own_structs(module, ty, found));
        }
        Type::Bool
        | Type::Integer(_)
        | Type::Address
        | Type::Signer
        | Type::Parameter(_)
        // A function value holds no value of the types that it takes and gives.
        | Type::Function(_) => {}
    }
}

fn check_signature(context: &Context<'_>, function: &FunctionDefinition) -> Plain {
    let scope = function.type_parameters.len();
    function.type_parameters.iter().try_for_each(|constraints| check_abilities(*constraints))?;
    let parameters = function.parameters.iter().map(|parameter| &parameter.ty);
    parameters.chain(&function.results).try_for_each(|ty| check_type(context, ty, scope))?;
    if function.inferred.is_normal() { Ok(()) } else { Err(Fault::NotNormal) }
}

fn check_registers(body: &Body<'_>) -> Plain {
    let Body { context, function, code } = body;
    if code.blocks.is_empty() {
        return Err(Fault::NoSuch("block", 0));
    }
    let scope = function.type_parameters.len();
    code.registers.iter().try_for_each(|ty| check_type(context, ty, scope))?;
    if code.registers.len() < function.parameters.len() {
        let (expected, found) = (function.parameters.len(), code.registers.len());
        return Err(Fault::Count { what: "registers", expected, found });
    }
    for (parameter, register) in function.parameters.iter().zip(&code.registers) {
        if parameter.ty != *register {
            return Err(Fault::Malformed("a parameter and its register differ in type"));
        }
    }
    Ok(())
}

fn check_step(body: &Body<'_>, step: Step<'_>) -> Plain {
    match step {
        Step::Instruction(instruction) => {
            check_all(body, &instruction.operands())?;
            check_all(body, instruction.targets())?;
            check_pools(body, instruction)
        }
        Step::Terminator(terminator) => {
            check_all(body, terminator.operands())?;
            terminator.successors().into_iter().try_for_each(|block| check_block(body, block))
        }
    }
}

fn check_all(body: &Body<'_>, registers: &[Register]) -> Plain {
    registers.iter().try_for_each(|register| body.register(*register).map(drop))
}

fn check_block(body: &Body<'_>, block: BlockId) -> Plain {
    body.code.block(block).map(drop).ok_or(Fault::NoSuch("block", block.0))
}

/// Checks what instructions name besides registers; fields are checked with types.
fn check_pools(body: &Body<'_>, instruction: &Instruction) -> Plain {
    let context = &body.context;
    let scope = body.function.type_parameters.len();
    if let Instruction::Constant { constant, .. } = instruction {
        let found = context.module.constant(*constant);
        return found.map(drop).ok_or(Fault::NoSuch("constant", constant.0));
    }
    if let Instruction::Exists { resource, .. } = instruction {
        return check_value(context, body.pooled(*resource)?, scope);
    }
    let (Instruction::Call { callee, .. } | Instruction::PackClosure { callee, .. }) = instruction
    else {
        return Ok(());
    };
    let callee = body.callee(*callee)?;
    let expected = context.function(callee)?.type_parameters.len();
    Fault::count("type arguments", expected, callee.type_arguments.len())?;
    callee.type_arguments.iter().try_for_each(|ty| check_value(context, ty, scope))
}

/// Checks the type of a register, parameter or result.
fn check_type(context: &Context<'_>, ty: &Type, scope: usize) -> Plain {
    check_value(context, ty.referent(), scope)
}

/// Checks a type that is no reference and has none inside.
pub(crate) fn check_value(context: &Context<'_>, ty: &Type, scope: usize) -> Plain {
    match ty {
        Type::Reference { .. } => Err(Fault::Malformed("a reference stands inside a type")),
        Type::Vector(element) => check_value(context, element, scope),
        Type::Struct(structure) => {
            let definition = context.structure(&structure.module, &structure.name)?;
            let expected = definition.type_parameters.len();
            Fault::count("type arguments", expected, structure.arguments.len())?;
            structure.arguments.iter().try_for_each(|ty| check_value(context, ty, scope))
        }
        Type::Parameter(index) if scope <= usize::from(*index) => {
            Err(Fault::UnknownTypeParameter(*index))
        }
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => Ok(()),
        Type::Function(function) => {
            check_abilities(function.abilities)?;
            function.types().try_for_each(|inner| check_type(context, inner, scope))
        }
    }
}
