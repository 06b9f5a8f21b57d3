//! Measures the number of effects of one accepted event, and their latency.

use std::time::Duration;

use proptest::prelude::Rng;

use crate::battery::effects::Confirmation;
use crate::battery::lane::{Lane, Travel};
use crate::battery::session::Session;
use crate::battery::source::Total;
use crate::battery::{calibrate, effects, pool};
use crate::clock::Stopwatch;
use crate::generate::seeded;
use crate::net::ReadingError;
use crate::verify::{Attempt, EffectsFault, Judgement};

/// Maximum number of measurements of one event type.
const MOST_MEASUREMENTS: usize = 5;

/// Most event types whose effects are measured together.
const MEASURED: usize = 32;

/// Most events of one measurement.
const MOST_EVENTS: u64 = 6;

/// What measurements of one event type show together.
#[derive(Debug, Default)]
struct Measured {
    /// The smallest number of effects of one event that was seen; zero before one was seen.
    least: u64,
}

impl Measured {
    /// Adds the growth of the count after so many events. Whether the number of effects is sure: more than one may be
    /// those of others, unless two measurements agree.
    fn add(&mut self, grown: u64, events: u64) -> bool {
        let effects = grown / events.max(1);
        let earlier = self.least;
        if effects > 0 {
            self.least = if earlier == 0 { effects } else { earlier.min(effects) };
        }
        effects <= 1 || grown == earlier.saturating_mul(events)
    }
}

impl Session {
    /// Finds two types whose accepted event has an effect, and the latency of effects.
    pub(super) async fn calibrate_effects(&mut self) {
        if !self.runner.effects.are_observed() {
            return;
        }
        if self.types.plainest_events().next().is_none() {
            self.effect = Some(Judgement::Skip("a notice need not have an effect".to_owned()));
            return;
        }
        self.effect = Some(match self.measure_effects("effect", Confirmation::USUAL).await {
            Ok(judgement) => judgement,
            Err(error) => Judgement::Skip(error.to_string()),
        });
        if self.effects_fault == Some(EffectsFault::GrowsAlone) {
            // The measurement ended early because of the growth.
            self.withdraw_effect();
        }
        self.judge_cold_start().await;
        let body = self.setup.settings.provider.body.clone();
        self.types.order(&body);
    }

    /// Measures the effects of one event: of the two simplest types, and of those in stories.
    pub(super) async fn measure_effects(
        &mut self,
        key: &str,
        confirmation: Confirmation,
    ) -> Result<Judgement, ReadingError> {
        let events: Vec<usize> = self.types.plainest_events().collect();
        let provider = self.setup.settings.provider.clone();
        let in_stories: Vec<&str> =
            provider.stories.iter().flat_map(|story| &story.steps).map(|step| step.event.as_str()).collect();
        let is_in_story = |at: &usize| in_stories.contains(&self.types.tested[*at].name());
        let mut chosen: Vec<usize> = events.iter().copied().take(2).collect();
        let others = events.iter().copied().skip(2).filter(is_in_story);
        chosen.extend(others.take(self.setup.settings.options.profile.most_types().min(MEASURED) - 2));
        if let Some(source) = self.runner.effects.per_event() {
            let (mut any, mut first) = (false, true);
            let mut left = events.clone();
            left.retain(|at| !chosen.contains(at));
            while !chosen.is_empty() && !any {
                let attempts = self.goods(&chosen, key);
                let keys: Vec<_> = attempts.iter().map(|attempt| source.key(&provider, attempt)).collect();
                self.send_all(attempts).await;
                let due = self.runner.effects.due();
                for (nth, (at, own)) in chosen.iter().zip(keys).enumerate() {
                    // One wait for all: what has not come when the first was due does not come.
                    let due = if nth == 0 || any { due } else { self.runner.effects.quiet(Confirmation::LONG) };
                    let (count, lag) = effects::reach_of(source.clone(), vec![own], 1, due).await?;
                    any |= self.note_effects_per_event(*at, count, lag);
                }
                if !first {
                    break;
                }
                first = false;
                chosen = left.clone();
            }
            return Ok(self.effect_judgement(usize::from(any), 0));
        }
        let Some(total) = self.runner.effects.total() else { return Ok(Judgement::Pass) };
        let (since, first) = (Stopwatch::start(), self.runner.effects.first());
        // Deliveries were accepted: the first effect of any of them shows the latency of effects.
        let (seen, _) = effects::reach(|| total.count(), first.saturating_add(1), calibrate::FIRST_EFFECT).await?;
        if seen <= first {
            return Ok(self.effect_judgement(0, 0));
        }
        let base = self.runner.rest(&total, since, confirmation).await?;
        if self.suspicious(base) {
            self.watch_closely(&total).await;
        }
        let rested = since.elapsed();
        let (mut base, mut count, mut lag) = self.send_and_count(&total, base, &chosen, key).await?;
        let wanted = chosen.len() as u64;
        // No effect of earlier events came in the meantime, which was longer than effects take.
        let is_own = confirmation == Confirmation::USUAL
            && (lag.is_zero() || (count == base.saturating_add(wanted) && rested >= lag * 3 / 2));
        if count.saturating_sub(base) >= wanted && !is_own {
            // Some of it may be due to earlier events. Measure again, now that the latency is known.
            self.runner.effects.learn(lag);
            let rest = self.runner.rest(&total, Stopwatch::start(), confirmation).await?;
            (base, count, lag) = self.send_and_count(&total, rest, &chosen, &format!("{key} twice")).await?;
        }
        if count == base.saturating_add(wanted) {
            for at in &chosen {
                self.note_effects_per_event(*at, 1, lag);
            }
            self.runner.effects.expect(count);
            let deliveries = self.sender().deliveries();
            self.runner.effects.limit(count, chosen.len(), deliveries);
            return Ok(Judgement::Pass);
        }
        if count > base {
            self.runner.effects.learn(lag);
        }
        self.measure_one_by_one(&total, &events, key).await
    }

    /// Sends an event of each of these types; the count before, the count after, and how long the effects took.
    async fn send_and_count(
        &mut self,
        total: &Total,
        base: u64,
        chosen: &[usize],
        key: &str,
    ) -> Result<(u64, u64, Duration), ReadingError> {
        let attempts = self.goods(chosen, key);
        self.send_all(attempts).await;
        let (wanted, due) = (base.saturating_add(chosen.len() as u64), self.runner.effects.due());
        let (count, lag) = effects::reach(|| total.count(), wanted, due).await?;
        Ok((base, count, lag))
    }

    /// Measures the types one after the other, until two have effects.
    async fn measure_one_by_one(
        &mut self,
        total: &Total,
        events: &[usize],
        key: &str,
    ) -> Result<Judgement, ReadingError> {
        let mut before = self.runner.rest(total, Stopwatch::start(), Confirmation::LONG).await?;
        let mut acting = 0;
        for (nth, at) in events.iter().enumerate() {
            let late = self.sender().late().len();
            // The first is waited for completely; after that, the latency of effects is known.
            let due = if nth == 0 { self.runner.effects.due() } else { self.runner.effects.quiet(Confirmation::LONG) };
            let (effects, after) = self.effects_of_one(total, before, *at, (key, due)).await?;
            if self.note_effects_per_event(*at, effects, Duration::ZERO) {
                acting += 1;
            }
            before = after;
            if acting == 2 || self.is_over() || self.sender().late().len() > late {
                break;
            }
        }
        self.runner.effects.expect(before);
        let deliveries = self.sender().deliveries();
        self.runner.effects.limit(before, events.len(), deliveries);
        let first_events = before.saturating_sub(self.runner.effects.first());
        Ok(self.effect_judgement(acting, first_events))
    }

    /// Measures the effects of one event of a type; returns them and the count after them. More than one may be the
    /// effects of others: it is measured again until two results agree.
    async fn effects_of_one(
        &mut self,
        total: &Total,
        mut before: u64,
        at: usize,
        (key, due): (&str, Duration),
    ) -> Result<(u64, u64), ReadingError> {
        let mut measured = Measured::default();
        for time in 0..MOST_MEASUREMENTS {
            let events = self.number_of_events(time);
            let first = self.goods(&[at], &format!("{key} alone {time}"));
            let others = (1..events).flat_map(|nth| self.goods(&[at], &format!("{key} alone {time} {nth}")));
            let attempts = first.into_iter().chain(others).collect();
            self.send_all(attempts).await;
            let since = Stopwatch::start();
            let (mut after, lag) = effects::reach(|| total.count(), before.saturating_add(events), due).await?;
            if after > before {
                self.runner.effects.learn(lag);
                after = self.runner.rest(total, since, Confirmation::LONG).await?;
            }
            let is_first = measured.least == 0;
            let is_sure = measured.add(after.saturating_sub(before), events);
            before = after;
            if is_sure || self.is_over() {
                break;
            }
            if !is_first {
                self.watch_closely(total).await;
                before = total.count().await?;
            }
        }
        Ok((measured.least, before))
    }

    /// Returns how many events a measurement sends. Another run that measures at the same time sends another number: so
    /// its effects do not look like a second effect of each event.
    fn number_of_events(&self, time: usize) -> u64 {
        if time == 0 {
            return 1;
        }
        let options = &self.setup.settings.options;
        let mut rng = seeded(options.seed(), &["effects", options.salt(), &time.to_string()]);
        u64::from(rng.next_u32()) % MOST_EVENTS + 1
    }

    fn effect_judgement(&mut self, acting: usize, first_events: u64) -> Judgement {
        if acting > 0 {
            return Judgement::Pass;
        }
        let reason = if first_events == 0 {
            // Measured again later, it says no more than that the endpoint has stopped.
            if self.effect.is_none() {
                self.effects_fault.get_or_insert(EffectsFault::NeverMoved);
            }
            let (accepted, count) = (self.types.tested.len(), self.runner.effects.first());
            let still = self.runner.effects.total().map(|_| format!(": the effect count is still {count}"));
            let still = still.unwrap_or_default();
            format!(
                "accepted {accepted} events and had no effect{still}; either it does nothing, or the effects source reads \
                 the wrong number"
            )
        } else {
            "processed the first event of a type and none after it: a second one, about something new and with a new \
             id, had no effect; it may recognize events by their type instead of their id"
                .to_owned()
        };
        Judgement::Fail { reason, step: 0 }
    }

    /// Reads a count that had not moved once more, at the end of the run: effects may come later than was waited for.
    pub(super) async fn read_count_at_the_end(&mut self) {
        if self.effects_fault != Some(EffectsFault::NeverMoved) {
            return;
        }
        if let Some(total) = self.runner.effects.total()
            && matches!(total.count().await, Ok(count) if count != self.runner.effects.first())
        {
            self.effects_fault = None;
        }
    }

    /// Notes how many effects one event of a type has; whether it has any.
    fn note_effects_per_event(&mut self, at: usize, count: u64, lag: Duration) -> bool {
        let tested = &mut self.types.tested[at];
        tested.effects_per_event = (count > 0).then_some(count);
        if count > 0 {
            self.runner.effects.learn(lag);
        }
        self.runner.effects.note_type(tested.payload.name.as_str(), count);
        count > 0
    }

    fn goods(&self, places: &[usize], key: &str) -> Vec<Attempt> {
        let context = self.setup.context(&self.types.tested, "effects");
        places.iter().map(|at| context.good(&self.types.tested[*at], key)).collect()
    }

    async fn send_all(&mut self, attempts: Vec<Attempt>) {
        self.sender().prepare(&attempts).await;
        let mut lanes = attempts.into_iter().map(|attempt| ((), Lane::new(vec![attempt.into()], Travel::Own)));
        pool::run(self.sender(), None, || lanes.next(), |(), _| {}).await;
    }

    /// Whether the count exceeds what the deliveries can have caused.
    fn suspicious(&self, count: u64) -> bool {
        const MOST_EFFECTS: u64 = 4;
        let most = self.sender().deliveries().saturating_mul(MOST_EFFECTS);
        count.saturating_sub(self.runner.effects.first()) > most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Growth and number of events of each measurement, the effects of one event, and whether they are sure.
    type Row<'a> = (&'a [(u64, u64)], u64, bool);

    #[test]
    fn effects_of_others_do_not_look_like_a_second_effect_of_each_event() {
        let table: &[Row<'_>] = &[
            (&[(0, 1)], 0, true),
            (&[(1, 1)], 1, true),
            (&[(2, 1)], 2, false),
            (&[(2, 1), (2, 1)], 2, true),
            (&[(2, 1), (8, 4)], 2, true),
            // Another run measures at the same time, and sends 1 event and then 2 or 5.
            (&[(2, 1), (5, 3)], 1, true),
            (&[(2, 1), (8, 3)], 2, false),
            (&[(2, 1), (7, 2)], 2, false),
            (&[(2, 1), (7, 2), (6, 4)], 1, true),
        ];
        for (all, least, is_sure) in table {
            let mut measured = Measured::default();
            let ends: Vec<bool> = all.iter().map(|(grown, events)| measured.add(*grown, *events)).collect();
            assert_eq!((measured.least, ends.last()), (*least, Some(is_sure)), "{all:?}");
            assert!(!ends[..ends.len() - 1].contains(&true), "{all:?} would have ended earlier");
        }
    }
}
