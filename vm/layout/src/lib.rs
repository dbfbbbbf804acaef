//! Flat layouts of ground types, the values in them, and BCS at the border.
//!
//! Types and struct definitions come in and become [`Layout`]s; BCS bytes and [`Value`](vm_access::Value)s become
//! [`Image`]s and back; a transaction's values live in a [`Memory`].
//!
//! # How it works
//!
//! Every ground type has a fixed size: scalars at fixed offsets, structs inline, a vector as a header of 24 bytes
//! whose contents lie elsewhere, a reference as one pointer. A record at rest is an [`Image`]: a small one holds its bytes
//! itself, others one buffer that many threads share:
//!
//! ```text
//!   buffer ┌ inline part: field 0 │ field 1 (vector: pointer, length, capacity) │ … ┐┌ contents of vectors ┐
//!          └───────────────────────────────────────┴──────────────────────────────────▲
//! ```
//!
//! Pointer words hold real addresses, so code compiled to machine code can share these layouts. Here an address is
//! only ever looked up among the live regions of a [`Memory`], and the access then goes through the region's own
//! slice: nothing in this crate is unsafe, whatever the pointer.
//!
//! # Invariants
//!
//! - Reading or writing through a pointer outside the live regions, or writing into an image, is a [`Fault`].
//! - A working copy shares nothing with the image it was made from.
//! - What an image holds does not depend on addresses: equal values encode equally.
//!
//! # Not here
//!
//! Instructions are in `vm-interpreter`; versions of records are in `vm-runtime`.
#![forbid(unsafe_code)]

mod bcs;
mod buffer;
mod builder;
mod fault;
mod image;
mod layout;
mod memory;
mod source;

pub use bcs::BcsError;
pub use fault::Fault;
pub use image::{FEW_BYTES, Image, Mismatch};
pub use layout::{
    FieldLayout, LAYOUT_BYTES_MAX, LAYOUT_DEPTH_MAX, Layout, LayoutError, LayoutTable, Shape,
    StructSource, VECTOR_BYTES,
};
pub use memory::{Memory, MemoryLimits, RecordIndex, RecordValue};
pub use source::{Header, Pointer, Source, is_equal, to_bcs, to_value, value_bytes, variant};
