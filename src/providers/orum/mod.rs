//! Orum: bank transfers and account verification.

mod api;
mod consistency;
mod events;
mod facts;
mod management;
pub mod payloads;
mod source;
mod stories;

use std::time::Duration;

use crate::model::{BodyStyle, TimeForm};
use crate::provider::{Delivery, Envelope, IdForm, Provider, Signing};
use crate::retry::{RetryOn, RetryPlan, Spacing};
use crate::sign::{Algorithm, Encoding, KeyForm, Recipe};

pub use events::Event;

/// The fields of `event_data`, one for each family of events.
const RESOURCES: &[&str] =
    &["person", "business", "external_account", "transfer", "account", "subledger", "book_transfer"];

/// Orum, as its public documentation describes it and as one delivery of its sandbox was recorded.
///
/// [Its sheet](crate::docs::sheets::orum) has every fact with its basis, source and date.
#[must_use]
pub fn orum() -> Provider {
    let envelope = Envelope::named("/event_type").id("/event_id", IdForm::Uuid).time("/created_at", TimeForm::Millis);
    // The documentation tells consumers to ignore an event that is not newer than what they have.
    let envelope = RESOURCES.iter().fold(envelope, |envelope, resource| {
        envelope.time(&format!("/event_data/{resource}/updated_at"), TimeForm::Micros)
    });
    let recipe = Recipe::hmac(Algorithm::RsaSha256, "Signature", "{signature}")
        .over("{body}{member:/created_at}")
        .encoded(Encoding::Base64)
        .keyed(KeyForm::Pem);
    let delivery = Delivery::post(&[("Content-Type", "application/json")], Duration::from_secs(30));
    // The last of fifteen doublings from 2.6 s comes 23 h 40 min after the first failure.
    let spacing = Spacing::Exponential { seconds: 2.6, factor: 2.0 };
    let about = "Moves money between bank accounts and verifies who owns them.";
    Provider::new("orum", "Orum", about, envelope, Signing::always(recipe), delivery)
        .body(BodyStyle::COMPACT_LINE)
        .retry(RetryPlan::new(15, spacing, RetryOn::EveryFailure))
        .payloads(events::payloads())
        .payloads(management::payloads())
        .api(api::API)
        .facts(facts::facts())
        .entities(consistency::ENTITIES)
        .rules(consistency::rules())
        .stories(stories::stories())
}
