//! Enums: building variants, taking them apart, telling them apart, borrowing from them.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use vm_access::Component;
use vm_bytecode::{FieldId, Register, VariantId};
use vm_interpreter::Touch;
use vm_layout::Layout;

use super::{Lowered, Lowering, NotLowered, plain};
use crate::helpers::Stop;

/// Bytes of the number of a variant, which comes first.
const TAG_BYTES: usize = 1;

impl Lowering<'_, '_> {
    pub(super) fn pack_variant(
        &mut self,
        to: Register,
        variant: VariantId,
        fields: &[Register],
    ) -> Lowered {
        let offsets = offsets(self.layout(to)?, variant)?;
        let at = self.slot_address(to)?;
        let tag = self.b.ins().iconst(types::I8, tag(variant)?);
        self.b.ins().store(plain(), tag, at, 0);
        self.pack_at(at, &offsets, fields)
    }

    pub(super) fn unpack_variant(
        &mut self,
        to: &[Register],
        from: Register,
        variant: VariantId,
    ) -> Lowered {
        let offsets = offsets(self.layout(from)?, variant)?;
        let at = self.slot_address(from)?;
        self.expect_variant(at, variant)?;
        self.unpack_from(at, &offsets, to)
    }

    pub(super) fn test_variant(
        &mut self,
        to: Register,
        reference: Register,
        variant: VariantId,
    ) -> Lowered {
        let at = self.touch_tag(reference)?;
        let is_it = self.is_variant(at, variant)?;
        self.set(to, is_it)
    }

    pub(super) fn borrow_variant_field(
        &mut self,
        to: Register,
        reference: Register,
        (variant, field): (VariantId, FieldId),
    ) -> Lowered {
        let layout = self.referent(reference)?;
        let fields = layout.variants().get(variant.index()).ok_or(NotLowered)?;
        let own = fields.get(field.index()).ok_or(NotLowered)?;
        let at = self.touch_tag(reference)?;
        self.expect_variant(at, variant)?;
        // A record that is an enum is one component, of which this is a part.
        let of_root = Component::of_field(0).index();
        self.borrow_inside(to, reference, (&layout, own), of_root.into())
    }

    fn touch_tag(&mut self, reference: Register) -> Lowered<Value> {
        let layout = self.referent(reference)?;
        let behind = self.reference(reference)?;
        self.touch(behind, &layout, TAG_BYTES, Touch::Read);
        Ok(behind.0[0])
    }

    fn is_variant(&mut self, at: Value, variant: VariantId) -> Lowered<Value> {
        let found = self.b.ins().load(types::I8, plain(), at, 0);
        Ok(self.b.ins().icmp_imm_s(IntCC::Equal, found, tag(variant)?))
    }

    fn expect_variant(&mut self, at: Value, variant: VariantId) -> Lowered {
        let found = self.b.ins().load(types::I8, plain(), at, 0);
        let is_other = self.b.ins().icmp_imm_s(IntCC::NotEqual, found, tag(variant)?);
        self.stop_if(is_other, Stop::WrongVariant);
        Ok(())
    }
}

/// The number of a variant: fewer than 128.
fn tag(variant: VariantId) -> Lowered<i64> {
    i8::try_from(variant.index()).map(i64::from).map_err(|_| NotLowered)
}

fn offsets(layout: &Layout, variant: VariantId) -> Lowered<Vec<usize>> {
    let fields = layout.variants().get(variant.index()).ok_or(NotLowered)?;
    Ok(fields.iter().map(|field| field.offset).collect())
}
