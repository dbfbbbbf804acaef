//! What machine code and the functions that help it have in common while a call is at work.

use std::mem::{MaybeUninit, offset_of};
use std::sync::Arc;

use vm_bytecode::CodePoint;
use vm_interpreter::{Abort, Cause, Instance, Locator, Notes, Run, Site};

use crate::abi::PASSED_MAX;
use crate::code::Jit;

/// A call at work. Machine code has its address and reads the first fields.
#[repr(C)]
pub(crate) struct Context<'c, 'r> {
    /// What was done with the records opened so far.
    pub(crate) notes: *mut Notes,
    /// What finds them: the first one, and the end of the last.
    pub(crate) locators: [*const Locator; 2],
    /// Where the room for frames ends.
    pub(crate) frames_end: u64,
    /// The record that the last borrow of one led into, counted from 1.
    pub(crate) record: u64,
    /// Record and part of references that are handed over in frames, by position among the arguments or results.
    pub(crate) parts: [MaybeUninit<[u64; 2]>; PASSED_MAX],
    pub(crate) run: &'c mut Run<'r>,
    pub(crate) jit: &'c Jit,
    /// Why the call has aborted.
    pub(crate) abort: Option<Abort>,
}

/// Bytes from the start of a context to its fields.
pub(crate) const NOTES: i32 = offset_of!(Context<'_, '_>, notes) as i32;
pub(crate) const LOCATORS: i32 = offset_of!(Context<'_, '_>, locators) as i32;
pub(crate) const FRAMES_END: i32 = offset_of!(Context<'_, '_>, frames_end) as i32;
pub(crate) const RECORD: i32 = offset_of!(Context<'_, '_>, record) as i32;
pub(crate) const PARTS: i32 = offset_of!(Context<'_, '_>, parts) as i32;

impl<'c, 'r> Context<'c, 'r> {
    pub(crate) fn new(run: &'c mut Run<'r>, jit: &'c Jit) -> Self {
        let frames_end = run.memory().frames_end().0;
        let notes = run.notes().as_mut_ptr();
        let locators = ends(run);
        let parts = [const { MaybeUninit::uninit() }; PASSED_MAX];
        Self { notes, locators, frames_end, record: 0, parts, run, jit, abort: None }
    }

    /// Hands over so many references to what is in no record.
    pub(crate) fn pass_local(&mut self, count: usize) {
        self.parts.iter_mut().take(count).for_each(|part| {
            part.write([0, 0]);
        });
    }

    /// Notes that the call has aborted at `site`.
    pub(crate) fn stop(&mut self, site: &CodeSite, cause: Cause) {
        self.abort = Some(Abort { cause, site: Some(site.site()), callers: Vec::new() });
    }

    /// Notes that the abort has come through the call at `site`.
    pub(crate) fn unwind(&mut self, site: &CodeSite) {
        if let Some(abort) = &mut self.abort {
            abort.callers.push(site.site());
        }
    }

    /// Takes the addresses of notes and locators anew: a record that is opened may move them.
    pub(crate) fn refresh(&mut self) {
        self.notes = self.run.notes().as_mut_ptr();
        self.locators = ends(self.run);
    }
}

fn ends(run: &Run<'_>) -> [*const Locator; 2] {
    let range = run.locators().as_ptr_range();
    [range.start, range.end]
}

/// An instruction of a compiled function. Machine code has its address.
#[derive(Debug)]
pub(crate) struct CodeSite {
    pub(crate) instance: Arc<Instance>,
    pub(crate) point: CodePoint,
}

impl CodeSite {
    fn site(&self) -> Site {
        Site { function: self.instance.name().clone(), point: self.point }
    }
}
