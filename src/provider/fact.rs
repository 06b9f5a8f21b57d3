//! Facts about a provider, each with how we know it.

use serde::Deserialize;
use serde::Serialize;

use crate::provider::source::Source;

/// How a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the three kinds of certainty are the design's words")]
pub enum Basis {
    /// In the vendor's own words.
    Documented,
    /// Seen in real traffic or in the vendor's public code.
    Observed,
    /// The vendor is silent or could not be read; this is our default.
    Assumed,
}

impl Basis {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
        }
    }
}

/// What stands for the method and the path of a call until the provider is complete.
pub(super) const ROUTE: &str = "{route}";

/// One thing known about a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fact {
    /// Stable name, such as `retry.attempts`. Those that `Provider::settings` lists can be overridden.
    pub key: String,
    /// What is so.
    pub value: String,
    /// How it is known.
    pub basis: Basis,
    /// Where it is written; for an assumption, what was read in vain or what it leans on.
    pub source: String,
    /// Day on which the source was read, `2026-11-21`; empty for what the user gave with `--assume`.
    pub date: String,
    /// Whether the user vouched for it with `--assume`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
}

impl Fact {
    /// A fact in the vendor's own words.
    #[must_use]
    pub fn documented(key: &str, value: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Documented, key, value, source)
    }

    /// A fact seen in real traffic or in the vendor's public code.
    #[must_use]
    pub fn observed(key: &str, value: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Observed, key, value, source)
    }

    /// Our default where the vendor is silent.
    #[must_use]
    pub fn assumed(key: &str, value: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Assumed, key, value, source)
    }

    /// A fact that acts: its key is one of [`Provider::settings`](super::Provider::settings), and its value is what the
    /// provider does. [`Provider::facts`](super::Provider::facts) fills the value in, so that it has one place.
    #[must_use]
    pub fn setting(basis: Basis, key: &str, source: Source<'_>) -> Self {
        Self::new(basis, key, "", source)
    }

    /// A fact about a call of the management API: its key is that of a [`Route`](super::api::Route), and its value is the
    /// method and the path of that, then this note. [`Provider::facts`](super::Provider::facts) fills them in.
    #[must_use]
    pub fn route(basis: Basis, key: &str, note: &str, source: Source<'_>) -> Self {
        Self::new(basis, key, &format!("{ROUTE}{note}"), source)
    }

    fn new(basis: Basis, key: &str, value: &str, source: Source<'_>) -> Self {
        Self {
            key: key.to_owned(),
            value: value.to_owned(),
            basis,
            source: source.location.to_owned(),
            date: source.day.to_owned(),
            confirmed: false,
        }
    }

    /// Whether a verdict that rests on this fact rests on our guess.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.basis == Basis::Assumed && !self.confirmed
    }
}
