//! Constants, moves, copies, structs.

use vm_bytecode::{ConstantId, Register};
use vm_layout::Fault;

use super::{Run, Step};
use crate::instance::Here;

impl Run<'_> {
    pub(super) fn constant(&mut self, here: Here<'_>, to: Register, id: ConstantId) -> Step {
        let image = here.instance.constant(id)?;
        Ok(self.memory.load(image, here.at(to)?)?)
    }

    pub(super) fn move_value(&mut self, here: Here<'_>, to: Register, from: Register) -> Step {
        let size = here.layout(from)?.size();
        Ok(self.memory.move_bytes(here.at(from)?, here.at(to)?, size)?)
    }

    pub(super) fn copy(&mut self, here: Here<'_>, to: Register, from: Register) -> Step {
        Ok(self.memory.copy_value(here.at(from)?, here.at(to)?, here.layout(from)?)?)
    }

    pub(super) fn pack(&mut self, here: Here<'_>, to: Register, fields: &[Register]) -> Step {
        let (at, layout) = (here.at(to)?, here.layout(to)?);
        if layout.fields().len() != fields.len() {
            return Err(Fault::Shape.into());
        }
        for (field, register) in layout.fields().iter().zip(fields) {
            let to = at.offset(field.offset);
            self.memory.move_bytes(here.at(*register)?, to, field.layout.size())?;
        }
        Ok(())
    }

    pub(super) fn unpack(&mut self, here: Here<'_>, to: &[Register], from: Register) -> Step {
        let (at, layout) = (here.at(from)?, here.layout(from)?);
        if layout.fields().len() != to.len() {
            return Err(Fault::Shape.into());
        }
        for (field, register) in layout.fields().iter().zip(to) {
            let from = at.offset(field.offset);
            self.memory.move_bytes(from, here.at(*register)?, field.layout.size())?;
        }
        Ok(())
    }
}
