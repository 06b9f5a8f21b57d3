//! Settings that a CI job passes to tests, which have no command line.
#![expect(clippy::disallowed_methods, reason = "a test has no other way to get settings")]

use std::env;
use std::env::VarError;

use crate::battery::error::VerifyError;

/// Number of generated payloads per event type, if the test does not set it.
pub(super) const CASES: &str = "HOOKPROOF_CASES";

/// The seed, if the test does not set it.
pub(super) const SEED: &str = "HOOKPROOF_SEED";

/// Reads a number from the environment; `None` if the variable is not set.
pub(super) fn number(name: &'static str) -> Result<Option<u64>, VerifyError> {
    read(name, env::var(name))
}

fn read(name: &'static str, value: Result<String, VarError>) -> Result<Option<u64>, VerifyError> {
    match value {
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(VerifyError::Environment { name }),
        Ok(value) => value.trim().parse().map(Some).map_err(|_| VerifyError::Environment { name }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nothing_else() {
        assert!(matches!(read(SEED, Err(VarError::NotPresent)), Ok(None)));
        assert!(matches!(read(SEED, Ok(" 18446744073709551615 ".to_owned())), Ok(Some(u64::MAX))));
        for value in ["", "x", "-1", "1.5", "18446744073709551616"] {
            let error = read(SEED, Ok(value.to_owned())).unwrap_err();
            assert_eq!(error.to_string(), "HOOKPROOF_SEED must be a whole number");
        }
    }
}
