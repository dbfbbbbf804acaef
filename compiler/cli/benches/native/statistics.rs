//! Medians of paired runs.

use std::fmt;
use std::time::Duration;

/// One figure of several runs: shown as its median, with the least and the greatest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figure {
    values: Vec<f64>,
}

impl Figure {
    /// One more run.
    pub(crate) fn add(&mut self, value: f64) {
        self.values.push(value);
        self.values.sort_by(f64::total_cmp);
    }

    fn median(&self) -> f64 {
        let middle = |index: usize| self.values.get(index).copied().unwrap_or(f64::NAN);
        let count = self.values.len();
        f64::midpoint(middle(count.saturating_sub(1) / 2), middle(count / 2))
    }
}

/// So many digits as can be told apart.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = match self.median() {
            median if median < 10.0 => 2,
            median if median < 100.0 => 1,
            _ => 0,
        };
        write!(f, "{:.digits$}", self.median())?;
        match self.values.as_slice() {
            [least, .., greatest] => write!(f, " ({least:.digits$}–{greatest:.digits$})"),
            _ => Ok(()),
        }
    }
}

/// Nanoseconds of each of `count` things that took `time` together.
#[allow(clippy::cast_precision_loss, reason = "a few digits are shown")]
pub(crate) fn nanoseconds_each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e9 / count.max(1) as f64
}
