//! Shrinking, as driven by proptest.

use std::fmt;
use std::sync::Arc;

use proptest::strategy::ValueTree;

use crate::generate::compile::compiled::Compiled;
use crate::generate::fill::extremes::Extremes;
use crate::generate::shrink::locate;
use crate::generate::shrink::locate::Finder;
use crate::generate::shrink::step::{Accepted, Move, Mover};
use crate::model::Json;

/// A document that is being shrunk to the smallest one that still fails. Every intermediate document is valid.
///
/// The order: the whole document at its smallest; then each value, from the root down and in field order. For a value,
/// these are tried: an earlier branch of a union, its smallest form, and fewer optional fields or items (without all,
/// half, or single ones). For a string: plain characters, then fewer characters (binary search), then single characters
/// removed or made plain. For a number: a binary search towards its near bound. For a constant: an earlier one. This is
/// repeated until a whole round changes nothing. Strings that are ids or times (formats `uuid`, `date-time`, `date`,
/// `time`, patterns of one length) stay unchanged.
///
/// It ends after at most 20,000 candidates, of which a caller sees only the valid ones.
pub struct JsonTree {
    compiled: Arc<Compiled>,
    /// The smallest document that is known to fail.
    best: Json,
    current: Json,
    /// Number of the position that is being shrunk, in pre-order.
    position: usize,
    /// The move that led from `best` to `current`, or the last one that failed.
    last: Option<Move>,
    /// Records a change in this round, because shrinking ends after a round without changes.
    progress: Accepted,
    /// Candidates left.
    left: usize,
}

const CANDIDATES: usize = 20_000;

impl JsonTree {
    pub(crate) fn new(compiled: Arc<Compiled>, document: Json) -> Self {
        let current = document.clone();
        Self { compiled, best: document, current, position: 0, last: None, progress: Accepted::No, left: CANDIDATES }
    }

    /// Advances to the next candidate after the result of the last one; returns false if there are no more candidates.
    fn advance(&mut self, mut answer: Accepted) -> bool {
        let compiled = Arc::clone(&self.compiled);
        let extremes = Extremes::new(&compiled.definitions, &compiled.costs);
        let finder = Finder { definitions: &compiled.definitions };
        let mover = Mover { finder, extremes: &extremes };
        while self.left > 0 {
            self.left -= 1;
            let Some(found) = finder.locate(&compiled.plan, &self.best, self.position) else {
                if self.progress == Accepted::No {
                    break;
                }
                (self.position, self.last, self.progress) = (0, None, Accepted::No);
                continue;
            };
            let Some(value) = locate::at(&self.best, &found.path) else { break };
            let chosen = match self.last {
                None => Some(mover.first(found.plan, value)),
                Some(last) => mover.next(found.plan, value, last, answer),
            };
            self.last = chosen;
            answer = Accepted::No;
            let Some(chosen) = chosen else {
                self.position += 1;
                continue;
            };
            let Some(changed) = mover.apply(found.plan, value, chosen).filter(|changed| changed != value) else {
                continue;
            };
            let mut candidate = self.best.clone();
            if let Some(place) = locate::at_mut(&mut candidate, &found.path) {
                *place = changed;
            }
            if compiled.validator.is_valid(&candidate.to_value()) {
                self.current = candidate;
                return true;
            }
        }
        self.left = 0;
        self.current = self.best.clone();
        false
    }
}

impl ValueTree for JsonTree {
    type Value = Json;

    fn current(&self) -> Json {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        if self.last.is_some() {
            self.best.clone_from(&self.current);
            self.progress = Accepted::Yes;
        }
        self.advance(Accepted::Yes)
    }

    fn complicate(&mut self) -> bool {
        self.advance(Accepted::No)
    }
}

impl fmt::Debug for JsonTree {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("JsonTree")
            .field("current", &self.current)
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}
