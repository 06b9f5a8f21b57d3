//! From the state of a run to its report.

use crate::battery::session::Session;
use crate::battery::settings::Strictness;
use crate::clock::Stopwatch;
use crate::model::Exchange;
use crate::provider::Basis;
use crate::provider::Redirects;
use crate::verify::Assumed;
use crate::verify::Attempt;
use crate::verify::BasisOf;
use crate::verify::Check;
use crate::verify::CheckReport;
use crate::verify::Counterexample;
use crate::verify::Counts;
use crate::verify::End;
use crate::verify::Judgement;
use crate::verify::Run;
use crate::verify::Signed;
use crate::verify::Verdict;
use crate::verify::checks;

impl Session {
    /// The report of a check with this verdict and nothing else.
    pub(super) fn blank(&self, check: &Check, verdict: Verdict, reason: Option<String>) -> CheckReport {
        let provider = &self.told.provider;
        let signed = if self.signer.is_some() { Signed::Yes } else { Signed::No };
        // Without a fact of its own a check rests on the description of what is sent.
        let sent = self.subjects.first().map(|subject| &subject.payload).or_else(|| self.waiting.first());
        let (basis, source) = match (check.basis(provider), sent) {
            (Some(fact), _) => (fact.basis, fact.source.as_str()),
            (None, Some(payload)) => (payload.basis, payload.source.as_str()),
            (None, None) => (Basis::Documented, "the provider's description of its events"),
        };
        let basis = BasisOf { certainty: basis.name().to_owned(), source: source.to_owned() };
        CheckReport {
            id: check.id.to_owned(),
            level: check.level_for(provider, signed),
            verdict,
            known: false,
            title: check.title.to_owned(),
            reason,
            basis,
            why: (verdict == Verdict::Fail).then(|| check.why.to_owned()),
            events: Vec::new(),
            counterexample: None,
            replay: self.replay(check),
        }
    }

    /// The report of a failed check.
    pub(super) fn failed(
        &self,
        check: &Check,
        reason: String,
        events: Vec<String>,
        (attempt, exchange): (&Attempt, &Exchange),
    ) -> CheckReport {
        let counterexample = Some(Counterexample::new(&self.context(check.id), attempt, exchange));
        CheckReport { events, counterexample, ..self.blank(check, Verdict::Fail, Some(reason)) }
    }

    fn replay(&self, check: &Check) -> String {
        if self.probe.is_in_process() {
            return format!(".only([{:?}]).seed({})", check.id, self.told.seed);
        }
        let mut words = vec!["hookproof".to_owned(), "verify".to_owned(), self.told.provider.id.clone()];
        words.extend([self.probe.target().url.clone(), "--only".to_owned(), check.id.to_owned()]);
        words.extend(["--seed".to_owned(), self.told.seed.to_string()]);
        words.extend(self.told.flags.iter().cloned());
        words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }

    /// Draws the sum.
    pub(super) fn report(mut self, ended: Option<&str>, watch: Stopwatch) -> Run {
        let end = match (&self.stopped, ended) {
            (Some(_), _) => End::ByTheEndpoint,
            (None, Some(_)) => End::Early,
            (None, None) => End::Regular,
        };
        let incomplete = self.stopped.take().or_else(|| ended.map(str::to_owned));
        let left = incomplete.clone().unwrap_or_else(|| "not run".to_owned());
        let mut checks: Vec<CheckReport> = Vec::new();
        for check in checks::ALL {
            let told = self.reports.iter().find(|(id, _)| *id == check.id).map(|(_, report)| report.clone());
            let selected = self.selected().any(|selected| selected.id == check.id);
            let whole = self.over_the_run(check);
            match (whole, told) {
                (Some(report), _) if selected || self.speaks_anyway(check, &report) => checks.push(report),
                (_, Some(report)) => checks.push(report),
                (_, None) if selected => checks.push(self.blank(check, Verdict::Skip, Some(left.clone()))),
                _ => {}
            }
        }
        let is_known = |check: &CheckReport| self.told.baseline.contains(&check.id);
        for check in &mut checks {
            check.known = check.verdict == Verdict::Fail && is_known(check);
        }
        let mended = checks.iter().filter(|check| check.verdict == Verdict::Pass && is_known(check));
        let mended = mended.map(|check| check.id.clone()).collect();
        let provider = &self.told.provider;
        let mut run = Run {
            hookproof: env!("CARGO_PKG_VERSION").to_owned(),
            provider: provider.id.clone(),
            endpoint: self.probe.target().url.clone(),
            seed: self.told.seed,
            salt: self.told.salt.clone(),
            verdict: Verdict::Skip,
            strict: self.told.strictness == Strictness::Everything,
            counts: Counts::default(),
            deliveries: self.deliveries,
            duration_ms: 0,
            events: self.subjects.iter().map(|subject| subject.name().to_owned()).collect(),
            assumed: self.assumed(),
            incomplete,
            mended,
            checks,
        };
        run.sum_up(watch.elapsed(), end);
        run
    }

    /// A run in which nothing was accepted, or not in time, must say so even when it was asked for something else.
    fn speaks_anyway(&self, check: &Check, report: &CheckReport) -> bool {
        let unwanted = self.told.skip.iter().any(|name| check.is_named(name));
        report.verdict == Verdict::Fail && (!unwanted || self.subjects.is_empty())
    }

    /// Assumptions of the sheet that act on deliveries and have not been confirmed.
    fn assumed(&self) -> Vec<Assumed> {
        let provider = &self.told.provider;
        let signed = self.signer.is_some();
        let acts = |key: &str| {
            (provider.setting(key).is_some() || key == "body.style") && (signed || !key.starts_with("signature."))
        };
        let facts = provider.facts.iter().filter(|fact| fact.is_open() && acts(&fact.key));
        facts
            .map(|fact| Assumed { fact: fact.key.clone(), value: fact.value.clone(), source: fact.source.clone() })
            .collect()
    }

    /// A delivery in its plainest form that was sent elsewhere.
    fn redirected(&self) -> Option<&(Attempt, Exchange)> {
        self.refused.iter().find(|(_, exchange)| matches!(exchange.status(), Some(300..=399)))
    }

    /// What a check says that is judged over the whole run.
    fn over_the_run(&self, check: &Check) -> Option<CheckReport> {
        match check.id {
            "delivery-documented" => {
                let (attempt, exchange) = self.refused.first()?;
                let events: Vec<String> = self.refused.iter().map(|(attempt, _)| attempt.event.clone()).collect();
                let of = events.len() + self.subjects.len();
                let reason =
                    format!("{} to {} of {of} event types in their plainest form", exchange.told(), events.len());
                Some(self.failed(check, reason, events, (attempt, exchange)))
            }
            "delivery-in-time" => Some(match &self.late {
                Some((attempt, exchange)) => {
                    let reason = format!("{} ({} of {} deliveries)", exchange.told(), self.lates, self.deliveries);
                    self.failed(check, reason, vec![attempt.event.clone()], (attempt, exchange))
                }
                None if self.subjects.is_empty() && self.refused.is_empty() => return None,
                None => self.blank(check, Verdict::Pass, None),
            }),
            "delivery-no-redirect" => Some(match self.redirected() {
                _ if self.told.provider.delivery.redirects == Redirects::Followed => {
                    self.blank(check, Verdict::Skip, Some("this provider follows redirects".to_owned()))
                }
                Some((attempt, exchange)) => {
                    let location = exchange.response().and_then(|response| response.headers.get("location"));
                    let to = location.map(|to| format!(" to {}", String::from_utf8_lossy(to))).unwrap_or_default();
                    let reason = format!("{}{to}", exchange.told());
                    self.failed(check, reason, vec![attempt.event.clone()], (attempt, exchange))
                }
                None if self.subjects.is_empty() => return None,
                None => self.blank(check, Verdict::Pass, None),
            }),
            "delivery-effect" => Some(match &self.effect {
                Some(Judgement::Pass | Judgement::Noted(_)) => self.blank(check, Verdict::Pass, None),
                Some(Judgement::Fail { reason, .. }) => self.blank(check, Verdict::Fail, Some(reason.clone())),
                Some(Judgement::Skip(reason)) => self.blank(check, Verdict::Skip, Some(reason.clone())),
                None if self.told.observer.is_none() => {
                    self.blank(check, Verdict::Skip, Some("effect not observed, give --effects".to_owned()))
                }
                None => return None,
            }),
            _ => None,
        }
    }
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,@%+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
