//! How much one transaction may use.

use vm_layout::MemoryLimits;

/// Bounds on one execution. Nesting of values is bounded by their layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Gas; more than 2^63 - 1 counts as so much.
    pub gas: u64,
    /// Calls inside each other.
    pub call_depth: usize,
    /// Frames, and values outside them.
    pub memory: MemoryLimits,
    /// Number of events.
    pub events: usize,
    /// Bytes of all events together.
    pub event_bytes: usize,
    /// Number of records opened.
    pub records: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            gas: 10_000_000,
            call_depth: 256,
            memory: MemoryLimits { stack_bytes: 1 << 20, arena_bytes: 1 << 24 },
            events: 4096,
            event_bytes: 1 << 20,
            records: 1 << 16,
        }
    }
}
