//! A defect, and the consumer with it.

use std::time::Duration;

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::{Received, Served, Shop, Steps};
use crate::demo::correct::CORRECT;
use crate::model::Headers;
use crate::provider::Provider;
use crate::sign::Signer;

/// A fault that is planted into a correct consumer.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Defect {
    /// Name: `processes-twice`.
    pub name: &'static str,
    /// Description of the defect, in a sentence.
    pub about: &'static str,
    /// The cause that a report names.
    pub cause: &'static str,
    /// Ids of the providers with which it shows; empty for all.
    pub providers: &'static [&'static str],
    /// The checks that catch it.
    pub caught_by: &'static [&'static str],
    /// Other checks that may catch it too. A failure of any other check is a fault of ours.
    pub also: &'static [&'static str],
    /// Time-out of the demonstration, if the provider's own is too long.
    pub timeout: Option<Duration>,
    /// Delay of redeliveries that shows it.
    pub pause: Option<Duration>,
    /// The consumer's steps, with the faulty one, if any.
    pub steps: Steps,
    /// Way in which the consumer is served.
    pub served: Served,
    /// Replaced steps: verify, read, take, fail, greet, batch.
    replaced: [bool; 6],
}

impl Defect {
    /// Returns a defect that replaces no step yet.
    pub(super) const fn new(name: &'static str, about: &'static str, caught_by: &'static [&'static str]) -> Self {
        Self {
            name,
            about,
            cause: "",
            providers: &[],
            caught_by,
            also: &[],
            timeout: None,
            pause: None,
            steps: CORRECT,
            served: Served::Correctly,
            replaced: [false; 6],
        }
    }

    pub(super) const fn cause(mut self, id: &'static str) -> Self {
        self.cause = id;
        self
    }

    pub(super) const fn also(mut self, checks: &'static [&'static str]) -> Self {
        self.also = checks;
        self
    }

    pub(super) const fn only_with(mut self, providers: &'static [&'static str]) -> Self {
        self.providers = providers;
        self
    }

    pub(super) const fn timeout(mut self, milliseconds: u64) -> Self {
        self.timeout = Some(Duration::from_millis(milliseconds));
        self
    }

    pub(super) const fn pause(mut self, milliseconds: u64) -> Self {
        self.pause = Some(Duration::from_millis(milliseconds));
        self
    }

    pub(super) const fn verifying(mut self, step: fn(&Shop, &Headers, &[u8]) -> Result<(), Answer>) -> Self {
        self.steps.verify = step;
        self.replaced[0] = true;
        self
    }

    pub(super) const fn reading(mut self, step: fn(&Shop, &[u8]) -> Result<Value, Answer>) -> Self {
        self.steps.read = step;
        self.replaced[1] = true;
        self
    }

    pub(super) const fn taking(mut self, step: fn(&Shop, &Value, &[u8]) -> Answer) -> Self {
        self.steps.take = step;
        self.replaced[2] = true;
        self
    }

    pub(super) const fn failing(mut self, step: fn(&Shop, &Value, &[u8]) -> Answer) -> Self {
        self.steps.fail = step;
        self.replaced[3] = true;
        self
    }

    pub(super) const fn greeting(mut self, step: fn(&Shop, &Received<'_>) -> Option<Answer>) -> Self {
        self.steps.greet = step;
        self.replaced[4] = true;
        self
    }

    pub(super) const fn batching(mut self, step: fn(&Shop, &Headers, &[Vec<u8>]) -> Answer) -> Self {
        self.steps.batch = step;
        self.replaced[5] = true;
        self
    }

    pub(super) const fn served(mut self, served: Served) -> Self {
        self.served = served;
        self
    }

    /// Returns a consumer with this defect.
    #[must_use]
    pub fn shop(&self, provider: Provider, signer: Option<Signer>) -> Shop {
        Shop::new(provider, signer, self.steps).served(self.served)
    }

    /// Returns the consumer that this defect and another one are planted into; `None` if both are in the same step, or
    /// both in how it is served.
    #[must_use]
    pub fn shop_with(&self, other: &Self, provider: Provider, signer: Option<Signer>) -> Option<Shop> {
        let both = |at: usize| self.replaced[at] && other.replaced[at];
        let ((Served::Correctly, served) | (served, Served::Correctly)) = (self.served, other.served) else {
            return None;
        };
        if (0..self.replaced.len()).any(both) {
            return None;
        }
        let steps = Steps {
            greet: if self.replaced[4] { self.steps.greet } else { other.steps.greet },
            batch: if self.replaced[5] { self.steps.batch } else { other.steps.batch },
            verify: if self.replaced[0] { self.steps.verify } else { other.steps.verify },
            read: if self.replaced[1] { self.steps.read } else { other.steps.read },
            take: if self.replaced[2] { self.steps.take } else { other.steps.take },
            fail: if self.replaced[3] { self.steps.fail } else { other.steps.fail },
        };
        Some(Shop::new(provider, signer, steps).served(served))
    }

    /// Returns whether it shows with a provider.
    #[must_use]
    pub fn shows_with(&self, provider: &str) -> bool {
        self.providers.is_empty() || self.providers.contains(&provider)
    }
}
