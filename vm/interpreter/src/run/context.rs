//! What a transaction may ask about itself and its block.
//!
//! None of it is global storage, and none of it is a term: it is not known from the arguments.

use std::borrow::Cow;

use sha3::{Digest, Sha3_256};
use smallvec::{SmallVec, smallvec};
use vm_access::AccountAddress;
use vm_bytecode::Register;
use vm_layout::Source;

use super::{Run, Step};
use crate::instance::Here;
use crate::interpreter::{Block, Origin};

/// Numbers of a block that one transaction may keep for itself.
const NUMBERS_MAX: usize = 64;

/// Index of the block's time, as `context` has it.
const TIME: u64 = 0;
/// Index of the block's height.
const HEIGHT: u64 = 1;

/// Sender, hash, numbers of the block.
#[derive(Debug)]
pub(crate) struct Context<'c> {
    origin: Origin<'c>,
    bytes_made: u64,
    /// Numbers of the block, and those that the transaction has set, with their indices; every other one is 0.
    numbers: SmallVec<[(u64, u64); 2]>,
    /// The first signer among the arguments.
    pub(crate) sender: Option<AccountAddress>,
}

impl<'c> Context<'c> {
    pub(crate) fn new(origin: Origin<'c>, block: Block) -> Self {
        let numbers = smallvec![(TIME, block.time), (HEIGHT, block.height)];
        Self { origin, bytes_made: 0, numbers, sender: None }
    }

    /// What no other transaction has.
    pub(super) fn hash(&self) -> Cow<'c, [u8]> {
        match self.origin {
            Origin::Batch { digest, index } => {
                Cow::Owned(derive(&digest(), index, b"hash").to_vec())
            }
            Origin::Hash(hash) => Cow::Borrowed(hash),
        }
    }

    /// What no code sees.
    fn seed(&self) -> [u8; 32] {
        match self.origin {
            Origin::Batch { digest, index } => derive(&digest(), index, b"seed"),
            Origin::Hash(_) => [0; 32],
        }
    }

    fn number(&mut self, index: u64) -> Option<&mut u64> {
        self.numbers.iter_mut().find(|(own, _)| *own == index).map(|(_, number)| number)
    }

    /// 32 bytes that neither another transaction has, nor this one had before.
    pub(super) fn next_bytes(&mut self) -> [u8; 32] {
        self.bytes_made += 1;
        let mut hasher = Sha3_256::new();
        hasher.update(b"accessvm random bytes");
        hasher.update(self.seed());
        hasher.update(self.bytes_made.to_le_bytes());
        hasher.finalize().into()
    }
}

/// What names and random bytes of a transaction are hashed from comes of its batch and its place in it, so no two ever have
/// the same.
fn derive(batch: &[u8; 32], index: u32, purpose: &[u8]) -> [u8; 32] {
    let mut hasher = Sha3_256::new();
    hasher.update(batch);
    hasher.update(index.to_le_bytes());
    hasher.update(purpose);
    hasher.finalize().into()
}

impl Run<'_> {
    pub(super) fn context_get(&mut self, here: Here<'_>, index: Register, to: Register) -> Step {
        let index = u64::from_le_bytes(self.memory.array(here.at(index)?)?);
        let number = self.context.number(index).copied().unwrap_or_default();
        Ok(self.memory.write(here.at(to)?, &number.to_le_bytes())?)
    }

    pub(super) fn context_set(&mut self, here: Here<'_>, index: Register, value: Register) -> Step {
        let index = u64::from_le_bytes(self.memory.array(here.at(index)?)?);
        let number = u64::from_le_bytes(self.memory.array(here.at(value)?)?);
        if let Some(own) = self.context.number(index) {
            *own = number;
        } else if self.context.numbers.len() < NUMBERS_MAX {
            self.context.numbers.push((index, number));
        }
        Ok(())
    }
}
