//! Vectors. Whoever goes through a mutable reference to one counts as changing it.

use std::sync::Arc;

use vm_bytecode::Register;
use vm_layout::{Fault, Layout, Pointer, Shape, Source, VECTOR_BYTES};

use super::records::Touch;
use super::{Run, Step};
use crate::instance::Here;
use crate::outcome::Cause;

impl Run<'_> {
    pub(super) fn vector_pack(&mut self, here: Here<'_>, to: Register, from: &[Register]) -> Step {
        let element = here.layout(to)?.element().ok_or(Fault::Shape)?;
        let contents = self.memory.vector_pack(here.at(to)?, element, from.len())?;
        for (index, register) in from.iter().enumerate() {
            let to = contents.offset(index * element.size());
            self.memory.move_bytes(here.at(*register)?, to, element.size())?;
        }
        Ok(())
    }

    pub(super) fn vector_unpack(
        &mut self,
        here: Here<'_>,
        to: &[Register],
        from: Register,
    ) -> Step {
        let element = here.layout(from)?.element().ok_or(Fault::Shape)?;
        let header = self.memory.header(here.at(from)?)?;
        if header.length != to.len() as u64 {
            return Err(Cause::ElementCount);
        }
        for (index, register) in to.iter().enumerate() {
            let from = header.contents.offset(index * element.size());
            self.memory.move_bytes(from, here.at(*register)?, element.size())?;
        }
        Ok(())
    }

    pub(super) fn vector_length(&mut self, here: Here<'_>, to: Register, vector: Register) -> Step {
        let (at, _) = self.vector_behind(here, vector, Touch::Read)?;
        let length = self.memory.header(at)?.length;
        Ok(self.memory.write(here.at(to)?, &length.to_le_bytes())?)
    }

    pub(super) fn vector_borrow(
        &mut self,
        here: Here<'_>,
        to: Register,
        vector: Register,
        index: Register,
    ) -> Step {
        let is_mutable =
            matches!(here.layout(to)?.shape(), Shape::Reference { is_mutable: true, .. });
        let touch = if is_mutable { Touch::Change } else { Touch::Read };
        let (at, element) = self.vector_behind(here, vector, touch)?;
        let index = self.u64(here, index)?;
        let element = self.memory.vector_element(at, element, index)?;
        self.set_pointer(here, to, element.ok_or(Cause::NoElement)?)
    }

    pub(super) fn vector_push(&mut self, here: Here<'_>, vector: Register, from: Register) -> Step {
        let (at, element) = self.vector_behind(here, vector, Touch::Change)?;
        Ok(self.memory.vector_push(at, element, here.at(from)?)?)
    }

    pub(super) fn vector_pop(&mut self, here: Here<'_>, to: Register, vector: Register) -> Step {
        let (at, element) = self.vector_behind(here, vector, Touch::Change)?;
        let is_popped = self.memory.vector_pop(at, element, here.at(to)?)?;
        if is_popped { Ok(()) } else { Err(Cause::NoElement) }
    }

    pub(super) fn vector_swap(
        &mut self,
        here: Here<'_>,
        vector: Register,
        left: Register,
        right: Register,
    ) -> Step {
        let (at, element) = self.vector_behind(here, vector, Touch::Change)?;
        let (left, right) = (self.u64(here, left)?, self.u64(here, right)?);
        let is_swapped = self.memory.vector_swap(at, element, left, right)?;
        if is_swapped { Ok(()) } else { Err(Cause::NoElement) }
    }

    /// The vector behind a reference, touched, and the layout of its elements.
    fn vector_behind<'i>(
        &mut self,
        here: Here<'i>,
        reference: Register,
        touch: Touch,
    ) -> Step<(Pointer, &'i Arc<Layout>)> {
        let element = here.referent(reference)?.element().ok_or(Fault::Shape)?;
        let at = self.pointer(here, reference)?;
        self.touch(at, VECTOR_BYTES, touch)?;
        Ok((at, element))
    }
}
