//! Facts that decide causes: which checks failed, and how.

use crate::model::{Json, Target};
use crate::verify::cause::finding::{Certainty, Finding};
use crate::verify::cause::probe;
use crate::verify::cause::probe::{Decision, ProbeDelivery};
use crate::verify::checks;
use crate::verify::run::{CheckReport, Run, Verdict};
use crate::verify::set_up::{EffectsFault, Refusal};
use crate::verify::special::Special;
use crate::verify::symptom::How;

/// Facts of a run, and its failed checks that no cause explains yet.
#[derive(Debug)]
pub struct Facts<'a> {
    run: &'a Run,
    open: Vec<&'static str>,
}

/// Kind of a value that was refused although a similar value was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oddity {
    /// It is null, or the field is absent.
    Nothing,
    /// An empty text.
    EmptyText,
    /// A text that is not ASCII.
    NotAscii,
    /// A text with U+0000.
    Nul,
    /// A text that is longer than the one that was accepted.
    LongText,
    /// A number that is larger than the one that was accepted.
    BigNumber,
    /// Something else.
    Other,
}

impl<'a> Facts<'a> {
    /// Collects the facts of a run.
    #[must_use]
    pub fn of(run: &'a Run) -> Self {
        let failed = |check: &CheckReport| check.verdict == Verdict::Fail;
        let ids = run.checks.iter().filter(|check| failed(check)).filter_map(|check| checks::named(&check.id).ok());
        Self { run, open: ids.map(|check| check.id).collect() }
    }

    /// Removes checks from the list of those that no cause explains.
    pub(super) fn explained(&mut self, ids: &[&str]) {
        self.open.retain(|open| !ids.contains(open));
    }

    /// Whether a check failed and no cause explains it yet.
    #[must_use]
    pub fn is_open(&self, id: &str) -> bool {
        self.open.contains(&id)
    }

    /// Whether no check failed that no cause explains yet.
    #[must_use]
    pub fn nothing_failed(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether a check failed, explained or not.
    #[must_use]
    pub fn has_failed(&self, id: &str) -> bool {
        self.failed(id).is_some()
    }

    /// Whether a check passed.
    #[must_use]
    pub fn has_passed(&self, id: &str) -> bool {
        self.check(id).is_some_and(|check| check.verdict == Verdict::Pass)
    }

    /// Returns a check of the run.
    pub(super) fn check(&self, id: &str) -> Option<&'a CheckReport> {
        self.run.check(id)
    }

    /// Returns a check if it failed.
    fn failed(&self, id: &str) -> Option<&'a CheckReport> {
        self.check(id).filter(|check| check.verdict == Verdict::Fail)
    }

    /// Returns how a check failed, if it did.
    #[must_use]
    pub fn how(&self, id: &str) -> Option<How> {
        Some(self.failed(id)?.symptom.as_ref().map_or(How::Otherwise, |symptom| symptom.how))
    }

    /// Whether a check failed in one of these ways.
    #[must_use]
    pub fn is(&self, id: &str, hows: &[How]) -> bool {
        self.how(id).is_some_and(|how| hows.contains(&how))
    }

    /// Whether an endpoint accepted what a check sent and should not have.
    #[must_use]
    pub fn accepts(&self, id: &str) -> bool {
        self.is(id, &[How::Accepted])
    }

    /// Returns the special property of the delivery that failed.
    #[must_use]
    pub fn special(&self, id: &str) -> Option<Special> {
        self.failed(id)?.symptom.as_ref()?.special
    }

    /// Whether an endpoint accepted a forgery of this kind.
    #[must_use]
    pub fn accepts_special(&self, id: &str, specials: &[Special]) -> bool {
        self.accepts(id) && self.special(id).is_some_and(|special| specials.contains(&special))
    }

    /// Returns the kind of value for which a generated payload was refused.
    #[must_use]
    pub fn oddity(&self, id: &str) -> Option<Oddity> {
        let nearest = self.failed(id)?.counterexample.as_ref()?.nearest.as_ref()?;
        // A redacted value is not JSON.
        let odd = |value: &Option<String>| {
            value.as_ref().map(|text| Json::parse(text.as_bytes()).unwrap_or(Json::Bool(false)))
        };
        let mut found =
            nearest.differences.iter().map(|one| oddity(odd(&one.failed).as_ref(), odd(&one.accepted).as_ref()));
        let first = found.next()?;
        Some(if found.all(|other| other == first) { first } else { Oddity::Other })
    }

    /// Returns the answer of calibration, if everything was refused.
    #[must_use]
    pub const fn refusal(&self) -> Option<&'a Refusal> {
        self.run.set_up.refusal.as_ref()
    }

    /// Whether a redirect led to the same path with a slash more or less at its end; `None` if nothing was redirected.
    #[must_use]
    pub fn leads_to_other_slash(&self) -> Option<bool> {
        let location = self.refusal()?.location.as_deref()?;
        let target: Target = self.run.endpoint.parse().ok()?;
        let other = target.with_other_slash().map(|other| other.path);
        Some(other.is_some() && target.redirected(location).map(|to| to.path) == other)
    }

    /// Whether a probe has shown that the path of the webhook exists.
    #[must_use]
    pub fn path_exists(&self) -> bool {
        (probe::UNKNOWN_PATH.read)(self.unknown_path()) == Decision::Yes
    }

    /// Whether a path that does not exist got the same answer as the events.
    #[must_use]
    pub fn is_like_unknown_path(&self) -> bool {
        self.unknown_path().first().is_some_and(|delivery| delivery.alike == Some(true))
    }

    /// Returns the deliveries to a path that does not exist.
    fn unknown_path(&self) -> &[ProbeDelivery] {
        let report = self.run.probes.iter().find(|report| report.name == probe::UNKNOWN_PATH.id);
        report.map_or(&[], |report| &report.deliveries)
    }

    /// Why the effects source cannot be relied on.
    #[must_use]
    pub const fn effects_fault(&self) -> Option<EffectsFault> {
        self.run.set_up.effects
    }

    /// Whether the secret begins or ends with an invisible character.
    #[must_use]
    pub const fn secret_has_white_space(&self) -> bool {
        self.run.set_up.secret_has_white_space
    }

    /// Returns those of these checks that failed and are not explained, as a finding; `None` if there are none.
    #[must_use]
    pub fn take(&self, ids: &[&str]) -> Option<Finding> {
        self.take_if(ids, |_| true)
    }

    /// Returns those of them that failed in one of these ways.
    #[must_use]
    pub fn take_how(&self, ids: &[&str], hows: &[How]) -> Option<Finding> {
        self.take_if(ids, |id| self.is(id, hows))
    }

    /// Returns those of them for which this is true.
    #[must_use]
    pub fn take_if(&self, ids: &[&str], is: impl Fn(&str) -> bool) -> Option<Finding> {
        let open = |id: &&str| self.open.iter().copied().find(|open| open == id);
        let checks: Vec<&'static str> = ids.iter().filter(|id| is(id)).filter_map(open).collect();
        (!checks.is_empty()).then_some(Finding { checks, certainty: Certainty::MostLikely })
    }

    /// Returns a finding that explains no check.
    #[must_use]
    pub const fn of_the_run(&self) -> Finding {
        Finding { checks: Vec::new(), certainty: Certainty::MostLikely }
    }

    /// Joins two findings.
    #[must_use]
    pub fn both(one: Option<Finding>, other: Option<Finding>) -> Option<Finding> {
        match (one, other) {
            (Some(mut one), Some(other)) => {
                one.checks.extend(other.checks.into_iter().filter(|id| !one.checks.contains(id)).collect::<Vec<_>>());
                Some(one)
            }
            (one, other) => one.or(other),
        }
    }
}

fn oddity(failed: Option<&Json>, accepted: Option<&Json>) -> Oddity {
    match (failed, accepted) {
        (Some(Json::Null), _) | (None, Some(_)) => Oddity::Nothing,
        (Some(Json::String(text)), accepted) => of_text(text, accepted),
        (Some(Json::Number(failed)), Some(Json::Number(accepted))) => {
            let (failed, accepted) = (failed.to_string(), accepted.to_string());
            let length = |number: &str| number.trim_start_matches('-').len();
            if length(&failed) >= length(&accepted) { Oddity::BigNumber } else { Oddity::Other }
        }
        _ => Oddity::Other,
    }
}

fn of_text(text: &str, accepted: Option<&Json>) -> Oddity {
    let accepted = match accepted {
        Some(Json::String(accepted)) => accepted,
        _ => "",
    };
    match () {
        () if text.is_empty() => Oddity::EmptyText,
        () if text.contains('\0') && !accepted.contains('\0') => Oddity::Nul,
        () if widest(text) > widest(accepted).max(0x7f) => Oddity::NotAscii,
        () if text.chars().count() > accepted.chars().count() && is_long(text) => Oddity::LongText,
        () => Oddity::Other,
    }
}

/// Whether only the length of a text can be the reason why it was refused: it is of plain characters, or very long.
fn is_long(text: &str) -> bool {
    const VERY_LONG: usize = 32;
    text.chars().all(|letter| letter.is_ascii_alphanumeric()) || text.chars().count() > VERY_LONG
}

fn widest(text: &str) -> u32 {
    text.chars().map(u32::from).max().unwrap_or_default()
}
