//! The engines by name.

use std::fmt;

/// How a batch is executed. All give the same result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engine {
    /// One transaction after the other: the baseline.
    Serial,
    /// In parallel as the bound footprints allow; see [`certified`](crate) in the crate's documentation.
    Certified,
    /// In parallel whatever happens; who has read what is no longer so runs again. Block-STM, as published.
    Optimistic,
    /// In parallel as the accesses observed in a serial run would have allowed: the ceiling.
    Oracle,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Self; 4] = [Self::Serial, Self::Certified, Self::Optimistic, Self::Oracle];

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::Certified => "certified",
            Self::Optimistic => "optimistic",
            Self::Oracle => "oracle",
        }
    }

    /// The engine of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.name() == name)
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
