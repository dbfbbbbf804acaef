//! Says who runs what when: the threads of a batch, and three ways to give them transactions.
//!
//! Takes what waits for what ([`Plan`]), or nothing but a count, and the caller's code that executes a transaction. Calls
//! it on several threads, so that the result is that of the batch in order, and gives what that took.
//!
//! | scheduler | who | runs a transaction |
//! | --- | --- | --- |
//! | [`certified`] | all bound | once, when all that it waits for have ended |
//! | [`optimistic`] | none bound | at once; again when validation fails (Block-STM) |
//! | [`lanes`] | some bound, some *open* | once before the first open one; from there on by the plan, again when told that it is stale |
//!
//! # How it works
//!
//! A plan is a graph over the batch. A cursor goes over it in batch order, and whoever completes what a transaction waits
//! for last runs that next, so most transactions meet no lock and no other worker:
//!
//! ```text
//!   worker 1 ──▶ own list ──▶ cursor ──▶ shared list ──▶ sleep
//!                   │  ▲                   ▲    │
//!      too many, at the end of the batch   │    │
//!                   └──────────────────────┘    ▼
//!   worker 2 ──▶ own list ──▶ cursor ──▶ shared list ──▶ sleep
//! ```
//!
//! # Invariants
//!
//! - A transaction that is ready is on one list, and no worker sleeps while the shared one has any. (Every test: where
//!   all sleep, it fails.)
//! - Certified transactions run once, after all that they wait for. (`random_plans_run_once_and_in_order`)
//! - Every schedule gives the serial result. (`random_batches_are_serial`, of each scheduler)
//! - A panic in the caller's code ends the batch and comes out of it. (`a_panic_comes_out`, of each scheduler)
//!
//! Tests run under random schedules, and under schedules that favour rare preemptions:
//!
//! ```text
//! cargo test -p vm-workers                               # a thousand schedules a case
//! ACCESSVM_SCHEDULES=10000 cargo test -p vm-workers      # a soak
//! ```
//!
//! What depends on the order of memory, shuttle does not see; `tests/orders.rs` has [loom](https://docs.rs/loom) look at the
//! two pieces whose order carries what transactions published.
//!
//! # Not here
//!
//! Versions, read sets, lists of readers and what a transaction does are the caller's, in `vm-runtime`. What waits for
//! what is found in `vm-scheduler`.
#![forbid(unsafe_code)]

pub mod certified;
pub mod lanes;
pub mod optimistic;

mod countdown;
mod crew;
mod plan;
mod status;
mod sync;
mod threads;

#[cfg(test)]
mod tests;

pub use plan::{NodeId, Plan, PlanBuilder};
