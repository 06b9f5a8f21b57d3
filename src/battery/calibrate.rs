//! Calibration: tests whether the endpoint accepts the minimal documented form of each event type, and counts the
//! effects of one accepted event.

use std::time::Duration;

use crate::battery::effects::{Confirmation, Effects};
use crate::battery::error::VerifyError;
use crate::battery::lane::{Lane, Travel};
use crate::battery::sender::{MOST_LATE, PREPARE_FAILED};
use crate::battery::session::Session;
#[cfg(feature = "cli")]
use crate::battery::source::PerEvent;
use crate::battery::source::Total;
use crate::battery::types::Accepted;
use crate::battery::{effects, pool};
use crate::clock;
use crate::clock::Stopwatch;
use crate::generate::Hostile;
use crate::model::{Exchange, Failure, Outcome, capitalised};
use crate::provider::Payload;
use crate::verify::{Attempt, ColdStart, Observed, TypeUnderTest, page_text, redacted};

const CHECK: &str = "calibration";

/// Time for which a count is watched before anything is sent: over a socket, and in this process.
const WATCHED: Duration = Duration::from_millis(150);
const WATCHED_IN_PROCESS: Duration = Duration::from_millis(40);

/// Maximum time to wait, after a cold start, for a second effect of its event.
const SECOND_EFFECT: Duration = Duration::from_secs(5);

/// Maximum time to wait for the very first effect.
pub(super) const FIRST_EFFECT: Duration = Duration::from_secs(5);

impl Session {
    /// Reads the effect count before the first delivery.
    pub(super) async fn begin_effects(&mut self) -> Result<(), VerifyError> {
        #[cfg(feature = "cli")]
        if let Some(PerEvent::Observer(observer)) = self.runner.effects.per_event() {
            // A query or a command with an error has it for every event.
            observer.count(&observer.values(Some("hookproof"), &serde_json::Value::Null)).await?;
        }
        let Some(total) = self.runner.effects.total() else { return Ok(()) };
        let mut counts = Vec::with_capacity(3);
        for _ in 0..3 {
            match total.count().await {
                Ok(count) => counts.push(count),
                // If the endpoint is down, its observer may be down too: report the endpoint.
                Err(error) if counts.is_empty() => {
                    let url = self.setup.url.clone();
                    return Err(match self.sender().probe().reach().await {
                        Ok(()) => error.into(),
                        Err(reason) => VerifyError::Unreachable { url, reason },
                    });
                }
                // It fails later: the checks that need the reading report it.
                Err(_) => break,
            }
            if counts.len() == 2 && counts[0] == counts[1] {
                break;
            }
        }
        if let [first, then, last] = counts[..]
            && then == first + 1
            && last == then + 1
        {
            return self.counts_its_readings(&total, first, last).await;
        }
        self.runner.effects.begin(counts[0]);
        Ok(())
    }

    /// Ends the run if a count grows by one with each reading, however much time has passed. One that grows by itself is
    /// watched later.
    async fn counts_its_readings(&mut self, total: &Total, first: u64, last: u64) -> Result<(), VerifyError> {
        clock::sleep(WATCHED).await;
        if total.count().await? == last + 1 {
            return Err(VerifyError::Restless { first, then: first + 1 });
        }
        self.runner.effects.begin(last);
        Ok(())
    }

    /// Returns the first delivery of a run, of the first of these types; the others follow.
    pub(super) async fn calibrate_first(&mut self, tested_types: Vec<TypeUnderTest>) -> Result<(), VerifyError> {
        let mut tested_types = tested_types.into_iter();
        let Some(tested) = tested_types.next() else { return Err(VerifyError::Nothing { what: "event type" }) };
        self.types.untried = tested_types.collect();
        let first = self.setup.context(&[], CHECK).good(&tested, "plain");
        self.sender().prepare([&first]).await;
        if let Some(reason) = self.sender().stopped() {
            let reason = reason.strip_prefix(PREPARE_FAILED).unwrap_or(&reason).to_owned();
            return Err(VerifyError::Prepare { reason });
        }
        let (attempt, mut exchange) = self.sender().send(first).await;
        if let Outcome::Failed(Failure::Unreachable(reason)) = &exchange.outcome {
            return Err(VerifyError::Unreachable { url: self.setup.url.clone(), reason: reason.clone() });
        }
        if exchange.timed_out() {
            // An endpoint that was idle may need longer once. The provider would deliver again.
            let (_, again) = self.sender().send(attempt.clone()).await;
            if !again.timed_out() && !again.unreachable() {
                self.sender().forgive();
                let first = (attempt.clone(), exchange);
                let effects = self.effects_of_first(first.1.duration).await;
                self.cold_start = Some(ColdStart { first, again: again.clone(), effects, usual: None });
                exchange = again;
            }
        }
        let accepted = self.accepts(&exchange);
        self.types.note(tested, (attempt, exchange), accepted);
        Ok(())
    }

    /// Returns the time for which a count is watched that nothing should change.
    pub(super) fn idle_window(&self) -> Duration {
        if self.sender().probe().is_in_process() { WATCHED_IN_PROCESS } else { WATCHED }
    }

    /// Watches a count that nothing should change yet, and meanwhile creates the simplest document of each type.
    pub(super) async fn watch_count(&mut self) -> Result<Vec<TypeUnderTest>, VerifyError> {
        let total = self.runner.effects.total();
        let first = self.runner.effects.first();
        let window = self.idle_window();
        let watched = async {
            match &total {
                Some(total) => matches!(Effects::watch(total, first, window).await, Ok(grown) if grown > 0),
                None => false,
            }
        };
        let (provider, waiting) = (&self.setup.settings.provider, std::mem::take(&mut self.types.waiting));
        let most = self.setup.settings.options.profile.most_types();
        let made = async {
            let mut tested_types = Vec::with_capacity(waiting.len());
            for payload in waiting.iter().take(most) {
                tested_types.push(tested(provider, payload)?);
                // Readings run meanwhile.
                tokio::task::yield_now().await;
            }
            if total.is_some() {
                warm_up(&tested_types, window).await;
            }
            Ok::<_, VerifyError>(tested_types)
        };
        let (moves, tested_types) = tokio::join!(watched, made);
        if let Some(total) = total.filter(|_| moves) {
            self.watch_closely(&total).await;
        }
        tested_types
    }

    /// Returns the number of effects since the run began, once it stays unchanged. The first delivery may still be in
    /// progress: a second effect is awaited as long as its answer was.
    async fn effects_of_first(&mut self, waited: Duration) -> Option<u64> {
        let total = self.runner.effects.total()?;
        let first = self.runner.effects.first();
        let since = Stopwatch::start();
        effects::reach(|| total.count(), first.saturating_add(1), FIRST_EFFECT).await.ok()?;
        let confirmation =
            Confirmation { least: waited.min(SECOND_EFFECT).max(Confirmation::LONG.least), ..Confirmation::LONG };
        let rest = self.runner.rest(&total, since, confirmation).await.ok()?;
        Some(rest.saturating_sub(first))
    }

    /// Completes what is known about a cold start: whether the event was processed twice. A cold start cannot be looked
    /// at again. So a count of all effects must stay unchanged before it blames the endpoint.
    pub(super) async fn judge_cold_start(&mut self) {
        let Some(cold) = &mut self.cold_start else { return };
        let (attempt, _) = &cold.first;
        let usual = self.runner.effects.of_type(&attempt.event).filter(|usual| *usual > 0);
        cold.usual = usual.or_else(|| self.types.tested.iter().find_map(|tested| tested.effects_per_event));
        if let Some(source) = self.runner.effects.per_event() {
            let key = source.key(&self.setup.settings.provider, attempt);
            cold.effects = source.count(&[key]).await.ok();
            cold.usual = cold.usual.or(Some(1));
        } else if cold.surplus().is_some() {
            let took = cold.first.1.duration.saturating_add(cold.again.duration);
            if self.count_moves(took).await {
                self.forget_cold_effects();
            }
        }
    }

    /// Forgets the effects of a cold start: the count may include those of others.
    pub(super) fn forget_cold_effects(&mut self) {
        if let Some(cold) = &mut self.cold_start {
            cold.effects = None;
        }
    }

    /// Sends one delivery of every other type, a few at once.
    pub(super) async fn calibrate(&mut self) {
        let mut tested_types: Vec<Option<TypeUnderTest>> = self.types.untried.drain(..).map(Some).collect();
        let context = self.setup.context(&[], CHECK);
        let attempts: Vec<Attempt> =
            tested_types.iter().flatten().map(|tested| context.good(tested, "plain")).collect();
        let mut lanes = attempts.into_iter().map(|attempt| Lane::new(vec![attempt.into()], Travel::Own)).enumerate();
        let mut answered = Vec::new();
        // Nothing else is in flight, and nothing is answered: more deliveries would only wait as long.
        let gets_nothing = || self.sender().concurrency().size() == 1 && self.sender().is_silent();
        pool::run(
            self.sender(),
            None,
            || if gets_nothing() { None } else { lanes.next() },
            |at, mut lane| {
                if let Some(Observed::Exchange(attempt, exchange)) = lane.seen.pop() {
                    answered.push((at, (*attempt, exchange)));
                }
            },
        )
        .await;
        if self.sender().is_silent() {
            self.sender().stop(format!("{MOST_LATE} deliveries were not answered in time"));
        }
        let accepts = |exchange: &Exchange| self.accepts(exchange) == Accepted::Yes;
        let accepts_some = !self.types.tested.is_empty() || answered.iter().any(|(_, (_, exchange))| accepts(exchange));
        answered.sort_by_key(|(at, _)| *at);
        for (at, (attempt, mut exchange)) in answered {
            if accepts_some && is_in_trouble(&exchange) && !self.is_over() {
                // Others were in flight. Send it alone, to see whether it fails by itself.
                let (_, again) = self.sender().send(attempt.clone()).await;
                if !again.unreachable() {
                    exchange = again;
                }
            }
            let accepted = self.accepts(&exchange);
            if let Some(tested) = tested_types[at].take() {
                self.types.note(tested, (attempt, exchange), accepted);
            }
        }
        let body = self.setup.settings.provider.body.clone();
        if !self.is_over() {
            self.try_fuller().await;
        }
        self.types.order(&body);
        if self.types.tested.is_empty() {
            match self.types.refused.first() {
                Some((attempt, exchange)) => {
                    let context = self.setup.context(&self.types.tested, CHECK);
                    let hint = redacted(&context, attempt, &hint(exchange, self.setup.settings.provider.argument()));
                    let (count, answered) = (self.types.refused.len(), exchange.describe());
                    let reason =
                        format!("everything was refused in calibration: {answered} to {count} of {count}. {hint}");
                    self.try_unsigned().await;
                    self.give_up(reason);
                }
                None => self.sender().stop("no delivery was answered in time"),
            }
        }
    }

    /// Sends the first delivery that was refused again, without a signature: a gateway or filter answers it alike.
    async fn try_unsigned(&mut self) {
        let settings = &self.setup.settings;
        let Some((attempt, exchange)) = self.types.refused.first() else { return };
        if settings.secret.is_none() || !matches!(exchange.status(), Some(400 | 401 | 403)) || self.is_over() {
            return;
        }
        let mut bare = attempt.clone();
        for header in &settings.provider.signing.recipe.headers {
            bare.request.headers.remove(&header.name);
        }
        self.unsigned = Some(self.sender().send(bare).await.1);
    }

    pub(super) fn accepts(&self, exchange: &Exchange) -> Accepted {
        match exchange.status() {
            Some(status) if self.setup.settings.provider.succeeds(status) => Accepted::Yes,
            _ if exchange.timed_out() || exchange.unreachable() => Accepted::NoAnswer,
            _ => Accepted::No,
        }
    }
}

/// Whether no answer arrived, or one that reports a server error.
fn is_in_trouble(exchange: &Exchange) -> bool {
    exchange.response().is_none() || matches!(exchange.status(), Some(500..=599))
}

fn tested(provider: &crate::provider::Provider, payload: &Payload) -> Result<TypeUnderTest, VerifyError> {
    TypeUnderTest::of(provider, payload).map_err(|source| VerifyError::Schema { event: payload.name.clone(), source })
}

/// Computes what checks of payloads need, as long as nothing may be sent anyway.
async fn warm_up(tested_types: &[TypeUnderTest], window: Duration) {
    let begun = Stopwatch::start();
    for kind in [None, Some(Hostile::Huge), Some(Hostile::Nul)] {
        for tested in tested_types {
            if begun.elapsed() > window * 3 / 4 {
                return;
            }
            match kind {
                None => drop(tested.generator()),
                Some(kind) => drop(tested.throughout(kind)),
            }
            tokio::task::yield_now().await;
        }
    }
}

/// Returns the usual reason for a refusal of everything.
fn hint(exchange: &Exchange, provider: &str) -> String {
    let said = exchange.response().map(|response| said_by(&String::from_utf8_lossy(&response.body)));
    let said =
        said.filter(|said| !said.is_empty()).map(|said| format!("Its answer: {}. ", cut(&said))).unwrap_or_default();
    let hint = exchange.outcome.hint().unwrap_or("see the first delivery");
    let is_about_the_secret = hint.contains("secret");
    match exchange.status() {
        Some(401 | 403) if is_about_the_secret => format!(
            "{said}{} If both are right, it may use another scheme: give a signature that it accepts to \
             `hookproof explain {provider}`, which names the difference",
            capitalised(hint)
        ),
        Some(404 | 422) => format!("{said}Does the consumer need this customer to exist? See --prepare. Or: {hint}"),
        _ => format!("{said}{}", capitalised(hint)),
    }
}

/// Returns the visible text of an answer.
fn said_by(body: &str) -> String {
    page_text(body).unwrap_or_else(|| body.trim().to_owned())
}

fn cut(text: &str) -> String {
    const MOST: usize = 200;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        format!("{} ...", text.chars().take(MOST).collect::<String>())
    }
}
