//! How many must still come by before something may start.
use crate::sync::{AtomicU32, Ordering};

/// A counter that exactly one of those who come by brings to nought.
#[derive(Debug)]
pub(crate) struct Countdown(AtomicU32);

impl Countdown {
    /// Expects `count` arrivals.
    pub(crate) fn new(count: u32) -> Self {
        Self(AtomicU32::new(count))
    }

    /// Comes by; tells whether all have. Whoever is told so has seen what the others did before they came by.
    pub(crate) fn arrive(&self) -> bool {
        // Released by each that comes by, acquired by the last.
        let before = self.0.fetch_sub(1, Ordering::AcqRel);
        debug_assert!(0 < before, "nobody comes by twice");
        before == 1
    }
}
