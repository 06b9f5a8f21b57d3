//! Statistics over many noisy differences.

use std::f64::consts::SQRT_2;

/// Differences of pairs, seen together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paired {
    /// Number of pairs.
    pub(super) pairs: u32,
    /// The median of their differences.
    pub(super) median: f64,
    /// Between these two it lies, with a confidence of 99.9 %.
    pub(super) low: f64,
    pub(super) high: f64,
    /// Probability of such a lopsided result, to either side, if both take equally long.
    pub(super) p: f64,
}

/// Minimum number of differences.
const LEAST: usize = 100;

/// Standard deviations on either side of the mean that hold 99.9 %.
const CONFIDENCE: f64 = 3.290_527;

/// Returns the statistics of differences; `None` if they are too few.
///
/// The test is Wilcoxon's signed-rank test. It only requires that noise affects both attempts of a pair alike, which
/// their random order ensures: outliers, drift and skew do not matter. The interval of the median is that of order
/// statistics, which requires no more than that.
pub(super) fn paired(differences: &[f64]) -> Option<Paired> {
    let mut sorted = differences.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < LEAST {
        return None;
    }
    let pairs = u32::try_from(sorted.len()).ok()?;
    let count = f64::from(pairs);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and the half")]
    let outside = (f64::midpoint(count, -CONFIDENCE * count.sqrt()).floor().max(0.0)) as usize;
    let last = sorted.len() - 1;
    let median = f64::midpoint(sorted[last / 2], sorted[last.div_ceil(2)]);
    Some(Paired { pairs, median, low: sorted[outside], high: sorted[last - outside], p: signed_rank(&sorted) })
}

/// Returns the two-sided probability of Wilcoxon's signed-rank test, by its normal approximation, ties considered.
fn signed_rank(differences: &[f64]) -> f64 {
    let mut differing: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    differing.sort_by(|one, other| one.abs().total_cmp(&other.abs()));
    let (mut positive, mut ties, mut rank) = (0.0, 0.0, 0.0);
    for alike in differing.chunk_by(|one, other| one.abs().total_cmp(&other.abs()).is_eq()) {
        let count = number(alike.len());
        // They share the mean of the ranks that they would have.
        let shared = rank + f64::midpoint(count, 1.0);
        positive += shared * number(alike.iter().filter(|difference| **difference > 0.0).count());
        ties += (count * count - 1.0) * count;
        rank += count;
    }
    let mean = rank * (rank + 1.0) / 4.0;
    let variance = rank * (rank + 1.0) * (2.0 * rank + 1.0) / 24.0 - ties / 48.0;
    if variance <= 0.0 {
        return 1.0;
    }
    let deviation = ((positive - mean).abs() - 0.5).max(0.0) / variance.sqrt();
    complementary_error(deviation / SQRT_2)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns the complementary error function of a non-negative number, to seven digits: Chebyshev's fit of Numerical
/// Recipes.
fn complementary_error(x: f64) -> f64 {
    const FIT: [f64; 10] = [
        -1.265_512_23,
        1.000_023_68,
        0.374_091_96,
        0.096_784_18,
        -0.186_288_06,
        0.278_868_07,
        -1.135_203_98,
        1.488_515_87,
        -0.822_152_23,
        0.170_872_77,
    ];
    let t = 1.0 / f64::midpoint(x, 2.0);
    let polynomial = FIT.iter().rev().fold(0.0, |sum: f64, term| sum.mul_add(t, *term));
    t * (polynomial - x * x).exp()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::Rng;
    use proptest::test_runner::TestRng;

    use super::*;
    use crate::generate::seeded;

    /// Draws a number from 0 to 1, neither included.
    fn uniform(rng: &mut TestRng) -> f64 {
        (f64::from(rng.next_u32()) + 0.5) / 4_294_967_296.0
    }

    /// Draws a typical network latency: a minimum, a long tail, and now and then an outlier of a hundred times.
    fn time(rng: &mut TestRng, drift: f64) -> f64 {
        let pause = if rng.next_u32().is_multiple_of(50) { 3_000_000.0 * uniform(rng) } else { 0.0 };
        60_000.0 * (1.0 + drift) - 15_000.0 * uniform(rng).ln() + pause
    }

    /// Draws differences in which the second of a pair takes `longer`, over a drift, in random order as in the check.
    fn differences(rng: &mut TestRng, count: u32, longer: f64) -> Vec<f64> {
        let mut one = |at: u32| {
            let (earlier, later) = (f64::from(at * 2) / 500.0, f64::from(at * 2 + 1) / 500.0);
            let (first, second) = if rng.next_u32().is_multiple_of(2) { (earlier, later) } else { (later, earlier) };
            let before = time(rng, first.sin());
            time(rng, second.sin()) + longer - before
        };
        (0..count).map(&mut one).collect()
    }

    #[test]
    fn the_error_function_is_that_of_the_tables() {
        for (x, known) in [
            (0.0, 1.0),
            (0.5, 0.479_500_122_187),
            (1.0, 0.157_299_207_050),
            (2.0, 0.004_677_734_981),
            (4.0, 1.541_725_79e-8),
            (6.0, 2.151_973_67e-17),
        ] {
            let found = complementary_error(x);
            assert!((found / known - 1.0).abs() < 2e-7, "{x}: {found}");
        }
        assert!(complementary_error(100.0) < 1e-300);
    }

    /// Heights of maize that Darwin measured in 15 pairs: the ranks of the negative differences are 10 and 14.
    #[test]
    fn the_test_is_wilcoxons() {
        let darwin = [49.0, -67.0, 8.0, 16.0, 6.0, 23.0, 28.0, 41.0, 14.0, 29.0, 56.0, 24.0, 75.0, 60.0, -48.0];
        // z is (96 - 60 - 0.5) / sqrt(310).
        let p = signed_rank(&darwin);
        assert!((p - 0.043_77).abs() < 2e-4, "{p}");
        assert!(signed_rank(&[0.0; 200]) > 0.99);
        assert!(signed_rank(&[1.0; 200]) < 1e-30, "ties to one side");
        let even: Vec<f64> = (1..=200).flat_map(|one| [f64::from(one), -f64::from(one)]).collect();
        assert!(signed_rank(&even) > 0.99);
    }

    #[test]
    fn few_say_nothing() {
        assert!(paired(&[1.0; LEAST - 1]).is_none());
        let some = paired(&[1.0; LEAST]).unwrap();
        assert_eq!((some.pairs, some.median, some.low, some.high), (100, 1.0, 1.0, 1.0));
    }

    #[test]
    fn noise_alone_is_rarely_taken_for_a_difference_and_never_for_a_sure_one() {
        let (mut rare, mut outside) = (0, 0);
        for sample in 0..1_000 {
            let mut rng = seeded(sample, &["null"]);
            let paired = paired(&differences(&mut rng, 300, 0.0)).unwrap();
            rare += u32::from(paired.p < 0.05);
            outside += u32::from(paired.low > 0.0 || paired.high < 0.0);
            assert!(paired.p > 1e-6, "sample {sample}: {paired:?}");
        }
        assert!((25..=80).contains(&rare), "one in twenty, not {rare} of 1,000");
        assert!(outside <= 6, "one in a thousand, not {outside}");
    }

    #[test]
    fn what_is_there_is_found_with_its_size() {
        for sample in 0..50 {
            let mut rng = seeded(sample, &["leak"]);
            let paired = paired(&differences(&mut rng, 1_000, 15_000.0)).unwrap();
            assert!(paired.p < 1e-6 && paired.low > 0.0, "sample {sample}: {paired:?}");
            assert!((paired.median - 15_000.0).abs() < 5_000.0, "sample {sample}: {paired:?}");
            let other = super::paired(&differences(&mut rng, 1_000, -15_000.0)).unwrap();
            assert!(other.p < 1e-6 && other.high < 0.0, "sample {sample}: {other:?}");
        }
    }
}
