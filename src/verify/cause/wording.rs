//! Sentences of a cause that name what happened in this run.

use crate::model::{Json, capitalised};
use crate::verify::cause::facts::Facts;
use crate::verify::cause::framework::Framework;
use crate::verify::counterexample::Counterexample;
use crate::verify::difference::Difference;
use crate::verify::scenario::ScenarioStep;
use crate::verify::symptom::How;

/// Sentences that replace those of a cause; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wording {
    /// Replaces the title.
    pub(super) title: Option<String>,
    /// Replaces the observation.
    pub(super) seen: Option<String>,
    /// Replaces the consequence.
    pub(super) why: Option<String>,
    /// Replaces the change that fixes it.
    pub(super) fix: Option<String>,
    /// Replaces what decided it, if it is decided.
    pub(super) how: Option<String>,
    /// Replaces the changes in some frameworks.
    pub(super) frameworks: Option<&'static [Framework]>,
}

/// More characters of a value are not shown in a sentence.
const VALUE: usize = 30;

impl Wording {
    /// Replaces the observation.
    pub(super) fn observation(seen: impl Into<String>) -> Self {
        Self { seen: Some(seen.into()), ..Self::default() }
    }

    /// Replaces the observation if there is another one.
    pub(super) fn maybe_observation(seen: Option<String>) -> Self {
        Self { seen, ..Self::default() }
    }

    pub(super) fn title(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    pub(super) fn why(self, why: impl Into<String>) -> Self {
        Self { why: Some(why.into()), ..self }
    }

    pub(super) fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }

    pub(super) fn frameworks(self, frameworks: &'static [Framework]) -> Self {
        Self { frameworks: Some(frameworks), ..self }
    }

    pub(super) fn how(self, how: impl Into<String>) -> Self {
        Self { how: Some(how.into()), ..self }
    }
}

/// Texts of what the checks saw.
impl Facts<'_> {
    fn counterexample(&self, id: &str) -> Option<&Counterexample> {
        self.check(id)?.counterexample.as_ref()
    }

    /// Returns the delivery that failed: `A delivery without a signature`.
    #[must_use]
    pub fn sent(&self, id: &str) -> String {
        capitalised(&self.delivery(id))
    }

    /// Returns the same inside a sentence: `a delivery without a signature`.
    fn delivery(&self, id: &str) -> String {
        match self.counterexample(id) {
            Some(shown) if !shown.what.is_empty() => format!("a delivery {}", shown.what),
            _ => "a delivery".to_owned(),
        }
    }

    /// Returns the status of the answer to the delivery that failed.
    pub(super) fn status(&self, id: &str) -> Option<u16> {
        Some(self.counterexample(id)?.response.as_ref()?.status)
    }

    /// Returns what the endpoint did with the delivery that failed: `the endpoint answered 500`.
    #[must_use]
    pub fn outcome(&self, id: &str) -> String {
        let unanswered = match self.how(id) {
            Some(How::Silent) => "the endpoint did not answer in time",
            Some(How::HungUp) => "the endpoint closed the connection without an answer",
            Some(How::Gone) => "the endpoint could not be reached",
            Some(How::Accepted) => "the endpoint accepted it",
            _ => "the endpoint did not accept it",
        };
        self.status(id).map_or_else(|| unanswered.to_owned(), |status| format!("the endpoint answered {status}"))
    }

    /// Returns what the endpoint did with a delivery that has this name, as a sentence: `The endpoint answered 500 to a
    /// delivery without a signature.`
    #[must_use]
    pub(super) fn outcome_of(&self, id: &str, delivery: &str) -> String {
        match (self.status(id), self.how(id)) {
            (Some(status), _) => format!("The endpoint answered {status} to {delivery}."),
            (_, Some(How::Silent)) => format!("The endpoint did not answer {delivery} in time."),
            (_, Some(How::HungUp)) => format!("The endpoint closed the connection without an answer to {delivery}."),
            (_, Some(How::Gone)) => format!("The endpoint could not be reached for {delivery}."),
            (_, Some(How::Accepted)) => format!("The endpoint accepted {delivery}."),
            _ => format!("The endpoint did not accept {delivery}."),
        }
    }

    /// Returns what the endpoint did with the delivery that failed: `The endpoint answered 500 to a delivery without a
    /// signature.`
    #[must_use]
    pub fn sent_and_outcome(&self, id: &str) -> String {
        self.outcome_of(id, &self.delivery(id))
    }

    /// Returns the reason of a failed check inside a sentence: `the endpoint answered 200`
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<String> {
        Some(format!("the endpoint {}", self.check(id)?.reason.as_deref()?))
    }

    /// Returns the event types that failed in a check.
    #[must_use]
    pub fn events(&self, id: &str) -> &[String] {
        self.check(id).map_or(&[], |check| &check.events)
    }

    /// Returns the deliveries around a failure.
    #[must_use]
    pub fn steps(&self, id: &str) -> &[ScenarioStep] {
        self.counterexample(id).map_or(&[], |shown| &shown.scenario)
    }

    /// Returns the effect count before and after the deliveries of a failure: `from 640 to 642`.
    #[must_use]
    pub fn effects(&self, id: &str) -> Option<String> {
        let steps = self.steps(id);
        let before = steps.iter().find_map(|step| step.effects_before)?;
        let after = steps.iter().rev().find_map(|step| step.effects_after)?;
        Some(format!("from {before} to {after}"))
    }

    /// Returns the lengths of the body that failed and of the nearest one that was accepted.
    #[must_use]
    pub fn lengths(&self, id: &str) -> Option<(usize, usize)> {
        let shown = self.counterexample(id)?;
        Some((shown.request.body.len(), shown.nearest.as_ref()?.body.len()))
    }

    /// Returns where the refused event of a check and the accepted one differ first.
    #[must_use]
    pub fn difference(&self, id: &str) -> Option<&Difference> {
        self.counterexample(id)?.nearest.as_ref()?.differences.first()
    }

    /// Returns a sentence about the values that decide: `With "a" in /status, the event was accepted. With an empty
    /// string, the endpoint answered 500.`
    #[must_use]
    pub fn contrast(&self, ids: &[&str]) -> Option<String> {
        let (id, difference) = ids.iter().find_map(|id| Some((id, self.difference(id)?)))?;
        let Difference { pointer, failed, accepted } = difference;
        let (failed, accepted) = (value(failed.as_deref()), value(accepted.as_deref()));
        Some(format!("With {accepted} in `{pointer}`, the event was accepted. With {failed}, {}.", self.outcome(id)))
    }
}

/// Names the delivery that failed, and what became of it.
pub(super) fn sent_and_outcome(facts: &Facts<'_>, ids: &[&'static str]) -> Wording {
    Wording::observation(facts.sent_and_outcome(ids[0]))
}

/// Names the delivery that was accepted.
pub(super) fn accepted(facts: &Facts<'_>, ids: &[&'static str]) -> Wording {
    Wording::observation(format!("{} was accepted.", facts.sent(ids[0])))
}

/// Repeats the reason of the failed check.
pub(super) fn reason(facts: &Facts<'_>, ids: &[&'static str]) -> Wording {
    Wording::maybe_observation(facts.reason(ids[0]).map(|reason| format!("{}.", capitalised(&reason))))
}

/// Names the values that decide, or the delivery that failed.
pub(super) fn contrast(facts: &Facts<'_>, ids: &[&'static str]) -> Wording {
    Wording::observation(facts.contrast(ids).unwrap_or_else(|| facts.sent_and_outcome(ids[0])))
}

/// Describes a value in a sentence.
fn value(json: Option<&str>) -> String {
    let Some(json) = json else { return "no such field".to_owned() };
    match Json::parse(json.as_bytes()) {
        Ok(Json::String(text)) if text.is_empty() => "an empty string".to_owned(),
        Ok(Json::String(text)) if text.chars().count() > VALUE => {
            format!("a string of {} characters", text.chars().count())
        }
        Ok(Json::Object(_)) => "an object".to_owned(),
        Ok(Json::Array(_)) => "an array".to_owned(),
        _ => json.to_owned(),
    }
}
