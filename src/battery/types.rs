//! Event types of a run: which minimal documented forms the endpoint accepted, and which types are judged.

use crate::model::BodyStyle;
use crate::model::Exchange;
use crate::provider::Kind;
use crate::provider::Payload;
use crate::verify::Attempt;
use crate::verify::Check;
use crate::verify::Evidence;
use crate::verify::Scope;
use crate::verify::TypeUnderTest;

/// The event types of a run.
#[derive(Default)]
pub(super) struct Types {
    /// Those that were accepted.
    pub(super) tested_types: Vec<TypeUnderTest>,
    /// Indices in `subjects`: types with an effect first, then the simplest ones.
    plainest: Vec<usize>,
    /// Those that were not accepted.
    pub(super) refused: Vec<Evidence>,
    /// The same, as subjects.
    pub(super) refused_types: Vec<TypeUnderTest>,
    /// Those that were asked for.
    pub(super) waiting: Vec<Payload>,
    /// Those that have not been tried yet.
    pub(super) untried: Vec<TypeUnderTest>,
}

impl Types {
    pub(super) fn new(waiting: Vec<Payload>) -> Self {
        Self { waiting, ..Self::default() }
    }

    /// Notes whether a type was accepted.
    pub(super) fn note(&mut self, tested: TypeUnderTest, (attempt, exchange): (Attempt, Exchange), accepted: Accepted) {
        match accepted {
            Accepted::Yes => self.tested_types.push(tested),
            Accepted::No => {
                self.refused.push((attempt, exchange));
                self.refused_types.push(tested);
            }
            Accepted::NoAnswer => {}
        }
    }

    /// Orders the accepted types by how plain they are.
    pub(super) fn order(&mut self, style: BodyStyle) {
        let mut order: Vec<usize> = (0..self.tested_types.len()).collect();
        order.sort_by_key(|at| self.tested_types[*at].plainness(style));
        self.plainest = order;
    }

    /// Returns the indices of events, the simplest first.
    pub(super) fn plainest_events(&self) -> impl Iterator<Item = usize> + '_ {
        self.plainest.iter().copied().filter(|at| self.tested_types[*at].payload.kind == Kind::Event)
    }

    /// Returns the index of the simplest type.
    pub(super) fn plainest(&self) -> Option<usize> {
        self.plainest.first().copied()
    }

    /// Returns the indices of the types on which a check runs; `most` limits those of a check that runs on every type.
    pub(super) fn of(&self, check: &Check, most: usize, plainest: usize) -> Vec<usize> {
        let judged = |at: &usize| check.judges(self.tested_types[*at].payload.kind);
        let count = match check.scope {
            Scope::EveryType if most >= self.tested_types.len() => {
                return (0..self.tested_types.len()).filter(judged).collect();
            }
            Scope::EveryType => most,
            Scope::Plainest => plainest,
            Scope::One => 1,
            Scope::Run => 0,
        };
        self.plainest.iter().copied().filter(judged).take(count).collect()
    }
}

/// Whether a delivery was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accepted {
    Yes,
    No,
    /// There was no answer: that belongs to another check.
    NoAnswer,
}
