//! Executes batches of transactions: versions, engines and state put together.
//!
//! Takes a linked [`Machine`], the [`World`] before the batch and a [`Batch`]; gives a [`BatchOutcome`]: receipts, the
//! changes to state, the parallelism of the batch and the price of each declared clause.
//!
//! # How it works
//!
//! ```text
//!                          ┌─ records ─ slots ─┐
//!   footprints ─bind─▶ ────┤                   ├─ who waits for whom ─▶ workers over versions ─▶ changes, receipts
//!                          └─ places ─ chains ─┘                             ▲
//!                          guard (consensus footprint) ──────────────────────┘
//! ```
//!
//! Every transaction's footprint is bound to its arguments before it runs. The engine `certified` starts a
//! transaction once every earlier one that may write what it may read has ended; what it reads is then final, so it runs
//! once and is never validated. Its versions have slots of their own where all records follow from arguments, and are
//! in chains else. `optimistic` runs everything at once, and again where it has read what is no longer so. All engines enforce the declared footprint: an access outside it aborts that transaction alone.
//!
//! # Invariants
//!
//! - Every engine gives the receipts, gas, events and state root of the serial run, or [`execute_batch`] fails.
//! - Under `certified`, a transaction runs once, after all that it may depend on.
//!
//! # Not here
//!
//! What an instruction means is in `vm-interpreter`, what conflicts in `vm-scheduler`, who runs what when in `vm-workers`,
//! bytes on disk in `vm-state`.
#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "phases of a run are timed here")]

mod advance;
mod batch;
mod binding;
mod clauses;
mod deltas;
mod direct;
mod engine;
mod evaluator;
mod execution;
mod guard;
mod machine;
mod newest;
mod optimistic;
mod places;
mod precision;
mod report;
mod session;
mod slots;
mod unit_test;
mod versions;
mod watch;
mod world;

pub use advance::{Advance, How, Phases, advance, execute_serially};
pub use batch::{Batch, Transaction};
pub use binding::{BoundAccess, BoundTransaction, Class, FootprintSource};
pub use clauses::ClauseOrigin;
pub use engine::Engine;
pub use execution::Effort;
pub use machine::{CodeExecution, Fields, Machine};
pub use precision::Precision;
pub use report::{ClauseReport, Policy};
pub use session::{
    BatchError, BatchOutcome, Options, PolicyReport, Run, bind, execute_batch,
    execute_batch_watched,
};
pub use unit_test::{Alone, execute_alone};
pub use watch::Watch;
pub use world::{Changes, World};
