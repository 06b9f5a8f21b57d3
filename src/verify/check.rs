//! A check as a value: its names and reasons, its plan and its judgement.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::did_you_mean;
use crate::provider::{Fact, Kind, Provider};
use crate::verify::context::{Context, Observation};
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::overall::{Overall, RunFacts};
use crate::verify::plan::{Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;

/// One thing that an endpoint must do. Everything that decides how a check is run is a field of it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Check {
    /// Stable name: `signature-missing`. Its first word is the family.
    pub id: &'static str,
    /// Behaviour of a correct endpoint, without a subject: `accepts every documented event`.
    pub title: &'static str,
    /// Consequence in production if the check fails.
    pub why: &'static str,
    /// What a report shows as expected, if it is neither an answer nor a number of effects; empty otherwise.
    pub expected: &'static str,
    /// Severity of a failure.
    pub level: Level,
    /// Effect of an assumed fact on the level.
    pub assumed: Assumed,
    /// Further condition of the level.
    pub condition: Condition,
    /// Event types to judge.
    pub scope: Scope,
    /// Whether it runs without being named.
    pub selection: Selection,
    /// Stage of the run in which it is performed.
    pub stage: Stage,
    /// Requirements without which it is skipped.
    pub needs: Needs,
    /// Kinds of payloads to judge.
    pub kinds: &'static [Kind],
    /// Keys of the facts it is based on, the one to be named as its basis first.
    pub based_on: &'static [&'static str],
    /// Plans what to send and what to observe.
    pub plan: fn(&Context<'_>, &TypeUnderTest) -> Plan,
    /// Judges the result. `seen` has one entry per step of the plan.
    pub judge: fn(&Context<'_>, &TypeUnderTest, &[Observed]) -> Judgement,
    /// Judges by the whole run, instead of by its plan; `None` if the run decides nothing.
    pub overall: fn(&RunFacts<'_>) -> Option<Overall>,
}

/// Severity of a failed check.
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

/// Effect of an assumed fact on the level of a check that is based on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "an assumption weakens an expectation or it does not")]
pub enum Assumed {
    /// A `must` counts as `should` until the fact is confirmed.
    Lowers,
    /// Nothing: the endpoint showed that it knows the form when it accepted a correctly signed delivery.
    Keeps,
}

/// Event types on which a check is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// Every event type.
    EveryType,
    /// The two event types with the simplest documents; with an effects source, two that have an effect.
    Plainest,
    /// Only the event type with the simplest document, for checks that need many deliveries.
    One,
    /// None: it is judged over the whole run.
    Run,
}

/// Whether a check runs without being named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a check runs always or on request")]
pub enum Selection {
    /// It is part of every run.
    Always,
    /// It runs only if `--only` names it by its id.
    ByName,
}

/// Stage of a run, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Stage {
    /// Forgeries, which answers decide: security comes first.
    Security,
    /// Everything else that answers decide, sent side by side.
    Answers,
    /// Those that read effects, waited for together.
    Effects,
    /// Checks that read the consumer state, or unpredictable counts, one after the other.
    State,
    /// Checks that need a thousand deliveries.
    Bulk,
    /// Checks that an endpoint may not survive, one after the other.
    Fragile,
    /// Checks that are most likely to stop the endpoint, and outages.
    Fatal,
}

/// Requirements of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Needs {
    /// It runs everywhere.
    Nothing,
    /// It is about what only a socket shows: connections, framing, a lost answer, the spelling of header names.
    Socket,
}

/// A check that does not exist.
#[derive(Debug, Error)]
#[error("unknown check or family `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownCheck {
    /// The requested name.
    pub name: String,
    /// Existing names that are similar to it.
    pub nearest: Vec<String>,
}

impl Check {
    /// Returns the first word of its id.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.id.split_once('-').map_or(self.id, |(family, _)| family)
    }

    /// Whether a name given by a user selects it: its id, its family, or its family with the dash.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        name == self.id || name.trim_end_matches('-') == self.family()
    }

    /// Whether it judges payloads of this kind. A notice has neither a name nor an id, so a forged or redelivered event
    /// is not a test of it.
    #[must_use]
    pub fn judges(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Whether it needs a socket.
    #[must_use]
    pub fn needs_socket(&self) -> bool {
        self.needs == Needs::Socket
    }

    /// Returns the fact of a provider on which it is based.
    #[must_use]
    pub fn basis<'a>(&self, provider: &'a Provider) -> Option<&'a Fact> {
        self.based_on.iter().find_map(|key| provider.fact(key))
    }

    /// Returns the level of a failure in a run, and the assumed facts that lowered it.
    #[must_use]
    pub fn effective_level<'a>(&self, terms: &Terms<'a>) -> EffectiveLevel<'a> {
        let provider = terms.provider;
        // The provider recommends that consumers serialize the body again: they may refuse a different spelling.
        if self.family() == "encoding" && provider.fact("signature.restringify").is_some() {
            return EffectiveLevel { level: Level::May, lowered_by: Vec::new() };
        }
        let level = self.level_in(terms);
        if self.assumed == Assumed::Keeps {
            return EffectiveLevel { level, lowered_by: Vec::new() };
        }
        let acts = |key: &&&str| terms.signed == Signed::Yes || !key.starts_with("signature.");
        let facts = self.based_on.iter().filter(acts).filter_map(|key| provider.fact(key));
        let open: Vec<&Fact> = facts.filter(|fact| fact.is_open()).collect();
        if open.is_empty() || level <= Level::Should {
            return EffectiveLevel { level, lowered_by: Vec::new() };
        }
        EffectiveLevel { level: Level::Should, lowered_by: open }
    }

    /// Returns the level before assumptions. Some checks weigh less if the provider never does what they test, or if it
    /// cannot be observed.
    fn level_in(&self, terms: &Terms<'_>) -> Level {
        match self.condition {
            Condition::None => self.level,
            Condition::Retries if may_retry(terms.provider) => self.level,
            Condition::EffectsSeen if terms.observation == Observation::Effects => self.level,
            Condition::AllEvents if terms.events.is_empty() => self.level,
            Condition::HandshakeProves if proves(terms.provider) => self.level,
            Condition::Retries | Condition::EffectsSeen | Condition::AllEvents | Condition::HandshakeProves => {
                self.level.min(Level::Should)
            }
        }
    }
}

/// Whether a provider retries, or may retry because its number of attempts is not confirmed.
fn may_retry(provider: &Provider) -> bool {
    provider.retry.retries > 0 || provider.fact("retry.attempts").is_some_and(Fact::is_open)
}

/// Whether the provider tests that forged handshakes are refused, or the answer to one is computed with the secret.
fn proves(provider: &Provider) -> bool {
    provider.handshakes.iter().any(|handshake| handshake.refused.is_some() || handshake.needs_secret())
}

/// Properties of a run that decide the level of a check.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the battery builds it")]
pub struct Terms<'a> {
    /// The provider, as overridden by the user.
    pub provider: &'a Provider,
    /// Whether deliveries are signed.
    pub signed: Signed,
    /// Whether effects can be observed.
    pub observation: Observation,
    /// The event types that the user named; empty means all.
    pub events: &'a [String],
}

/// Level of a failure, with the assumptions that lowered it.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a level and its reason")]
pub struct EffectiveLevel<'a> {
    /// The level.
    pub level: Level,
    /// The assumed facts that lowered it; all of them have to be confirmed to restore it.
    pub lowered_by: Vec<&'a Fact>,
}

/// Condition of a level, in addition to assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition {
    /// Nothing.
    None,
    /// The provider retries after a time-out or a lost answer.
    Retries,
    /// Effects are observed.
    EffectsSeen,
    /// A forged handshake is harmful: the provider tests it, or the answer is computed with the secret.
    HandshakeProves,
    /// The run is about all event types: a consumer that subscribes to some never gets others.
    AllEvents,
}

/// Whether the deliveries of a run are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a yes or a no")]
pub enum Signed {
    /// The user gave a secret.
    Yes,
    /// The user gave no secret.
    No,
}

/// The facts that every signature is based on. The first one is the one to name.
pub(super) const SIGNATURE: &[&str] = &[
    "signature.header",
    "signature.algorithm",
    "signature.encoding",
    "signature.message",
    "signature.claims",
    "signature.time",
];

impl Check {
    /// A check of answers on the two event types with the simplest documents; others are derived from it.
    pub(super) const ANSWERS: Self = Self {
        id: "",
        title: "",
        why: "",
        expected: "",
        level: Level::Should,
        assumed: Assumed::Lowers,
        condition: Condition::None,
        scope: Scope::Plainest,
        selection: Selection::Always,
        stage: Stage::Answers,
        needs: Needs::Nothing,
        kinds: &[Kind::Event],
        based_on: &[],
        plan: |_, _| Plan::Steps(Vec::new()),
        judge: judge::as_expected,
        overall: |_| None,
    };

    /// A check of payloads, of every event type and of notices.
    pub(super) const PAYLOAD: Self =
        Self { scope: Scope::EveryType, kinds: &[Kind::Event, Kind::Notice], ..Self::ANSWERS };

    /// A forgery that must be refused whatever is assumed about the form of a signature.
    pub(super) const FORGERY: Self = Self {
        level: Level::Must,
        assumed: Assumed::Keeps,
        stage: Stage::Security,
        based_on: SIGNATURE,
        ..Self::ANSWERS
    };

    /// A form of a signature that the endpoint need not accept.
    pub(super) const FORM: Self = Self { assumed: Assumed::Lowers, ..Self::FORGERY };

    /// A check of what a redelivery does.
    pub(super) const REDELIVERY: Self = Self {
        level: Level::Must,
        assumed: Assumed::Keeps,
        condition: Condition::Retries,
        stage: Stage::Effects,
        based_on: &["duplicates"],
        ..Self::ANSWERS
    };

    /// A check of what an endpoint may not survive.
    pub(super) const FRAGILE: Self = Self { stage: Stage::Fragile, ..Self::ANSWERS };

    /// A body that cannot be read.
    pub(super) const MALFORMED: Self = Self { kinds: &[Kind::Event, Kind::Notice], ..Self::FRAGILE };

    /// A way of travelling.
    pub(super) const TRANSPORT: Self = Self { needs: Needs::Socket, ..Self::FRAGILE };

    /// A check that is judged over the whole run.
    pub(super) const RUN: Self =
        Self { level: Level::Must, scope: Scope::Run, kinds: &[Kind::Event, Kind::Notice], ..Self::ANSWERS };
}

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
