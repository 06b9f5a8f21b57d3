//! Sends probes after the checks, to decide causes that the run left open. They change no verdict.

use crate::battery::session::Session;
use crate::model::{Exchange, Target};
use crate::verify::cause::{CauseProbe, Decision, ProbeDelivery, ProbeReport, ProbeStep, next_probe};
use crate::verify::{Refusal, Run, TypeUnderTest, redacted};

/// Maximum number of deliveries for the probes of a run.
const MOST: usize = 12;

/// Whether a probe was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answered {
    Yes,
    No,
}

impl Session {
    /// Sends probes as long as one could decide a cause of the run, and notes in it what they show.
    pub(super) async fn probe(&self, run: &mut Run) {
        if run.incomplete.is_some() || self.sender().gone().is_some() || self.sender().is_silent() {
            return;
        }
        let mut tried: Vec<&'static str> = Vec::new();
        while let Some((cause, probe)) = next_probe(run, &tried) {
            tried.push(probe.id);
            let steps = self.steps(probe);
            let sent: usize = run.probes.iter().map(|report| report.deliveries.len()).sum();
            if steps.is_empty() || sent + steps.len() > MOST {
                continue;
            }
            run.probes.push(ProbeReport::begun(probe.id, cause.id));
            let answered = self.send_probe(run, probe, steps).await;
            run.explain();
            if answered == Answered::No {
                return;
            }
        }
    }

    /// Returns the deliveries of a probe, of the simplest event type, or of the first one if all were refused.
    fn steps(&self, probe: &CauseProbe) -> Vec<ProbeStep> {
        let context = self.setup.context(&self.types.tested, probe.id);
        if let Some(tested) = self.types.plainest().and_then(|at| self.types.tested.get(at)) {
            return (probe.plan)(&context, tested);
        }
        let (provider, refused) = (&self.setup.settings.provider, self.types.refused.first());
        let payload = refused.and_then(|(attempt, _)| provider.payload(&attempt.event).ok());
        let tested = payload.and_then(|payload| TypeUnderTest::of(provider, payload).ok());
        tested.map(|tested| (probe.plan)(&context, &tested)).unwrap_or_default()
    }

    /// Sends the deliveries of the last probe of a run, until it is decided or one is not answered.
    async fn send_probe(&self, run: &mut Run, probe: &CauseProbe, steps: Vec<ProbeStep>) -> Answered {
        for step in steps {
            let exchange = match step.url.as_deref().map(str::parse::<Target>) {
                Some(Err(_)) => return Answered::No,
                Some(Ok(target)) => self.sender().send_once(&target, &step.attempt).await,
                None => self.sender().send_once(self.sender().probe().target(), &step.attempt).await,
            };
            let alike = self.is_alike(run, &step, &exchange);
            let Some(report) = run.probes.last_mut() else { return Answered::No };
            report.deliveries.push(ProbeDelivery::new(self.sender().provider(), &step.attempt, &exchange, alike));
            if exchange.status().is_none() {
                return Answered::No;
            }
            if (probe.read)(&report.deliveries) == Decision::Yes {
                break;
            }
        }
        if let Some(report) = run.probes.last_mut() {
            report.decided = (probe.read)(&report.deliveries);
        }
        Answered::Yes
    }

    /// Whether another path gave the same answer as the one to which all events were sent; `None` if it is not another
    /// path, if events were accepted, or if nothing shows it.
    fn is_alike(&self, run: &Run, step: &ProbeStep, exchange: &Exchange) -> Option<bool> {
        let refusal = run.set_up.refusal.as_ref()?;
        let other: Target = step.url.as_deref()?.parse().ok()?;
        let context = self.setup.context(&self.types.tested, "");
        let found = Refusal::of(std::iter::once(exchange), |text| redacted(&context, &step.attempt, text))?;
        refusal.is_same_as(&self.sender().probe().target().path, &found, &other.path)
    }
}
