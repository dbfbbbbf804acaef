//! Infers what functions do to global storage, and checks it against what they declare.
//!
//! Takes a [`Module`](vm_bytecode::Module) and the [`Interfaces`] of the modules it uses, which must be annotated; gives
//! an [`Inference`]: per function a footprint with its origins and the reasons it is not narrower, term functions, and
//! fixed fields. [`annotate`] writes it into the module, [`check_declaration`] compares it with the clauses.
//!
//! # How it works
//!
//! One abstract interpretation of bytecode, function by function, callees first, those that call each other together:
//!
//! ```text
//!   registers ── a term over the values at entry ── signer, pool.key, path[*], Pool(a).fee
//!             └─ the places a reference may lead to ── Book(a).orders[k], pool, a local variable
//!   written ──── per place its present value ── Pool(a).key = k
//! ```
//!
//! Reading a place nobody has written gives the value stored there at entry; a write that may hit another place makes
//! that one's value unknown. States meet at block heads, and what does not settle is given up. What a block does is
//! recorded from the head that has settled. A call puts its arguments into the callee's summary, which is all that is known
//! of it.
//!
//! # Invariants
//!
//! - Every access of every run is covered by the footprint, and terms mean what they say: values at entry.
//! - Total and deterministic: no module panics or hangs it, and equal modules give equal results.
//! - A key read from state means what it held at entry. How long a chain of such keys may be one function (`settle`) decides.
//!
//! # Not here
//!
//! The algebra of terms and footprints is in `vm-access`; that a module's claims hold is checked by `vm-verifier`.
#![forbid(unsafe_code)]

mod alias;
mod amounts;
mod call;
mod called;
mod check;
mod closures;
mod domain;
mod facts;
mod fixed;
mod flow;
mod function;
mod graph;
mod head;
mod infer;
mod limit;
mod live;
mod lookups;
mod loops;
mod native;
mod overwrite;
mod reach;
mod reason;
mod settle;
mod state;
mod summary;
mod transfer;

pub use amounts::{Amount, Amounts};
pub use check::{
    Finding, check_declaration, expand_declaration, find_undeclared, interface_footprint,
};
pub use closures::{
    Unkept, beyond_clauses, beyond_clauses_of, called_footprint, foreign_footprints,
    promised_footprint,
};
pub use infer::{
    FunctionInference, Inference, Origin, Whole, annotate, infer, infer_from, infer_program,
    infer_with_stand_ins,
};
pub use lookups::{Lookups, Watched};
pub use reason::{Reason, Widening};
pub use summary::{
    Interface, Interfaces, Source, interface_of, interfaces, native_interface, unknown_interface,
};
