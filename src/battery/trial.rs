//! One check on one event type: its lanes, and what they showed.

use std::ops::Deref;
use std::ops::Range;
use std::time::Duration;

use crate::battery::judge::Answers;
use crate::battery::lane::Lane;
use crate::battery::lane::Shared;
use crate::battery::lane::Travel;
use crate::battery::session::Session;
use crate::model::Exchange;
use crate::verify::Attempt;
use crate::verify::Check;
use crate::verify::Expected;
use crate::verify::Given;
use crate::verify::Judgement;
use crate::verify::Plan;
use crate::verify::Seen;
use crate::verify::Strand;
use crate::verify::as_expected;

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
    seen: Vec<Seen>,
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
    type Target = [Seen];

    fn deref(&self) -> &[Seen] {
        &self.seen
    }
}

impl Session {
    /// Creates the trial of a check on an event type, with ids made from `key`; an error is a reason to skip.
    pub(super) fn trial(&self, check: &'static Check, at: usize, key: &str) -> Result<Trial, String> {
        let mut context = self.setup.context(&self.types.subjects, key);
        context.burst = self.sender().window().burst(context.burst);
        context.version = self.sender().version().unwrap_or(context.version);
        let strands = match (check.plan)(&context, &self.types.subjects[at]) {
            Plan::Skip(reason) => return Err(reason),
            Plan::Steps(steps) => vec![steps],
            Plan::Strands(strands) => strands,
        };
        let is_fast = self.sender().window().is_fast() && check.family() == "payload";
        let travel = if is_fast { Travel::Kept } else { Travel::Own };
        let state = if self.runner.state.is_some() { Given::Yes } else { Given::No };
        Ok(Trial { check, at, lanes: strands.into_iter().map(|steps| Lane::reading(steps, travel, state)).collect() })
    }

    /// Judges the observations of a check.
    pub(super) fn judgement(&self, check: &Check, at: usize, seen: &[Seen]) -> Judgement {
        let context = self.setup.context(&self.types.subjects, check.id);
        (check.judge)(&context, &self.types.subjects[at], seen)
    }

    /// Returns the quality of the answers; `shared` says whether other deliveries were in flight.
    pub(super) fn answers_of(
        &self,
        check: &Check,
        at: usize,
        seen: &[Seen],
        judgement: &Judgement,
        shared: Shared,
    ) -> Answers {
        let context = self.setup.context(&self.types.subjects, check.id);
        if as_expected(&context, &self.types.subjects[at], seen) == Judgement::Pass {
            return Answers::AsExpected;
        }
        if shared == Shared::Yes && is_disturbed(seen, judgement) { Answers::Disturbed } else { Answers::Wrong }
    }
}

/// Whether other deliveries may be the reason of a failure: no answer arrived, or a server error.
fn is_disturbed(seen: &[Seen], judgement: &Judgement) -> bool {
    let in_trouble = |(attempt, exchange): (&Attempt, &Exchange)| {
        !matches!(attempt.expected, Expected::Anything | Expected::Unjudged)
            && (exchange.response().is_none() || matches!(exchange.status(), Some(500..=599 | 429)))
    };
    match judgement {
        Judgement::Fail { step, .. } => seen.get(*step).and_then(Seen::exchange).is_some_and(in_trouble),
        _ => seen.iter().filter_map(Seen::exchange).any(in_trouble),
    }
}
