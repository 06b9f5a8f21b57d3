//! Size of a run.

use thiserror::Error;

use crate::model::by_name;
use crate::verify::{Check, Stage};

/// Size of a run: fewer deliveries find less, and each profile says what it leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the three profiles are the design's words")]
pub enum Profile {
    /// At most 60 deliveries: does the endpoint verify signatures, and does it remember events?
    Smoke,
    /// At most 400 deliveries: every check except the longest, on the simplest event types.
    Pr,
    /// Everything.
    #[default]
    Full,
}

/// A profile that does not exist.
#[derive(Debug, Error)]
#[error("unknown profile `{0}`: use smoke, pr or full")]
pub struct UnknownProfile(String);

/// The checks of a smoke run.
const SMOKE: [&str; 9] = [
    "delivery-documented",
    "delivery-in-time",
    "delivery-effect",
    "payload-unknown-field",
    "signature-missing",
    "signature-wrong-key",
    "signature-no-effect",
    "redelivery-same",
    "redelivery-interleaved",
];

/// Checks of a pull request that need too many deliveries for it.
const LENGTHY: [&str; 4] =
    ["redelivery-long-after", "malformed-wrong-type", "malformed-missing-required", "signature-garbage"];

/// The check that waits for as long as the user sets.
const PAUSED: &str = "redelivery-after-pause";

impl Profile {
    /// Every profile, the smallest first.
    pub const ALL: [Self; 3] = [Self::Smoke, Self::Pr, Self::Full];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Smoke => "smoke",
            Self::Pr => "pr",
            Self::Full => "full",
        }
    }

    /// Whether it includes a check.
    #[doc(hidden)]
    #[must_use]
    pub fn runs(self, check: &Check) -> bool {
        match self {
            Self::Smoke => SMOKE.contains(&check.id),
            // The user sets the duration of the pause.
            Self::Pr => !LENGTHY.contains(&check.id) && (check.stage != Stage::Bulk || check.id == PAUSED),
            Self::Full => true,
        }
    }

    /// Returns the maximum number of event types of a run.
    #[must_use]
    pub const fn most_types(self) -> usize {
        match self {
            Self::Smoke => 4,
            Self::Pr => 24,
            Self::Full => usize::MAX,
        }
    }

    /// Returns the maximum number of event types of a check that runs on every type.
    pub(super) const fn of_every_type(self) -> usize {
        match self {
            Self::Smoke => 1,
            Self::Pr => 2,
            Self::Full => usize::MAX,
        }
    }

    /// Returns the number of event types for checks of the simplest ones.
    pub(super) const fn of_plainest(self) -> usize {
        match self {
            Self::Smoke | Self::Pr => 1,
            Self::Full => 2,
        }
    }

    /// Returns the number of generated payloads per event type.
    pub(super) const fn cases(self, wanted: u32) -> u32 {
        let most = match self {
            Self::Smoke => 1,
            Self::Pr => 8,
            Self::Full => u32::MAX,
        };
        if wanted < most { wanted } else { most }
    }

    /// Returns what it leaves out, in a sentence; `None` for the full one.
    #[must_use]
    pub fn leaves_out(self) -> Option<String> {
        match self {
            Self::Full => None,
            Self::Smoke => Some(format!(
                "profile smoke runs {} checks on one event type: every other check is left out, and generated payloads \
                 are too",
                SMOKE.len()
            )),
            Self::Pr => Some(format!(
                "profile pr leaves out {} and judges the rest on one or two event types, with at most 8 generated \
                 payloads",
                LENGTHY.join(", ")
            )),
        }
    }
}

by_name!(Profile, UnknownProfile, |name: &str| UnknownProfile(name.to_owned()));
