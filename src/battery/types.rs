//! Event types of a run: which minimal documented forms the endpoint accepted, and which types are judged.

use crate::model::{Body, Exchange};
use crate::provider::{Kind, Payload};
use crate::verify::{Attempt, Check, Evidence, Scope, TypeUnderTest};

/// The event types of a run.
#[derive(Default)]
pub(super) struct Types {
    /// Those that were accepted.
    pub(super) tested: Vec<TypeUnderTest>,
    /// Indices in `tested`: types with an effect first, then the simplest ones.
    plainest: Vec<usize>,
    /// Those that were not accepted.
    pub(super) refused: Vec<Evidence>,
    /// Those of them whose document may be the reason, not the request as a whole.
    pub(super) refused_documents: Vec<TypeUnderTest>,
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
            Accepted::Yes => self.tested.push(tested),
            Accepted::No => {
                if may_be_the_document(&exchange) {
                    self.refused_documents.push(tested);
                }
                self.refused.push((attempt, exchange));
            }
            Accepted::NoAnswer => {}
        }
    }

    /// Orders the accepted types by how plain they are.
    pub(super) fn order(&mut self, body: &Body) {
        let mut order: Vec<usize> = (0..self.tested.len()).collect();
        order.sort_by_key(|at| self.tested[*at].plainness(body));
        self.plainest = order;
    }

    /// Returns the indices of events, the simplest first.
    pub(super) fn plainest_events(&self) -> impl Iterator<Item = usize> + '_ {
        self.plainest.iter().copied().filter(|at| self.tested[*at].payload.kind == Kind::Event)
    }

    /// Returns the index of the simplest type.
    pub(super) fn plainest(&self) -> Option<usize> {
        self.plainest.first().copied()
    }

    /// Returns the indices of the types on which a check runs; `most` limits those of a check that runs on every type.
    pub(super) fn of(&self, check: &Check, most: usize, plainest: usize) -> Vec<usize> {
        let judged = |at: &usize| check.judges(self.tested[*at].payload.kind);
        let count = match check.scope {
            Scope::EveryType if most >= self.tested.len() => {
                return (0..self.tested.len()).filter(judged).collect();
            }
            Scope::EveryType => most,
            Scope::Plainest => plainest,
            Scope::One => 1,
            Scope::Run => 0,
        };
        self.plainest.iter().copied().filter(judged).take(count).collect()
    }
}

fn may_be_the_document(exchange: &Exchange) -> bool {
    !exchange.unreachable() && matches!(exchange.status(), None | Some(400 | 422 | 500..=599))
}

/// Whether a delivery was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accepted {
    Yes,
    No,
    /// There was no answer: that belongs to another check.
    NoAnswer,
}
