//! Enums: building variants, taking them apart, telling them apart, borrowing from them.

use vm_bytecode::{FieldId, Register, VariantId, WRONG_VARIANT};
use vm_layout::{Fault, FieldLayout, Layout, Pointer, variant};

use super::records::Touch;
use super::{Run, Step};
use crate::instance::Here;
use crate::outcome::Cause;

/// Bytes of the number of a variant, which comes first.
const TAG_BYTES: usize = 1;

impl Run<'_> {
    pub(super) fn pack_variant(
        &mut self,
        here: Here<'_>,
        to: Register,
        variant: VariantId,
        fields: &[Register],
    ) -> Step {
        let (at, layouts) = (here.at(to)?, fields_of(here.layout(to)?, variant)?);
        if layouts.len() != fields.len() {
            return Err(Fault::Shape.into());
        }
        let tag = u8::try_from(variant.index()).map_err(|_| Fault::Shape)?;
        // `to` may hold nothing, but it is no field: those lie in registers of their own.
        self.memory.write(at, &[tag])?;
        for (field, register) in layouts.iter().zip(fields) {
            let to = at.offset(field.offset);
            self.memory.move_bytes(here.at(*register)?, to, field.layout.size())?;
        }
        Ok(())
    }

    pub(super) fn unpack_variant(
        &mut self,
        here: Here<'_>,
        to: &[Register],
        from: Register,
        variant: VariantId,
    ) -> Step {
        let (at, layout) = (here.at(from)?, here.layout(from)?);
        let fields = fields_of(layout, variant)?;
        if fields.len() != to.len() {
            return Err(Fault::Shape.into());
        }
        self.expect(at, layout, variant)?;
        for (field, register) in fields.iter().zip(to) {
            let from = at.offset(field.offset);
            self.memory.move_bytes(from, here.at(*register)?, field.layout.size())?;
        }
        Ok(())
    }

    pub(super) fn test_variant(
        &mut self,
        here: Here<'_>,
        to: Register,
        reference: Register,
        variant: VariantId,
    ) -> Step {
        let layout = here.referent(reference)?;
        let at = self.pointer(here, reference)?;
        self.touch(at, TAG_BYTES, Touch::Read)?;
        let is_it = self.is_variant(at, layout, variant)?;
        self.set_bool(here, to, is_it)
    }

    pub(super) fn borrow_variant_field(
        &mut self,
        here: Here<'_>,
        to: Register,
        reference: Register,
        (variant, field): (VariantId, FieldId),
    ) -> Step {
        let layout = here.referent(reference)?;
        let field = fields_of(layout, variant)?.get(field.index()).ok_or(Fault::Shape)?;
        let at = self.pointer(here, reference)?;
        self.touch(at, TAG_BYTES, Touch::Read)?;
        self.expect(at, layout, variant)?;
        self.set_pointer(here, to, at.offset(field.offset))
    }

    fn is_variant(&self, at: Pointer, layout: &Layout, id: VariantId) -> Step<bool> {
        let (tag, _) = variant(&*self.memory, at, layout.variants())?;
        Ok(usize::from(tag) == id.index())
    }

    /// Aborts unless the enum at `at` is this variant.
    fn expect(&self, at: Pointer, layout: &Layout, variant: VariantId) -> Step {
        if self.is_variant(at, layout, variant)? {
            return Ok(());
        }
        Err(Cause::Code { code: WRONG_VARIANT, name: None })
    }
}

fn fields_of(layout: &Layout, variant: VariantId) -> Result<&[FieldLayout], Fault> {
    layout.variants().get(variant.index()).map(Vec::as_slice).ok_or(Fault::Shape)
}
