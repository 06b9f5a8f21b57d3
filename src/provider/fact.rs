//! Facts about a provider, each with how we know it.

use serde::{Deserialize, Serialize};

use crate::provider::source::Source;

/// The basis of a fact: how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the three kinds of certainty are the design's words")]
pub enum Basis {
    /// Stated by the vendor.
    Documented,
    /// Observed in real traffic or in the vendor's public code.
    Observed,
    /// The vendor does not say, or its documentation could not be read; this is our default.
    Assumed,
}

impl Basis {
    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
        }
    }
}

/// Placeholder for the method and the path of a call until the provider is complete.
pub(super) const ROUTE: &str = "{route}";

/// A fact about a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fact {
    /// Stable name, such as `retry.attempts`. Facts that `Provider::settings` lists can be overridden.
    pub key: String,
    /// The statement.
    pub value: String,
    /// The basis of the statement.
    pub basis: Basis,
    /// Source of the statement; for an assumption, the source that does not say it, or the reason for it.
    pub source: String,
    /// Day on which the source was read, `2026-11-21`; empty for a value that the user gave with `--assume`.
    pub date: String,
    /// Whether the user confirmed it with `--assume`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirmed: bool,
}

impl Fact {
    /// Creates a fact that the vendor states.
    #[must_use]
    pub fn documented(key: &str, value: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Documented, key, value, source)
    }

    /// Creates a fact that was observed in real traffic or in the vendor's public code.
    #[must_use]
    pub fn observed(key: &str, value: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Observed, key, value, source)
    }

    /// Creates a default for a fact that the vendor does not state.
    #[must_use]
    pub fn assumed(key: &str, value: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Assumed, key, value, source)
    }

    /// Creates a fact that controls behavior: its key is one of [`Provider::settings`](super::Provider::settings), and
    /// its value is the setting of the provider. [`Provider::facts`](super::Provider::facts) fills the value in, so
    /// that it is defined only once.
    #[must_use]
    pub fn setting(basis: Basis, key: &str, source: Source<'_>) -> Self {
        Self::new(basis, key, "", source)
    }

    /// Creates a fact about a call of the management API: its key is that of a [`Route`](super::api::Route), and its
    /// value is the method and the path of the route, followed by this note.
    /// [`Provider::facts`](super::Provider::facts) fills them in.
    #[must_use]
    pub(crate) fn route(basis: Basis, key: &str, note: &str, source: Source<'_>) -> Self {
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

    /// Returns whether a verdict that is based on this fact is based on our assumption.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.basis == Basis::Assumed && !self.confirmed
    }
}
