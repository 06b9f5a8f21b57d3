//! A run from the first delivery to the report. Stage by stage, each check is planned, performed, judged and concluded.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use crate::battery::agenda::Agenda;
use crate::battery::budget::Budget;
use crate::battery::concurrency::Concurrency;
use crate::battery::effects::Effects;
use crate::battery::error::VerifyError;
use crate::battery::outage::OutageControl;
use crate::battery::results::{Finding, Results};
use crate::battery::runner::{Doubt, Runner};
use crate::battery::sender::Sender;
use crate::battery::settings::{Progress, Settings};
use crate::battery::setup::Setup;
use crate::battery::state::State;
use crate::battery::trial::Trial;
use crate::battery::types::Types;
use crate::clock;
use crate::clock::Stopwatch;
use crate::model::{Exchange, Timestamp};
use crate::net::Probe;
use crate::verify::{Check, ColdStart, EffectsFault, Evidence, Judgement, Run, Stage};

/// The state of a run.
pub(super) struct Session {
    /// Start time of the run.
    pub(super) started: Timestamp,
    pub(super) setup: Setup,
    pub(super) runner: Runner,
    pub(super) types: Types,
    pub(super) agenda: Agenda,
    pub(super) results: Results,
    pub(super) budget: Budget,
    /// Result of the calibration of effects.
    pub(super) effect: Option<Judgement>,
    /// An event that was refused in its minimal documented form and accepted in a fuller one.
    pub(super) refused_plain: Option<Finding>,
    /// Number of event types that were accepted only in a fuller form.
    pub(super) accepted_fuller: usize,
    /// The first delivery, if only its answer was late.
    pub(super) cold_start: Option<ColdStart>,
    /// Deliveries that were not answered in time, once the run is over.
    pub(super) late: Vec<Evidence>,
    /// The same, if they were answered in time when they were sent again.
    pub(super) late_once: Vec<Evidence>,
    /// Reason why the run proves nothing.
    pub(super) unproved: Option<String>,
    /// Problem with the effects source.
    pub(super) effects_fault: Option<EffectsFault>,
    /// The check after which no good delivery was accepted any more, and how that was answered.
    pub(super) broken_by: Option<(&'static str, String)>,
    /// Trials whose sums of counts matched, until it is seen that they stayed.
    pub(super) unsettled: Vec<Trial>,
    /// Trials of the last stage, which run one after the other.
    pub(super) fragile: Vec<(&'static Check, usize)>,
    /// Number of good deliveries between checks, and of new measurements of effects: each gets new ids.
    pub(super) goods: u32,
    /// A delivery without a signature and its answer, if everything was refused.
    pub(super) unsigned: Option<Exchange>,
    /// How often the trials of a check and an event type were looked at. Each has its own count: what it sends does not
    /// depend on how fast others were answered.
    pub(super) looks: BTreeMap<(&'static str, usize), u32>,
    pub(super) measured: u32,
    /// Time for which the effect count was unchanged while nothing was sent.
    pub(super) idle: Duration,
    /// How often it changed while nothing was sent.
    pub(super) restless: u32,
    /// Whether a count was wrong for an unknown reason.
    pub(super) is_surprised: bool,
}

/// Minimum time for which an effect count must stay unchanged while the latency of effects is unknown.
const UNKNOWN: Duration = Duration::from_millis(100);

/// Reason why a run ended early: the user stopped it.
const INTERRUPTED: &str = "interrupted";

/// Maximum time for which the end of a run waits until an outage is stopped.
const RESTORING: Duration = Duration::from_secs(10);

impl Session {
    pub(super) async fn run(
        (settings, probe): (Settings, Probe),
        stop: impl Future<Output = ()>,
    ) -> Result<Run, VerifyError> {
        let watch = Stopwatch::start();
        let mut stop = pin!(stop);
        let mut session = Self::new(settings, probe)?;
        let budget = session.budget.clone();
        let ended = until(Box::pin(session.work()), budget.spent(), stop.as_mut()).await;
        let is_interrupted = matches!(ended, Ok(Some(INTERRUPTED)));
        if !is_interrupted {
            session.confirm_counted_failures().await;
        }
        session.read_count_at_the_end().await;
        if !is_interrupted {
            session.confirm_late_answers().await;
        }
        session.end_outage().await;
        let run = match ended {
            Ok(None) => {
                let mut run = session.finished(None, watch);
                let probing = async {
                    session.probe(&mut run).await;
                    Ok(())
                };
                // The run is complete even if the probes end early.
                let _ = until(Box::pin(probing), budget.spent(), stop).await;
                run.deliveries = session.sender().deliveries();
                run.lasted(watch.elapsed());
                Ok(run)
            }
            ended => ended.map(|ended| session.finished(ended, watch)),
        };
        session.clean_up().await;
        run
    }

    /// Returns the report of a run that is over.
    fn finished(&mut self, ended: Option<&str>, watch: Stopwatch) -> Run {
        self.late = match &self.broken_by {
            // The check that broke the endpoint is blamed for the silence after it.
            Some(_) => self.sender().late_before_the_end(),
            None => self.sender().late(),
        };
        self.report(ended, watch)
    }

    pub(super) fn new(settings: Settings, probe: Probe) -> Result<Self, VerifyError> {
        let setup = Setup::new(settings, &probe)?;
        let settings = &setup.settings;
        let (provider, timeout) = (settings.provider.clone(), settings.provider.delivery.timeout);
        let unknown = if probe.is_in_process() { settings.options.settle } else { UNKNOWN };
        let most = settings.options.concurrency.max(1);
        let probe = probe.keeping(most);
        let sender = Sender::new(probe, provider, Concurrency::new(most, timeout))
            .preparing(settings.prepare.clone())
            .at_rate(settings.options.rate);
        let runner = Runner {
            sender,
            effects: Effects::new(settings.source.clone(), settings.options.settle, unknown),
            state: settings.state.clone().map(State::new),
            doubt: Doubt::None,
            fallen: None,
            outage: settings.outage.clone().map(|hook| Arc::new(OutageControl::new(hook))),
        };
        Ok(Self {
            started: clock::now(),
            types: Types::new(setup.payloads()),
            agenda: Agenda::new(setup.selected().collect()),
            results: Results::default(),
            budget: Budget::new(settings.options.budget),
            effect: None,
            refused_plain: None,
            accepted_fuller: 0,
            cold_start: None,
            late: Vec::new(),
            late_once: Vec::new(),
            unproved: None,
            effects_fault: None,
            broken_by: None,
            unsettled: Vec::new(),
            fragile: Vec::new(),
            goods: 0,
            unsigned: None,
            looks: BTreeMap::new(),
            measured: 0,
            idle: Duration::ZERO,
            restless: 0,
            is_surprised: false,
            runner,
            setup,
        })
    }

    pub(super) const fn sender(&self) -> &Sender {
        &self.runner.sender
    }

    async fn work(&mut self) -> Result<(), VerifyError> {
        self.begin_effects().await?;
        if let Some(state) = &mut self.runner.state {
            // If the state cannot be read, the checks that need it say so.
            let _ = state.calibrate(self.setup.settings.options.settle).await;
        }
        let tested_types = self.watch_count().await?;
        if self.is_over() {
            return Ok(());
        }
        self.calibrate_first(tested_types).await?;
        self.calibrate().await;
        if self.is_over() {
            return Ok(());
        }
        self.derive_budget();
        for stage in [Stage::Security, Stage::Answers] {
            self.answers(stage).await;
        }
        if !self.is_over() {
            self.calibrate_effects().await;
            // Effects that come late make a longer run.
            self.derive_budget();
        }
        self.counted(Stage::Effects).await;
        self.counted(Stage::Bulk).await;
        self.counted_fragile().await;
        self.settle().await;
        self.one_by_one(Stage::State).await;
        self.one_by_one(Stage::Fragile).await;
        Ok(())
    }

    /// Returns the number of the next look at a check with an event type, from 1.
    pub(super) fn next_look(&mut self, check: &Check, at: usize) -> u32 {
        let looks = self.looks.entry((check.id, at)).or_default();
        *looks += 1;
        *looks
    }

    /// Whether to send nothing more.
    pub(super) fn is_over(&self) -> bool {
        self.unproved.is_some() || self.runner.effects.endless().is_some() || self.sender().stopped().is_some()
    }

    /// Ends the run without a verdict on the endpoint.
    pub(super) fn give_up(&mut self, reason: String) {
        self.sender().stop(reason.clone());
        self.unproved.get_or_insert(reason);
    }

    /// Tells a listener how far the run is.
    pub(super) fn progress(&self, check: &str) {
        if let Some(listener) = &self.setup.settings.listener {
            let of = self.agenda.len();
            let at = (self.results.finished() + 1).min(of.max(1));
            let (deliveries, failed) = (self.sender().deliveries(), self.results.failed());
            (listener.0)(Progress { check, at, of, deliveries, failed, note: None });
        }
    }

    /// Sends a note for a person to the listener.
    pub(super) fn notify(&self, note: &str) {
        if let Some(listener) = &self.setup.settings.listener {
            let deliveries = self.sender().deliveries();
            (listener.0)(Progress { check: "", at: 0, of: self.agenda.len(), deliveries, failed: 0, note: Some(note) });
        }
    }

    /// Sends a good delivery after a check: if it is refused, an earlier delivery broke the endpoint.
    pub(super) async fn still_well(&mut self, check: &'static Check) {
        let Some(answered) = self.refusal_of_good(check).await else { return };
        self.sender().stop(format!("after {} the endpoint {answered} to a good delivery", check.id));
        self.broken_by = Some((check.id, answered));
    }

    /// Sends a good delivery after a check. Returns how the endpoint answered, if it did not accept it.
    pub(super) async fn refusal_of_good(&mut self, check: &'static Check) -> Option<String> {
        let at = self.types.plainest().filter(|_| !self.is_over())?;
        self.goods += 1;
        let key = format!("{} {}", check.id, self.goods);
        let context = self.setup.context(&self.types.tested, "afterwards");
        let good = context.good(&self.types.tested[at], &key);
        let event = good.event.clone();
        let (attempt, mut exchange) = self.sender().send(good).await;
        if exchange.timed_out() {
            // Only one check judges late answers, and this answer may have been late once.
            (_, exchange) = self.sender().send(attempt).await;
            self.runner.effects.forget();
        }
        if exchange.status().is_some_and(|status| self.setup.settings.provider.succeeds(status)) {
            self.runner.effects.expect_more(&event);
            return None;
        }
        Some(exchange.describe())
    }

    /// Ends an outage that the run left.
    async fn end_outage(&self) {
        if let Some(outage) = &self.runner.outage {
            // The run may have ended during an outage. It must be stopped here.
            let late = tokio::select! {
                restored = outage.restore() => restored.err(),
                () = clock::sleep(RESTORING) => Some(format!("the outage could not be stopped within {RESTORING:?}")),
            };
            if let Some(reason) = late {
                self.sender().stop(reason);
            }
        }
    }

    /// Calls the hook that cleans up.
    async fn clean_up(&self) {
        if let Some(cleanup) = &self.setup.settings.cleanup
            && let Err(reason) = cleanup.call(Vec::new()).await
        {
            self.notify(&format!("--cleanup failed: {reason}"));
        }
    }
}

/// Works until all is done, the budget is spent or the user has had enough; answers why it ended early.
pub(super) async fn until(
    work: impl Future<Output = Result<(), VerifyError>>,
    spent: impl Future<Output = ()>,
    stop: impl Future<Output = ()>,
) -> Result<Option<&'static str>, VerifyError> {
    tokio::select! {
        // In this order: Ctrl-C is listened for before anything is sent.
        biased;
        () = stop => Ok(Some(INTERRUPTED)),
        () = spent => Ok(Some("budget spent")),
        done = work => done.map(|()| None),
    }
}
