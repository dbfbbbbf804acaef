//! Items of tables.

use std::sync::Arc;

use smallvec::SmallVec;
use vm_access::AccountAddress;
use vm_bytecode::{Native, Register};
use vm_layout::{Fault, Layout, Pointer, RecordIndex, Source, to_bcs};

use super::records::Touch;
use super::{Run, Step};
use crate::host::RecordKey;
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

/// Where a table is.
#[derive(Clone, Copy, Debug)]
pub struct TablePlace {
    /// The address of its handle.
    pub at: Pointer,
    /// The record that the reference to it leads into, if it leads into one.
    pub within: Option<RecordIndex>,
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
        let index = self.open_item_in(here, types, table_and_key)?;
        self.put_record(index, types.value, here.at(from)?)
    }

    pub(super) fn table_remove(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        table_and_key: [Register; 2],
        to: Register,
    ) -> Step {
        let index = self.open_item_in(here, types, table_and_key)?;
        self.take_record(index, types.value, here.at(to)?)
    }

    pub(super) fn table_contains(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        table_and_key: [Register; 2],
        to: Register,
    ) -> Step {
        let index = self.open_item_in(here, types, table_and_key)?;
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
        let index = self.open_item_in(here, types, table_and_key)?;
        let at = self.borrow_record(index, is_mutable)?;
        self.set_pointer(here, to, at)
    }

    /// Whether the handle so many bytes into a record stays the same while its resource exists: looking at it is then no access
    /// beside that of the resource.
    fn is_fixed_handle(&self, (index, offset): (RecordIndex, usize)) -> bool {
        let layout = self.memory.record_layout(index);
        self.is_resource(index) && layout.is_some_and(|it| it.is_fixed_at(offset))
    }

    /// Does what [`Native::TableBorrow`] or [`Native::TableBorrowMut`] does with a table and the key at `key`, in which there are
    /// no vectors; charges for it. Where the item lies, and which of the records opened it is.
    ///
    /// # Errors
    ///
    /// If it aborts.
    pub fn borrow_item(
        &mut self,
        types: &[Arc<Layout>],
        (table, key): (TablePlace, Pointer),
        is_mutable: bool,
    ) -> Step<(Pointer, RecordIndex)> {
        let types = TableTypes::of(types)?;
        let native = if is_mutable { Native::TableBorrowMut } else { Native::TableBorrow };
        self.begin_native(native, types.key.size())?;
        let index = self.open_item(&types, table, key)?;
        Ok((self.borrow_record(index, is_mutable)?, index))
    }

    /// Does what [`Native::TableContains`] does, likewise.
    ///
    /// # Errors
    ///
    /// If it aborts.
    pub fn has_item(
        &mut self,
        types: &[Arc<Layout>],
        (table, key): (TablePlace, Pointer),
    ) -> Step<bool> {
        let types = TableTypes::of(types)?;
        self.begin_native(Native::TableContains, types.key.size())?;
        let index = self.open_item(&types, table, key)?;
        self.is_there(index)
    }

    fn open_item_in(
        &mut self,
        here: Here<'_>,
        types: &TableTypes<'_>,
        [table, key]: [Register; 2],
    ) -> Step<RecordIndex> {
        let at = self.pointer(here, table)?;
        let within = self.memory.record_at(at).map(|(index, _)| index);
        self.open_item(types, TablePlace { at, within }, here.at(key)?)
    }

    fn open_item(
        &mut self,
        types: &TableTypes<'_>,
        table: TablePlace,
        key: Pointer,
    ) -> Step<RecordIndex> {
        // Contents of vectors lie elsewhere: whoever reaches those has gone through the vector in the record.
        let within = table.within.and_then(|index| {
            let start = self.memory.place(index)?;
            let offset = usize::try_from(table.at.0.checked_sub(start.0)?).ok()?;
            (offset < self.memory.record_layout(index)?.size()).then_some((index, offset))
        });
        if let Some(within) = within.filter(|within| !self.is_fixed_handle(*within)) {
            self.touch_in(within, HANDLE_BYTES, Touch::Read)?;
        }
        let handle = match within {
            Some((index, offset)) => self.memory.bytes_of_record(index, offset, HANDLE_BYTES)?,
            None => self.memory.bytes(table.at, HANDLE_BYTES)?,
        };
        let handle = AccountAddress(handle.try_into().map_err(|_| Fault::Stray)?);
        if types.key.is_dense() {
            let key = self.memory.bytes(key, types.key.size())?;
            let sought = RecordKey::Item(types.key, handle, key);
            if let Some(index) = self.find_few(sought, types.value) {
                return Ok(index);
            }
            let key: SmallVec<[u8; 64]> = SmallVec::from_slice(key);
            return self.open_other(RecordKey::Item(types.key, handle, &key), types.value);
        }
        let mut bytes = Vec::new();
        to_bcs(self.memory, key, types.key, &mut bytes)?;
        self.open(RecordKey::Item(types.key, handle, &bytes), types.value)
    }
}
