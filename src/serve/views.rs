//! The views of `/_hookproof/`: deliveries, findings, accounts. All secrets that could occur in them are masked here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Headers, Outcome, SecretText, TimeForm, Timestamp};
use crate::provider::api::Subscription;
use crate::provider::{Envelope, Provider, Redaction};
use crate::store::{Account, Attempt, Delivery, Noted};

/// The replacement for a secret.
pub(super) const MASK: &str = "[secret]";

/// The minimum length of a secret that is masked. A shorter one occurs in any text by chance, so masking it would hide
/// nothing and spoil every text.
const LEAST: usize = 4;

/// A delivery.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeliveryView {
    /// Number of the delivery, as used in paths.
    id: u64,
    /// Id of the provider.
    provider: String,
    /// Id of the account that it belongs to.
    account: String,
    /// Id of the subscription; null if the event was sent to a URL directly.
    subscription: Option<String>,
    /// Name of the event.
    event: String,
    /// URL that receives it.
    url: String,
    /// Status: waiting, sending, succeeded, exhausted, parked or cancelled.
    status: String,
    /// Whether it is signed.
    signed: bool,
    /// Real time at which it was created.
    created: String,
    /// Time of the next attempt, on the delivery clock.
    due: Option<String>,
    /// Number of the delivery that this one redelivers.
    redelivery_of: Option<u64>,
    /// Number of attempts so far.
    attempts: usize,
    /// Status code of the last response.
    last_status: Option<u16>,
    /// Reason for the status.
    reason: Option<String>,
}

/// A delivery with all its details.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeliveryDetail {
    /// The delivery.
    #[serde(flatten)]
    delivery: DeliveryView,
    /// Whether its provider is served. Deliveries of other providers wait.
    served: bool,
    /// Retry plan, in words.
    plan: String,
    /// Delays before the remaining retries, in seconds.
    waits_seconds: Vec<f64>,
    /// The event.
    body: BodyView,
    /// The attempts, oldest first.
    history: Vec<AttemptView>,
}

/// One attempt.
#[derive(Debug, Serialize, JsonSchema)]
struct AttemptView {
    /// Number of the attempt, from 1.
    number: u32,
    /// Real time at which it was made.
    at: String,
    /// Time at which it was made, on the delivery clock.
    clock: String,
    /// Duration, in milliseconds.
    duration_ms: f64,
    /// Request that was sent.
    request: RequestView,
    /// Response; null if there was none.
    response: Option<ResponseView>,
    /// Reason why there was no response.
    failure: Option<String>,
    /// Delay until the next attempt, in seconds; null if there is none.
    next_seconds: Option<f64>,
    /// Reason why there is another attempt, or why not.
    reason: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RequestView {
    /// Method.
    method: String,
    /// Headers in the order in which they were sent.
    headers: Vec<(String, String)>,
    /// Body.
    body: BodyView,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ResponseView {
    /// Status code.
    status: u16,
    /// Headers, in the order in which they arrived.
    headers: Vec<(String, String)>,
    /// Body.
    body: BodyView,
}

/// A body.
#[derive(Debug, Serialize, JsonSchema)]
struct BodyView {
    /// Text of the body; bytes that are not valid UTF-8 are replaced.
    text: String,
    /// Exact bytes; null if a secret in them was masked.
    base64: Option<String>,
    /// Size, in bytes.
    bytes: usize,
    /// Whether a secret in it was masked.
    masked: bool,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FindingView {
    /// Number of the finding.
    id: u64,
    /// Id of the provider.
    provider: String,
    /// Id of the account that made the call; null if the credentials were refused.
    account: Option<String>,
    /// Real time of the finding.
    at: String,
    /// The call or delivery that it is about.
    about: String,
    /// Description of the finding.
    what: String,
    /// JSON pointer into the body of the call.
    pointer: Option<String>,
}

/// An account.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AccountView {
    /// Id of the account.
    id: String,
    /// Id of the provider.
    provider: String,
    /// Name of the account for people.
    name: String,
    /// Its subscriptions, oldest first.
    subscriptions: Vec<SubscriptionView>,
}

/// A subscription.
#[derive(Debug, Serialize, JsonSchema)]
struct SubscriptionView {
    /// Id of the subscription.
    id: String,
    /// URL that receives the events.
    url: String,
    /// Events of the subscription: names, `prefix*`, `*`, or `* but prefix*`.
    events: Vec<String>,
    /// Whether events are sent.
    active: bool,
    /// Whether it has its own secret.
    has_secret: bool,
}

/// The provider that sends a delivery.
pub(super) enum Sender<'a> {
    /// A provider that is served.
    Served(&'a Provider),
    /// A provider that is not served, but that hookproof knows.
    Known(Box<Provider>),
    /// An unknown provider.
    Unknown,
}

impl Sender<'_> {
    fn envelope(&self) -> Option<&Envelope> {
        match self {
            Self::Served(provider) => Some(&provider.envelope),
            Self::Known(provider) => Some(&provider.envelope),
            Self::Unknown => None,
        }
    }
}

impl DeliveryView {
    pub(super) fn of(delivery: &Delivery) -> Self {
        let last = delivery.attempts.last();
        Self {
            id: delivery.number,
            provider: delivery.provider.clone(),
            account: delivery.account.to_string(),
            subscription: Some(delivery.subscription.clone()).filter(|id| !id.is_empty()),
            event: delivery.event.clone(),
            url: delivery.url.clone(),
            status: delivery.status.name().to_owned(),
            signed: delivery.secret.is_some(),
            created: time(delivery.created),
            due: delivery.due.map(time),
            redelivery_of: delivery.redelivery_of,
            attempts: delivery.attempts.len(),
            last_status: last.and_then(|attempt| attempt.exchange.status()),
            reason: last.map(|attempt| attempt.reason.clone()),
        }
    }
}

impl DeliveryDetail {
    pub(super) fn of(delivery: &Delivery, sender: &Sender<'_>) -> Self {
        let redactor = Redactor::of(delivery, sender.envelope());
        let waits: Vec<_> = (1..=delivery.plan.retries).map(|retry| delivery.plan.delay(retry)).collect();
        let tries = usize::try_from(delivery.tries()).unwrap_or(usize::MAX);
        let later = waits.iter().skip(tries);
        let plan = if waits.is_empty() {
            "failures are not tried again".to_owned()
        } else {
            let delays: Vec<String> = waits.iter().map(|wait| format!("{wait:?}")).collect();
            format!("up to {} retries, after {}", waits.len(), delays.join(", "))
        };
        Self {
            delivery: DeliveryView::of(delivery),
            served: matches!(sender, Sender::Served(_)),
            plan,
            waits_seconds: later.map(std::time::Duration::as_secs_f64).collect(),
            body: redactor.body(&delivery.body),
            history: delivery.attempts.iter().map(|attempt| AttemptView::of(attempt, &redactor)).collect(),
        }
    }
}

impl AttemptView {
    fn of(attempt: &Attempt, redactor: &Redactor<'_>) -> Self {
        let request = &attempt.exchange.request;
        let (response, failure) = match &attempt.exchange.outcome {
            Outcome::Answered(response) => {
                let view = ResponseView {
                    status: response.status,
                    headers: redactor.headers(&response.headers),
                    body: redactor.body(&response.body),
                };
                (Some(view), None)
            }
            Outcome::Failed(failure) => (None, Some(failure.describe())),
        };
        Self {
            number: attempt.number,
            at: time(attempt.at),
            clock: time(attempt.clock),
            duration_ms: attempt.exchange.duration.as_secs_f64() * 1_000.0,
            request: RequestView {
                method: request.method.clone(),
                headers: redactor.headers(&request.headers),
                body: redactor.body(&request.body),
            },
            response,
            failure,
            next_seconds: attempt.next.map(|next| next.as_secs_f64()),
            reason: attempt.reason.clone(),
        }
    }
}

/// The parts of a delivery that must not be shown.
struct Redactor<'a> {
    delivery: &'a Delivery,
    redaction: Redaction,
    /// Whether all bodies are hidden completely, because it is unknown which of their fields are secrets.
    whole_bodies: bool,
}

impl<'a> Redactor<'a> {
    fn of(delivery: &'a Delivery, envelope: Option<&Envelope>) -> Self {
        let mut redaction = Redaction::of(envelope.unwrap_or(&Envelope::named("")), MASK);
        if let Some(secret) = delivery.secret.as_ref().map(SecretText::expose).filter(|secret| secret.len() >= LEAST) {
            redaction.secret(secret);
        }
        for (_, value) in delivery.headers.iter().filter(|(_, value)| value.len() >= LEAST) {
            redaction.secret(value);
        }
        Self { delivery, redaction, whole_bodies: envelope.is_none() }
    }

    /// Returns the headers to show. Values of headers that were set for a subscription are masked, because they are
    /// private to that subscription.
    fn headers(&self, headers: &Headers) -> Vec<(String, String)> {
        let shown = |name: &str, value: &[u8]| {
            let own = self.delivery.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
            if own || is_secret_header(name) {
                MASK.to_owned()
            } else {
                self.redaction.text(&String::from_utf8_lossy(value)).into_owned()
            }
        };
        headers.iter().map(|(name, value)| (name.to_owned(), shown(name, value))).collect()
    }

    fn body(&self, body: &[u8]) -> BodyView {
        let shown = if self.whole_bodies { MASK.as_bytes().into() } else { self.redaction.body(body) };
        let masked = *shown != *body;
        BodyView {
            text: String::from_utf8_lossy(&shown).into_owned(),
            base64: (!masked).then(|| STANDARD.encode(body)),
            bytes: body.len(),
            masked,
        }
    }
}

/// Returns whether a header carries credentials, according to its name.
fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["authorization", "cookie", "api-key", "apikey", "secret", "token", "password"]
        .iter()
        .any(|part| name.contains(part))
}

impl FindingView {
    pub(super) fn of(noted: &Noted) -> Self {
        Self {
            id: noted.number,
            provider: noted.provider.clone(),
            account: noted.account.as_ref().map(ToString::to_string),
            at: time(noted.at),
            about: noted.about.clone(),
            what: noted.finding.what.clone(),
            pointer: noted.finding.pointer.clone(),
        }
    }
}

impl AccountView {
    pub(super) fn of(account: &Account) -> Self {
        account.with(|state| Self {
            id: account.id().to_string(),
            provider: account.provider().to_owned(),
            name: state.name().to_owned(),
            subscriptions: state.subscriptions().map(SubscriptionView::of).collect(),
        })
    }
}

impl SubscriptionView {
    fn of(subscription: &Subscription) -> Self {
        Self {
            id: subscription.id.clone(),
            url: subscription.url.clone(),
            events: subscription.wants.iter().map(ToString::to_string).collect(),
            active: subscription.active,
            has_secret: subscription.secret.is_some(),
        }
    }
}

pub(super) fn time(at: Timestamp) -> String {
    at.write(TimeForm::Millis)
}
