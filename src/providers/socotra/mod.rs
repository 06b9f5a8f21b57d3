//! Socotra Core: policy administration for insurers. The newer Insurance Suite has other webhooks.

mod api;
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

/// Socotra Core, as its public documentation describes it, which says little about deliveries.
///
/// [Its sheet](crate::docs::sheets::socotra) has every fact with its basis, source and date.
#[must_use]
pub fn socotra() -> Provider {
    let envelope = Envelope::named("/type").id("/id", IdForm::Uuid).quoted_time("/timestamp", TimeForm::UnixMillis);
    let signing = Signing::optional(Recipe::hmac(Algorithm::HmacSha256, "socotra-signature", "{signature}"));
    let delivery = Delivery::post(&[("Content-Type", "application/json")], Duration::from_secs(10));
    // A webhook retries not at all, once or three times, as it was set up; `retry.attempts` says which.
    let retry = RetryPlan::new(0, Spacing::Fixed { seconds: 30.0 }, RetryOn::EveryFailure);
    let about = "Administers insurance policies, from quote to claim; this is Core, not the newer Insurance Suite.";
    Provider::new("socotra", "Socotra", about, envelope, signing, delivery)
        .retry(retry)
        .payloads(events::payloads())
        .payloads(management::payloads())
        .api(api::API)
        .facts(facts::facts())
        .entities(&["/data/policyLocator"])
        .stories(stories::stories())
}
