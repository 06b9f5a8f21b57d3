//! The verdict of a run: passed, failed or unproved, and the exit status that says the same.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The verdict of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the three verdicts of a run are the design's words")]
pub enum Outcome {
    /// Nothing that was judged fails the run.
    Passed,
    /// A check fails the run, a check of the baseline passes, or the endpoint stopped accepting good deliveries.
    Failed,
    /// The run proves nothing: it stopped early, or nothing that was selected could be judged.
    Unproved,
}

impl Outcome {
    /// Every verdict of a run.
    pub const ALL: [Self; 3] = [Self::Passed, Self::Failed, Self::Unproved];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Unproved => "unproved",
        }
    }

    /// Returns the exit status of a command that ran the checks.
    ///
    /// ```
    /// use hookproof::verify::Outcome;
    ///
    /// assert_eq!(Outcome::ALL.map(Outcome::exit_status), [0, 1, 5]);
    /// ```
    #[must_use]
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Unproved => 5,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Everything was judged.
    Regular,
    /// The user or the budget ended it.
    Early,
    /// The endpoint accepted nothing, or no longer accepts good deliveries.
    ByTheEndpoint,
}

/// Facts that decide the outcome of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence<'a> {
    /// How it ended.
    pub(super) end: End,
    /// Number of event types that the endpoint accepted.
    pub(super) accepted: usize,
    /// Number of checks that fail the run.
    pub(super) failing: usize,
    /// Number of checks of the baseline that pass.
    pub(super) fixed: usize,
    /// Number of checks that passed or failed, whether or not they fail the run.
    pub(super) judged: usize,
    /// Reason given by the caller why the run proves nothing.
    pub(super) unproved: Option<&'a str>,
    /// Reason why the run stopped early.
    pub(super) incomplete: Option<&'a str>,
}

/// Returns the verdict of a run, and why it proves nothing, if it does not.
pub(super) fn decide(of: &Evidence<'_>) -> (Outcome, Option<String>) {
    let gave_up = of.end == End::ByTheEndpoint && of.accepted > 0;
    if of.failing > 0 || of.fixed > 0 || gave_up {
        return (Outcome::Failed, None);
    }
    let why = match (of.unproved, of.incomplete, of.end) {
        (Some(why), _, _) => why.to_owned(),
        (None, Some(reason), _) => format!("stopped early: {reason}"),
        (None, None, End::Early | End::ByTheEndpoint) => "stopped early".to_owned(),
        (None, None, End::Regular) if of.judged == 0 => "nothing that was selected could be judged".to_owned(),
        (None, None, End::Regular) => return (Outcome::Passed, None),
    };
    (Outcome::Unproved, Some(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run that judged everything and found nothing.
    const PASSED: Evidence<'static> =
        Evidence { end: End::Regular, accepted: 3, failing: 0, fixed: 0, judged: 40, unproved: None, incomplete: None };

    const SET_UP: Option<&str> = Some("everything was refused in calibration: answered 401 to 19 of 19");
    const BUDGET: Option<&str> = Some("budget spent");
    const BROKE: Option<&str> = Some("after signature-garbage the endpoint answered 500 to a good delivery");

    #[test]
    fn what_decides_about_a_run() {
        use Outcome::{Failed, Passed, Unproved};

        let nothing = Some("nothing that was selected could be judged");
        let early = Some("stopped early: budget spent");
        let refused = Evidence { end: End::ByTheEndpoint, accepted: 0, judged: 0, unproved: SET_UP, ..PASSED };
        let budget = Evidence { end: End::Early, incomplete: BUDGET, ..PASSED };
        let broke = Evidence { end: End::ByTheEndpoint, incomplete: BROKE, ..PASSED };
        let silent = Evidence { end: End::ByTheEndpoint, accepted: 0, judged: 0, incomplete: BUDGET, ..PASSED };
        for (name, evidence, outcome, why) in [
            ("all is well", PASSED, Passed, None),
            ("only advice", Evidence { judged: 1, ..PASSED }, Passed, None),
            ("a check fails the run", Evidence { failing: 1, ..PASSED }, Failed, None),
            ("a check of the baseline passes", Evidence { fixed: 1, ..PASSED }, Failed, None),
            ("all was skipped", Evidence { judged: 0, ..PASSED }, Unproved, nothing),
            ("the budget is spent", budget, Unproved, early),
            ("the budget is spent after a failure", Evidence { failing: 1, ..budget }, Failed, None),
            ("the budget is spent, the baseline is outgrown", Evidence { fixed: 1, ..budget }, Failed, None),
            ("the caller says why", Evidence { unproved: SET_UP, ..PASSED }, Unproved, SET_UP),
            ("the caller's reason comes first", Evidence { unproved: SET_UP, ..budget }, Unproved, SET_UP),
            ("a failure is a proof", Evidence { failing: 2, unproved: SET_UP, ..PASSED }, Failed, None),
            ("everything is refused", refused, Unproved, SET_UP),
            ("nothing was ever accepted", silent, Unproved, early),
            ("good deliveries are accepted no longer", broke, Failed, None),
            ("stopped without a reason", Evidence { end: End::Early, ..PASSED }, Unproved, Some("stopped early")),
        ] {
            let (is, because) = decide(&evidence);
            assert_eq!((is, because.as_deref()), (outcome, why), "{name}");
        }
    }

    #[test]
    fn a_verdict_is_written_as_its_name() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.name());
            assert_eq!(outcome.to_string(), outcome.name());
        }
        assert_eq!(Outcome::ALL.map(Outcome::exit_status), [0, 1, 5]);
    }
}
