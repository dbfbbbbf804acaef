//! Reference semantics of the instruction set, on flat layouts.
//!
//! A call with its arguments and a [`Host`] that opens records come in; an [`Execution`] goes out.
#![forbid(unsafe_code)]

mod host;
mod limits;
mod outcome;

pub use host::{Denied, Host, Opened, Permits};
pub use limits::Limits;
pub use outcome::{
    Abort, ArithmeticError, Cause, Event, Execution, Limit, Site, Status, TouchedRecord,
};
