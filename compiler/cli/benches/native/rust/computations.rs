//! The functions of `contracts` by hand, line by line, with checked arithmetic; `None` where they abort.

#![allow(clippy::many_single_char_names, reason = "these are the names that Curve has")]

use vm_access::U256;

/// `compute::stable::swaps`
pub(crate) fn stable_swaps(
    count: u64,
    amplification: U256,
    (mut x, mut y): (U256, U256),
    amount: U256,
) -> Option<U256> {
    let mut total = U256::ZERO;
    for i in 0..count {
        let given = amount.checked_add(U256::from(i))?;
        let taken = stable_swap(amplification, x, y, given)?;
        x = x.checked_add(given)?;
        y = y.checked_sub(taken)?;
        let back = stable_swap(amplification, y, x, taken)?;
        y = y.checked_add(taken)?;
        x = x.checked_sub(back)?;
        total = total.checked_add(taken.checked_add(back)?)?;
    }
    Some(total)
}

const COINS: U256 = U256::from_limbs([2, 0, 0, 0]);
const COINS_AND_ONE: U256 = U256::from_limbs([3, 0, 0, 0]);
const FEE: U256 = U256::from_limbs([4_000_000, 0, 0, 0]);
const FEE_DENOMINATOR: U256 = U256::from_limbs([10_000_000_000, 0, 0, 0]);
const STEPS_MAX: u64 = 255;

fn stable_swap(amplification: U256, from: U256, to: U256, amount: U256) -> Option<U256> {
    let d = invariant(amplification, from, to)?;
    let after = other_balance(amplification, from.checked_add(amount)?, d)?;
    let out = to.checked_sub(after)?.checked_sub(U256::ONE)?;
    out.checked_sub(out.checked_mul(FEE)?.checked_div(FEE_DENOMINATOR)?)
}

fn invariant(amplification: U256, x: U256, y: U256) -> Option<U256> {
    let sum = x.checked_add(y)?;
    if sum.is_zero() {
        return Some(U256::ZERO);
    }
    let mut d = sum;
    let ann = amplification.checked_mul(COINS)?;
    for _ in 0..STEPS_MAX {
        let product = d.checked_mul(d)?.checked_div(x.checked_mul(COINS)?)?;
        let product = product.checked_mul(d)?.checked_div(y.checked_mul(COINS)?)?;
        let before = d;
        let dividend = ann.checked_mul(sum)?.checked_add(product.checked_mul(COINS)?)?;
        let divisor = ann.checked_sub(U256::ONE)?.checked_mul(d)?;
        let divisor = divisor.checked_add(COINS_AND_ONE.checked_mul(product)?)?;
        d = dividend.checked_mul(d)?.checked_div(divisor)?;
        if d.abs_diff(before) <= U256::ONE {
            return Some(d);
        }
    }
    None
}

fn other_balance(amplification: U256, x: U256, d: U256) -> Option<U256> {
    let ann = amplification.checked_mul(COINS)?;
    let c = d.checked_mul(d)?.checked_div(x.checked_mul(COINS)?)?;
    let c = c.checked_mul(d)?.checked_div(ann.checked_mul(COINS)?)?;
    let b = x.checked_add(d.checked_div(ann)?)?;
    let mut y = d;
    for _ in 0..STEPS_MAX {
        let before = y;
        let divisor = y.checked_mul(COINS)?.checked_add(b)?.checked_sub(d)?;
        y = y.checked_mul(y)?.checked_add(c)?.checked_div(divisor)?;
        if y.abs_diff(before) <= U256::ONE {
            return Some(y);
        }
    }
    None
}

const ONE: u128 = 1_000_000_000_000_000_000;
const HALF: u128 = 500_000_000_000_000_000;

/// `compute::growth::powers`
pub(crate) fn powers(count: u64, rate: u128, periods: u64) -> Option<U256> {
    let mut total = 0_u128;
    for i in 0..count {
        let base = ONE.checked_add(rate)?.checked_add(u128::from(i))?;
        total = total.checked_add(power(base, periods)?)?;
    }
    Some(U256::from(total))
}

fn power(mut base: u128, mut exponent: u64) -> Option<u128> {
    let product = |a: u128, b: u128| Some(a.checked_mul(b)?.checked_add(HALF)? / ONE);
    let mut result = ONE;
    while 0 < exponent {
        if exponent % 2 == 1 {
            result = product(result, base)?;
        }
        exponent /= 2;
        if 0 < exponent {
            base = product(base, base)?;
        }
    }
    Some(result)
}

/// The numbers that are sorted are below this.
const BOUND: u64 = 0x7fff_ffff;

/// `compute::sorting::sorts`
pub(crate) fn sorts(count: u64, length: u64, seed: u64) -> Option<U256> {
    let mut total = 0_u64;
    for i in 0..count {
        let mut numbers = numbers(length, seed.checked_add(i)?)?;
        sort(&mut numbers);
        total = total.checked_add(weighted_sum(&numbers)?)?;
    }
    Some(U256::from(total))
}

fn numbers(length: u64, mut seed: u64) -> Option<Vec<u64>> {
    let mut numbers = Vec::new();
    for _ in 0..length {
        seed = seed.checked_mul(1_103_515_245)?.checked_add(12_345)? % BOUND;
        numbers.push(seed);
    }
    Some(numbers)
}

/// Places in a vector that is there do not overflow.
fn sort(numbers: &mut [u64]) {
    for start in (0..numbers.len() / 2).rev() {
        sink(numbers, start);
    }
    for end in (1..numbers.len()).rev() {
        numbers.swap(0, end);
        sink(&mut numbers[..end], 0);
    }
}

fn sink(heap: &mut [u64], mut root: usize) {
    let mut child = 2 * root + 1;
    while child < heap.len() {
        if child + 1 < heap.len() && heap[child] < heap[child + 1] {
            child += 1;
        }
        if heap[child] <= heap[root] {
            return;
        }
        heap.swap(root, child);
        root = child;
        child = 2 * root + 1;
    }
}

fn weighted_sum(numbers: &[u64]) -> Option<u64> {
    let mut sum = 0_u64;
    for (number, rank) in numbers.iter().zip(1..) {
        sum = sum.checked_add(number.checked_mul(rank)?)?;
    }
    Some(sum)
}

/// `compute::chain::mul_div`
pub(crate) fn mul_div(count: u64, mut value: U256, up: U256, down: U256) -> Option<U256> {
    for i in 0..count {
        let step = U256::from(i);
        value = value.checked_mul(up.checked_add(step)?)?.checked_div(down)?;
        value = value.checked_mul(down)?.checked_div(up.checked_sub(step)?)?;
    }
    Some(value)
}

/// `compute::numbers::steps`
pub(crate) fn steps(
    count: u64,
    mut seed: u64,
    (factor, summand): (u64, u64),
    mask: u64,
) -> Option<U256> {
    for _ in 0..count {
        seed = seed.checked_mul(factor)?.checked_add(summand)? & mask;
    }
    Some(U256::from(seed))
}
