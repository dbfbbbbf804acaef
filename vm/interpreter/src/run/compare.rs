//! The order of two values of one type.

use std::cmp::Ordering;

use vm_access::Integer;
use vm_bytecode::Register;
use vm_layout::{Fault, FieldLayout, Layout, Pointer, Shape, Source, variant};

use super::records::Touch;
use super::{Run, Step};
use crate::instance::Here;

impl Run<'_> {
    pub(super) fn compare_values(
        &mut self,
        here: Here<'_>,
        [left, right]: [Register; 2],
        to: Register,
    ) -> Step {
        let layout = here.referent(left)?;
        let (left, right) = (self.pointer(here, left)?, self.pointer(here, right)?);
        self.touch(left, layout.size(), Touch::Read)?;
        self.touch(right, layout.size(), Touch::Read)?;
        let order: u8 = match compare(&*self.memory, left, right, layout)? {
            Ordering::Less => 0,
            Ordering::Equal => 1,
            Ordering::Greater => 2,
        };
        Ok(self.memory.write(here.at(to)?, &[order])?)
    }
}

/// Integers as numbers, addresses and vectors from the front, structs field by field, variants in order of declaration.
fn compare(
    source: &impl Source,
    left: Pointer,
    right: Pointer,
    layout: &Layout,
) -> Result<Ordering, Fault> {
    let size = layout.size();
    match layout.shape() {
        Shape::Bool | Shape::Address | Shape::Signer => {
            Ok(source.bytes(left, size)?.cmp(source.bytes(right, size)?))
        }
        Shape::Integer(ty) => {
            let (left, right) = (source.bytes(left, size)?, source.bytes(right, size)?);
            Ok(Integer::from_le_slice(left, *ty).cmp(&Integer::from_le_slice(right, *ty)))
        }
        Shape::Vector(element) => compare_vectors(source, left, right, element),
        Shape::Struct(fields) => compare_fields(source, left, right, fields),
        Shape::Enum(variants) => {
            let (left_tag, fields) = variant(source, left, variants)?;
            let (right_tag, _) = variant(source, right, variants)?;
            match left_tag.cmp(&right_tag) {
                Ordering::Equal => compare_fields(source, left, right, fields),
                other @ (Ordering::Less | Ordering::Greater) => Ok(other),
            }
        }
        Shape::Reference { .. } => Err(Fault::Shape),
    }
}

fn compare_fields(
    source: &impl Source,
    left: Pointer,
    right: Pointer,
    fields: &[FieldLayout],
) -> Result<Ordering, Fault> {
    for field in fields {
        let (left, right) = (left.offset(field.offset), right.offset(field.offset));
        let order = compare(source, left, right, &field.layout)?;
        if order != Ordering::Equal {
            return Ok(order);
        }
    }
    Ok(Ordering::Equal)
}

fn compare_vectors(
    source: &impl Source,
    left: Pointer,
    right: Pointer,
    element: &Layout,
) -> Result<Ordering, Fault> {
    let (left, right) = (source.header(left)?, source.header(right)?);
    let (mut at_left, mut at_right) = (left.contents, right.contents);
    for _ in 0..left.length.min(right.length) {
        let order = compare(source, at_left, at_right, element)?;
        if order != Ordering::Equal {
            return Ok(order);
        }
        (at_left, at_right) = (at_left.offset(element.size()), at_right.offset(element.size()));
    }
    Ok(left.length.cmp(&right.length))
}
