//! Products and quotients of unsigned integers of 256 bits, on limbs of 64 bits, the lowest first.
//!
//! Most numbers of contracts have two or three limbs that are not 0, of which the general algorithms of a library for any
//! width take no notice. Quotients are found digit by digit: Knuth, *The Art of Computer Programming*, volume 2, 4.3.1,
//! algorithm D. A digit is found by multiplying with a reciprocal, which takes as long on every processor:
//! Möller and Granlund, *Improved division by invariant integers*, 2011.

/// 256 bits.
pub(crate) type Limbs = [u64; 4];

/// The product, if 256 bits hold it.
#[inline]
pub(crate) fn multiply(left: &Limbs, right: &Limbs) -> Option<Limbs> {
    let [a0, a1, a2, a3] = *left;
    let [b0, b1, b2, b3] = *right;
    if a2 | a3 | b2 | b3 == 0 {
        return Some(multiply_halves([a0, a1], [b0, b1]));
    }
    // What is above in any case.
    let is_above =
        (a3 != 0 && b1 | b2 | b3 != 0) || (a2 != 0 && b2 | b3 != 0) || (a1 != 0 && b3 != 0);
    if is_above {
        return None;
    }
    let [p0, p1, p2, p3] = multiply_halves([a0, a1], [b0, b1]);
    let (p2, carry) = add_product(p2, a2, b0, 0);
    let (p3, above) = add_product(p3, a3, b0, carry);
    let (p3, above_too) = add_product(p3, a2, b1, 0);
    let (p2, carry) = add_product(p2, a0, b2, 0);
    let (p3, above_as_well) = add_product(p3, a1, b2, carry);
    let (p3, above_last) = add_product(p3, a0, b3, 0);
    (above | above_too | above_as_well | above_last == 0).then_some([p0, p1, p2, p3])
}

/// The product of integers of 128 bits.
#[inline]
fn multiply_halves([a0, a1]: [u64; 2], [b0, b1]: [u64; 2]) -> Limbs {
    let (p0, carry) = add_product(0, a0, b0, 0);
    let (p1, p2) = add_product(0, a1, b0, carry);
    let (p1, carry) = add_product(p1, a0, b1, 0);
    let (p2, p3) = add_product(p2, a1, b1, carry);
    [p0, p1, p2, p3]
}

/// `sum + left * right + carry`, low and high limb: two limbs hold it.
#[inline]
fn add_product(sum: u64, left: u64, right: u64, carry: u64) -> (u64, u64) {
    let all = u128::from(left) * u128::from(right) + u128::from(sum) + u128::from(carry);
    (all as u64, (all >> 64) as u64)
}

/// Quotient and remainder; the divisor is not 0.
#[inline]
pub(crate) fn divide(left: &Limbs, right: &Limbs) -> (Limbs, Limbs) {
    debug_assert!(*right != [0; 4], "whoever divides has looked");
    let [b0, b1, b2, b3] = *right;
    if b1 | b2 | b3 == 0 {
        divide_by_one(left, b0)
    } else if b2 | b3 == 0 {
        divide_by_two(left, [b1, b0])
    } else if b3 == 0 {
        divide_by_three(left, [b2, b1, b0])
    } else {
        divide_by_four(left, [b3, b2, b1, b0])
    }
}

/// The digits that cannot be 0 are looked for: none that is above the highest of the dividend is another.
#[inline]
fn divide_by_one(left: &Limbs, limb: u64) -> (Limbs, Limbs) {
    let [a0, a1, a2, a3] = *left;
    if a1 | a2 | a3 == 0 {
        return ([a0 / limb, 0, 0, 0], [a0 % limb, 0, 0, 0]);
    }
    let shift = limb.leading_zeros();
    let divisor = Divisor::new(limb << shift);
    let [s0, s1, s2, s3, s4] = shift_left(left, shift);
    let (q3, rest) = if a3 == 0 { (0, s3) } else { divisor.divide(s4, s3) };
    let (q2, rest) = if a2 | a3 == 0 { (0, s2) } else { divisor.divide(rest, s2) };
    let (q1, rest) = divisor.divide(rest, s1);
    let (q0, rest) = divisor.divide(rest, s0);
    ([q0, q1, q2, q3], [rest >> shift, 0, 0, 0])
}

#[inline]
fn divide_by_two(left: &Limbs, [high, low]: [u64; 2]) -> (Limbs, Limbs) {
    let [a0, a1, a2, a3] = *left;
    if a2 | a3 == 0 && [a1, a0] < [high, low] {
        return ([0; 4], *left);
    }
    let shift = high.leading_zeros();
    let divisor = PairDivisor::new(high << shift | above(low, shift), low << shift);
    let [s0, s1, s2, s3, s4] = shift_left(left, shift);
    let (q2, [r1, r0]) = if a3 == 0 { (0, [s3, s2]) } else { divisor.divide([s4, s3, s2]) };
    let (q1, [r1, r0]) = if a2 | a3 == 0 { (0, [s2, s1]) } else { divisor.divide([r1, r0, s1]) };
    let (q0, [r1, r0]) = divisor.divide([r1, r0, s0]);
    ([q0, q1, q2, 0], [r0 >> shift | below(r1, shift), r1 >> shift, 0, 0])
}

#[inline]
fn divide_by_three(left: &Limbs, [b2, b1, b0]: [u64; 3]) -> (Limbs, Limbs) {
    let [a0, a1, a2, a3] = *left;
    if a3 == 0 && [a2, a1, a0] < [b2, b1, b0] {
        return ([0; 4], *left);
    }
    let shift = b2.leading_zeros();
    let [d0, d1, d2, ..] = shift_left(&[b0, b1, b2, 0], shift);
    let divisor = PairDivisor::new(d2, d1);
    let [s0, s1, s2, s3, s4] = shift_left(left, shift);
    let (q1, [r2, r1, r0]) =
        if a3 == 0 { (0, [s3, s2, s1]) } else { divisor.divide_with([s4, s3, s2, s1], d0) };
    let (q0, [r2, r1, r0]) = divisor.divide_with([r2, r1, r0, s0], d0);
    let rest = [r0 >> shift | below(r1, shift), r1 >> shift | below(r2, shift), r2 >> shift, 0];
    ([q0, q1, 0, 0], rest)
}

#[inline]
fn divide_by_four(left: &Limbs, [b3, b2, b1, b0]: [u64; 4]) -> (Limbs, Limbs) {
    let [a0, a1, a2, a3] = *left;
    let is_less = [a3, a2, a1, a0] < [b3, b2, b1, b0];
    // The quotient is one digit, and mostly a small one.
    let shift = b3.leading_zeros();
    if is_less {
        return ([0; 4], *left);
    }
    let [d0, d1, d2, d3, _] = shift_left(&[b0, b1, b2, b3], shift);
    let [s0, s1, s2, s3, s4] = shift_left(left, shift);
    let (mut digit, [r3, r2]) = PairDivisor::new(d3, d2).divide([s4, s3, s2]);
    let (p0, carry) = add_product(0, digit, d0, 0);
    let (p1, p2) = add_product(0, digit, d1, carry);
    let (mut rest, borrow) = subtract_limbs([s0, s1, r2, r3], [p0, p1, p2, 0]);
    if borrow {
        digit -= 1;
        rest = add_limbs(rest, [d0, d1, d2, d3]);
    }
    let [r0, r1, r2, r3] = rest;
    let low = [r0 >> shift | below(r1, shift), r1 >> shift | below(r2, shift)];
    ([digit, 0, 0, 0], [low[0], low[1], r2 >> shift | below(r3, shift), r3 >> shift])
}

/// A limb whose highest bit is 1, with its reciprocal: what 2^128 - 1 divided by it is above 2^64.
#[derive(Clone, Copy)]
struct Divisor {
    limb: u64,
    reciprocal: u64,
}

/// What the first nine bits of a divisor say of its reciprocal.
const FIRST_BITS: [u16; 256] = {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        table[index] = (((1 << 19) - (3 << 8)) / (256 + index)) as u16;
        index += 1;
    }
    table
};

impl Divisor {
    /// Algorithm 2.
    #[inline]
    fn new(limb: u64) -> Self {
        debug_assert!(1 << 63 <= limb, "the highest bit is 1");
        let first = u64::from(FIRST_BITS[(limb >> 55) as usize & 0xff]);
        let d40 = (limb >> 24) + 1;
        let v1 = (first << 11) - ((first * first * d40) >> 40) - 1;
        let v2 = (v1 << 13) + ((v1 * ((1 << 60) - v1 * d40)) >> 47);
        let half = (limb >> 1) + (limb & 1);
        let odd = if limb & 1 == 1 { v2 >> 1 } else { 0 };
        let e = odd.wrapping_sub(v2.wrapping_mul(half));
        let v3 = (high(v2, e) >> 1).wrapping_add(v2 << 31);
        let (_, above) = add_product(limb, v3, limb, 0);
        Self { limb, reciprocal: v3.wrapping_sub(above.wrapping_add(limb)) }
    }

    /// Algorithm 4: quotient and remainder of two limbs, of which the higher is less than the divisor.
    #[inline]
    fn divide(self, upper: u64, lower: u64) -> (u64, u64) {
        debug_assert!(upper < self.limb, "one limb holds the quotient");
        let product = u128::from(self.reciprocal) * u128::from(upper);
        let sum = product + (u128::from(upper) << 64 | u128::from(lower));
        let mut digit = ((sum >> 64) as u64).wrapping_add(1);
        let mut rest = lower.wrapping_sub(digit.wrapping_mul(self.limb));
        if (sum as u64) < rest {
            digit = digit.wrapping_sub(1);
            rest = rest.wrapping_add(self.limb);
        }
        if self.limb <= rest {
            digit = digit.wrapping_add(1);
            rest = rest.wrapping_sub(self.limb);
        }
        (digit, rest)
    }
}

/// Two limbs, of which the highest bit is 1, with their reciprocal.
#[derive(Clone, Copy)]
struct PairDivisor {
    high: u64,
    low: u64,
    reciprocal: u64,
}

impl PairDivisor {
    /// Algorithm 6.
    #[inline]
    fn new(upper: u64, lower: u64) -> Self {
        let mut v = Divisor::new(upper).reciprocal;
        let (mut p, is_over) = upper.wrapping_mul(v).overflowing_add(lower);
        if is_over {
            v = v.wrapping_sub(1);
            if upper <= p {
                v = v.wrapping_sub(1);
                p = p.wrapping_sub(upper);
            }
            p = p.wrapping_sub(upper);
        }
        let (t0, t1) = add_product(0, v, lower, 0);
        let (p, is_over) = p.overflowing_add(t1);
        if is_over {
            v = v.wrapping_sub(1);
            if [upper, lower] <= [p, t0] {
                v = v.wrapping_sub(1);
            }
        }
        Self { high: upper, low: lower, reciprocal: v }
    }

    /// Algorithm 5: quotient and remainder of three limbs, highest first, of which the first two are less than the divisor.
    #[inline]
    fn divide(self, [u2, u1, u0]: [u64; 3]) -> (u64, [u64; 2]) {
        debug_assert!([u2, u1] < [self.high, self.low], "one limb holds the quotient");
        let own = u128::from(self.high) << 64 | u128::from(self.low);
        let sum = u128::from(self.reciprocal) * u128::from(u2);
        let sum = sum + (u128::from(u2) << 64 | u128::from(u1));
        let mut digit = (sum >> 64) as u64;
        let r1 = u1.wrapping_sub(digit.wrapping_mul(self.high));
        let product = u128::from(self.low) * u128::from(digit);
        let rest = u128::from(r1) << 64 | u128::from(u0);
        let mut rest = rest.wrapping_sub(product).wrapping_sub(own);
        digit = digit.wrapping_add(1);
        if sum as u64 <= (rest >> 64) as u64 {
            digit = digit.wrapping_sub(1);
            rest = rest.wrapping_add(own);
        }
        if own <= rest {
            digit = digit.wrapping_add(1);
            rest = rest.wrapping_sub(own);
        }
        (digit, [(rest >> 64) as u64, rest as u64])
    }
}

impl PairDivisor {
    /// The same of four limbs by three, of which `low` is the lowest, and these are the others.
    #[inline]
    fn divide_with(self, [u3, u2, u1, u0]: [u64; 4], low: u64) -> (u64, [u64; 3]) {
        let own = [low, self.low, self.high, 0];
        if [self.high, self.low] <= [u3, u2] {
            return divide_equals([u0, u1, u2, u3], own);
        }
        let (mut digit, [r1, r0]) = self.divide([u3, u2, u1]);
        let (p0, p1) = add_product(0, digit, low, 0);
        let (mut rest, borrow) = subtract_limbs([u0, r0, r1, 0], [p0, p1, 0, 0]);
        if borrow {
            // The first two limbs of the divisor go into the rest once more than all three.
            digit -= 1;
            rest = add_limbs(rest, own);
        }
        (digit, [rest[2], rest[1], rest[0]])
    }
}

/// The highest digit there is, or the one below: the divisor's first limbs are the dividend's.
#[cold]
fn divide_equals(left: Limbs, [d0, d1, d2, _]: Limbs) -> (u64, [u64; 3]) {
    // All of it times 2^64 taken off, and put back as often as it takes.
    let (mut rest, mut is_below) = subtract_limbs(left, [0, d0, d1, d2]);
    let mut digit = 0_u64;
    while is_below {
        digit = digit.wrapping_sub(1);
        let sum = add_limbs(rest, [d0, d1, d2, 0]);
        // It has come above 0 when it wraps.
        is_below = sum[3] >> 63 == 1;
        rest = sum;
    }
    (digit, [rest[2], rest[1], rest[0]])
}

#[inline]
fn subtract_limbs(left: Limbs, right: Limbs) -> (Limbs, bool) {
    let [a0, a1, a2, a3] = left;
    let [b0, b1, b2, b3] = right;
    let (d0, borrow) = subtract(a0, b0, false);
    let (d1, borrow) = subtract(a1, b1, borrow);
    let (d2, borrow) = subtract(a2, b2, borrow);
    let (d3, borrow) = subtract(a3, b3, borrow);
    ([d0, d1, d2, d3], borrow)
}

/// What is above 256 bits is left out.
#[inline]
fn add_limbs(left: Limbs, right: Limbs) -> Limbs {
    let mut carry = 0;
    let mut sums = [0; 4];
    for (sum, (left, right)) in sums.iter_mut().zip(left.into_iter().zip(right)) {
        let all = u128::from(left) + u128::from(right) + carry;
        *sum = all as u64;
        carry = all >> 64;
    }
    sums
}

/// The high limb of a product.
#[inline]
fn high(left: u64, right: u64) -> u64 {
    add_product(0, left, right, 0).1
}

#[inline]
fn subtract(left: u64, right: u64, borrow: bool) -> (u64, bool) {
    let (less, is_below) = left.overflowing_sub(right);
    let (less, is_below_too) = less.overflowing_sub(u64::from(borrow));
    (less, is_below | is_below_too)
}

/// By less than 64 bits.
#[inline]
fn shift_left([n0, n1, n2, n3]: &Limbs, bits: u32) -> [u64; 5] {
    [
        n0 << bits,
        n1 << bits | above(*n0, bits),
        n2 << bits | above(*n1, bits),
        n3 << bits | above(*n2, bits),
        above(*n3, bits),
    ]
}

/// What of a limb goes to the next one when it is shifted to the left by less than 64 bits.
#[inline]
fn above(limb: u64, bits: u32) -> u64 {
    limb >> 1 >> (63 - bits)
}

/// What of a limb goes to the one before when it is shifted to the right by less than 64 bits.
#[inline]
fn below(limb: u64, bits: u32) -> u64 {
    limb << 1 << (63 - bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vm_access::U256;

    /// Numbers with limbs at the ends of what a limb can be, of all lengths.
    fn numbers() -> Vec<Limbs> {
        let ends = [0, 1, 2, 3, 1 << 32, 1 << 63, u64::MAX >> 1, u64::MAX - 1, u64::MAX];
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let mut numbers = Vec::new();
        for length in 0..=4 {
            for _ in 0..120 {
                let mut number = [0; 4];
                for limb in &mut number[..length] {
                    let random = next();
                    *limb = match random % 3 {
                        0 => next() >> (random >> 8 & 63),
                        1 => next(),
                        _ => ends[usize::try_from(random >> 16).unwrap() % ends.len()],
                    };
                }
                numbers.push(number);
            }
        }
        numbers
    }

    #[test]
    fn products_and_quotients_are_those_of_the_library() {
        let numbers = numbers();
        for left in &numbers {
            for right in &numbers {
                let [a, b] = [*left, *right].map(U256::from_limbs);
                let product = a.checked_mul(b).map(U256::into_limbs);
                assert_eq!(multiply(left, right), product, "{a} * {b}");
                if !b.is_zero() {
                    let (quotient, remainder) = a.div_rem(b);
                    let expected = (quotient.into_limbs(), remainder.into_limbs());
                    assert_eq!(divide(left, right), expected, "{a} / {b}");
                }
            }
        }
    }

    /// The first guess is too much by two, and by one even after it was put right.
    #[test]
    fn digits_that_are_guessed_too_high_are_put_right() {
        let cases = [
            (
                [0, 0, 0x8000_0000_0000_0000, 0x7fff_ffff_ffff_ffff],
                [1, 0, 0x8000_0000_0000_0000, 0],
            ),
            ([3, 0, 0x8000_0000_0000_0000, 0], [1, 0, 0x2000_0000_0000_0000, 0]),
            ([0, u64::MAX - 1, 0x8000_0000_0000_0000, 0], [u64::MAX, 0x8000_0000_0000_0000, 0, 0]),
            ([0, 0, 0, 0x8000_0000_0000_0000], [u64::MAX, u64::MAX, 0x8000_0000_0000_0000, 0]),
        ];
        for (left, right) in cases {
            let (quotient, remainder) = U256::from_limbs(left).div_rem(U256::from_limbs(right));
            assert_eq!(divide(&left, &right), (quotient.into_limbs(), remainder.into_limbs()));
        }
    }
}
