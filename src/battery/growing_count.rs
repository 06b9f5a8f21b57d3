//! Effect counts that grow by themselves: they prove nothing about the endpoint.

use std::time::Duration;

use crate::battery::effects::{Confirmation, Effects};
use crate::battery::session::Session;
use crate::battery::source::Total;
use crate::clock;
use crate::clock::Stopwatch;
use crate::verify::{EffectsFault, Judgement};

/// Reason why failures that are based on a count are withdrawn.
const GROWS_ALONE: &str = "the effect count grows without us";

/// Time for which a count is watched if it may change by itself.
const WATCHED_CLOSELY: Duration = Duration::from_millis(1_200);

/// Maximum time for which the count is watched at the end of a run.
const LONGEST_END: Duration = Duration::from_secs(5);

impl Session {
    /// Watches a count for longer; if it moves by itself the run cannot prove anything.
    pub(super) async fn watch_closely(&mut self, total: &Total) {
        let Ok(before) = total.count().await else { return };
        let begun = Stopwatch::start();
        clock::sleep(WATCHED_CLOSELY).await;
        let Ok(after) = total.count().await else { return };
        self.withdraw((after.saturating_sub(before), begun.elapsed()));
    }

    /// Withdraws what is based on a count, if that grew by itself.
    fn withdraw(&mut self, (grown, elapsed): (u64, Duration)) {
        if grown == 0 || self.unproved.is_some() {
            return;
        }
        let rate = rate(grown, elapsed);
        self.effects_fault = Some(EffectsFault::GrowsAlone);
        // What was counted before may have been the effects of others, too.
        self.results.withdraw_counted(GROWS_ALONE);
        self.withdraw_effect();
        self.forget_cold_effects();
        self.give_up(format!(
            "{GROWS_ALONE} ({rate}/s): put {{id}} into --effects, so that each event is counted alone"
        ));
    }

    /// Withdraws the failure of the measurement of effects: it is based on a count that grew by itself.
    pub(super) fn withdraw_effect(&mut self) {
        if matches!(self.effect, Some(Judgement::Fail { .. })) {
            self.effect = Some(Judgement::Skip(GROWS_ALONE.to_owned()));
        }
    }

    /// Confirms, at the end of a run, that the count of failures that are based on it stays unchanged.
    pub(super) async fn confirm_counted_failures(&mut self) {
        if let Some(growth) = self.runner.effects.endless() {
            self.withdraw(growth);
        }
        let is_blamed = self.cold_start.as_ref().is_some_and(|cold| cold.surplus().is_some());
        if self.unproved.is_some() || !(is_blamed || self.results.has_counted_failures()) {
            return;
        }
        let Some(total) = self.runner.effects.total() else { return };
        tokio::select! {
            () = self.watch_at_the_end(&total) => {}
            () = clock::sleep(LONGEST_END) => {}
        }
        if let Some(growth) = self.runner.effects.endless() {
            self.withdraw(growth);
        }
    }

    async fn watch_at_the_end(&mut self, total: &Total) {
        let window = self.idle_window();
        let Ok(rest) = self.runner.rest(total, Stopwatch::start(), Confirmation::USUAL).await else { return };
        if matches!(Effects::watch(total, rest, window).await, Ok(grown) if grown > 0) {
            self.watch_closely(total).await;
        }
    }
}

/// Effects a second, as a person reads it.
fn rate(grown: u64, elapsed: Duration) -> String {
    #[expect(clippy::cast_precision_loss, reason = "it is read by people")]
    let rate = grown as f64 / elapsed.as_secs_f64().max(0.001);
    if rate < 10.0 { format!("{rate:.1}") } else { format!("{rate:.0}") }
}
