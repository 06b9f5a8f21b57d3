//! The observations of one strand of a plan.

use crate::model::Exchange;
use crate::verify::plan::{Attempt, Observed};

/// Observations of one strand of a plan, and the expected readings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strand {
    /// Results of its steps, in order.
    pub(crate) seen: Vec<Observed>,
    /// Places in `seen` of effect counts, with the count that was expected there.
    pub(crate) expected: Vec<(usize, u64)>,
    /// Actions other than deliveries. Each has the index in `seen` of the result that follows it.
    pub(crate) done: Vec<(usize, String)>,
}

impl Strand {
    /// Creates a strand of a single delivery.
    pub(crate) fn of_one(attempt: &Attempt, exchange: &Exchange) -> Self {
        Self { seen: vec![Observed::Exchange(Box::new(attempt.clone()), exchange.clone())], ..Self::default() }
    }
}
