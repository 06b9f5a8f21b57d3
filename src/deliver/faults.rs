//! Injected faults between provider and consumer: random, but the same for the same seed.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use crate::model::or_default;

/// The faults to inject. Chances are from 0 to 1. A fault that is left out does not occur.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Faults {
    /// Seed that determines which deliveries are affected.
    #[serde(deserialize_with = "or_default")]
    pub seed: u64,
    /// Chance that an event is delivered twice.
    #[schemars(range(min = 0, max = 1))]
    #[serde(deserialize_with = "or_default")]
    pub duplicates: f64,
    /// Chance that an event is delayed so that later events overtake it.
    #[schemars(range(min = 0, max = 1))]
    #[serde(deserialize_with = "or_default")]
    pub reordered: f64,
    /// Maximum delay of an event, in milliseconds on the delivery clock. Each event has a random delay up to this.
    #[serde(deserialize_with = "or_default")]
    pub delay_ms: u64,
    /// Chance that the connection is closed after the body was sent and before the response is read.
    #[schemars(range(min = 0, max = 1))]
    #[serde(deserialize_with = "or_default")]
    pub lost_answers: f64,
    /// Chance that a body is sent slowly, in small parts.
    #[schemars(range(min = 0, max = 1))]
    #[serde(deserialize_with = "or_default")]
    pub slow_bodies: f64,
    /// Whether the events of different accounts alternate, instead of keeping the order of their creation.
    #[serde(deserialize_with = "or_default")]
    pub interleaved: bool,
    /// Whether all deliveries stop. When it ends, the deliveries that waited are sent together with the new ones.
    #[serde(deserialize_with = "or_default")]
    pub outage: bool,
    /// Error responses to the next calls to the management API.
    #[serde(deserialize_with = "or_default")]
    pub api: Vec<ApiFault>,
}

/// An error response of the management API that does not depend on the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ApiFault {
    /// Status code.
    #[schemars(range(min = 400, max = 599))]
    pub status: u16,
    /// Number of calls with this response, 1 by default.
    #[serde(default = "once", deserialize_with = "or_once")]
    pub calls: u32,
    /// Value of the `Retry-After` header, in seconds; no header if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

const fn once() -> u32 {
    1
}

fn or_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    Option::deserialize(deserializer).map(|calls| calls.unwrap_or_else(once))
}

/// The delay of an event that later events are to overtake.
const HELD_BACK: Duration = Duration::from_secs(2);

/// The fault that affects one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NetworkFault {
    /// The response is not read.
    Lost,
    /// The body arrives in small parts, slowly.
    Slow,
}

impl Faults {
    /// The message about settings that are not possible.
    pub(crate) const LIMITS: &str = "invalid faults: a chance is from 0 to 1, an error status from 400 to 599";

    /// Returns whether every chance is between 0 and 1 and every status is between 400 and 599.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        [self.duplicates, self.reordered, self.lost_answers, self.slow_bodies]
            .iter()
            .all(|chance| (0.0..=1.0).contains(chance))
            && self.api.iter().all(|api_fault| (400..=599).contains(&api_fault.status))
    }

    /// Returns how many times the event of this delivery is delivered.
    pub(super) fn copies(&self, delivery: u64) -> usize {
        if self.happens(self.duplicates, "duplicate", delivery, 0) { 2 } else { 1 }
    }

    /// Returns the delay of a delivery before its first attempt.
    pub(super) fn delay(&self, delivery: u64) -> Duration {
        let own = Duration::from_millis(self.delay_ms).mul_f64(self.chance("delay", delivery, 0));
        let held = self.happens(self.reordered, "reordered", delivery, 0);
        own + if held { HELD_BACK } else { Duration::ZERO }
    }

    /// Returns the fault that affects an attempt, if one does.
    pub(super) fn network_fault(&self, delivery: u64, attempt: u32) -> Option<NetworkFault> {
        if self.happens(self.lost_answers, "lost", delivery, attempt) {
            Some(NetworkFault::Lost)
        } else if self.happens(self.slow_bodies, "slow", delivery, attempt) {
            Some(NetworkFault::Slow)
        } else {
            None
        }
    }

    /// Returns the fault for a call to the management API, and reduces its remaining calls by one.
    pub(super) fn api_fault(&mut self) -> Option<ApiFault> {
        self.api.retain(|api_fault| api_fault.calls > 0);
        let api_fault = self.api.first_mut()?;
        api_fault.calls -= 1;
        Some(api_fault.clone())
    }

    fn happens(&self, chance: f64, what: &str, delivery: u64, attempt: u32) -> bool {
        chance > 0.0 && self.chance(what, delivery, attempt) < chance
    }

    /// Returns a number in the range 0 to 1 (exclusive), which is always the same for the same arguments.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
    fn chance(&self, what: &str, delivery: u64, attempt: u32) -> f64 {
        let digest = Sha256::new()
            .chain_update(self.seed.to_le_bytes())
            .chain_update(delivery.to_le_bytes())
            .chain_update(attempt.to_le_bytes())
            .chain_update(what)
            .finalize();
        let bits = digest[..8].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 11;
        bits as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_kept_and_replayed() {
        let faults = Faults { seed: 7, duplicates: 0.25, lost_answers: 1.0, ..Faults::default() };
        let doubled = (0..4_000).filter(|delivery| faults.copies(*delivery) == 2).count();
        assert!((900..1_100).contains(&doubled), "{doubled}");
        assert!((0..100).all(|delivery| faults.network_fault(delivery, 1) == Some(NetworkFault::Lost)));
        assert!((0..100).all(|delivery| faults.copies(delivery) == faults.clone().copies(delivery)));
        let none = Faults { seed: 7, ..Faults::default() };
        assert!((0..100).all(|delivery| none.network_fault(delivery, 1).is_none() && none.delay(delivery).is_zero()));
    }

    #[test]
    fn an_api_fault_is_used_up() {
        let api_fault = ApiFault { status: 429, calls: 2, retry_after: Some(1) };
        let mut faults = Faults { api: vec![api_fault], ..Faults::default() };
        assert_eq!(faults.api_fault().map(|api_fault| api_fault.status), Some(429));
        assert!(faults.api_fault().is_some() && faults.api_fault().is_none());
    }
}
