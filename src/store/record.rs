//! What is kept about deliveries: plain data.

use std::time::Duration;

use bytes::Bytes;
use sha2::Digest;
use sha2::Sha256;

use crate::model::Exchange;
use crate::model::Outcome;
use crate::model::SecretText;
use crate::model::Timestamp;
use crate::provider::api::Finding;
use crate::provider::api::Sent;
use crate::retry::RetryPlan;

/// Tells accounts apart without telling the credential that opened them: `truv-9c56cc51b374`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

/// An event on its way to one URL.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// Place among all deliveries, from 1: newer ones have higher numbers.
    pub number: u64,
    /// Id of the provider.
    pub provider: String,
    /// Whose it is.
    pub account: AccountId,
    /// Id of the subscription; empty where the event was aimed at a URL.
    pub subscription: String,
    /// Name of the event.
    pub event: String,
    /// Where it goes.
    pub url: String,
    /// Headers beside the provider's.
    pub headers: Vec<(String, String)>,
    /// Whether an https URL may show any certificate.
    pub any_certificate: bool,
    /// What signs it.
    pub secret: Option<SecretText>,
    /// When failures are tried again.
    pub plan: RetryPlan,
    /// The exact bytes, but for what is renewed for every attempt.
    pub body: Bytes,
    /// When it was made, real time.
    pub made: Timestamp,
    /// How it stands.
    pub status: Status,
    /// When the next attempt is due on the deliveries' own clock.
    pub due: Option<Timestamp>,
    /// How many attempts were made before it was last sent again.
    pub earlier: u32,
    /// Number of the delivery that this one repeats.
    pub repeats: Option<u64>,
    /// The attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Its next attempt is due at some time.
    Waiting,
    /// An attempt is under way.
    Sending,
    /// An attempt succeeded.
    Succeeded,
    /// All attempts failed.
    Exhausted,
    /// All attempts failed, and the provider keeps it to be sent again.
    Aside,
    /// Its subscription was taken away or switched off before it could be sent.
    Cancelled,
}

/// One attempt at a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// When it was made, real time.
    pub at: Timestamp,
    /// When it was made on the deliveries' own clock.
    pub clock: Timestamp,
    /// What was sent and what came back.
    pub exchange: Exchange,
    /// How long the provider waits before the next one.
    pub next: Option<Duration>,
    /// Why there is a next one, or none.
    pub reason: String,
}

/// A finding, with the call that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Noted {
    /// Place among all findings, from 1.
    pub number: u64,
    /// Id of the provider.
    pub provider: String,
    /// Whose call it was; nobody's where the credentials were refused.
    pub account: Option<AccountId>,
    /// When, real time.
    pub at: Timestamp,
    /// What it is about: method and path of a call, or a delivery.
    pub about: String,
    /// What was found.
    pub finding: Finding,
}

impl AccountId {
    /// The account that this credential of a provider opens.
    #[must_use]
    pub fn of(provider: &str, key: &SecretText) -> Self {
        let digest = Sha256::new().chain_update(provider).chain_update([0]).chain_update(key.expose()).finalize();
        Self(format!("{provider}-{}", const_hex::encode(&digest[..6])))
    }

    /// The account of this id, as it was printed.
    pub fn named(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AccountId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Sending, Self::Succeeded, Self::Exhausted, Self::Aside, Self::Cancelled];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Succeeded => "succeeded",
            Self::Exhausted => "exhausted",
            Self::Aside => "aside",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether nothing more happens by itself, and nothing can be asked of it but a repetition.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Exhausted | Self::Cancelled)
    }
}

impl Delivery {
    /// A delivery to a URL that is due when it is made, unsigned and without retries.
    pub fn new(
        provider: impl Into<String>,
        account: AccountId,
        event: impl Into<String>,
        url: impl Into<String>,
        body: impl Into<Bytes>,
        made: Timestamp,
    ) -> Self {
        Self {
            number: 0,
            provider: provider.into(),
            account,
            subscription: String::new(),
            event: event.into(),
            url: url.into(),
            headers: Vec::new(),
            any_certificate: false,
            secret: None,
            plan: RetryPlan::never(),
            body: body.into(),
            made,
            status: Status::Waiting,
            due: Some(made),
            earlier: 0,
            repeats: None,
            attempts: Vec::new(),
        }
    }

    /// Id that commands name it by.
    #[must_use]
    pub fn id(&self) -> String {
        self.number.to_string()
    }

    /// Attempts made since it was last sent again.
    #[must_use]
    pub fn tries(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX).saturating_sub(self.earlier)
    }

    /// An attempt as a management API sees it.
    #[must_use]
    pub fn sent(&self, attempt: &Attempt) -> Sent {
        let request = &attempt.exchange.request;
        let outcome: Outcome = attempt.exchange.outcome.clone();
        Sent::new(&self.subscription, &self.event, &self.url, attempt.at, request.body.clone(), outcome)
    }

    /// It without its attempts.
    pub(super) fn bare(&self) -> Self {
        Self {
            number: self.number,
            provider: self.provider.clone(),
            account: self.account.clone(),
            subscription: self.subscription.clone(),
            event: self.event.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            any_certificate: self.any_certificate,
            secret: self.secret.clone(),
            plan: self.plan.clone(),
            body: self.body.clone(),
            made: self.made,
            status: self.status,
            due: self.due,
            earlier: self.earlier,
            repeats: self.repeats,
            attempts: Vec::new(),
        }
    }
}

impl Attempt {
    /// An attempt after which there is no other.
    pub fn new(number: u32, at: Timestamp, clock: Timestamp, exchange: Exchange, reason: impl Into<String>) -> Self {
        Self { number, at, clock, exchange, next: None, reason: reason.into() }
    }
}
