//! Planted faults: each replaces one step of the sound consumer, and names the checks that must catch it.

mod acting;
mod reading;
mod verifying;

use std::time::Duration;

use thiserror::Error;

use crate::demo::consumer::Steps;
use crate::demo::sound::SOUND;
use crate::model::did_you_mean;

/// A planted fault.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Defect {
    /// Name: `acts-twice`.
    pub name: &'static str,
    /// What is wrong, in a sentence.
    pub about: &'static str,
    /// Ids of the providers with which it shows; empty for all.
    pub providers: &'static [&'static str],
    /// The checks that catch it.
    pub caught_by: &'static [&'static str],
    /// Other checks that may catch it too. A failure of any other check is a fault of ours.
    pub also: &'static [&'static str],
    /// The time-out of the demonstration, where the provider's own would make it long.
    pub timeout: Option<Duration>,
    /// The consumer's steps, one of them replaced.
    pub steps: Steps,
}

/// A defect that does not exist.
#[derive(Debug, Error)]
#[error("there is no defect `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownDefect {
    /// What was asked for.
    pub name: String,
    /// What it may have been meant to be.
    pub nearest: Vec<String>,
}

/// Every signature check that a consumer fails when it does not compare at all.
const UNCOMPARED: &[&str] = &["signature-body-changed", "signature-no-effect"];

/// Every defect, in the order of the checks that catch them.
pub const ALL: &[Defect] = &[
    Defect {
        name: "refuses-a-type",
        about: "answers 400 to the last event type of the provider's list, as if nobody had told it",
        providers: &[],
        caught_by: &["delivery-documented"],
        also: &[],
        timeout: None,
        steps: Steps { read: reading::refuses_a_type, ..SOUND },
    },
    Defect {
        name: "needs-status",
        about: "answers 500 to every event without a `status`, as one published quickstart does",
        providers: &["truv"],
        caught_by: &["delivery-documented"],
        also: &[],
        timeout: None,
        steps: Steps { read: reading::needs_status, ..SOUND },
    },
    Defect {
        name: "answers-late",
        about: "does its work before it answers, and the provider has given up by then",
        providers: &[],
        caught_by: &["delivery-in-time"],
        also: &[],
        timeout: Some(Duration::from_millis(150)),
        steps: Steps { take: acting::answers_late, ..SOUND },
    },
    Defect {
        name: "drops-events",
        about: "answers 200 and does nothing",
        providers: &[],
        caught_by: &["delivery-effect"],
        also: &[],
        timeout: Some(Duration::from_millis(1500)),
        steps: Steps { take: acting::drops_events, ..SOUND },
    },
    Defect {
        name: "ascii-only",
        about: "answers 500 to a letter beyond ASCII",
        providers: &[],
        caught_by: &["payload-generated", "payload-unicode"],
        also: &["payload-maximal", "delivery-documented"],
        timeout: None,
        steps: Steps { read: reading::ascii_only, ..SOUND },
    },
    Defect {
        name: "needs-the-optional",
        about: "answers 500 where an optional member that its samples had is absent",
        providers: &["truv", "betterez"],
        caught_by: &["payload-minimal"],
        // The largest document has other names in its open maps than the sample.
        also: &["payload-generated", "payload-maximal", "delivery-documented"],
        timeout: None,
        steps: Steps { read: reading::needs_the_optional, ..SOUND },
    },
    Defect {
        name: "short-column",
        about: "answers 500 to a text of more than 100 letters",
        providers: &[],
        caught_by: &["payload-maximal"],
        also: &["payload-generated", "payload-large"],
        timeout: None,
        steps: Steps { read: reading::short_column, ..SOUND },
    },
    Defect {
        name: "crashes-on-null",
        about: "answers 500 where a member that was a text in its samples is null",
        providers: &["truv", "argyle"],
        caught_by: &["payload-null"],
        also: &["payload-generated", "payload-minimal", "delivery-documented"],
        timeout: None,
        steps: Steps { read: reading::crashes_on_null, ..SOUND },
    },
    Defect {
        name: "three-byte-letters",
        about: "answers 500 to a letter of four bytes, as a table in MySQL's utf8 does",
        providers: &[],
        caught_by: &["payload-unicode"],
        also: &["payload-generated"],
        timeout: None,
        steps: Steps { read: reading::three_byte_letters, ..SOUND },
    },
    Defect {
        name: "small-body",
        about: "answers 413 to a body of more than 64 KiB",
        providers: &[],
        caught_by: &["payload-large"],
        also: &["payload-maximal"],
        timeout: None,
        steps: Steps { read: reading::small_body, ..SOUND },
    },
    Defect {
        name: "thirty-two-bits",
        about: "answers 500 to an integer that 32 bits do not hold",
        providers: &["truv", "argyle", "orum", "betterez"],
        caught_by: &["payload-big-number"],
        also: &["payload-generated", "payload-maximal"],
        timeout: None,
        steps: Steps { read: reading::thirty_two_bits, ..SOUND },
    },
    Defect {
        name: "strict-members",
        about: "answers 400 to a member that it does not know",
        providers: &[],
        caught_by: &["payload-unknown-field"],
        also: &[],
        timeout: None,
        steps: Steps { read: reading::strict_members, ..SOUND },
    },
    Defect {
        name: "strict-types",
        about: "answers 400 to an event type that it does not know",
        providers: &[],
        caught_by: &["payload-unknown-event"],
        also: &[],
        timeout: None,
        steps: Steps { read: reading::strict_types, ..SOUND },
    },
    Defect {
        name: "re-serialises",
        about: "verifies the document that it parsed and wrote again, not the bytes that came",
        providers: &["truv", "betterez", "socotra"],
        caught_by: &["encoding-raw-bytes"],
        also: &["malformed-json", "signature-body-changed", "delivery-documented"],
        timeout: None,
        steps: Steps { verify: verifying::re_serialises, ..SOUND },
    },
    Defect {
        name: "trusts-unsigned",
        about: "verifies a signature where there is one, and takes a delivery without",
        providers: &[],
        caught_by: &["signature-missing"],
        also: &["signature-no-effect"],
        timeout: None,
        steps: Steps { verify: verifying::trusts_unsigned, ..SOUND },
    },
    Defect {
        name: "checks-the-form",
        about: "looks at the form of a signature and does not compare it",
        providers: &[],
        caught_by: &["signature-wrong-key"],
        also: UNCOMPARED,
        timeout: None,
        steps: Steps { verify: verifying::checks_the_form, ..SOUND },
    },
    Defect {
        name: "caches-signatures",
        about: "takes any body under a signature that it has verified before",
        providers: &["truv", "argyle", "orum", "socotra", "betterez"],
        caught_by: &["signature-body-changed"],
        also: &[],
        timeout: None,
        steps: Steps { verify: verifying::caches_signatures, ..SOUND },
    },
    Defect {
        name: "compares-the-shorter",
        about: "compares signatures up to the end of the shorter one",
        providers: &[],
        caught_by: &["signature-truncated"],
        also: &[],
        timeout: None,
        steps: Steps { verify: verifying::compares_the_shorter, ..SOUND },
    },
    Defect {
        name: "crashes-on-garbage",
        about: "answers 500 to a signature header that it cannot decode",
        providers: &[],
        caught_by: &["signature-garbage"],
        also: &["signature-truncated"],
        timeout: None,
        steps: Steps { verify: verifying::crashes_on_garbage, ..SOUND },
    },
    Defect {
        name: "tells-the-signature",
        about: "helps with debugging: its 401 says which signature it expected",
        providers: &[],
        caught_by: &["signature-leak"],
        also: &[],
        timeout: None,
        steps: Steps { verify: verifying::tells_the_signature, ..SOUND },
    },
    Defect {
        name: "acts-first",
        about: "acts, and verifies afterwards",
        providers: &[],
        caught_by: &["signature-no-effect"],
        also: &[],
        timeout: None,
        steps: Steps { verify: verifying::acts_first, ..SOUND },
    },
    Defect {
        name: "acts-twice",
        about: "has no memory: a repeated event is done again",
        providers: &[],
        caught_by: &["redelivery-same"],
        also: &[],
        timeout: None,
        steps: Steps { take: acting::acts_twice, ..SOUND },
    },
    Defect {
        name: "refuses-repeats",
        about: "answers 409 to a repeated event",
        providers: &[],
        caught_by: &["redelivery-same"],
        also: &[],
        timeout: None,
        steps: Steps { take: acting::refuses_repeats, ..SOUND },
    },
    Defect {
        name: "crashes-on-bad-json",
        about: "answers 500 to a body that is not JSON",
        providers: &[],
        caught_by: &["malformed-json"],
        also: &[],
        timeout: None,
        steps: Steps { verify: verifying::crashes_on_bad_json, ..SOUND },
    },
    Defect {
        name: "takes-bad-json",
        about: "answers 200 to a body that is not JSON, and has lost an event",
        providers: &["truv", "argyle", "betterez", "socotra"],
        caught_by: &["malformed-json"],
        also: &[],
        timeout: None,
        steps: Steps { read: reading::takes_bad_json, ..SOUND },
    },
];

/// A defect by its name.
///
/// # Errors
/// When there is none; the error names the nearest.
pub fn named(name: &str) -> Result<&'static Defect, UnknownDefect> {
    ALL.iter().find(|defect| defect.name == name).ok_or_else(|| UnknownDefect {
        name: name.to_owned(),
        nearest: crate::model::nearest(name, ALL.iter().map(|defect| defect.name)),
    })
}

impl Defect {
    /// Whether it shows with a provider.
    #[must_use]
    pub fn shows_with(&self, provider: &str) -> bool {
        self.providers.is_empty() || self.providers.contains(&provider)
    }
}
