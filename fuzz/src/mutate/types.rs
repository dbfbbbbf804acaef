//! Changes of types, constants and interfaces.

use vm_access::{Ability, AbilitySet, Integer, IntegerType, Type, Value};
use vm_bytecode::{Constant, Module, Visibility};

use crate::dice::Dice;

/// Every integer type.
const INTEGERS: [IntegerType; 12] = [
    IntegerType::U8,
    IntegerType::U16,
    IntegerType::U32,
    IntegerType::U64,
    IntegerType::U128,
    IntegerType::U256,
    IntegerType::I8,
    IntegerType::I16,
    IntegerType::I32,
    IntegerType::I64,
    IntegerType::I128,
    IntegerType::I256,
];

/// Changes one thing that holds for the whole module.
pub(super) fn change(dice: &mut Dice, module: &mut Module) {
    match dice.below(5) {
        0 | 1 => exchange_integers(dice, module),
        2 => change_constant(dice, module),
        3 => change_struct(dice, module),
        _ => change_interface(dice, module),
    }
}

/// Any integer type.
pub(super) fn integer_type(dice: &mut Dice) -> IntegerType {
    INTEGERS[dice.below(INTEGERS.len())]
}

/// A number that is often at a border.
pub(super) fn number(dice: &mut Dice, ty: IntegerType) -> Value {
    let bytes = match dice.below(6) {
        0 => ty.greatest().to_le_bytes(),
        1 => ty.least().to_le_bytes(),
        2 => {
            let mut bytes = [0; 32];
            bytes.fill_with(|| byte(dice));
            bytes
        }
        _ => {
            let mut bytes = [0; 32];
            bytes[0] = byte(dice) % 12;
            bytes
        }
    };
    let number = Integer::from_le_slice(&bytes[..ty.bytes()], ty).expect("as long as the type");
    Value::integer(number, ty).expect("a number of the type")
}

fn byte(dice: &mut Dice) -> u8 {
    u8::try_from(dice.below(256)).expect("below 256")
}

/// One integer type instead of another one, everywhere.
fn exchange_integers(dice: &mut Dice, module: &mut Module) {
    let (old, new) = (integer_type(dice), integer_type(dice));
    let exchange = &mut |ty: &mut Type| {
        if *ty == Type::Integer(old) {
            *ty = Type::Integer(new);
        }
    };
    for_each_type(module, exchange);
    for constant in &mut module.constants {
        if constant.ty == Type::Integer(new) && number_type(&constant.value) != Some(new) {
            constant.value = number(dice, new);
        }
    }
    for function in &mut module.functions {
        function.declaration = None;
    }
}

fn number_type(value: &Value) -> Option<IntegerType> {
    Some(match value {
        Value::U8(_) => IntegerType::U8,
        Value::U16(_) => IntegerType::U16,
        Value::U32(_) => IntegerType::U32,
        Value::U64(_) => IntegerType::U64,
        Value::U128(_) => IntegerType::U128,
        Value::U256(_) => IntegerType::U256,
        Value::I8(_) => IntegerType::I8,
        Value::I16(_) => IntegerType::I16,
        Value::I32(_) => IntegerType::I32,
        Value::I64(_) => IntegerType::I64,
        Value::I128(_) => IntegerType::I128,
        Value::I256(_) => IntegerType::I256,
        Value::Bool(_)
        | Value::Address(_)
        | Value::Signer(_)
        | Value::Vector(_)
        | Value::Bytes(_)
        | Value::Struct(_) => return None,
    })
}

/// Calls `visit` with each type of a module, and with each in it; those of terms and clauses are left out.
fn for_each_type(module: &mut Module, visit: &mut dyn FnMut(&mut Type)) {
    let all = &mut |types: &mut Vec<Type>| types.iter_mut().for_each(|ty| within(ty, visit));
    all(&mut module.types);
    module.callees.iter_mut().for_each(|callee| all(&mut callee.type_arguments));
    for function in &mut module.functions {
        all(&mut function.results);
        function.code.iter_mut().for_each(|code| all(&mut code.registers));
    }
    module.constants.iter_mut().for_each(|constant| within(&mut constant.ty, visit));
    for definition in &mut module.structs {
        let fields = definition.variants.iter_mut().flat_map(|variant| &mut variant.fields);
        definition.fields.iter_mut().chain(fields).for_each(|field| within(&mut field.ty, visit));
    }
    for function in &mut module.functions {
        function.parameters.iter_mut().for_each(|it| within(&mut it.ty, visit));
    }
}

fn within(ty: &mut Type, visit: &mut dyn FnMut(&mut Type)) {
    match ty {
        Type::Vector(inner) | Type::Reference { to: inner, .. } => within(inner, visit),
        Type::Struct(structure) => {
            structure.arguments.iter_mut().for_each(|inner| within(inner, visit));
        }
        Type::Function(function) => {
            let types = function.parameters.iter_mut().chain(&mut function.results);
            types.for_each(|inner| within(inner, visit));
        }
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => {}
    }
    visit(ty);
}

fn change_constant(dice: &mut Dice, module: &mut Module) {
    let index = dice.below(module.constants.len().max(1));
    let Some(Constant { ty, value }) = module.constants.get_mut(index) else { return };
    match (ty, value) {
        (Type::Integer(ty), value) => *value = number(dice, *ty),
        (_, Value::Bool(value)) => *value = !*value,
        (_, Value::Address(address)) => address.0[31] ^= byte(dice),
        (_, Value::Bytes(bytes)) => bytes.resize(dice.below(40), byte(dice)),
        _ => {}
    }
}

fn change_struct(dice: &mut Dice, module: &mut Module) {
    let index = dice.below(module.structs.len().max(1));
    let Some(definition) = module.structs.get_mut(index) else { return };
    match dice.below(3) {
        0 => definition.abilities = abilities(dice),
        1 => definition.visibility = visibility(dice),
        _ => {
            let ty = Type::Integer(integer_type(dice));
            let fields = definition.variants.iter_mut().flat_map(|variant| &mut variant.fields);
            let mut fields: Vec<_> = definition.fields.iter_mut().chain(fields).collect();
            let index = dice.below(fields.len().max(1));
            if let Some(field) = fields.get_mut(index) {
                field.ty = ty;
            }
        }
    }
}

fn change_interface(dice: &mut Dice, module: &mut Module) {
    let index = dice.below(module.functions.len().max(1));
    let Some(function) = module.functions.get_mut(index) else { return };
    match dice.below(5) {
        0 => function.visibility = visibility(dice),
        1 => function.is_entry = !function.is_entry,
        2 => function.is_persistent = !function.is_persistent,
        3 => function.declaration = None,
        _ => {
            let index = dice.below(function.type_parameters.len().max(1));
            if let Some(parameter) = function.type_parameters.get_mut(index) {
                *parameter = abilities(dice);
            }
        }
    }
}

fn abilities(dice: &mut Dice) -> AbilitySet {
    let all = Ability::ALL.into_iter().filter(|_| dice.chance(70));
    all.fold(AbilitySet::NONE, AbilitySet::with)
}

fn visibility(dice: &mut Dice) -> Visibility {
    let all = [Visibility::Private, Visibility::Friend, Visibility::Package, Visibility::Public];
    all[dice.below(all.len())]
}
