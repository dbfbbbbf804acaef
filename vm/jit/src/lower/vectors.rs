//! Vectors. Whoever goes through a mutable reference to one counts as changing it.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use vm_bytecode::{Instruction, Register};
use vm_interpreter::Touch;
use vm_layout::{Layout, Shape, VECTOR_BYTES};

use super::flow::Header;
use super::gas::Gas;
use super::{Lowered, Lowering, NotLowered, plain};
use crate::helpers::Stop;

/// Where the three words of a header lie.
const CONTENTS: i32 = 0;
const LENGTH: i32 = 8;
const CAPACITY: i32 = 16;

/// Bytes of elements that are swapped by instructions of their own.
const SWAP_MAX: usize = 64;

impl Lowering<'_, '_> {
    pub(super) fn empty_vector(&mut self, to: Register) -> Lowered {
        let at = self.slot_address(to)?;
        self.known.headers.clear();
        let zero = self.word(0);
        for word in [CONTENTS, LENGTH, CAPACITY] {
            self.b.ins().store(plain(), zero, at, word);
        }
        Ok(())
    }

    pub(super) fn vector_unpack(&mut self, to: &[Register], from: Register) -> Lowered {
        let size = self.layout(from)?.element().ok_or(NotLowered)?.size();
        let at = self.slot_address(from)?;
        let length = self.b.ins().load(types::I64, plain(), at, LENGTH);
        let count = self.word(i64::try_from(to.len()).map_err(|_| NotLowered)?);
        let is_other = self.b.ins().icmp(IntCC::NotEqual, length, count);
        self.stop_if(is_other, Stop::ElementCount);
        let contents = self.b.ins().load(types::I64, plain(), at, CONTENTS);
        let offsets: Vec<_> = (0..to.len()).map(|index| index.saturating_mul(size)).collect();
        self.unpack_from(contents, &offsets, to)
    }

    pub(super) fn vector_length(&mut self, to: Register, vector: Register) -> Lowered {
        let (at, _) = self.touch_vector(vector, Touch::Read)?;
        let length = self.length(at);
        self.set(to, length)
    }

    pub(super) fn vector_borrow(
        &mut self,
        to: Register,
        vector: Register,
        index: Register,
    ) -> Lowered {
        let is_mutable =
            matches!(self.layout(to)?.shape(), Shape::Reference { is_mutable: true, .. });
        let touch = if is_mutable { Touch::Change } else { Touch::Read };
        let (at, size) = self.touch_vector(vector, touch)?;
        let index = self.get(index)?;
        let element = self.element(at, index, size)?;
        self.set_local_reference(to, element)
    }

    pub(super) fn vector_push(
        &mut self,
        vector: Register,
        from: Register,
        instruction: &Instruction,
    ) -> Lowered {
        let (at, size) = self.touch_vector(vector, Touch::Change)?;
        let length = self.length(at);
        let capacity = self.b.ins().load(types::I64, plain(), at, CAPACITY);
        let is_full = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, length, capacity);
        let [full, fits, done] = std::array::from_fn(|_| self.b.create_block());
        self.b.set_cold_block(full);
        let gas = self.b.append_block_param(done, types::I64);
        let before = self.gas();
        let contents = self.contents(at);
        self.b.ins().brif(is_full, full, &[], fits, &[]);
        self.b.seal_block(full);
        self.b.seal_block(fits);
        self.b.switch_to_block(full);
        self.interpret(instruction)?;
        let left = self.gas();
        self.b.ins().jump(done, &[left.into()]);
        self.b.switch_to_block(fits);
        let element = self.step_from(contents, length, size)?;
        self.store_at(from, element, 0)?;
        let length = self.b.ins().iadd_imm_s(length, 1);
        self.b.ins().store(plain(), length, at, LENGTH);
        self.b.ins().jump(done, &[before.into()]);
        self.b.seal_block(done);
        self.b.switch_to_block(done);
        self.gas = Gas::of(gas);
        self.known.headers.clear();
        Ok(())
    }

    pub(super) fn vector_pop(&mut self, to: Register, vector: Register) -> Lowered {
        let (at, size) = self.touch_vector(vector, Touch::Change)?;
        let length = self.length(at);
        let is_empty = self.b.ins().icmp_imm_s(IntCC::Equal, length, 0);
        self.stop_if(is_empty, Stop::NoElement);
        let length = self.b.ins().iadd_imm_s(length, -1);
        self.b.ins().store(plain(), length, at, LENGTH);
        let contents = self.contents(at);
        self.known.headers.clear();
        let element = self.step_from(contents, length, size)?;
        self.load_from(element, 0, to)
    }

    pub(super) fn vector_swap(
        &mut self,
        vector: Register,
        (left, right): (Register, Register),
        instruction: &Instruction,
    ) -> Lowered {
        let size = self.element_of(vector)?;
        if SWAP_MAX < size {
            return self.interpret(instruction);
        }
        let (at, size) = self.touch_vector(vector, Touch::Change)?;
        let (left, right) = (self.get(left)?, self.get(right)?);
        let (left, right) = (self.element(at, left, size)?, self.element(at, right, size)?);
        self.swap_bytes(left, right, size);
        if self.referent(vector)?.element().is_none_or(|it| it.has_vectors()) {
            self.known.headers.clear();
        }
        Ok(())
    }

    /// The address of the element at `index`, which must be there.
    fn element(&mut self, at: Value, index: Value, size: usize) -> Lowered<Value> {
        let length = self.length(at);
        let (below, length) = (self.same(index), self.same(length));
        if !self.known.below.iter().any(|it| (self.same(it.0), self.same(it.1)) == (below, length))
        {
            let is_beyond = self.b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, index, length);
            self.stop_if(is_beyond, Stop::NoElement);
            self.known.below.push((below, length));
        }
        let contents = self.contents(at);
        self.step_from(contents, index, size)
    }

    /// The address of the element at `index`, for which there is room.
    fn step_from(&mut self, contents: Value, index: Value, size: usize) -> Lowered<Value> {
        let size = i64::try_from(size).map_err(|_| NotLowered)?;
        let offset = self.b.ins().imul_imm_s(index, size);
        Ok(self.b.ins().iadd(contents, offset))
    }

    /// How many elements the vector has whose header lies at `at`.
    fn length(&mut self, at: Value) -> Value {
        if let Some(length) = self.header(at).length {
            return length;
        }
        let length = self.b.ins().load(types::I64, plain(), at, LENGTH);
        self.header(at).length = Some(length);
        length
    }

    /// Where the elements lie of the vector whose header lies at `at`.
    fn contents(&mut self, at: Value) -> Value {
        if let Some(contents) = self.header(at).contents {
            return contents;
        }
        let contents = self.b.ins().load(types::I64, plain(), at, CONTENTS);
        self.header(at).contents = Some(contents);
        contents
    }

    /// What has been loaded of the header at `at`, and holds. Whatever changes headers forgets it.
    fn header(&mut self, at: Value) -> &mut Header {
        let at = self.place(at);
        let headers = &mut self.known.headers;
        let position = headers.iter().position(|header| header.at == at);
        let position = position.unwrap_or_else(|| {
            headers.push(Header { at, contents: None, length: None });
            headers.len() - 1
        });
        &mut headers[position]
    }

    fn element_of(&self, vector: Register) -> Lowered<usize> {
        Ok(self.referent(vector)?.element().ok_or(NotLowered)?.size())
    }

    /// The address of the vector behind a reference, touched, and the size of its elements.
    fn touch_vector(&mut self, reference: Register, touch: Touch) -> Lowered<(Value, usize)> {
        let layout: std::sync::Arc<Layout> = self.referent(reference)?;
        let size = layout.element().ok_or(NotLowered)?.size();
        let behind = self.reference(reference)?;
        self.touch(behind, &layout, VECTOR_BYTES, touch);
        Ok((behind.0[0], size))
    }
}
