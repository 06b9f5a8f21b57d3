//! The random number generator of one document. A document draws once from the caller's generator, and all other
//! numbers are derived from that draw: the same bits on any machine, without a call to another crate for each.

use proptest::prelude::Rng;
use proptest::test_runner::TestRng;

/// A SplitMix64 generator.
#[derive(Clone, Debug)]
pub(crate) struct DocumentRng(u64);

impl DocumentRng {
    /// Creates the generator of one document.
    pub(crate) fn of(rng: &mut TestRng) -> Self {
        Self(rng.next_u64())
    }

    /// Creates the generator for draws during compilation.
    pub(crate) const fn fixed(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns 64 random bits.
    #[inline]
    pub(crate) const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `bound`; 0 for a bound of 0.
    #[inline]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "the product's upper half is below `bound`")]
        let drawn = ((u128::from(self.bits()) * bound as u128) >> 64) as usize;
        drawn
    }

    /// Returns a number below `bound` for more than 32 bits, independent of the machine's word size.
    pub(crate) fn below_wide(&mut self, bound: u64) -> u64 {
        u64::try_from((u128::from(self.bits()) * u128::from(bound)) >> 64).unwrap_or(0)
    }

    /// Returns a number from `low` to `high`, both included.
    #[inline]
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// Returns a wide number from `low` to `high`, both included.
    pub(crate) fn wide(&mut self, low: i128, high: i128) -> i128 {
        let span = high.saturating_sub(low).saturating_add(1).unsigned_abs();
        let drawn = (u128::from(self.bits()) << 64) | u128::from(self.bits());
        low + i128::try_from(drawn % span.max(1)).unwrap_or(0)
    }

    /// Returns true once in `times`.
    #[inline]
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Returns one of several values.
    #[inline]
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}
