//! From the state of a run to its report.

use std::time::Duration;

use crate::battery::results::{Finding, Sum};
use crate::battery::session::Session;
use crate::battery::state::State;
use crate::clock::Stopwatch;
use crate::model::{Secret, shortened};
use crate::provider::Basis;
use crate::sign;
use crate::verify::{
    Assumed, BasisOf, Check, CheckReport, Counterexample, Counts, Difference, EffectsFault, End, How, Nearest,
    Observation, Outcome, Overall, Reduced, Refusal, Run, RunFacts, SetUp, Signed, Special, Symptom, Verdict, checks,
    redacted,
};

/// Effects with a higher latency than this are mentioned.
const LATE_EFFECT: Duration = Duration::from_millis(100);

impl Session {
    /// Returns the report of a check with this verdict and nothing else.
    fn blank(&self, check: &Check, verdict: Verdict, reason: Option<String>) -> CheckReport {
        let provider = &self.setup.settings.provider;
        // Without its own fact, a check is based on the description of the payloads.
        let sent = self.types.tested.first().map(|tested| &tested.payload).or_else(|| self.types.waiting.first());
        let (basis, source) = match (check.basis(provider), sent) {
            (Some(fact), _) => (fact.basis, fact.source.as_str()),
            (None, Some(payload)) => (payload.basis, payload.source.as_str()),
            (None, None) => (Basis::Documented, "the provider's description of its events"),
        };
        let effective_level = check.effective_level(&self.setup.terms());
        let facts = effective_level.lowered_by.iter().map(|fact| fact.key.as_str()).collect::<Vec<_>>().join(",");
        let reduced = (!facts.is_empty()).then(|| Reduced::by(&facts));
        let basis = BasisOf { certainty: basis.name().to_owned(), source: source.to_owned() };
        CheckReport {
            id: check.id.to_owned(),
            level: effective_level.level,
            verdict,
            known: false,
            title: check.title.to_owned(),
            reason,
            basis,
            reduced,
            duration_ms: millis(self.results.spent(check.id)),
            why: (verdict == Verdict::Fail).then(|| check.why.to_owned()),
            events: Vec::new(),
            cause: None,
            symptom: None,
            counterexample: None,
            reproduce: self.reproduce(check),
        }
    }

    fn reproduce(&self, check: &Check) -> String {
        let settings = &self.setup.settings;
        match &settings.reproduction {
            Some(reproduction) => reproduction.line(check.id, settings.options.seed()),
            None => format!(".only([{:?}]).seed({})", check.id, settings.options.seed()),
        }
    }

    /// Returns the report of the run so far.
    pub(super) fn report(&self, ended: Option<&str>, watch: Stopwatch) -> Run {
        let stopped = self.sender().stopped();
        let end = match (&self.broken_by, &self.unproved, &stopped, ended) {
            (Some(_), ..) => End::ByTheEndpoint,
            (None, None, None, None) => End::Regular,
            (None, None, Some(_), _) if self.types.tested.is_empty() => End::ByTheEndpoint,
            _ => End::Early,
        };
        // Missing parts of the set-up are reported as such, and only once.
        let incomplete = stopped.or_else(|| ended.map(str::to_owned)).filter(|_| self.unproved.is_none());
        let left = incomplete.clone().unwrap_or_else(|| "not run".to_owned());
        let selected: Vec<&str> = self.setup.selected().map(|check| check.id).collect();
        let fuller = self.fuller();
        let mut checks: Vec<CheckReport> = Vec::new();
        for check in checks::ALL {
            let is_selected = selected.contains(&check.id);
            let overall = (check.overall)(&self.facts(&fuller)).map(|overall| self.overall(check, overall));
            match (overall, self.results.sum(check)) {
                (Some(report), _) if is_selected || self.speaks_anyway(check, &report) => checks.push(report),
                (_, Some(sum)) => checks.push(self.summed(check, sum, &left)),
                (_, None) if is_selected => checks.push(self.blank(check, Verdict::Skip, Some(left.clone()))),
                _ => {}
            }
        }
        let settings = &self.setup.settings;
        let is_known = |check: &CheckReport| settings.baseline.contains(&check.id);
        for check in &mut checks {
            check.known = check.verdict == Verdict::Fail && is_known(check);
        }
        let fixed = checks.iter().filter(|check| check.verdict == Verdict::Pass && is_known(check));
        let fixed = fixed.map(|check| check.id.clone()).collect();
        let mut run = Run {
            hookproof: env!("CARGO_PKG_VERSION").to_owned(),
            provider: settings.provider.id.clone(),
            endpoint: self.setup.url.clone(),
            seed: settings.options.seed(),
            salt: settings.options.salt().to_owned(),
            verdict: Outcome::Unproved,
            strict: settings.options.strict,
            counts: Counts::default(),
            deliveries: self.sender().deliveries(),
            duration_ms: 0,
            events: self.types.tested.iter().map(|tested| tested.name().to_owned()).collect(),
            assumed: self.assumed(),
            unproved: self.unproved.clone(),
            incomplete,
            notes: self.notes(),
            run: Box::new(self.provenance(&checks)),
            fixed,
            set_up: self.set_up(),
            probes: Vec::new(),
            causes: Vec::new(),
            checks,
        };
        if run.unproved.is_none() {
            run.unproved = self.unseen_redelivery(&run);
            let unseen = run.unproved.as_ref().filter(|_| run.incomplete.is_none()).map(|_| EffectsFault::Unseen);
            run.set_up.effects = run.set_up.effects.or(unseen);
        }
        run.sum_up(watch.elapsed(), end);
        run
    }

    /// Returns the observations about the set-up.
    fn set_up(&self) -> SetUp {
        let context = self.setup.context(&self.types.tested, "");
        let refused = self.types.refused.iter();
        let refusal = match refused.clone().next() {
            Some((attempt, _)) if self.types.tested.is_empty() => {
                let refusal =
                    Refusal::of(refused.map(|(_, exchange)| exchange), |text| redacted(&context, attempt, text));
                refusal.map(|refusal| refusal.compared(self.unsigned.as_ref()))
            }
            _ => None,
        };
        let secret = self.setup.settings.secret.as_ref();
        let has_odd_ends =
            |secret: &Secret| !secret.expose().contains("-----BEGIN ") && secret.trimmed() != secret.expose();
        SetUp {
            refusal,
            effects: self.effects_fault,
            secret_length: secret.map(|secret| secret.expose().chars().count()),
            secret_has_white_space: secret.is_some_and(has_odd_ends),
        }
    }

    /// Returns the symptom of a check. If another spelling was refused, it includes what the endpoint most likely
    /// verified: a rewriting that changes this body and leaves accepted ones unchanged.
    fn symptom(&self, check: &Check, finding: &Finding) -> Option<Symptom> {
        let mut symptom = finding.symptom.clone()?;
        if symptom.special == Some(Special::Spelling) && symptom.how == How::Refused {
            let provider = &self.setup.settings.provider;
            let accepted = provider.body.write(&finding.attempt.document);
            let body = &finding.attempt.request.body;
            let context = self.setup.context(&self.types.tested, check.id);
            symptom.verified = sign::rewritten(body, &accepted)
                .map(|text| redacted(&context, &finding.attempt, &String::from_utf8_lossy(&text)));
        }
        Some(symptom)
    }

    /// Returns why a run with effects proves nothing about redeliveries, if every applicable check of them was skipped.
    fn unseen_redelivery(&self, run: &Run) -> Option<String> {
        if self.setup.observation() == Observation::AnswersOnly {
            return None;
        }
        let applies = |report: &&CheckReport| {
            report.id.starts_with("redelivery-")
                && checks::named(&report.id).is_ok_and(|check| self.results.applies(check))
        };
        let mut redelivery = run.checks.iter().filter(applies).peekable();
        let first = *redelivery.peek()?;
        redelivery.all(|report| report.verdict == Verdict::Skip).then(|| {
            let reason = first.reason.as_deref().unwrap_or("no reason is known");
            format!("effects were given, and no redelivery check could be judged: {reason}")
        })
    }

    /// Returns notes on the run.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(self.setup.settings.options.profile.leaves_out());
        let put_off = self.sender().put_off();
        if put_off > 0 {
            notes.push(format!(
                "the endpoint limits its rate: {put_off} deliveries were sent again after the pause that it asked for \
                 (429, Retry-After); --rate avoids that"
            ));
        }
        let slowest = self.runner.effects.slowest();
        if slowest >= LATE_EFFECT {
            notes.push(format!(
                "effects came up to {} ms after the answer: the consumer works after it answers, or the effects source \
                 lags or is cached",
                slowest.as_millis()
            ));
        }
        let volatile = self.runner.state.as_ref().map(State::volatile).unwrap_or_default();
        if !volatile.is_empty() {
            notes.push(format!("fields of --state that change by themselves were left out: {}", volatile.join(", ")));
        }
        notes
    }

    /// Returns the difference between an event whose minimal documented form was refused and a fuller one that was
    /// accepted.
    fn fuller(&self) -> String {
        let near = self.refused_plain.as_ref().and_then(|found| found.near.as_ref());
        let differences = near.map(|near| near.differences.as_slice()).unwrap_or_default();
        let describe = |found: &Difference| match &found.failed {
            Some(value) => format!("{} ({} was refused)", found.pointer, shortened(value, 40)),
            None => format!("{} (its absence was refused)", found.pointer),
        };
        differences.iter().map(describe).collect::<Vec<_>>().join(", ")
    }

    /// Returns the facts of the whole run.
    fn facts<'s>(&'s self, fuller: &'s str) -> RunFacts<'s> {
        RunFacts {
            provider: &self.setup.settings.provider,
            refused: &self.types.refused,
            fuller,
            accepted: self.types.tested.len(),
            accepted_fuller: self.accepted_fuller,
            late: self.late.as_slice(),
            late_once: self.late_once.len(),
            slowest: self.sender().concurrency().slowest(),
            cold_start: self.cold_start.as_ref(),
            deliveries: self.sender().deliveries(),
            observation: self.setup.observation(),
            effect: self.effect.as_ref(),
        }
    }

    /// Returns the report of a check that the whole run judges.
    fn overall(&self, check: &Check, overall: Overall) -> CheckReport {
        let (verdict, reason, events, evidence) = match overall {
            Overall::Pass(note) => return self.blank(check, Verdict::Pass, note),
            Overall::Skip { reason, events, evidence } => (Verdict::Skip, reason, events, evidence),
            Overall::Fail { reason, events, evidence } => (Verdict::Fail, reason, events, evidence),
        };
        let context = self.setup.context(&self.types.tested, check.id);
        let provider = &self.setup.settings.provider;
        let symptom = match &evidence {
            Some((attempt, exchange)) => Some(Symptom::of_one(provider, attempt, exchange)),
            None if verdict == Verdict::Fail => Some(Symptom::without_a_delivery(How::FewerEffects)),
            None => None,
        };
        let counterexample = match &self.refused_plain {
            Some(found) if check.id == "delivery-documented" => self.shown(check, found),
            _ => evidence.map(|(attempt, exchange)| Counterexample::new(&context, &attempt, &exchange)),
        };
        CheckReport { events, symptom, counterexample, ..self.blank(check, verdict, Some(reason)) }
    }

    /// Returns the report of a check that was judged on its event types.
    fn summed(&self, check: &'static Check, sum: Sum, left: &str) -> CheckReport {
        let broken = self.broken_by.as_ref().filter(|(id, _)| *id == check.id);
        match sum {
            Sum::Fail(events, finding) => {
                let symptom = self.symptom(check, &finding);
                let counterexample = self.shown(check, &finding);
                let blank = self.blank(check, Verdict::Fail, Some(finding.reason));
                CheckReport { events, symptom, counterexample, ..blank }
            }
            Sum::Pass(_) if broken.is_some() => {
                let answered = broken.map(|(_, answered)| answered.as_str()).unwrap_or_default();
                let reason = Some(format!("{answered} to the next good delivery"));
                let symptom = Some(Symptom::without_a_delivery(How::Gone));
                CheckReport { symptom, ..self.blank(check, Verdict::Fail, reason) }
            }
            Sum::Pass(note) => self.blank(check, Verdict::Pass, note),
            Sum::Skip(reason) => self.blank(check, Verdict::Skip, Some(reason)),
            Sum::Unfinished => self.blank(check, Verdict::Skip, Some(left.to_owned())),
        }
    }

    /// Returns the evidence of a finding.
    fn shown(&self, check: &Check, finding: &Finding) -> Option<Counterexample> {
        let context = self.setup.context(&self.types.tested, check.id);
        let (strand, failing) = &finding.strand;
        let mut shown = Counterexample::of_strand(&context, strand, *failing)?;
        shown.shrunk_from = finding.shrunk_from;
        let near = finding.near.as_ref();
        shown.nearest = near.map(|near| Nearest::new(&context, &near.attempt, &near.differences));
        Some(shown)
    }

    /// Whether to report a check that was not selected: a run must say if nothing was accepted, or not in time.
    fn speaks_anyway(&self, check: &Check, report: &CheckReport) -> bool {
        let unwanted = self.setup.settings.options.skip.iter().any(|name| check.is_named(name));
        let is_refusal = self.facts(&self.fuller()).refuses_everything() && check.id == "delivery-documented";
        (report.verdict == Verdict::Fail || is_refusal) && (!unwanted || self.types.tested.is_empty())
    }

    /// Returns the assumptions about the provider that affect deliveries and are not confirmed.
    fn assumed(&self) -> Vec<Assumed> {
        let provider = &self.setup.settings.provider;
        let is_signed = self.setup.terms().signed == Signed::Yes;
        let acts = |key: &str| {
            (provider.setting(key).is_some() || key == "body.style") && (is_signed || !key.starts_with("signature."))
        };
        let facts = provider.facts.iter().filter(|fact| fact.is_open() && acts(&fact.key));
        facts
            .map(|fact| Assumed { fact: fact.key.clone(), value: fact.value.clone(), source: fact.source.clone() })
            .collect()
    }
}

/// Returns milliseconds, rounded to the microsecond.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}
