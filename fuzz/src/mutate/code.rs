//! Changes of code: operands, instructions, ways between blocks.

use vm_access::Type;
use vm_bytecode::{
    BinaryOperation, Block, BlockId, Code, Instruction, Module, Register, Terminator,
    UpdateOperation, VariantId,
};

use super::insert::insert;
use super::operands::{registers, terminator_registers};
use crate::dice::Dice;
use crate::library::Library;

/// Blocks from which on none is added.
const BLOCKS_MAX: usize = 64;

/// Changes the code of one function.
pub(super) fn change(dice: &mut Dice, library: &Library, module: &mut Module) {
    let with_code = |index: &usize| module.functions[*index].code.is_some();
    let functions: Vec<usize> = (0..module.functions.len()).filter(with_code).collect();
    let Some(&function) = dice.pick(&functions) else { return };
    if dice.chance(45) {
        insert(dice, library, module, function);
        return;
    }
    let Some(code) = &mut module.functions[function].code else { return };
    match dice.below(10) {
        0..=3 => change_register(dice, code),
        4 | 5 => change_operation(dice, code),
        6 => change_list(dice, code),
        7 => change_way(dice, code),
        8 => split(dice, code),
        _ => change_register_type(dice, code),
    }
}

/// Any block, and a place before, between or behind its instructions.
pub(super) fn place(dice: &mut Dice, code: &Code) -> (usize, usize) {
    let block = dice.below(code.blocks.len().max(1));
    let length = code.blocks.get(block).map_or(0, |block| block.instructions.len());
    (block, dice.below(length + 1))
}

/// Another register of the same type, most of the time.
fn other(dice: &mut Dice, types: &[Type], register: Register) -> Register {
    let ty = types.get(register.index());
    let is_alike = dice.chance(92);
    let alike = (0..types.len()).filter(|index| !is_alike || types.get(*index) == ty);
    let alike: Vec<usize> = alike.collect();
    dice.pick(&alike).map_or(register, |index| Register::new(*index))
}

fn change_register(dice: &mut Dice, code: &mut Code) {
    let (block, index) = place(dice, code);
    let types = &code.registers;
    let Some(block) = code.blocks.get_mut(block) else { return };
    let mut all = match block.instructions.get_mut(index) {
        Some(instruction) => registers(instruction),
        None => terminator_registers(&mut block.terminator),
    };
    let index = dice.below(all.len().max(1));
    if let Some(register) = all.get_mut(index) {
        **register = other(dice, types, **register);
    }
}

const ARITHMETIC: [BinaryOperation; 8] = [
    BinaryOperation::Add,
    BinaryOperation::Subtract,
    BinaryOperation::Multiply,
    BinaryOperation::Divide,
    BinaryOperation::Modulo,
    BinaryOperation::BitAnd,
    BinaryOperation::BitOr,
    BinaryOperation::BitXor,
];
const COMPARISONS: [BinaryOperation; 6] = [
    BinaryOperation::Less,
    BinaryOperation::LessEqual,
    BinaryOperation::Greater,
    BinaryOperation::GreaterEqual,
    BinaryOperation::Equal,
    BinaryOperation::NotEqual,
];

/// An operation on two operands of one type, or a comparison of them.
pub(super) fn operation(dice: &mut Dice, is_comparison: bool) -> BinaryOperation {
    if is_comparison {
        COMPARISONS[dice.below(COMPARISONS.len())]
    } else {
        ARITHMETIC[dice.below(ARITHMETIC.len())]
    }
}

/// Changes what an instruction does with its operands, of those instructions of which there are several.
fn change_operation(dice: &mut Dice, code: &mut Code) {
    let all = code.blocks.iter_mut().flat_map(|block| &mut block.instructions);
    let mut all: Vec<&mut Instruction> = all.filter(|it| has_others(it)).collect();
    let index = dice.below(all.len().max(1));
    let Some(instruction) = all.get_mut(index) else { return };
    match &mut **instruction {
        Instruction::Binary { operation: it, .. } => {
            *it = match *it {
                BinaryOperation::ShiftLeft => BinaryOperation::ShiftRight,
                BinaryOperation::ShiftRight => BinaryOperation::ShiftLeft,
                it => operation(dice, it.is_comparison()),
            }
        }
        Instruction::Update { operation, .. } => {
            *operation = match operation {
                UpdateOperation::Add => UpdateOperation::Subtract,
                UpdateOperation::Subtract => UpdateOperation::Add,
            }
        }
        Instruction::BorrowField { field, .. } | Instruction::BorrowVariantField { field, .. } => {
            field.0 = small(dice);
        }
        Instruction::PackVariant { variant, .. }
        | Instruction::UnpackVariant { variant, .. }
        | Instruction::TestVariant { variant, .. } => *variant = VariantId(small(dice)),
        Instruction::Constant { constant, .. } => constant.0 = constant.0.wrapping_add(1),
        _ => {}
    }
}

fn has_others(instruction: &Instruction) -> bool {
    matches!(
        instruction,
        Instruction::Binary { .. }
            | Instruction::Update { .. }
            | Instruction::BorrowField { .. }
            | Instruction::BorrowVariantField { .. }
            | Instruction::PackVariant { .. }
            | Instruction::UnpackVariant { .. }
            | Instruction::TestVariant { .. }
            | Instruction::Constant { .. }
    )
}

fn small(dice: &mut Dice) -> u32 {
    u32::try_from(dice.below(4)).expect("below 4")
}

/// Takes an instruction out, doubles it, or puts it elsewhere.
fn change_list(dice: &mut Dice, code: &mut Code) {
    let (block, index) = place(dice, code);
    let Some(Block { instructions, .. }) = code.blocks.get_mut(block) else { return };
    let Some(instruction) = instructions.get(index).cloned() else { return };
    match dice.below(4) {
        0 => {
            instructions.remove(index);
        }
        1 => instructions.insert(index, instruction),
        2 if index + 1 < instructions.len() => instructions.swap(index, index + 1),
        _ => {
            let (block, index) = place(dice, code);
            code.blocks[block].instructions.insert(index, instruction);
        }
    }
}

/// Changes where a block goes on.
fn change_way(dice: &mut Dice, code: &mut Code) {
    let any = |dice: &mut Dice| BlockId::new(dice.below(code.blocks.len().max(1)));
    let (one, two) = (any(dice), any(dice));
    let flags = |ty: &Type| *ty == Type::Bool;
    let flag = pick_register(dice, &code.registers, flags);
    let index = dice.below(code.blocks.len().max(1));
    let Some(Block { terminator, .. }) = code.blocks.get_mut(index) else { return };
    match terminator {
        Terminator::Branch { then, otherwise, .. } => match dice.below(4) {
            0 => std::mem::swap(then, otherwise),
            1 => *then = one,
            2 => *otherwise = one,
            _ => *terminator = Terminator::Jump(*then),
        },
        Terminator::Jump(to) => match flag {
            Some(condition) if dice.chance(60) => {
                let to = *to;
                *terminator = Terminator::Branch { condition, then: to, otherwise: two };
            }
            _ => *to = one,
        },
        Terminator::Return(_) | Terminator::Abort(_) => {
            if dice.chance(30) {
                *terminator = Terminator::Jump(one);
            }
        }
    }
}

/// Any register of a type that will do.
pub(super) fn pick_register(
    dice: &mut Dice,
    types: &[Type],
    will_do: impl Fn(&Type) -> bool,
) -> Option<Register> {
    let all: Vec<usize> = (0..types.len()).filter(|index| will_do(&types[*index])).collect();
    dice.pick(&all).map(|index| Register::new(*index))
}

/// Puts the second part of a block into a block of its own, to which a branch may go.
fn split(dice: &mut Dice, code: &mut Code) {
    if BLOCKS_MAX <= code.blocks.len() {
        return;
    }
    let (block, index) = place(dice, code);
    let new = BlockId::new(code.blocks.len());
    let condition = pick_register(dice, &code.registers, |ty| *ty == Type::Bool);
    let other = BlockId::new(dice.below(code.blocks.len() + 1));
    let Some(first) = code.blocks.get_mut(block) else { return };
    let instructions = first.instructions.split_off(index);
    let way = match condition {
        Some(condition) if dice.chance(60) => {
            Terminator::Branch { condition, then: new, otherwise: other }
        }
        _ => Terminator::Jump(new),
    };
    let terminator = std::mem::replace(&mut first.terminator, way);
    code.blocks.push(Block { instructions, terminator });
}

/// Gives a register the type of another one.
fn change_register_type(dice: &mut Dice, code: &mut Code) {
    let (one, other) =
        (dice.below(code.registers.len().max(1)), dice.below(code.registers.len().max(1)));
    if let Some(ty) = code.registers.get(other).cloned() {
        code.registers[one] = ty;
    }
}
