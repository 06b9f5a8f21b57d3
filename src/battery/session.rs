//! One run from the first delivery to the report.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::battery::ahead::Ahead;
use crate::battery::error::VerifyError;
use crate::battery::observer::Observer;
use crate::battery::patience::Readings;
use crate::battery::settings::Progress;
use crate::battery::settings::Settings;
use crate::clock;
use crate::clock::Stopwatch;
use crate::model::Exchange;
use crate::model::Secret;
use crate::model::TimeForm;
use crate::net::Probe;
use crate::provider::Kind;
use crate::provider::Payload;
use crate::sign::KeyError;
use crate::sign::Signer;
use crate::verify::Attempt;
use crate::verify::Check;
use crate::verify::CheckReport;
use crate::verify::Context;
use crate::verify::Given;
use crate::verify::Judgement;
use crate::verify::Observation;
use crate::verify::Run;
use crate::verify::Scope;
use crate::verify::Subject;
use crate::verify::checks;

/// The state of a run.
pub(super) struct Session {
    pub(super) told: Settings,
    pub(super) probe: Arc<Probe>,
    pub(super) signer: Option<Signer>,
    stranger: Option<Signer>,
    pub(super) subjects: Vec<Subject>,
    /// Event types that have not been tried yet.
    pub(super) waiting: Vec<Payload>,
    /// Places in `subjects`, those that have an effect first and the plainest of them before the others.
    pub(super) plainest: Vec<usize>,
    /// Event types that were not accepted in their plainest form.
    pub(super) refused: Vec<(Attempt, Exchange)>,
    /// The first attempt that was not answered in time, and how many there were.
    pub(super) late: Option<(Attempt, Exchange)>,
    pub(super) lates: usize,
    pub(super) deliveries: u64,
    /// Why nothing more is sent.
    pub(super) stopped: Option<String>,
    /// When the run began.
    pub(super) begun: Stopwatch,
    /// What the observer counted before the first delivery.
    pub(super) first_count: u64,
    /// How the effects of deliveries are read, and what is known of them.
    pub(super) readings: Readings,
    /// The checks to come, and what is planned of them.
    pub(super) ahead: Ahead,
    /// What the observer told while the effects were calibrated.
    pub(super) effect: Option<Judgement>,
    /// Whether a fault is in force.
    pub(super) broken: bool,
    /// Why the event type at hand was skipped.
    pub(super) why_skipped: Option<String>,
    /// How far the event type at hand was seen to pass, where that is not the whole of it.
    pub(super) how_passed: Option<String>,
    pub(super) reports: Vec<(&'static str, CheckReport)>,
}

/// When a check is run. Those that read what deliveries did stand together, in the middle and at the end, for each begins
/// with what the one before left, and a single look behind a group tells whether that stayed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// What is worth knowing before all else.
    First,
    /// Those that read effects, and take few deliveries.
    Effects,
    /// What answers alone tell.
    Answers,
    /// What takes a thousand deliveries, and then what an endpoint may not survive: a run whose time is up has
    /// judged all the rest.
    Last,
}

impl Turn {
    fn of(check: &Check) -> Self {
        match (check.family(), check.id) {
            ("retry", _) | (_, "redelivery-long-after" | "transport-half-body") => Self::Last,
            ("redelivery" | "order", _) | (_, "delivery-burst" | "signature-no-effect") => Self::Effects,
            ("delivery", _) => Self::First,
            _ => Self::Answers,
        }
    }
}

/// How long the end of a run waits for a fault to be mended.
const MENDING: Duration = Duration::from_secs(10);

impl Session {
    pub(super) async fn run(
        (told, probe): (Settings, Probe),
        stop: impl Future<Output = ()>,
    ) -> Result<Run, VerifyError> {
        let watch = Stopwatch::start();
        let budget = told.budget;
        let mut session = Self::new(told, probe)?;
        let ended = until(Box::pin(session.work()), budget, stop).await?;
        // The run may have ended while a fault was in force: nobody else would mend it.
        let late = tokio::select! {
            () = session.mend() => None,
            () = clock::sleep(MENDING) => Some(format!("the fault could not mend within {MENDING:?}")),
        };
        session.stopped = session.stopped.or(late);
        Ok(session.report(ended, watch))
    }

    pub(super) fn new(mut told: Settings, probe: Probe) -> Result<Self, VerifyError> {
        if told.salt.is_empty() {
            // Not a secret and not for repetition: it only has to differ from the run before.
            told.salt = salt();
        }
        let recipe = &told.provider.signing.recipe;
        let signer = told.secret.as_ref().map(|secret| Signer::new(recipe, secret)).transpose()?;
        let stranger = told.secret.as_ref().map(|secret| stranger(recipe, secret)).transpose()?;
        let chosen = |payload: &&Payload| match told.events.as_slice() {
            [] => payload.kind == Kind::Event,
            named => named.contains(&payload.name),
        };
        let waiting: Vec<Payload> = told.provider.payloads.iter().filter(chosen).cloned().collect();
        if waiting.is_empty() {
            return Err(VerifyError::Nothing { what: "event type" });
        }
        for (pointer, _) in &told.pins {
            if !waiting.iter().any(|payload| payload.order().has_place(pointer)) {
                return Err(VerifyError::Pin { pointer: pointer.clone() });
            }
        }
        let session = Self {
            probe: Arc::new(probe),
            signer,
            stranger,
            subjects: Vec::new(),
            waiting,
            plainest: Vec::new(),
            refused: Vec::new(),
            late: None,
            lates: 0,
            deliveries: 0,
            stopped: None,
            effect: None,
            begun: Stopwatch::start(),
            first_count: 0,
            readings: Readings::new(told.settle),
            ahead: Ahead::default(),
            broken: false,
            why_skipped: None,
            how_passed: None,
            reports: Vec::new(),
            told,
        };
        if session.selected().next().is_none() {
            return Err(VerifyError::Nothing { what: "check" });
        }
        Ok(session)
    }

    /// The checks that were asked for, in the order of a report.
    pub(super) fn selected(&self) -> impl Iterator<Item = &'static Check> {
        let (only, skip) = (&self.told.only, &self.told.skip);
        checks::ALL.iter().filter(move |check| {
            let is_meant = match check.scope {
                Scope::Asked => only.iter().any(|name| name == check.id),
                _ => only.is_empty() || only.iter().any(|name| check.is_named(name)),
            };
            is_meant && !skip.iter().any(|name| check.is_named(name))
        })
    }

    /// What a check knows when it plans.
    pub(super) fn context<'a>(&'a self, check: &'a str) -> Context<'a> {
        Context {
            provider: &self.told.provider,
            signer: self.signer.as_ref(),
            secret: self.told.secret.as_ref(),
            stranger: self.stranger.as_ref(),
            url: &self.probe.target().url,
            now: self.told.now.unwrap_or_else(clock::now),
            seed: self.told.seed,
            salt: &self.told.salt,
            cases: self.told.cases,
            pins: &self.told.pins,
            headers: &self.told.headers,
            observation: match self.told.observer {
                Some(_) => Observation::Effects,
                None => Observation::AnswersOnly,
            },
            state: if self.told.state.is_some() { Given::Yes } else { Given::No },
            fault: if self.told.fault.is_some() { Given::Yes } else { Given::No },
            subjects: &self.subjects,
            socket: if self.probe.is_in_process() { Given::No } else { Given::Yes },
            check,
        }
    }

    async fn work(&mut self) -> Result<(), VerifyError> {
        if let Some(observer) = self.told.observer.clone() {
            self.first_count = self.first_reading_of(&observer).await?;
        }
        self.calibrate_first().await?;
        let mut selected: Vec<&'static Check> = self.selected().collect();
        selected.sort_by_key(|check| Turn::of(check));
        let of = selected.len();
        self.ahead.checks = selected.into();
        self.calibrate().await?;
        while let Some(check) = self.ahead.checks.pop_front() {
            if let Some(listener) = &self.told.listener {
                let at = of - self.ahead.checks.len();
                (listener.0)(Progress { check: check.id, at, of, deliveries: self.deliveries });
            }
            let report = self.judge(check).await;
            self.reports.push((check.id, report));
            // What begins with a count that is known does not lose what is owed.
            let (turn, next) = (Turn::of(check), self.ahead.checks.front().map(|next| Turn::of(next)));
            if matches!(turn, Turn::First | Turn::Answers) || next != Some(turn) {
                self.settle_up().await;
            }
            self.still_well(check).await;
        }
        Ok(())
    }

    /// What an observer counts before anything is delivered.
    async fn first_reading_of(&self, observer: &Observer) -> Result<u64, VerifyError> {
        let first = match observer.count().await {
            Ok(count) => count,
            // An endpoint that is down takes its observer with it: then that is what there is to say.
            Err(error) => {
                let url = self.probe.target().url.clone();
                return Err(match self.probe.reach().await {
                    Ok(()) => error.into(),
                    Err(reason) => VerifyError::Unreachable { url, reason },
                });
            }
        };
        match observer.count().await {
            Ok(then) if then != first => Err(VerifyError::Restless { first, then }),
            _ => Ok(first),
        }
    }

    /// One good delivery after each check: what is refused now was broken by what went before.
    pub(super) async fn still_well(&mut self, check: &Check) {
        let Some(at) = self.plainest.first().copied().filter(|_| self.stopped.is_none()) else { return };
        let context = self.context("afterwards");
        let good = context.good(&self.subjects[at], check.id);
        let expected = self.readings.expected;
        let (_, exchange) = self.send(good).await;
        // This is the one delivery whose effect is known beforehand.
        self.readings.expected = expected.zip(self.subjects[at].gain).map(|(count, gain)| count.saturating_add(gain));
        if !exchange.status().is_some_and(|status| self.told.provider.succeeds(status)) {
            self.stopped = Some(format!("after {} the endpoint {} to a good delivery", check.id, exchange.told()));
        }
    }
}

/// Works until all is done, the budget is spent or the user has had enough; answers why it ended early.
pub(super) async fn until(
    work: impl Future<Output = Result<(), VerifyError>>,
    budget: Duration,
    stop: impl Future<Output = ()>,
) -> Result<Option<&'static str>, VerifyError> {
    tokio::select! {
        // In this order: Ctrl-C is listened for before anything is sent.
        biased;
        () = stop => Ok(Some("interrupted")),
        () = clock::sleep(budget) => Ok(Some("budget spent")),
        done = work => done.map(|()| None),
    }
}

fn salt() -> String {
    clock::now().write(TimeForm::Micros).chars().filter(char::is_ascii_digit).collect()
}

/// Signs with a key that the endpoint does not know.
fn stranger(recipe: &crate::sign::Recipe, secret: &Secret) -> Result<Signer, KeyError> {
    #[cfg(feature = "rsa")]
    if recipe.algorithm == crate::sign::Algorithm::RsaSha256 {
        return Signer::new(recipe, &crate::sign::generate_keys()?.private);
    }
    let mut other = recipe.clone();
    other.key = crate::sign::KeyForm::Text;
    Signer::new(&other, &Secret::new(format!("another {}", secret.expose())))
}
