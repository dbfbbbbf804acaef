//! What a transaction may ask about itself and its block.
//!
//! None of it is global storage, and none of it is a term: it is not known from the arguments.

use std::collections::BTreeMap;

use sha3::{Digest, Sha3_256};
use smallvec::SmallVec;
use vm_access::AccountAddress;
use vm_bytecode::Register;
use vm_layout::Source;

use super::{Run, Step};
use crate::instance::Here;
use crate::interpreter::Block;

/// Numbers of a block that one transaction may keep for itself.
const NUMBERS_MAX: usize = 64;

/// Index of the block's time, as `context` has it.
const TIME: u64 = 0;
/// Index of the block's height.
const HEIGHT: u64 = 1;

/// Sender, hash, numbers of the block.
#[derive(Debug)]
pub(crate) struct Context {
    /// What no other transaction has.
    hash: SmallVec<[u8; 32]>,
    /// What no code sees.
    seed: [u8; 32],
    bytes_made: u64,
    /// Numbers of the block, and those that the transaction has set, by index; every other one is 0.
    numbers: BTreeMap<u64, u64>,
    /// The first signer among the arguments.
    pub(crate) sender: Option<AccountAddress>,
}

impl Context {
    pub(crate) fn new(hash: &[u8], seed: [u8; 32], block: Block) -> Self {
        let hash = SmallVec::from_slice(hash);
        let numbers = BTreeMap::from([(TIME, block.time), (HEIGHT, block.height)]);
        Self { hash, seed, bytes_made: 0, numbers, sender: None }
    }

    /// What no other transaction has.
    pub(super) fn hash(&self) -> &[u8] {
        &self.hash
    }

    /// 32 bytes that neither another transaction has, nor this one had before.
    pub(super) fn next_bytes(&mut self) -> [u8; 32] {
        self.bytes_made += 1;
        let mut hasher = Sha3_256::new();
        hasher.update(b"accessvm random bytes");
        hasher.update(self.seed);
        hasher.update(self.bytes_made.to_le_bytes());
        hasher.finalize().into()
    }
}

impl Run<'_> {
    pub(super) fn context_get(&mut self, here: Here<'_>, index: Register, to: Register) -> Step {
        let index = u64::from_le_bytes(self.memory.array(here.at(index)?)?);
        let number = self.context.numbers.get(&index).copied().unwrap_or_default();
        Ok(self.memory.write(here.at(to)?, &number.to_le_bytes())?)
    }

    pub(super) fn context_set(&mut self, here: Here<'_>, index: Register, value: Register) -> Step {
        let index = u64::from_le_bytes(self.memory.array(here.at(index)?)?);
        let number = u64::from_le_bytes(self.memory.array(here.at(value)?)?);
        let numbers = &mut self.context.numbers;
        if numbers.len() < NUMBERS_MAX || numbers.contains_key(&index) {
            numbers.insert(index, number);
        }
        Ok(())
    }
}
