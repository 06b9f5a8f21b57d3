//! A check as a value: its names and reasons, its plan and its judgement.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

use crate::model::did_you_mean;
use crate::provider::Fact;
use crate::provider::Kind;
use crate::provider::Provider;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::subject::Subject;

/// One thing that an endpoint must do.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Check {
    /// Stable name: `signature-missing`. Its first word is the family.
    pub id: &'static str,
    /// What the endpoint does when all is well.
    pub title: &'static str,
    /// What goes wrong in production without it.
    pub why: &'static str,
    /// How much a failure weighs.
    pub level: Level,
    /// What it is judged on.
    pub scope: Scope,
    /// Keys of the facts it rests on, the one to be named as its basis first. Where the first one that the
    /// provider has is a mere assumption about a format or a number, `must` counts as `should`.
    pub rests_on: &'static [&'static str],
    /// What to send and to observe.
    pub plan: fn(&Context<'_>, &Subject) -> Plan,
    /// What to think of it. `seen` answers the steps of the plan one by one.
    pub judge: fn(&Context<'_>, &Subject, &[Seen]) -> Judgement,
}

/// How much a failed check weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the three levels are the design's words")]
pub enum Level {
    /// Good to have.
    May,
    /// Expected; fails the run under `--strict`.
    Should,
    /// Without it the contract is broken.
    Must,
}

/// What a check is judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// Every event type.
    EveryType,
    /// The two plainest event types; with an observer, those that have an effect.
    Plainest,
    /// The plainest event type alone, for what takes many deliveries.
    One,
    /// The plainest event type alone, and only where the check is asked for by its id.
    Asked,
    /// The whole run, by the battery itself.
    Run,
}

/// A check that does not exist.
#[derive(Debug, Error)]
#[error("there is no check or family `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownCheck {
    /// What was asked for.
    pub name: String,
    /// What it may have been meant to be.
    pub nearest: Vec<String>,
}

impl Check {
    /// The first word of its id.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.id.split_once('-').map_or(self.id, |(family, _)| family)
    }

    /// Whether a name given by a user means it: its id, its family, or its family with the dash.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        name == self.id || name.trim_end_matches('-') == self.family()
    }

    /// Whether it judges payloads of this kind. A notice has neither a name nor an id: what forges or repeats
    /// an event says nothing of it.
    #[must_use]
    pub fn takes(&self, kind: Kind) -> bool {
        match kind {
            Kind::Event => true,
            Kind::Notice => matches!(self.family(), "delivery" | "payload" | "malformed"),
            _ => false,
        }
    }

    /// Whether it is about what only a socket shows: connections, framing, a lost answer, the spelling of header names.
    #[must_use]
    pub fn needs_socket(&self) -> bool {
        self.family() == "transport" || matches!(self.id, "redelivery-lost-answer" | "signature-header-case")
    }

    /// The fact of a provider that it rests on.
    #[must_use]
    pub fn basis<'a>(&self, provider: &'a Provider) -> Option<&'a Fact> {
        self.rests_on.iter().find_map(|key| provider.fact(key))
    }

    /// How much a failure weighs with this provider, whose deliveries are signed or not.
    #[must_use]
    pub fn level_for(&self, provider: &Provider, signed: Signed) -> Level {
        // The vendor tells consumers to re-stringify: what differs in spelling only may then be refused.
        if self.family() == "encoding" && provider.fact("signature.restringify").is_some() {
            return Level::May;
        }
        let acts = |key: &&&str| signed == Signed::Yes || !key.starts_with("signature.");
        let mut facts = self.rests_on.iter().filter(acts).filter_map(|key| provider.fact(key));
        if facts.any(Fact::is_open) { self.level.min(Level::Should) } else { self.level }
    }
}

/// Whether the deliveries of a run are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a yes or a no")]
pub enum Signed {
    /// The user gave a secret.
    Yes,
    /// There is none.
    No,
}

/// The facts that every signature rests on, the one to be named first.
pub(super) const SIGNATURE: &[&str] =
    &["signature.header", "signature.algorithm", "signature.encoding", "signature.message", "signature.time"];

impl fmt::Debug for Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Check").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Level {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
        }
    }
}
