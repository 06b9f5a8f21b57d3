//! One check on one event type: its lanes, and what they showed.

use std::ops::{Deref, Range};
use std::time::Duration;

use crate::battery::lane::{Lane, Shared};
use crate::verify::{Check, Observed, Strand};

/// One check on one event type.
pub(super) struct Trial {
    pub(super) check: &'static Check,
    /// Place of the event type.
    pub(super) at: usize,
    pub(super) lanes: Vec<Lane>,
}

impl Trial {
    /// Whether all of its lanes may be counted together with those of others.
    pub(super) fn can_be_summed(&self, knows: impl Fn(&str) -> bool) -> bool {
        self.lanes.iter().all(|lane| {
            !lane.reads_state()
                && !lane.pauses()
                && lane.reads_effects()
                && lane.attempts().all(|attempt| knows(&attempt.event))
        })
    }

    /// Whether other deliveries were in flight during it.
    pub(super) fn shared(&self) -> Shared {
        if self.lanes.iter().any(|lane| lane.shared == Shared::Yes) { Shared::Yes } else { Shared::No }
    }

    /// Returns the total duration of its deliveries.
    pub(super) fn spent(&self) -> Duration {
        self.lanes.iter().map(|lane| lane.spent).sum()
    }

    /// Returns the observations, strand after strand; an error is a reason to skip.
    pub(super) fn seen(&self) -> Result<Record, String> {
        match self.lanes.iter().find_map(|lane| lane.skip.clone()) {
            Some(reason) => Err(reason),
            None => Ok(Record::of(&self.lanes)),
        }
    }
}

/// Observations of a trial, and the strand of each of them.
#[derive(Clone, Default)]
pub(super) struct Record {
    seen: Vec<Observed>,
    strands: Vec<Marks>,
}

/// One strand of a record.
#[derive(Clone)]
struct Marks {
    /// Range of its observations.
    place: Range<usize>,
    expected: Vec<(usize, u64)>,
    done: Vec<(usize, String)>,
}

impl Record {
    /// Whether it has effect counts.
    pub(super) fn has_counts(&self) -> bool {
        self.seen.iter().any(|seen| seen.count().is_some())
    }

    /// Joins the observations of lanes.
    pub(super) fn of(lanes: &[Lane]) -> Self {
        let mut record = Self::default();
        for lane in lanes {
            let start = record.seen.len();
            record.seen.extend(lane.seen.iter().cloned());
            let place = start..record.seen.len();
            record.strands.push(Marks { place, expected: lane.expected.clone(), done: lane.done.clone() });
        }
        record
    }

    /// Returns the strand that a step belongs to, and the step's place in it.
    pub(super) fn strand(&self, step: usize) -> Option<(Strand, usize)> {
        let marks = self.strands.iter().find(|marks| marks.place.contains(&step))?;
        let (expected, done) = (marks.expected.clone(), marks.done.clone());
        let strand = Strand { seen: self.seen[marks.place.clone()].to_vec(), expected, done };
        Some((strand, step - marks.place.start))
    }
}

impl Deref for Record {
    type Target = [Observed];

    fn deref(&self) -> &[Observed] {
        &self.seen
    }
}
