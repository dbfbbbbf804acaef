//! Items of tables.

use std::sync::Arc;

use vm_access::AccountAddress;
use vm_bytecode::Register;
use vm_layout::{Fault, Layout, Pointer, RecordIndex, Source, to_bcs};

use super::records::{Sought, Touch};
use super::{Run, Step};
use crate::instance::Here;

/// Bytes of a table's handle, which is all there is of the value.
const HANDLE_BYTES: usize = 32;

/// Types of the keys and values of a table.
pub(super) struct TableTypes<'t> {
    key: &'t Arc<Layout>,
    value: &'t Arc<Layout>,
}

impl<'t> TableTypes<'t> {
    pub(super) fn of(types: &'t [Arc<Layout>]) -> Result<Self, Fault> {
        match types {
            [key, value] => Ok(Self { key, value }),
            _ => Err(Fault::Shape),
        }
    }
}

impl Run<'_> {
    pub(super) fn table_new(&mut self, here: Here<'_>, to: Register) -> Step {
        let handle = self.fresh_handle();
        if here.layout(to)?.size() != HANDLE_BYTES {
            return Err(Fault::Shape.into());
        }
        Ok(self.memory.write(here.at(to)?, &handle.0)?)
    }

    pub(super) fn table_add(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        table_and_key: [Register; 2],
        from: Register,
    ) -> Step {
        let index = self.open_item(here, types, table_and_key)?;
        self.put_record(index, types.value, here.at(from)?)
    }

    pub(super) fn table_remove(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        table_and_key: [Register; 2],
        to: Register,
    ) -> Step {
        let index = self.open_item(here, types, table_and_key)?;
        self.take_record(index, types.value, here.at(to)?)
    }

    pub(super) fn table_contains(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        table_and_key: [Register; 2],
        to: Register,
    ) -> Step {
        let index = self.open_item(here, types, table_and_key)?;
        let is_there = self.is_there(index)?;
        self.set_bool(here, to, is_there)
    }

    pub(super) fn table_borrow(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        table_and_key: [Register; 2],
        (to, is_mutable): (Register, bool),
    ) -> Step {
        let index = self.open_item(here, types, table_and_key)?;
        let at = self.borrow_record(index, is_mutable)?;
        self.set_pointer(here, to, at)
    }

    /// Whether the handle at `table` stays the same while its resource exists: looking at it is then no access beside
    /// that of the resource.
    fn is_fixed_handle(&self, table: Pointer) -> bool {
        self.memory.record_at(table).is_some_and(|(index, offset)| {
            let layout = self.memory.record_layout(index);
            self.is_resource(index) && layout.is_some_and(|it| it.is_fixed_at(offset, HANDLE_BYTES))
        })
    }

    fn open_item(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        [table, key]: [Register; 2],
    ) -> Step<RecordIndex> {
        let table = self.pointer(here, table)?;
        if !self.is_fixed_handle(table) {
            self.touch(table, HANDLE_BYTES, Touch::Read)?;
        }
        let handle = AccountAddress(self.memory.array(table)?);
        let mut key_bytes = Vec::new();
        to_bcs(self.memory, here.at(key)?, types.key, &mut key_bytes)?;
        let of = [types.key.ty(), types.value.ty()];
        self.open(Sought::Item(of, handle, &key_bytes), types.value)
    }
}
