//! Policies: how values are chosen if a plan leaves a choice.

use crate::generate::compile::plan::{Array, Plan};
use crate::generate::fill::budget::Budget;
use crate::generate::rng::DocumentRng;
use crate::model::Json;

/// A policy for filling a document. Each default method behaves as for a random document; a policy overrides some.
pub(crate) trait Policy {
    /// Returns the value to write instead of a random one, if any. The plan must be able to write this value.
    #[inline]
    fn instead(&mut self, _: &Plan, _definitions: &[Plan], _: &mut DocumentRng) -> Option<Json> {
        None
    }

    /// Returns a bit for each of 64 optional fields: whether it is present.
    #[inline]
    fn coins(&mut self, rng: &mut DocumentRng) -> u64 {
        rng.bits()
    }

    /// Returns n, if one in n nullable values is `null`.
    #[inline]
    fn null_once_in(&self) -> usize {
        4
    }

    /// Returns the number of items of an array.
    #[inline]
    fn count(&mut self, _: &Array, natural: usize) -> usize {
        natural
    }

    /// Returns the budget of a document.
    #[inline]
    fn budget(&self) -> Budget {
        Budget::NATURAL
    }

    /// Signals that an item of an array begins.
    #[inline]
    fn item(&mut self, _: &mut DocumentRng) {}
}

/// A policy of purely random choices.
#[derive(Debug)]
pub(crate) struct RandomPolicy;

impl Policy for RandomPolicy {}
