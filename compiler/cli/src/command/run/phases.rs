//! How long the parts of the command take.

#![allow(clippy::disallowed_methods, reason = "the CLI may look at the clock")]

use std::time::{Duration, Instant};

/// Time by part.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CommandPhases {
    pub(crate) read: Duration,
    pub(crate) compile: Duration,
    pub(crate) link: Duration,
    pub(crate) genesis: Duration,
    pub(crate) run: Duration,
}

/// Notes the time since the last lap.
#[derive(Debug)]
pub(crate) struct Watch {
    last: Instant,
    phases: CommandPhases,
}

impl Watch {
    pub(crate) fn start() -> Self {
        Self { last: Instant::now(), phases: CommandPhases::default() }
    }

    /// Adds the time since the last lap to a part.
    pub(crate) fn lap(&mut self, part: impl FnOnce(&mut CommandPhases) -> &mut Duration) {
        let now = Instant::now();
        *part(&mut self.phases) += now - self.last;
        self.last = now;
    }

    pub(crate) fn phases(&self) -> CommandPhases {
        self.phases
    }
}
