//! `signature-timing`
//!
//! Delivers one event again and again under two wrong signatures, one that is wrong in its first character and one that
//! is wrong in its last. Both must be refused. They are sent on one connection, in pairs of random order, so that
//! whatever slows the machine down affects both alike. A difference is reported as a leak only if it is very improbable
//! by chance in both halves of the pairs, which are independent. If noise would hide a leak that matters, the check is
//! skipped. A pass states the smallest difference that would have been detected: an attacker on a closer network, or
//! with more samples, can detect smaller ones.

use proptest::prelude::Rng;

use crate::model::grouped;
use crate::sign::Encoding;
use crate::verify::check::{Check, Level, Scope, Selection, Stage};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Observed, Plan, Step};
use crate::verify::statistics::Paired;
use crate::verify::type_under_test::TypeUnderTest;
use crate::verify::{judge, statistics};

pub(super) const CHECK: Check = Check {
    id: "signature-timing",
    title: "refuses every wrong signature in the same time",
    why: "A comparison that stops at the first difference reveals by its duration how much of a guess is right, so \
          that a signature can be guessed character by character. Every language has a constant-time comparison.",
    expected: "the same time for both",
    level: Level::May,
    scope: Scope::One,
    plan,
    judge,
    selection: Selection::ByName,
    stage: Stage::Bulk,
    ..Check::FORM
};

/// Pairs that are measured; half of them must be enough for a verdict.
const PAIRS: usize = 2_000;

/// Maximum probability of the result by chance, in each half.
const IMPROBABLE: f64 = 1e-6;

/// Above this many nanoseconds of undetectable difference, the check is skipped.
const BLUNT: f64 = 50_000.0;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.signer.is_none() {
        return forged::nothing_signed(context);
    }
    let recipe = &context.provider.signing.recipe;
    if recipe.algorithm.is_asymmetric() {
        return Plan::Skip("this signature is verified with a public key: the time reveals nothing secret".to_owned());
    }
    let good = context.good(tested, "timed");
    let Some((name, value)) = context.signature(&good.request) else {
        return Plan::Skip("the signature has no header of its own".to_owned());
    };
    let Ok(value) = std::str::from_utf8(value) else { return Plan::Skip("the signature is not text".to_owned()) };
    let Some(signature) = recipe.signature_in(value) else {
        return Plan::Skip("the signature has no header of its own".to_owned());
    };
    let (start, trimmed) = (signature.start, value[..signature.end].trim_end_matches('='));
    // The last character of base64 holds bits that decoders ignore.
    let last = trimmed.len() - if recipe.encoding == Encoding::Hex { 1 } else { 2 };
    let wrong = |at: usize, what: &str| {
        let mut bytes = value.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        let mut request = good.request.clone();
        request.headers.set(name, bytes);
        let right = Some(value.to_owned());
        Box::new(
            Attempt { request, right, ..good.clone() }
                .what(format!("with a signature that is wrong in its {what} character"))
                .refused(),
        )
    };
    let mut rng = context.rng(tested, 0);
    let lots = (0..PAIRS).map(|_| rng.next_u32().is_multiple_of(2)).collect();
    Plan::Steps(vec![Step::Race { one: wrong(start, "first"), other: wrong(last, "last"), lots }])
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    match judge::as_expected(context, tested, observed) {
        Judgement::Pass => {}
        Judgement::Fail { .. } => {
            return Judgement::Skip("a wrong signature was not refused: see signature-truncated".to_owned());
        }
        judgement => return judgement,
    }
    let Some(times) = observed.iter().find_map(Observed::times) else { return Judgement::Skip(judge::LATE.to_owned()) };
    let nanoseconds = |(one, other): &(_, _)| {
        let [one, other]: [std::time::Duration; 2] = [*one, *other];
        (other.as_secs_f64() - one.as_secs_f64()) * 1e9
    };
    let differences: Vec<f64> = times.iter().map(nanoseconds).collect();
    decide(&differences)
}

/// Judges differences in nanoseconds: positive if the last character took longer than the first.
fn decide(differences: &[f64]) -> Judgement {
    let (earlier, later) = differences.split_at(differences.len() / 2);
    let (Some(earlier), Some(later), Some(all)) =
        (statistics::paired(earlier), statistics::paired(later), statistics::paired(differences))
    else {
        return Judgement::Skip(format!(
            "inconclusive: {} pairs in the time that there was are too few",
            differences.len()
        ));
    };
    let is_sure = |half: &Paired| half.p < IMPROBABLE;
    let probable =
        format!("p {} and {} in two halves of {} pairs", probability(earlier.p), probability(later.p), all.pairs);
    if is_sure(&earlier) && is_sure(&later) && (earlier.median > 0.0) == (later.median > 0.0) {
        let direction = if all.median > 0.0 { "later" } else { "earlier" };
        let (low, high) = (all.low.abs(), all.high.abs());
        let reason = format!(
            "refuses a signature that is wrong in its last character {} µs {direction} than one that is wrong in its first \
             ({} pairs; 99.9 % sure: {} to {} µs)",
            microseconds(all.median.abs()),
            grouped(u64::from(all.pairs)),
            microseconds(low.min(high)),
            microseconds(low.max(high)),
        );
        return Judgement::Fail { reason, step: 1 };
    }
    let unseen = all.low.abs().max(all.high.abs());
    if is_sure(&earlier) || is_sure(&later) {
        return Judgement::Skip(format!(
            "inconclusive: one half of the pairs shows a difference and the other does not ({probable})"
        ));
    }
    if unseen > BLUNT {
        return Judgement::Skip(format!(
            "inconclusive: a difference of {unseen:.0} ns could hide in the noise of {} pairs; measure from nearer by, or \
             on an idle machine",
            all.pairs
        ));
    }
    Judgement::Noted(format!(
        "no difference of more than {unseen:.0} ns was seen, with a confidence of 99.9 % ({probable})"
    ))
}

/// Formats a number of nanoseconds in microseconds.
fn microseconds(nanoseconds: f64) -> String {
    let digits = if nanoseconds < 10_000.0 { 2 } else { 0 };
    format!("{:.digits$}", nanoseconds / 1_000.0)
}

fn probability(p: f64) -> String {
    if p < 1e-30 {
        "below 1e-30".to_owned()
    } else if p < 0.001 {
        format!("{p:.0e}")
    } else {
        format!("{p:.3}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::test_runner::TestRng;

    use super::*;
    use crate::generate::seeded;

    /// Returns the difference of two noisy times: symmetric, of about this spread.
    fn noise(rng: &mut TestRng, spread: f64) -> f64 {
        let mut uniform = || f64::from(rng.next_u32()) / 4_294_967_296.0;
        (uniform() + uniform() + uniform() - uniform() - uniform() - uniform()) * spread
    }

    fn differences(seed: u64, spread: f64, shift: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut rng = seeded(seed, &["timing"]);
        (0..PAIRS).map(|at| noise(&mut rng, spread) + shift(at)).collect()
    }

    #[test]
    fn a_leak_in_both_halves_is_reported() {
        for seed in 0..20 {
            let judgement = decide(&differences(seed, 40_000.0, |_| 20_000.0));
            let Judgement::Fail { reason, step: 1 } = judgement else { panic!("seed {seed}: {judgement:?}") };
            assert!(reason.contains(" µs later than one"), "{reason}");
            assert!(matches!(decide(&differences(seed, 40_000.0, |_| -20_000.0)), Judgement::Fail { .. }));
        }
    }

    #[test]
    fn what_one_half_alone_shows_proves_nothing() {
        let judgement = decide(&differences(7, 40_000.0, |at| if at < PAIRS / 2 { 20_000.0 } else { 0.0 }));
        assert!(matches!(&judgement, Judgement::Skip(reason) if reason.contains("one half")), "{judgement:?}");
        let torn = decide(&differences(7, 40_000.0, |at| if at < PAIRS / 2 { 20_000.0 } else { -20_000.0 }));
        assert!(matches!(&torn, Judgement::Skip(_)), "{torn:?}");
    }

    #[test]
    fn noise_passes_or_proves_nothing() {
        for seed in 0..100 {
            let judgement = decide(&differences(seed, 40_000.0, |_| 0.0));
            assert!(matches!(&judgement, Judgement::Noted(note) if note.contains(" ns was seen")), "{judgement:?}");
            let loud = decide(&differences(seed, 4_000_000.0, |_| 0.0));
            assert!(matches!(&loud, Judgement::Skip(reason) if reason.starts_with("inconclusive")), "{loud:?}");
        }
        assert!(matches!(decide(&[1.0; 150]), Judgement::Skip(_)), "75 pairs in a half are too few");
    }
}
