//! Values as text, as `string_utils` shows them.

use std::fmt::Write as _;

use vm_access::{AccountAddress, StructType, Type};
use vm_bytecode::{Field, Register};
use vm_layout::{Fault, FieldLayout, Layout, Pointer, Shape, Source, variant};

use super::records::Touch;
use super::{Run, Step};
use crate::instance::Here;
use crate::outcome::{Cause, Limit};

/// Bytes that one text may have.
const TEXT_BYTES_MAX: usize = 1 << 16;

/// How values are written, from bits of one byte.
#[derive(Clone, Copy)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "four choices that have nothing to do with each other"
)]
struct Style {
    /// Structs with module and type arguments.
    has_types: bool,
    /// Addresses with all their digits.
    has_long_addresses: bool,
    /// Everything on one line.
    is_single_line: bool,
    /// Integers with their types.
    has_integer_types: bool,
}

impl Style {
    fn from_bits(bits: u8) -> Self {
        Self {
            has_types: bits & 1 != 0,
            has_long_addresses: bits & 2 != 0,
            is_single_line: bits & 4 != 0,
            has_integer_types: bits & 8 != 0,
        }
    }
}

impl Run<'_> {
    pub(super) fn format(
        &mut self,
        here: Here<'_>,
        value: Register,
        how: Register,
        to: Register,
    ) -> Step {
        let layout = here.referent(value)?;
        let at = self.pointer(here, value)?;
        self.touch(at, layout.size(), Touch::Read)?;
        let [bits] = self.memory.array(here.at(how)?)?;
        let mut writer = Writer { run: &*self, style: Style::from_bits(bits), text: String::new() };
        writer.value(at, layout, 0)?;
        let text = writer.text;
        self.charge_bytes(text.len())?;
        Ok(self.memory.vector_of_bytes(here.at(to)?, text.as_bytes())?)
    }
}

struct Writer<'w, 'r> {
    run: &'w Run<'r>,
    style: Style,
    text: String,
}

impl Writer<'_, '_> {
    fn value(&mut self, at: Pointer, layout: &Layout, depth: usize) -> Step {
        if TEXT_BYTES_MAX < self.text.len() {
            return Err(Cause::LimitReached(Limit::Memory));
        }
        match layout.shape() {
            Shape::Bool => {
                let [byte] = self.run.memory.array(at)?;
                self.text.push_str(if byte == 0 { "false" } else { "true" });
            }
            Shape::Integer(_) => {
                self.integer(at, layout)?;
            }
            Shape::Address => self.address("@", at, "")?,
            Shape::Signer => self.address("signer(@", at, ")")?,
            Shape::Vector(element) => self.vector(at, element, depth)?,
            Shape::Struct(fields) => self.structure(at, layout.ty(), fields, depth)?,
            Shape::Enum(variants) => {
                let (tag, fields) = variant(&*self.run.memory, at, variants)?;
                self.variant(at, layout.ty(), usize::from(tag), fields, depth)?;
            }
            Shape::Reference { .. } => return Err(Fault::Shape.into()),
        }
        Ok(())
    }

    fn integer(&mut self, at: Pointer, layout: &Layout) -> Step {
        self.text.push_str(&self.run.integer(at, layout)?.to_string());
        if self.style.has_integer_types {
            self.text.push_str(&layout.ty().to_string());
        }
        Ok(())
    }

    fn address(&mut self, before: &str, at: Pointer, after: &str) -> Step {
        let address = AccountAddress(self.run.memory.array(at)?);
        self.text.push_str(before);
        if self.style.has_long_addresses {
            self.text.push_str("0x");
            self.hex(&address.0);
        } else {
            self.text.push_str(&address.to_string());
        }
        self.text.push_str(after);
        Ok(())
    }

    fn hex(&mut self, bytes: &[u8]) {
        for byte in bytes {
            write!(self.text, "{byte:02x}").expect("writing to a string never fails");
        }
    }

    fn vector(&mut self, at: Pointer, element: &Layout, depth: usize) -> Step {
        let header = self.run.memory.header(at)?;
        if element.is_byte() {
            self.text.push_str("0x");
            let bytes = self.run.memory.vector_bytes(at)?;
            if TEXT_BYTES_MAX < bytes.len() {
                return Err(Cause::LimitReached(Limit::Memory));
            }
            self.hex(bytes);
            return Ok(());
        }
        self.text.push('[');
        for index in 0..header.length {
            self.separate(index == 0, depth);
            let at = self.run.memory.vector_element(at, element, index)?.ok_or(Fault::Shape)?;
            self.value(at, element, depth + 1)?;
        }
        self.close(header.length == 0, depth);
        self.text.push(']');
        Ok(())
    }

    fn structure(&mut self, at: Pointer, ty: &Type, fields: &[FieldLayout], depth: usize) -> Step {
        let Type::Struct(ty) = ty else { return Err(Fault::Shape.into()) };
        if let ([field], true) = (fields, is_of_library(ty, "string", "String")) {
            return self.string(at.offset(field.offset));
        }
        if let ([field], true) = (fields, is_of_library(ty, "option", "Option")) {
            return self.option(at.offset(field.offset), &field.layout, depth);
        }
        let definition = self.run.linked.modules.module(&ty.module);
        let definition = definition.and_then(|module| module.structure(&ty.name));
        let names = definition.map_or(&[][..], |definition| &definition.fields);
        let name = if self.style.has_types { ty.to_string() } else { ty.name.to_string() };
        self.text.push_str(&name);
        self.fields(at, names, fields, depth)
    }

    fn variant(
        &mut self,
        at: Pointer,
        ty: &Type,
        tag: usize,
        fields: &[FieldLayout],
        depth: usize,
    ) -> Step {
        let Type::Struct(ty) = ty else { return Err(Fault::Shape.into()) };
        let definition = self.run.linked.modules.module(&ty.module);
        let definition = definition.and_then(|module| module.structure(&ty.name));
        let own = definition.and_then(|definition| definition.variants.get(tag));
        let own = own.ok_or(Fault::Shape)?;
        if self.style.has_types {
            self.text.push_str(&ty.to_string());
            self.text.push_str("::");
        }
        self.text.push_str(own.name.as_str());
        self.fields(at, &own.fields, fields, depth)
    }

    fn fields(
        &mut self,
        at: Pointer,
        names: &[Field],
        fields: &[FieldLayout],
        depth: usize,
    ) -> Step {
        self.text.push_str(" {");
        for (index, field) in fields.iter().enumerate() {
            self.separate(index == 0, depth);
            if let Some(own) = names.get(index) {
                self.text.push_str(own.name.as_str());
                self.text.push_str(": ");
            }
            self.value(at.offset(field.offset), &field.layout, depth + 1)?;
        }
        self.close(fields.is_empty(), depth);
        self.text.push('}');
        Ok(())
    }

    fn string(&mut self, at: Pointer) -> Step {
        let text = String::from_utf8_lossy(self.run.memory.vector_bytes(at)?);
        let escaped = text.replace('"', "\\\"");
        self.text.push('"');
        self.text.push_str(&escaped);
        self.text.push('"');
        Ok(())
    }

    fn option(&mut self, at: Pointer, layout: &Layout, depth: usize) -> Step {
        let element = layout.element().ok_or(Fault::Shape)?;
        match self.run.memory.vector_element(at, element, 0)? {
            None => self.text.push_str("None"),
            Some(at) => {
                self.text.push_str("Some(");
                self.value(at, element, depth)?;
                self.text.push(')');
            }
        }
        Ok(())
    }

    /// What stands before an element: a comma unless it is the first, a space or a new line.
    fn separate(&mut self, is_first: bool, depth: usize) {
        if !is_first {
            self.text.push(',');
        }
        self.space(depth + 1);
    }

    /// What stands before the closing bracket.
    fn close(&mut self, is_empty: bool, depth: usize) {
        if !is_empty {
            self.space(depth);
        }
    }

    fn space(&mut self, depth: usize) {
        if self.style.is_single_line {
            self.text.push(' ');
            return;
        }
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", depth));
    }
}

/// Whether the type is this one of the library's.
fn is_of_library(ty: &StructType, module: &str, name: &str) -> bool {
    ty.module.address == AccountAddress::ONE
        && ty.module.name.as_str() == module
        && ty.name.as_str() == name
}
