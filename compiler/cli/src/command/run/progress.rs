//! A progress bar on stderr, where stderr is a terminal.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use vm_runtime::Watch;

use crate::output::Output;

/// Time between two drawings.
const TICK: Duration = Duration::from_millis(200);

/// Shows what is being done.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar, or nothing where it is not wanted or not seen.
    pub(crate) fn new(output: Output) -> Self {
        if output.is_quiet() || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Says what is being done, where nobody knows how long it takes.
    pub(crate) fn say(&self, what: &'static str) {
        self.0.set_message(what);
    }

    /// Begins something that has `count` parts.
    pub(crate) fn start(&self, what: impl Into<Cow<'static, str>>, count: usize) {
        let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len} {eta}");
        if let Ok(style) = style {
            self.0.set_style(style);
        }
        self.0.set_message(what);
        self.0.set_length(count as u64);
        self.0.set_position(0);
    }

    pub(crate) fn advance(&self, count: usize) {
        self.0.inc(count as u64);
    }

    /// Lets something else print.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Watch for Progress {
    fn begin(&self, stage: &str, count: usize) {
        self.start(stage.to_owned(), count);
    }

    fn executed(&self) {
        self.advance(1);
    }
}
