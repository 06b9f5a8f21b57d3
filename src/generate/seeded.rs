//! Randomness by name: the same seed and key give the same draws on any machine.

use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestRng;
use sha2::Digest;
use sha2::Sha256;

/// The random numbers of one key, such as (check, event type, case). Neighbouring seeds and keys share nothing.
///
/// ```
/// use proptest::prelude::Rng;
///
/// let draw = |key: &[&str]| hookproof::generate::seeded(7, key).next_u64();
/// assert_eq!(draw(&["payload-generated", "0"]), draw(&["payload-generated", "0"]));
/// assert_ne!(draw(&["ab", "c"]), draw(&["a", "bc"]));
/// ```
#[must_use]
pub fn seeded(seed: u64, key: &[&str]) -> TestRng {
    let mut hash = Sha256::new_with_prefix(seed.to_le_bytes());
    for part in key {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    TestRng::from_seed(RngAlgorithm::XorShift, &hash.finalize()[..16])
}
