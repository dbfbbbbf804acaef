//! Natives other than tables: signers, encodings, hashes, events, fresh names.

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::Sha256;
use sha3::{Digest, Sha3_256};
use vm_access::AccountAddress;
use vm_bytecode::{Effect, Native, Register};
use vm_layout::{Fault, Layout, to_bcs, to_value};

use super::records::Touch;
use super::tables::TableTypes;
use super::{Purpose, Run, Step};
use crate::instance::Here;
use crate::outcome::{ArithmeticError, Cause, Event, Limit};

/// Names that the call has made up: no other call can know them, or what is hashed from them.
#[derive(Debug)]
pub(super) struct FreshNames {
    seed: [u8; 32],
    counter: u64,
    made: BTreeSet<AccountAddress>,
}

impl FreshNames {
    pub(super) fn new(seed: [u8; 32]) -> Self {
        Self { seed, counter: 0, made: BTreeSet::new() }
    }

    pub(super) fn has(&self, name: &AccountAddress) -> bool {
        self.made.contains(name)
    }

    /// Whether one of the names is part of `bytes`.
    pub(super) fn are_in(&self, bytes: &[u8]) -> bool {
        let is_name = |window: &[u8]| {
            window.try_into().is_ok_and(|window| self.made.contains(&AccountAddress(window)))
        };
        !self.made.is_empty() && bytes.windows(32).any(is_name)
    }

    fn add_hash(&mut self, hash: [u8; 32]) {
        self.made.insert(AccountAddress(hash));
    }

    fn make(&mut self) -> AccountAddress {
        let mut hasher = Sha3_256::new();
        hasher.update(b"accessvm fresh name");
        hasher.update(self.seed);
        hasher.update(self.counter.to_le_bytes());
        self.counter += 1;
        let name = AccountAddress(hasher.finalize().into());
        self.made.insert(name);
        name
    }
}

impl Run<'_> {
    /// Executes a native.
    pub(super) fn native(
        &mut self,
        here: Here<'_>,
        native: Native,
        types: &[Arc<Layout>],
        to: &[Register],
        arguments: &[Register],
    ) -> Step {
        use Native as N;
        if self.purpose == Purpose::Term && native.effect() != Effect::Term {
            return Err(Cause::NotATerm);
        }
        self.charge_native(here, native, arguments)?;
        match (native, arguments, to) {
            (N::TableNew, [], [to]) => self.table_new(here, *to),
            (N::TableAdd, [table, key, value], []) => {
                self.table_add(here, &TableTypes::of(types)?, [*table, *key], *value)
            }
            (N::TableRemove, [table, key], [to]) => {
                self.table_remove(here, &TableTypes::of(types)?, [*table, *key], *to)
            }
            (N::TableContains, [table, key], [to]) => {
                self.table_contains(here, &TableTypes::of(types)?, [*table, *key], *to)
            }
            (N::TableBorrow, [table, key], [to]) => {
                self.table_borrow(here, &TableTypes::of(types)?, [*table, *key], (*to, false))
            }
            (N::TableBorrowMut, [table, key], [to]) => {
                self.table_borrow(here, &TableTypes::of(types)?, [*table, *key], (*to, true))
            }
            (N::TableDestroy, [_], []) => Ok(()),
            (N::SignerBorrowAddress | N::CreateSigner, [from], [to]) => {
                self.move_value(here, *to, *from)
            }
            (N::BcsToBytes, [from], [to]) => self.bcs_to_bytes(here, *from, *to),
            (N::Sha2, [from], [to]) => {
                self.hash(here, *from, *to, |bytes| Sha256::digest(bytes).into())
            }
            (N::Sha3, [from], [to]) => {
                self.hash(here, *from, *to, |bytes| Sha3_256::digest(bytes).into())
            }
            (N::BytesToAddress, [from], [to]) => self.bytes_to_address(here, *from, *to),
            (N::CheckUtf8, [from], [to]) => self.check_utf8(here, *from, *to),
            (N::EventEmit, [from], []) => self.emit(here, *from),
            (N::FreshAddress, [], [to]) => {
                let name = self.fresh_name();
                Ok(self.memory.write(here.at(*to)?, &name.0)?)
            }
            (N::Widen | N::Narrow, [from], [to]) => self.convert(here, *from, *to),
            (N::Greatest, [], [to]) => self.greatest(here, types, *to),
            (
                N::TableNew
                | N::TableAdd
                | N::TableRemove
                | N::TableContains
                | N::TableBorrow
                | N::TableBorrowMut
                | N::TableDestroy
                | N::SignerBorrowAddress
                | N::CreateSigner
                | N::BcsToBytes
                | N::Sha2
                | N::Sha3
                | N::BytesToAddress
                | N::CheckUtf8
                | N::EventEmit
                | N::FreshAddress
                | N::Widen
                | N::Narrow
                | N::Greatest,
                _,
                _,
            ) => Err(Fault::Shape.into()),
        }
    }

    /// A name that no other call makes.
    pub(super) fn fresh_name(&mut self) -> AccountAddress {
        self.fresh.make()
    }

    fn bcs_to_bytes(&mut self, here: Here<'_>, from: Register, to: Register) -> Step {
        let layout = here.referent(from)?;
        let at = self.pointer(here, from)?;
        self.touch(at, layout.size(), Touch::Read)?;
        let mut bytes = Vec::new();
        to_bcs(self.memory, at, layout, &mut bytes)?;
        Ok(self.memory.vector_of_bytes(here.at(to)?, &bytes)?)
    }

    fn hash(
        &mut self,
        here: Here<'_>,
        from: Register,
        to: Register,
        digest: fn(&[u8]) -> [u8; 32],
    ) -> Step {
        let bytes = self.memory.vector_bytes(here.at(from)?)?;
        let hash = digest(bytes);
        if self.fresh.are_in(bytes) {
            self.fresh.add_hash(hash);
        }
        Ok(self.memory.vector_of_bytes(here.at(to)?, &hash)?)
    }

    fn bytes_to_address(&mut self, here: Here<'_>, from: Register, to: Register) -> Step {
        let bytes = self.memory.vector_bytes(here.at(from)?)?;
        let address: [u8; 32] = bytes.try_into().map_err(|_| Cause::BadAddress)?;
        Ok(self.memory.write(here.at(to)?, &address)?)
    }

    fn check_utf8(&mut self, here: Here<'_>, from: Register, to: Register) -> Step {
        let at = self.pointer(here, from)?;
        self.touch(at, vm_layout::VECTOR_BYTES, Touch::Read)?;
        let is_text = std::str::from_utf8(self.memory.vector_bytes(at)?).is_ok();
        self.set_bool(here, to, is_text)
    }

    /// Copies an integer into one of another type, if both are integers.
    fn convert(&mut self, here: Here<'_>, from: Register, to: Register) -> Step {
        let is_integer = |layout: &Layout| layout.ty().is_integer();
        if !is_integer(here.layout(from)?) || !is_integer(here.layout(to)?) {
            return Err(ArithmeticError::CastOutOfRange.into());
        }
        self.cast(here, to, from)
    }

    /// The greatest number that both the type and `u128` have.
    fn greatest(&mut self, here: Here<'_>, types: &[Arc<Layout>], to: Register) -> Step {
        let ty = types.first().ok_or(Fault::Shape)?;
        if !ty.ty().is_integer() {
            return Err(ArithmeticError::CastOutOfRange.into());
        }
        let mut bytes = [0; 16];
        bytes.iter_mut().take(ty.size()).for_each(|byte| *byte = u8::MAX);
        Ok(self.memory.write(here.at(to)?, &bytes)?)
    }

    fn emit(&mut self, here: Here<'_>, from: Register) -> Step {
        let (at, layout) = (here.at(from)?, here.layout(from)?);
        let mut bytes = Vec::new();
        to_bcs(self.memory, at, layout, &mut bytes)?;
        self.event_bytes = self.event_bytes.saturating_add(bytes.len());
        let is_full = self.limits.events <= self.events.len();
        if is_full || self.limits.event_bytes < self.event_bytes {
            return Err(Cause::LimitReached(Limit::Events));
        }
        let value = to_value(self.memory, at, layout)?;
        self.events.push(Event { ty: layout.ty().clone(), bytes, value });
        Ok(())
    }
}
