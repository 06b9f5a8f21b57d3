//! Truv: income, employment and asset verification.

/// An example that a page prints.
macro_rules! printed {
    ($file:literal, $source:expr) => {
        Example::documented($file, $source, include_str!(concat!("examples/", $file, ".json")))
    };
}

mod api;
mod consistency;
mod events;
mod facts;
mod management;
pub mod payloads;
mod source;
mod stories;

use std::time::Duration;

use crate::model::TimeForm;
use crate::provider::{Delivery, Envelope, IdForm, Provider, Signing};
use crate::retry::{RetryOn, RetryPlan, Spacing};
use crate::sign::{Algorithm, Recipe};

pub use events::Event;

/// Truv, as its public documentation describes it.
///
/// [Its sheet](crate::docs::sheets::truv) has every fact with its basis, source and date.
#[must_use]
pub fn truv() -> Provider {
    let envelope = Envelope::named("/event_type")
        .id("/webhook_id", IdForm::Hex32)
        .time("/event_created_at", TimeForm::Micros)
        .time("/updated_at", TimeForm::MicrosOffset);
    let signing = Signing::always(Recipe::hmac(Algorithm::HmacSha256, "X-WEBHOOK-SIGN", "v1={signature}"));
    let headers = [("Content-Type", "application/json"), ("User-Agent", "Truv-Webhook-Service/2.0")];
    let delivery = Delivery::post(&headers, Duration::from_secs(10)).following_redirects();
    let about = "Verifies income, employment, assets and insurance from payroll systems, documents and banks.";
    Provider::new("truv", "Truv", about, envelope, signing, delivery)
        .retry(RetryPlan::new(3, Spacing::Fixed { seconds: 30.0 }, RetryOn::EveryFailure))
        .payloads(events::payloads())
        .payloads(management::payloads())
        .api(api::API)
        .facts(facts::facts())
        .entities(consistency::ENTITIES)
        .rules(consistency::rules())
        .stories(stories::stories())
}
