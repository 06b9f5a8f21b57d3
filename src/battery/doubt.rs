//! Handles a wrong sum of counts: effects are measured again before a check fails.

use crate::battery::conclude;
use crate::battery::effects::{Confirmation, Effects};
use crate::battery::session::Session;
use crate::battery::trial::{Record, Trial};
use crate::verify::{Expected, Judgement, Observed, TypeUnderTest};

/// Whether an endpoint still processes events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Processing {
    GoesOn,
    Stopped,
}

impl Session {
    /// Measures effects again, with a longer wait, before a wrong sum fails a check. Keeps the known effects: an
    /// endpoint that no longer processes events is judged by what it did before.
    pub(super) async fn measure_again(&mut self) -> Processing {
        let Some(total) = self.runner.effects.total() else { return Processing::GoesOn };
        let Ok(rest) = self.runner.base(&total, Confirmation::LONG).await else { return Processing::GoesOn };
        if matches!(Effects::watch(&total, rest, conclude::WATCHED).await, Ok(grown) if grown > 0) {
            self.watch_closely(&total).await;
        }
        if self.is_over() {
            return Processing::GoesOn;
        }
        self.measured += 1;
        let key = format!("effect again {}", self.measured);
        let known: Vec<Option<u64>> = self.types.tested.iter().map(|tested| tested.effects_per_event).collect();
        let measured = self.measure_effects(&key, Confirmation::LONG).await;
        let has_lost =
            |(tested, known): (&TypeUnderTest, &Option<u64>)| known.is_some() && tested.effects_per_event.is_none();
        let has_lost = self.types.tested.iter().zip(&known).any(has_lost);
        for (tested, known) in self.types.tested.iter_mut().zip(known) {
            // Effects of others can only add to those of an event.
            tested.effects_per_event = match (known, tested.effects_per_event) {
                (Some(known), Some(now)) => Some(known.min(now)),
                (known, now) => known.or(now),
            };
            if let Some(effects) = tested.effects_per_event {
                self.runner.effects.note_type(tested.payload.name.as_str(), effects);
            }
        }
        match measured {
            _ if !has_lost => Processing::GoesOn,
            // A count that was found to grow by itself says nothing about the endpoint.
            Ok(Judgement::Fail { .. }) if self.unproved.is_none() => Processing::Stopped,
            _ => Processing::GoesOn,
        }
    }

    /// Blames the first of these trials for an endpoint that processes nothing any more: it was sent first, and what
    /// came after it had no effect.
    pub(super) async fn blame_for_the_end(&mut self, trials: Vec<Trial>) {
        let Some(Trial { check, at, lanes }) = trials.into_iter().next() else { return };
        let Some(lane) = lanes.into_iter().next() else { return };
        let (reason, state) = if self.sender().last_was_late() {
            ("stopped answering: nothing after it was answered in time", "does not answer good deliveries")
        } else {
            (
                "stopped processing events: nothing after it had an effect",
                "accepts good deliveries, which no longer have an effect",
            )
        };
        let is_unreadable =
            |seen: &Observed| seen.exchange().is_some_and(|(attempt, _)| attempt.expected == Expected::Survived);
        let step = lane.seen.iter().position(is_unreadable).unwrap_or_default();
        self.put(check, at, Judgement::Fail { reason: reason.to_owned(), step }, &Record::of(&[lane])).await;
        self.sender().stop(format!("after {} the endpoint {state}", check.id));
        self.broken_by = Some((check.id, state.to_owned()));
    }
}
