//! Betterez: ticketing and operations for bus and rail carriers.

mod api;
mod consistency;
mod events;
mod facts;
mod management;
mod pages;
pub mod payloads;
mod source;
mod stories;

use std::time::Duration;

use crate::model::TimeForm;
use crate::provider::{Delivery, Envelope, IdForm, Provider, Signing};
use crate::retry::RetryPlan;
use crate::sign::{Algorithm, Recipe};

pub use events::Event;

/// Betterez, as its public documentation describes it; the part that delivers is not public.
///
/// [Its sheet](crate::docs::sheets::betterez) has every fact with its basis, source and date.
#[must_use]
pub fn betterez() -> Provider {
    let envelope = Envelope::named("/event")
        .id("/id", IdForm::Uuid)
        .attempt("/attemptId", IdForm::Uuid)
        .time("/created", TimeForm::UnixSeconds)
        .time("/data/updatedAt/value", TimeForm::Millis)
        .time("/data/data/updatedAt/value", TimeForm::Millis)
        .secret("/data/apiKey")
        .secret("/data/clientSecret");
    let recipe = Recipe::hmac(Algorithm::HmacSha256, "x-btrz-signature", "t={time},s={old},s2={signature}")
        .over("{time}.{body}")
        .old_over("{body}")
        .timed(TimeForm::UnixSeconds);
    let delivery = Delivery::post(&[("Content-Type", "application/json")], Duration::from_secs(10));
    let about = "Sells tickets and runs operations for bus and rail carriers.";
    Provider::new("betterez", "Betterez", about, envelope, Signing::always(recipe), delivery)
        .retry(RetryPlan::never())
        .payloads(events::payloads().into_iter().map(pages::with_gap))
        .payloads(management::payloads())
        .api(api::API)
        .facts(facts::facts())
        .entities(consistency::ENTITIES)
        .rules(consistency::rules())
        .stories(stories::stories())
}
