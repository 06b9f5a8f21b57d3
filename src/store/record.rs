//! Plain data about deliveries, attempts and findings.

use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::model::{Exchange, Outcome, SecretText, Timestamp};
use crate::provider::api::{Finding, Sent};
use crate::retry::RetryPlan;

/// Identifies an account without revealing the credential that opened it: `truv-9c56cc51b374`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

/// An event on its way to one URL.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// Sequence number among all deliveries, from 1. Newer deliveries have higher numbers.
    pub number: u64,
    /// Id of the provider.
    pub provider: String,
    /// Id of the account that it belongs to.
    pub account: AccountId,
    /// Id of the subscription; empty if the event was sent to a URL directly.
    pub subscription: String,
    /// Name of the event.
    pub event: String,
    /// URL that receives it.
    pub url: String,
    /// Headers in addition to the provider's.
    pub headers: Vec<(String, String)>,
    /// Whether an https URL may present any certificate.
    pub any_certificate: bool,
    /// Secret that signs it.
    pub secret: Option<SecretText>,
    /// Schedule of the retries.
    pub plan: RetryPlan,
    /// The exact bytes, except for parts that the provider renews for every attempt.
    pub body: Bytes,
    /// Real time at which it was created.
    pub created: Timestamp,
    /// Current status.
    pub status: Status,
    /// Time of the next attempt, on the delivery clock.
    pub due: Option<Timestamp>,
    /// Number of attempts before the delivery was last resent.
    pub earlier: u32,
    /// Number of the delivery that this one redelivers.
    pub redelivery_of: Option<u64>,
    /// The attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

/// The status of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The next attempt is scheduled.
    Waiting,
    /// An attempt is in flight.
    Sending,
    /// An attempt succeeded.
    Succeeded,
    /// All attempts failed.
    Exhausted,
    /// Parked: all attempts failed, and the provider keeps the delivery so that it can be resent.
    Parked,
    /// The subscription was removed or switched off before the delivery could be sent.
    Cancelled,
}

/// One attempt at a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// Its number, from 1.
    pub number: u32,
    /// Real time at which it was made.
    pub at: Timestamp,
    /// Time at which it was made, on the delivery clock.
    pub clock: Timestamp,
    /// The request and its outcome.
    pub exchange: Exchange,
    /// Delay until the next attempt.
    pub next: Option<Duration>,
    /// Reason why there is another attempt, or why not.
    pub reason: String,
}

/// A finding, with the call or delivery that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Noted {
    /// Sequence number among all findings, from 1.
    pub number: u64,
    /// Id of the provider.
    pub provider: String,
    /// Account that made the call; `None` if the credentials were refused.
    pub account: Option<AccountId>,
    /// Real time of the finding.
    pub at: Timestamp,
    /// Subject of the finding: method and path of a call, or a delivery.
    pub about: String,
    /// The finding itself.
    pub finding: Finding,
}

impl AccountId {
    /// Returns the id of the account that this credential of a provider opens.
    #[must_use]
    pub fn of(provider: &str, key: &SecretText) -> Self {
        let digest = Sha256::new().chain_update(provider).chain_update([0]).chain_update(key.expose()).finalize();
        Self(format!("{provider}-{}", const_hex::encode(&digest[..6])))
    }

    /// Builds an account id from its printed form.
    pub fn named(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Returns the id as text.
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
    /// All statuses.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Sending, Self::Succeeded, Self::Exhausted, Self::Parked, Self::Cancelled];

    /// Returns the name of the status.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Succeeded => "succeeded",
            Self::Exhausted => "exhausted",
            Self::Parked => "parked",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns the status with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Returns whether nothing more happens on its own, and the only possible operation is a redelivery.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Exhausted | Self::Cancelled)
    }
}

impl Delivery {
    /// Creates an unsigned delivery to a URL, without retries. It is due immediately.
    pub fn new(
        provider: impl Into<String>,
        account: AccountId,
        event: impl Into<String>,
        url: impl Into<String>,
        body: impl Into<Bytes>,
        created: Timestamp,
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
            created,
            status: Status::Waiting,
            due: Some(created),
            earlier: 0,
            redelivery_of: None,
            attempts: Vec::new(),
        }
    }

    /// Returns the id that commands use for the delivery.
    #[must_use]
    pub fn id(&self) -> String {
        self.number.to_string()
    }

    /// Returns the number of attempts since the delivery was last resent.
    #[must_use]
    pub fn tries(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX).saturating_sub(self.earlier)
    }

    /// Returns an attempt in the form that a management API shows.
    #[must_use]
    pub(crate) fn sent(&self, attempt: &Attempt) -> Sent {
        let request = &attempt.exchange.request;
        let outcome: Outcome = attempt.exchange.outcome.clone();
        Sent::new(&self.subscription, &self.event, &self.url, attempt.at, request.body.clone(), outcome)
    }

    /// Returns a copy without its attempts.
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
            created: self.created,
            status: self.status,
            due: self.due,
            earlier: self.earlier,
            redelivery_of: self.redelivery_of,
            attempts: Vec::new(),
        }
    }
}

impl Attempt {
    /// Creates an attempt that is not followed by another one.
    pub fn new(number: u32, at: Timestamp, clock: Timestamp, exchange: Exchange, reason: impl Into<String>) -> Self {
        Self { number, at, clock, exchange, next: None, reason: reason.into() }
    }
}
