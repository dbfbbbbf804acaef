//! Zipf's distribution over `0..count`: the weight of `i` is `1 / (i + 1)^skew`.

use crate::random::Random;

/// Weight of the likeliest outcome; the others are fractions of it, in whole numbers.
const WEIGHT_MAX: f64 = 1e9;

/// A Zipf distribution, as the running sums of its weights.
#[derive(Clone, Debug)]
pub(crate) struct Zipf {
    sums: Vec<u64>,
}

impl Zipf {
    /// The distribution over `0..count`. A skew that is negative or no number counts as 0.
    pub(crate) fn new(count: u64, skew: f64) -> Self {
        let skew = if skew.is_finite() { skew.max(0.0) } else { 0.0 };
        let mut sum = 0u64;
        let sums = (0..count)
            .map(|index| {
                sum += weight(index, skew);
                sum
            })
            .collect();
        Self { sums }
    }

    /// Draws an outcome; 0 if there is none.
    pub(crate) fn draw(&self, random: &mut Random) -> u64 {
        let ticket = random.below(self.sums.last().copied().unwrap_or(0));
        self.sums.partition_point(|sum| *sum <= ticket) as u64
    }
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the quotient lies between 0 and WEIGHT_MAX, and a weight needs no exactness"
)]
fn weight(index: u64, skew: f64) -> u64 {
    ((WEIGHT_MAX / ((index + 1) as f64).powf(skew)) as u64).max(1)
}
