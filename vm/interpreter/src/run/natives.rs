//! Natives other than tables: signers, encodings, hashes, events, fresh names.

use std::collections::BTreeSet;
use std::sync::Arc;

use sha3::{Digest, Sha3_256};
use vm_access::{AccountAddress, IntegerType, Value};
use vm_bytecode::{Effect, Native, Register, gas};
use vm_layout::{Fault, Image, Layout, Pointer, to_bcs};

use super::records::Touch;
use super::tables::TableTypes;
use super::{Purpose, Run, Step};
use crate::instance::Here;
use crate::outcome::{ArithmeticError, Cause, Limit};

/// Bytes that encode no value of the type, as `from_bcs` tells it.
const BAD_ENCODING: Cause = Cause::Code { code: 0x10001, name: None };

/// What addresses hashed from a transaction's hash and a number end in before they are hashed.
const DERIVE_AUID: u8 = 0xfb;

/// Names that the call has made up: no other call can know them, or what is hashed from them.
#[derive(Debug, Default)]
pub(super) struct FreshNames {
    /// Addresses and handles so far. They are counted apart, as on Aptos: what a package's tests expect of the one does not
    /// depend on the tables that it makes.
    addresses: u64,
    handles: u64,
    made: BTreeSet<AccountAddress>,
}

impl FreshNames {
    /// None any more.
    pub(super) fn clear(&mut self) {
        (self.addresses, self.handles) = (0, 0);
        if !self.made.is_empty() {
            self.made.clear();
        }
    }

    pub(super) fn has(&self, name: &AccountAddress) -> bool {
        !self.made.is_empty() && self.made.contains(name)
    }

    /// Whether one of the names is part of `bytes`.
    pub(super) fn are_in(&self, bytes: &[u8]) -> bool {
        let is_name = |window: &[u8]| {
            window.try_into().is_ok_and(|window| self.made.contains(&AccountAddress(window)))
        };
        !self.made.is_empty() && bytes.windows(32).any(is_name)
    }

    pub(super) fn add_hash(&mut self, hash: [u8; 32]) {
        self.made.insert(AccountAddress(hash));
    }

    /// An address, as Aptos makes it, so that what a package's tests expect is what they find.
    fn make_address(&mut self, hash: &[u8]) -> AccountAddress {
        self.addresses += 1;
        self.make(hash, self.addresses, &[DERIVE_AUID])
    }

    /// The handle of a table. What it is hashed from is shorter than that of any address.
    fn make_handle(&mut self, hash: &[u8]) -> AccountAddress {
        self.handles += 1;
        self.make(hash, self.handles, &[])
    }

    /// A name that is hashed from the transaction's hash.
    fn make(&mut self, hash: &[u8], number: u64, kind: &[u8]) -> AccountAddress {
        let mut hasher = Sha3_256::new();
        hasher.update(hash);
        hasher.update(number.to_le_bytes());
        hasher.update(kind);
        let name = AccountAddress(hasher.finalize().into());
        self.made.insert(name);
        name
    }
}

impl Run<'_> {
    /// Executes a native.
    #[allow(clippy::too_many_lines, reason = "a table: one line a native")]
    pub(super) fn native(
        &mut self,
        here: Here<'_>,
        native: Native,
        types: &[Arc<Layout>],
        to: &[Register],
        arguments: &[Register],
    ) -> Step {
        use Native as N;
        self.permit(native)?;
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
            (
                N::Sha2 | N::Sha3 | N::Keccak | N::Sha2Long | N::Sha3Long | N::Ripemd | N::Blake2,
                [from],
                [to],
            ) => self.hash(here, native, *from, *to),
            (N::SipHash, [from], [to]) => self.sip_hash(here, *from, *to),
            (N::FromBytes, [from], [to]) => self.decode(here, *from, *to),
            (N::Ed25519Verify, [signature, key, message], [to]) => {
                self.ed25519_verify(here, [*signature, *key, *message], *to)
            }
            (N::Ed25519IsKey, [key], [to]) => self.ed25519_is_key(here, *key, *to),
            (N::Ed25519KeyOf, [secret], [to]) => self.ed25519_key_of(here, *secret, *to),
            (N::Ed25519Sign, [secret, message], [to]) => {
                self.ed25519_sign(here, *secret, *message, *to)
            }
            (N::TypeName | N::TypeAddress | N::TypeModule | N::TypeStruct, [], [to]) => {
                self.type_part(here, native, types, *to)
            }
            (N::Format, [value, how], [to]) => self.format(here, *value, *how, *to),
            (N::Compare, [left, right], [to]) => self.compare_values(here, [*left, *right], *to),
            (N::EventsEmitted, [], [to]) => self.emitted(here, types, *to),
            (N::ContextGet, [index], [to]) => self.context_get(here, *index, *to),
            (N::ContextSet, [index, value], []) => self.context_set(here, *index, *value),
            (N::ContextSender, [], [to]) => {
                let sender = self.context.sender.unwrap_or_default();
                Ok(self.memory.write(here.at(*to)?, &sender.0)?)
            }
            (N::ContextHash, [], [to]) => {
                let hash = self.context.hash();
                Ok(self.memory.vector_of_bytes(here.at(*to)?, &hash)?)
            }
            (N::ContextBytes, [], [to]) => {
                let bytes = self.context.next_bytes();
                Ok(self.memory.vector_of_bytes(here.at(*to)?, &bytes)?)
            }
            (N::BytesToAddress, [from], [to]) => self.bytes_to_address(here, *from, *to),
            (N::CheckUtf8, [from], [to]) => self.check_utf8(here, *from, *to),
            (N::EventEmit, [from], []) => self.emit(here.at(*from)?, here.layout(*from)?),
            (N::DebugShow, [text], []) => self.show(here, *text),
            (N::FreshAddress, [], [to]) => {
                let name = self.lists.fresh.make_address(&self.context.hash());
                Ok(self.memory.write(here.at(*to)?, &name.0)?)
            }
            (N::Widen | N::Narrow, [from], [to]) => self.convert(here, *from, *to),
            (N::FindFunction, [address, module, name], [to]) => {
                self.find_function(here, types, [*address, *module, *name], *to)
            }
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
                | N::SipHash
                | N::Keccak
                | N::Sha2Long
                | N::Sha3Long
                | N::Ripemd
                | N::Blake2
                | N::Ed25519Verify
                | N::Ed25519IsKey
                | N::Ed25519KeyOf
                | N::Ed25519Sign
                | N::TypeName
                | N::TypeAddress
                | N::TypeModule
                | N::TypeStruct
                | N::Format
                | N::Compare
                | N::EventsEmitted
                | N::ContextGet
                | N::ContextSet
                | N::ContextSender
                | N::ContextHash
                | N::ContextBytes
                | N::FromBytes
                | N::BytesToAddress
                | N::CheckUtf8
                | N::EventEmit
                | N::DebugShow
                | N::FreshAddress
                | N::Widen
                | N::Narrow
                | N::FindFunction
                | N::Greatest,
                _,
                _,
            ) => Err(Fault::Shape.into()),
        }
    }

    /// Whether a native may be called in this run.
    fn permit(&self, native: Native) -> Step {
        let is_term = self.purpose == Purpose::Transaction || native.effect() == Effect::Term;
        if is_term { Ok(()) } else { Err(Cause::NotATerm) }
    }

    /// Charges for a native all of whose arguments but for tables take so many bytes, if it may be called.
    pub(super) fn begin_native(&mut self, native: Native, bytes: usize) -> Step {
        self.permit(native)?;
        self.charge(gas::native_cost(native))?;
        self.charge_bytes(bytes)
    }

    /// Does what [`Native::EventEmit`] does with the value at `at`, in which there are no vectors; charges for it.
    ///
    /// # Errors
    ///
    /// If it aborts.
    pub fn emit_value(&mut self, at: Pointer, layout: &Arc<Layout>) -> Step {
        self.begin_native(Native::EventEmit, layout.size())?;
        self.emit(at, layout)
    }

    /// The handle of a new table, which no other call makes.
    pub(super) fn fresh_handle(&mut self) -> AccountAddress {
        self.lists.fresh.make_handle(&self.context.hash())
    }

    fn bcs_to_bytes(&mut self, here: Here<'_>, from: Register, to: Register) -> Step {
        let layout = here.referent(from)?;
        let at = self.pointer(here, from)?;
        self.touch(at, layout.size(), Touch::Read)?;
        let mut bytes = Vec::new();
        to_bcs(self.memory, at, layout, &mut bytes)?;
        Ok(self.memory.vector_of_bytes(here.at(to)?, &bytes)?)
    }

    /// Reads a value back from its encoding.
    fn decode(&mut self, here: Here<'_>, from: Register, to: Register) -> Step {
        let bytes = self.memory.vector_bytes(here.at(from)?)?.to_vec();
        let layout = here.layout(to)?;
        self.charge_bytes(layout.size())?;
        let image = Image::from_bcs(&bytes, layout).map_err(|_| BAD_ENCODING)?;
        Ok(self.memory.load(&image, here.at(to)?)?)
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
        let ty = types.first().ok_or(Fault::Shape)?.ty().as_integer();
        let ty = ty.ok_or(ArithmeticError::CastOutOfRange)?;
        let number = ty.greatest().min(IntegerType::U128.greatest()).to_le_bytes();
        let bytes = number.first_chunk::<16>().ok_or(Fault::Shape)?;
        Ok(self.memory.write(here.at(to)?, bytes)?)
    }

    /// The events of the type so far, as a vector.
    fn emitted(&mut self, here: Here<'_>, types: &[Arc<Layout>], to: Register) -> Step {
        let ty = types.first().ok_or(Fault::Shape)?.ty();
        let found = self.events.iter().filter(|event| event.ty() == ty);
        let values: Vec<Value> = found.map(|event| event.value()).collect();
        let image = Image::from_value(&Value::Vector(values), here.layout(to)?);
        self.charge_bytes(self.events.bytes().len())?;
        Ok(self.memory.load(&image.map_err(|_| Fault::Shape)?, here.at(to)?)?)
    }

    /// Keeps a text for whoever looks on, as far as there is room.
    fn show(&mut self, here: Here<'_>, text: Register) -> Step {
        let bytes = self.memory.vector_bytes(here.at(text)?)?;
        let size = bytes.len();
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.charge_bytes(size)?;
        let shown: usize = self.lists.printed.iter().map(String::len).sum();
        let is_full = self.limits.events <= self.lists.printed.len();
        if !is_full && shown.saturating_add(size) <= self.limits.event_bytes {
            self.lists.printed.push(text);
        }
        Ok(())
    }

    fn emit(&mut self, at: Pointer, layout: &Arc<Layout>) -> Step {
        self.events.add(self.memory, at, layout)?;
        let is_full = self.limits.events < self.events.len();
        if is_full || self.limits.event_bytes < self.events.bytes().len() {
            return Err(Cause::LimitReached(Limit::Events));
        }
        Ok(())
    }
}
