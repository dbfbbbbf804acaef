//! References: borrowing locals and fields, reading and writing through them.

use vm_bytecode::{FieldId, Register};
use vm_layout::Fault;

use super::records::Touch;
use super::{Run, Step};
use crate::instance::Here;

impl Run<'_> {
    pub(super) fn borrow_local(&mut self, here: Here<'_>, to: Register, local: Register) -> Step {
        self.set_pointer(here, to, here.at(local)?)
    }

    pub(super) fn borrow_field(
        &mut self,
        here: Here<'_>,
        to: Register,
        reference: Register,
        field: FieldId,
    ) -> Step {
        let layout = here.referent(reference)?;
        let field = layout.fields().get(field.index()).ok_or(Fault::Shape)?;
        let at = self.pointer(here, reference)?.offset(field.offset);
        self.set_pointer(here, to, at)
    }

    pub(super) fn read(&mut self, here: Here<'_>, to: Register, reference: Register) -> Step {
        let layout = here.referent(reference)?;
        let at = self.pointer(here, reference)?;
        self.touch(at, layout.size(), Touch::Read)?;
        Ok(self.memory.copy_value(at, here.at(to)?, layout)?)
    }

    pub(super) fn write(&mut self, here: Here<'_>, reference: Register, from: Register) -> Step {
        let size = here.referent(reference)?.size();
        let at = self.pointer(here, reference)?;
        self.touch(at, size, Touch::Write)?;
        Ok(self.memory.move_bytes(here.at(from)?, at, size)?)
    }
}
