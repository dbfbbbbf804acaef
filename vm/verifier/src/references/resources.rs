//! Which resource an instruction borrows or takes out: of which type, and at which address if the block says so.

use std::collections::BTreeMap;

use vm_access::{AccountAddress, Type, Value};
use vm_bytecode::{BlockId, Code, CodePoint, Instruction, Module, Register};

/// Resources of a type: at one address, or at any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Resource<'a> {
    pub(super) ty: &'a Type,
    address: Option<AccountAddress>,
}

impl Resource<'_> {
    /// Whether both may be one.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        let is_elsewhere = match (self.address, other.address) {
            (Some(own), Some(other)) => own != other,
            (None, _) | (_, None) => false,
        };
        !is_elsewhere && self.ty.may_equal(other.ty)
    }
}

/// The resources that a function borrows or takes out, told apart as far as its code does.
pub(super) struct Resources<'a> {
    /// Each once, by number.
    known: Vec<Resource<'a>>,
    /// By instruction.
    places: BTreeMap<CodePoint, u32>,
}

impl<'a> Resources<'a> {
    pub(super) fn of(module: &'a Module, code: &'a Code) -> Self {
        let mut numbers: BTreeMap<Resource<'a>, u32> = BTreeMap::new();
        let mut resources = Self { known: Vec::new(), places: BTreeMap::new() };
        for (block, number) in code.blocks.iter().zip(0..) {
            let mut constants: BTreeMap<Register, AccountAddress> = BTreeMap::new();
            for (instruction, position) in block.instructions.iter().zip(0..) {
                if let Some((ty, address)) = used(code, instruction) {
                    let resource = Resource { ty, address: constants.get(&address).copied() };
                    let index = *numbers.entry(resource).or_insert_with(|| {
                        let index = u32::try_from(resources.known.len()).unwrap_or(u32::MAX);
                        resources.known.push(resource);
                        index
                    });
                    let point = CodePoint { block: BlockId(number), instruction: position };
                    resources.places.insert(point, index);
                }
                note_constant(module, instruction, &mut constants);
            }
        }
        resources
    }

    /// What the instruction at a place borrows or takes out.
    pub(super) fn at(&self, point: CodePoint) -> Option<(u32, &Resource<'a>)> {
        let number = *self.places.get(&point)?;
        Some((number, self.get(number)?))
    }

    pub(super) fn get(&self, number: u32) -> Option<&Resource<'a>> {
        self.known.get(number as usize)
    }
}

/// The type of the resource that an instruction borrows or takes out, and the register of its address.
fn used<'a>(code: &'a Code, instruction: &Instruction) -> Option<(&'a Type, Register)> {
    let (Instruction::BorrowGlobal { to, address } | Instruction::MoveFrom { to, address }) =
        instruction
    else {
        return None;
    };
    Some((code.register(*to)?.referent(), *address))
}

/// Remembers which registers hold an address that is written in the code, and were not borrowed since.
fn note_constant(
    module: &Module,
    instruction: &Instruction,
    constants: &mut BTreeMap<Register, AccountAddress>,
) {
    if let Instruction::BorrowLocal { local, .. } = instruction {
        constants.remove(local);
    }
    for register in instruction.targets() {
        constants.remove(register);
    }
    if let Instruction::Constant { to, constant } = instruction
        && let Some(Value::Address(address)) = module.constant(*constant).map(|it| &it.value)
    {
        constants.insert(*to, *address);
    }
}
