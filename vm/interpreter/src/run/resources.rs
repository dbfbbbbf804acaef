//! Resources in global storage.

use std::sync::Arc;

use vm_access::{AccountAddress, Component, ComponentSet};
use vm_bytecode::{Register, TypeId};
use vm_layout::{Fault, Layout, Pointer, RecordIndex, Shape, Source};

use super::{Run, Step};
use crate::host::RecordKey;
use crate::instance::Here;
use crate::outcome::Cause;

impl Run<'_> {
    pub(super) fn borrow_global(
        &mut self,
        here: Here<'_>,
        to: Register,
        address: Register,
    ) -> Step {
        let Shape::Reference { is_mutable, to: layout } = here.layout(to)?.shape() else {
            return Err(Fault::Shape.into());
        };
        let address = self.address(here.at(address)?)?;
        let (at, _) = self.borrow_resource(layout, address, *is_mutable)?;
        self.set_pointer(here, to, at)
    }

    /// Borrows the resource of a type at an address: where it lies, and which of the records opened it is.
    ///
    /// # Errors
    ///
    /// If it is not there, or may not be touched.
    pub fn borrow_resource(
        &mut self,
        layout: &Arc<Layout>,
        address: AccountAddress,
        is_mutable: bool,
    ) -> Step<(Pointer, RecordIndex)> {
        let index = self.open_resource(layout, address)?;
        Ok((self.borrow_record(index, is_mutable)?, index))
    }

    /// Whether there is a resource of a type at an address.
    ///
    /// # Errors
    ///
    /// If it may not be asked.
    pub fn has_resource(&mut self, layout: &Arc<Layout>, address: AccountAddress) -> Step<bool> {
        let index = self.open_resource(layout, address)?;
        self.is_there(index)
    }

    pub(super) fn exists(
        &mut self,
        here: Here<'_>,
        to: Register,
        resource: TypeId,
        address: Register,
    ) -> Step {
        let layout = here.instance.resource(resource)?;
        let address = self.address(here.at(address)?)?;
        let is_there = self.has_resource(layout, address)?;
        self.set_bool(here, to, is_there)
    }

    pub(super) fn move_from(&mut self, here: Here<'_>, to: Register, address: Register) -> Step {
        let layout = here.layout(to)?;
        let address = self.address(here.at(address)?)?;
        let index = self.open_resource(layout, address)?;
        self.take_record(index, layout, here.at(to)?)
    }

    pub(super) fn move_to(&mut self, here: Here<'_>, signer: Register, from: Register) -> Step {
        let layout = here.layout(from)?;
        let signer = self.pointer(here, signer)?;
        let address = self.address(signer)?;
        let index = self.open_resource(layout, address)?;
        self.put_record(index, layout, here.at(from)?)
    }

    fn address(&self, at: Pointer) -> Step<AccountAddress> {
        Ok(AccountAddress(self.memory.array(at)?))
    }

    /// Opens the resource of a type at an address.
    fn open_resource(
        &mut self,
        layout: &Arc<Layout>,
        address: AccountAddress,
    ) -> Step<RecordIndex> {
        self.open(RecordKey::Resource(address), layout)
    }

    /// Whether the record is there: reads its existence.
    pub(super) fn is_there(&mut self, index: RecordIndex) -> Step<bool> {
        self.access(index, existence(), ComponentSet::NONE)?;
        Ok(self.memory.place(index).is_some())
    }

    /// Where the record lies, to be read or changed. The components touched later are noted then.
    pub(super) fn borrow_record(&mut self, index: RecordIndex, is_mutable: bool) -> Step<Pointer> {
        self.access(index, existence(), ComponentSet::NONE)?;
        let place = self.memory.place(index);
        let at = place.ok_or_else(|| Cause::NotThere(self.record_name(index)))?;
        if !is_mutable {
            return Ok(at);
        }
        if let Some(at) = self.memory.edited(index) {
            return Ok(at);
        }
        let at = self.memory.edit(index)?;
        self.lists.records.locate(index, self.memory);
        Ok(at)
    }

    /// Takes the record's value out.
    pub(super) fn take_record(&mut self, index: RecordIndex, layout: &Layout, to: Pointer) -> Step {
        if !self.is_there(index)? {
            return Err(Cause::NotThere(self.record_name(index)));
        }
        self.access(index, layout.components(), layout.components())?;
        self.memory.take(index, to)?;
        self.lists.records.locate(index, self.memory);
        Ok(())
    }

    /// Puts a value where there is none.
    pub(super) fn put_record(
        &mut self,
        index: RecordIndex,
        layout: &Layout,
        from: Pointer,
    ) -> Step {
        if self.is_there(index)? {
            return Err(Cause::AlreadyThere(self.record_name(index)));
        }
        self.access(index, existence(), layout.components())?;
        self.memory.put(index, from)?;
        self.lists.records.locate(index, self.memory);
        Ok(())
    }
}

fn existence() -> ComponentSet {
    [Component::EXISTENCE].into_iter().collect()
}
