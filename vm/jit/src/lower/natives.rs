//! Natives that code calls often: helpers of their own take their operands where they are. All others go by way of the
//! interpreter.

use std::sync::Arc;

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value};
use vm_bytecode::{Instruction, Native, Register, gas};
use vm_layout::Layout;

use super::{Lowered, Lowering, NotLowered};
use crate::helpers;

/// Bytes of an address, which is all there is of a signer.
const ADDRESS_BYTES: usize = 32;

impl Lowering<'_, '_> {
    pub(super) fn native(
        &mut self,
        (native, types): (Native, &[Arc<Layout>]),
        instruction: &Instruction,
        to: &[Register],
        arguments: &[Register],
    ) -> Lowered {
        use Native as N;
        let keys_are_plain = types.first().is_some_and(|key| !key.has_vectors());
        match (native, arguments, to) {
            (N::SignerBorrowAddress | N::CreateSigner, [from], [to]) => {
                self.charge(cost(native, ADDRESS_BYTES));
                self.move_value(*to, *from)
            }
            (N::EventEmit, [from], []) if !self.layout(*from)?.has_vectors() => self.emit(*from),
            (N::TableBorrow | N::TableBorrowMut, [table, key], [to]) if keys_are_plain => {
                self.borrow_item((native, types), (*table, *key), *to)
            }
            (N::TableBorrow | N::TableBorrowMut, _, [to]) => self.borrow_record(instruction, *to),
            (N::TableContains, [table, key], [to]) if keys_are_plain => {
                self.has_item(types, (*table, *key), *to)
            }
            _ => self.interpret(instruction),
        }
    }

    fn emit(&mut self, from: Register) -> Lowered {
        self.spill(&[from])?;
        let instance = Arc::clone(&self.scope.instance);
        let (_, layout) = instance.slot(from).ok_or(NotLowered)?;
        let cost = cost(Native::EventEmit, layout.size());
        let layout = self.address_of(layout);
        let (site, frame) = (self.site(), self.own_frame());
        let (at, gas) = (self.slot_address(from)?, self.gas());
        let arguments = [self.context, site, frame, at, layout, gas];
        self.help_or_fail(helpers::emit as *const u8, &arguments, cost)?;
        Ok(())
    }

    fn borrow_item(
        &mut self,
        (native, types): (Native, &[Arc<Layout>]),
        operands: (Register, Register),
        to: Register,
    ) -> Lowered {
        let function = if native == Native::TableBorrowMut {
            helpers::borrow_item::<true> as *const u8
        } else {
            helpers::borrow_item::<false> as *const u8
        };
        let at = self.help_with_item(function, (native, types), operands)?;
        self.set_borrowed(to, at)
    }

    fn has_item(
        &mut self,
        types: &[Arc<Layout>],
        operands: (Register, Register),
        to: Register,
    ) -> Lowered {
        let of = (Native::TableContains, types);
        let answer = self.help_with_item(helpers::has_item as *const u8, of, operands)?;
        let is_there = self.b.ins().icmp_imm_s(IntCC::Equal, answer, 2);
        self.set(to, is_there)
    }

    /// Calls a helper with a table and a key.
    fn help_with_item(
        &mut self,
        function: *const u8,
        (native, types): (Native, &[Arc<Layout>]),
        (table, key): (Register, Register),
    ) -> Lowered<Value> {
        let types: &[Arc<Layout>; 2] = types.try_into().map_err(|_| NotLowered)?;
        let [key_layout, _] = types;
        let cost = cost(native, key_layout.size());
        self.known.headers.clear();
        self.spill(&[key])?;
        let types = self.address_of(types);
        let (site, frame) = (self.site(), self.own_frame());
        let ([table, record, _], _) = self.reference(table)?;
        let (key, gas) = (self.slot_address(key)?, self.gas());
        let arguments = [self.context, site, frame, types, table, record, key, gas];
        self.help_or_fail(function, &arguments, cost)
    }

    /// Calls a helper that takes so much gas, or gives 0 if it has aborted.
    fn help_or_fail(
        &mut self,
        function: *const u8,
        arguments: &[Value],
        cost: u64,
    ) -> Lowered<Value> {
        let answer = self.help(function, arguments, true).ok_or(NotLowered)?;
        let has_failed = self.b.ins().icmp_imm_s(IntCC::Equal, answer, 0);
        self.branch_off(has_failed, self.scope.failed);
        self.take_known(cost);
        Ok(answer)
    }
}

/// What a native costs whose arguments but for tables take so many bytes.
fn cost(native: Native, bytes: usize) -> u64 {
    gas::native_cost(native).saturating_add((bytes as u64).saturating_mul(gas::PER_BYTE))
}
