//! Reference semantics of the instruction set, on flat layouts: the oracle of every other engine of code.
//!
//! A [`Call`] and a [`Host`] that opens records come in; an [`Execution`] goes out: how it ended and where, gas,
//! events, and what was read and written of each record, with its value afterwards.
//!
//! # How it works
//!
//! A function and its ground type arguments are resolved once, into an instance: registers become places in a frame,
//! names become callees and layouts. Running is a loop over instructions, one file for each family of them. Values lie
//! in a [`Memory`](vm_layout::Memory); a pointer into a record tells which component is touched, which is
//! checked against what the host permits:
//!
//! ```text
//!   Host::prepare (records that are known) ─┐
//!   Call ──▶ Interpreter ── frames ── instructions ──▶ Memory (values)
//!                                        └─ records ──▶ Host::open (image, permits), Host::close (what was done)
//! ```
//!
//! # Invariants
//!
//! - The outcome depends on the call, the program, the limits, and what the host gives: on no address, clock or order
//!   of hashing.
//! - An access that is not permitted has no effect and aborts the call.
//! - An aborted execution writes nothing.
//! - Unverified code ends as [`Cause::Unverified`], or as some value; never in a panic.
//!
//! # Not here
//!
//! Layouts and memory are in `vm-layout`; signatures, fees, versions and threads in `vm-runtime`. Who may call a
//! function from outside is checked there.
#![forbid(unsafe_code)]

mod host;
mod instance;
mod interpreter;
mod limits;
mod modules;
mod outcome;
mod run;
mod stops;
mod term;

pub use host::{Denied, Host, Opened, Opener, Permits, RecordKey, RecordName, Touched};
pub use instance::{Charge, FunctionTarget, Here, Instance, Instances, Target};
pub use interpreter::{Block, Call, CodeEngine, Detail, Interpreter, Origin};
pub use limits::Limits;
pub use modules::Modules;
pub use outcome::{
    Abort, ArithmeticError, Cause, Event, Events, Execution, Limit, Site, Status, Sum,
    TouchedRecord,
};
pub use run::{Bits, Checked, Entered, Locator, Notes, Run, Step, TablePlace, Touch, compute};
pub use term::operate;
