//! Says what in a batch must wait for what, how long that takes on many cores, and what each clause costs.
//!
//! Takes one [`Task`] per transaction, in batch order: a cost in gas and its accesses to the places of
//! a tree ([`Places`]). Gives [`Dependencies`], the critical path ([`span`]), makespans ([`simulate`]),
//! a summary ([`Parallelism`]), the price of every clause ([`Prices`]) and the waits that were for nothing
//! ([`waits()`]).
//!
//! # How it works
//!
//! A leaf of the tree is a location, an inner node is a wildcard over all that lies below it. Values
//! have versions, so only *flow* makes a transaction wait: whoever reads a place waits for its earlier
//! writers, and nobody waits for an earlier reader.
//!
//! ```text
//!            Pool(*)                 tx0  writes Pool(1)
//!            /     \                 tx1  writes Pool(2)        tx0 ──┬──▶ tx2 ──▶ tx3
//!       Pool(1)   Pool(2)            tx2  writes Pool(*)        tx1 ──┘
//!                                    tx3  reads  Pool(1)        (tx0 to tx3 follows, and is left out)
//! ```
//!
//! Each place remembers its last writer, who has added to it since, and who has written below it; an
//! access looks at its own place and at the places above it that anybody names, so a batch costs
//! its accesses times the depth of the tree. Many waiting for many goes through one *join* (a node of
//! no cost), which keeps the edges near the number of accesses.
//!
//! # Invariants
//!
//! - Every edge points from a lower to a higher [`TxIndex`]; there is no cycle. (`edges_point_forward`)
//! - Two transactions without a path between them have no flow conflict. (`unordered_tasks_do_not_flow`)
//! - Span ≤ makespan ≤ work. (`makespans_lie_between_span_and_work`)
//! - Narrowing an access never lengthens the span. (`narrowing_never_lengthens_the_span`)
//! - Results depend on the arguments alone: no clock, no threads, no hash order; floating point only
//!   in ratios that are reported and never decide anything but a ranking.
//!
//! # Not here
//!
//! Threads, versions and waiting are in `vm-runtime`; what a transaction accesses is worked out by
//! binding footprints, and this crate knows nothing of Move.
#![forbid(unsafe_code)]

mod dependencies;
mod parallelism;
mod places;
mod price;
mod simulation;
mod span;
mod waits;

pub use dependencies::{Dependencies, Edge, Node};
pub use parallelism::{Parallelism, Speedup};
pub use places::{Access, PlaceId, Places, PlacesError, Task, TxIndex, flow};
pub use price::{ClauseId, ClausePrice, Declared, PricedTask, Prices};
pub use simulation::{Order, simulate};
pub use span::{Span, Step, length_of, span};
pub use waits::{Wait, waits};
