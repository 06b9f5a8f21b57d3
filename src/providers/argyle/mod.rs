//! Argyle: income and employment data straight from payroll accounts.

mod api;
mod consistency;
mod events;
mod facts;
mod management;
pub mod payloads;
mod source;
mod stories;

use std::time::Duration;

use crate::model::BodyStyle;
use crate::provider::{Delivery, Envelope, IdForm, Provider, Signing};
use crate::retry::{RetryOn, RetryPlan, Spacing};
use crate::sign::{Algorithm, Recipe};

pub use events::Event;

/// Ids that an event may name: each event has some of them.
const IDENTITIES: &[&str] = &[
    "/data/account",
    "/data/user",
    "/data/identity",
    "/data/payroll_document",
    "/data/deposit_destination",
    "/data/vehicle",
    "/data/rating",
    "/data/user_upload",
    "/data/user_form",
    "/data/verification",
];

/// Argyle, as its public documentation describes it and as its sandbox was recorded.
///
/// [Its sheet](crate::docs::sheets::argyle) has every fact with its basis, source and date.
#[must_use]
pub fn argyle() -> Provider {
    // There is no event id and no time: only the entities in a body distinguish events.
    let envelope =
        IDENTITIES.iter().fold(Envelope::named("/event").identity("/data/item", IdForm::Item9), |envelope, member| {
            envelope.identity(member, IdForm::Uuid)
        });
    let signing = Signing::optional(Recipe::hmac(Algorithm::HmacSha512, "X-Argyle-Signature", "{signature}"));
    let headers = [("Content-Type", "application/json"), ("User-Agent", "ReactorNetty/1.1.28"), ("Accept", "*/*")];
    let delivery = Delivery::post(&headers, Duration::from_secs(10));
    let retried = RetryOn::StatusesAndTimeout([429, 500, 502, 503, 504][..].into());
    let about = "Reads income, employment and identity from the payroll accounts that people connect.";
    Provider::new("argyle", "Argyle", about, envelope, signing, delivery)
        .body(BodyStyle::INDENTED)
        .retry(RetryPlan::new(1, Spacing::Fixed { seconds: 30.0 }, retried))
        .payloads(events::payloads())
        .payloads(management::payloads())
        .api(api::API)
        .facts(facts::facts())
        .entities(consistency::ENTITIES)
        .rules(consistency::rules())
        .stories(stories::stories())
}
