//! Rules from observations to a conclusion, or to another look. Pure: all rules about waiting and failing are here.
//!
//! Answers decide immediately. A count may be wrong: it may have been read too early, or include effects of other
//! deliveries. So a count fails an endpoint only if two looks agree, of which the second waited longer and was
//! undisturbed. The first failure that only a count of all effects shows needs three.

use crate::battery::effects::Confirmation;
use crate::verify::Judgement;

/// Reliability of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// Nothing was read: answers decide.
    Answers,
    /// The counts of many checks were read together, and their sum was as expected.
    Sum,
    /// The count is about the check's own events, and nothing else can change it.
    Own,
    /// One count of all effects, read while nothing else was sent.
    Alone,
    /// The same, read at once: a later reading shows whether it stayed.
    Unconfirmed,
    /// The state, read at once: it may have been too early.
    Quick,
}

/// Quality of the answers of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answers {
    /// As they should be.
    AsExpected,
    /// Not as expected, because of the endpoint's own answer.
    Wrong,
    /// There was none, or a 5xx, while other deliveries were under way: the cause may be one of those.
    Disturbed,
}

/// One look at an event type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) certainty: Certainty,
    pub(super) answers: Answers,
    pub(super) judgement: Judgement,
}

/// Next action after the looks so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ruling {
    /// The judgement of the last look holds.
    Conclude,
    /// Skip: the count changes by itself.
    Restless,
    /// Look again, alone, and wait as long as this says.
    LookAgain(Confirmation),
}

/// Number of wrong counts that fail an event type, unless another type has failed already.
pub(super) const NEEDED: usize = 2;

/// The same for the first failure of a run that only a count of all effects shows: it may include effects of others.
pub(super) const NEEDED_OF_ALL: usize = 3;

/// Most looks at one event type while others are under way, or whose answers are in doubt.
const MOST_LOOKS: usize = 3;

/// Number of tries of something that has both failed and passed; the maximum for a count that cannot be judged.
pub(super) const REPEATS: usize = 5;

/// Number of looks after which a count, or the state, changed while nothing was sent: the check is skipped. The effect
/// of somebody else may have changed it once.
const MOST_RESTLESS: usize = 2;

/// Returns the next action after a look that shows nothing, because what was read changed while nothing was sent.
/// `restless` is the number of such looks.
pub(super) const fn after_restless(restless: usize) -> Ruling {
    if restless < MOST_RESTLESS { Ruling::LookAgain(Confirmation::LONG) } else { Ruling::Restless }
}

/// Returns the next action after these looks; the last one is the newest. A count must be wrong `needed` times.
pub(super) fn rule(looks: &[Look], needed: usize) -> Ruling {
    let Some(last) = looks.last() else { return Ruling::LookAgain(Confirmation::USUAL) };
    match (&last.judgement, last.answers) {
        (_, Answers::Disturbed) if looks.len() < MOST_LOOKS => Ruling::LookAgain(Confirmation::USUAL),
        // It fails sometimes: it is tried as often as the report says.
        _ if disagree(looks) && looks.len() >= REPEATS => Ruling::Conclude,
        _ if disagree(looks) && last.certainty == Certainty::Answers => Ruling::LookAgain(Confirmation::USUAL),
        _ if disagree(looks) => Ruling::LookAgain(Confirmation::LONG),
        (Judgement::Fail { .. }, Answers::AsExpected) => match last.certainty {
            Certainty::Answers => Ruling::Conclude,
            Certainty::Unconfirmed => Ruling::LookAgain(Confirmation::LONG),
            _ if failures(looks) >= needed => Ruling::Conclude,
            _ if looks.len() < REPEATS => Ruling::LookAgain(Confirmation::LONG),
            _ => Ruling::Conclude,
        },
        (Judgement::Skip(_), Answers::AsExpected) if last.certainty == Certainty::Quick => {
            Ruling::LookAgain(Confirmation::LONG)
        }
        // It cannot be judged now and failed before: it is looked at until it has failed often enough, or five times.
        (_, Answers::AsExpected) if needed > 1 && (1..needed).contains(&failures(looks)) && looks.len() < REPEATS => {
            Ruling::LookAgain(Confirmation::LONG)
        }
        (_, Answers::AsExpected | Answers::Wrong | Answers::Disturbed) => Ruling::Conclude,
    }
}

/// Returns what the looks together say: the last one, or how often it failed if they do not agree. A count that was
/// wrong fewer than `needed` times may have been misread, and what fails only while others are under way may be due to
/// those: both are noted.
pub(super) fn conclusion(looks: &[Look], needed: usize) -> Option<Judgement> {
    let last = &looks.last()?.judgement;
    let Some(Look { judgement: Judgement::Fail { reason, step }, .. }) = shows_failure(looks).map(|at| &looks[at])
    else {
        return Some(last.clone());
    };
    if !disagree(looks) {
        return Some(last.clone());
    }
    let failed = looks.iter().filter(|look| look.has_failed()).count();
    let is_blamed = looks.iter().any(|look| look.has_failed() && look.answers == Answers::Wrong);
    if is_blamed || failures(looks) >= needed.max(NEEDED) {
        return Some(Judgement::Fail { reason: reason.clone() + &intermittent(failed, looks.len(), ""), step: *step });
    }
    let all = looks.len();
    Some(Judgement::Noted(format!("it failed in {failed} of {all} trials, which may have been misread: {reason}")))
}

/// Whether these looks blame the endpoint only if the count had no effects of others.
pub(super) fn depends_on_others(looks: &[Look], needed: usize) -> bool {
    let blames = |needed| matches!(conclusion(looks, needed), Some(Judgement::Fail { .. }));
    needed > NEEDED && !blames(needed) && blames(NEEDED)
}

/// Returns the place of the look that shows the failure best: the last that failed alone, or else the last that failed.
pub(super) fn shows_failure(looks: &[Look]) -> Option<usize> {
    let alone = looks.iter().rposition(|look| look.has_failed() && look.answers != Answers::Disturbed);
    alone.or_else(|| looks.iter().rposition(Look::has_failed))
}

/// Whether the looks so far blame the endpoint although the run ends before all of them were made.
pub(super) fn is_enough(looks: &[Look], needed: usize) -> bool {
    disagree(looks) && matches!(conclusion(looks, needed), Some(Judgement::Fail { .. }))
}

/// Describes how often something failed: `; intermittent, 2 of 5`.
pub(super) fn intermittent(failed: usize, tried: usize, how: &str) -> String {
    let early = if tried < REPEATS { ", stopped early" } else { "" };
    format!("; intermittent, {failed} of {tried}{how}{early}")
}

impl Look {
    const fn has_failed(&self) -> bool {
        matches!(self.judgement, Judgement::Fail { .. })
    }
}

/// Whether something failed in one look and passed in another.
fn disagree(looks: &[Look]) -> bool {
    let has_passed = |look: &Look| matches!(look.judgement, Judgement::Pass | Judgement::Noted(_));
    looks.iter().any(Look::has_failed) && looks.iter().any(has_passed)
}

/// Looks that failed by a count.
fn failures(looks: &[Look]) -> usize {
    looks.iter().filter(|look| look.answers == Answers::AsExpected && look.has_failed()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Ruling = Ruling::LookAgain(Confirmation::USUAL);
    const LONG: Ruling = Ruling::LookAgain(Confirmation::LONG);

    type Row<'a> = (&'a [(Certainty, Answers, &'a str)], Ruling);

    fn look(certainty: Certainty, answers: Answers, judgement: &str) -> Look {
        let judgement = match judgement {
            "pass" => Judgement::Pass,
            "noted" => Judgement::Noted("so".to_owned()),
            "skip" => Judgement::Skip("why".to_owned()),
            _ => Judgement::Fail { reason: "why".to_owned(), step: 0 },
        };
        Look { certainty, answers, judgement }
    }

    #[test]
    fn the_table() {
        use Answers::{AsExpected, Disturbed, Wrong};
        use Certainty::{Alone, Own, Quick, Sum, Unconfirmed};
        let said = Certainty::Answers;
        let table: &[Row<'_>] = &[
            // Nothing was looked at yet.
            (&[], USUAL),
            // Answers decide at once.
            (&[(said, AsExpected, "pass")], Ruling::Conclude),
            (&[(said, AsExpected, "noted")], Ruling::Conclude),
            (&[(said, AsExpected, "fail")], Ruling::Conclude),
            (&[(said, Wrong, "fail")], Ruling::Conclude),
            (&[(Alone, Wrong, "fail")], Ruling::Conclude),
            (&[(said, Wrong, "skip")], Ruling::Conclude),
            // A failure while others were in flight is tried alone.
            (&[(said, Disturbed, "fail")], USUAL),
            (&[(said, Disturbed, "fail"), (said, AsExpected, "pass")], USUAL),
            (&[(said, Disturbed, "fail"), (said, AsExpected, "pass"), (said, Wrong, "fail")], USUAL),
            (&[(said, Disturbed, "fail"), (said, Wrong, "fail")], Ruling::Conclude),
            (&[(said, Disturbed, "skip"); 3], Ruling::Conclude),
            // A count that is as expected is accepted.
            (&[(Sum, AsExpected, "pass")], Ruling::Conclude),
            (&[(Own, AsExpected, "pass")], Ruling::Conclude),
            (&[(Alone, AsExpected, "pass")], Ruling::Conclude),
            (&[(Alone, AsExpected, "skip")], Ruling::Conclude),
            // A wrong count is read again after a longer wait; a second failure counts.
            (&[(Alone, AsExpected, "fail")], LONG),
            (&[(Own, AsExpected, "fail")], LONG),
            (&[(Alone, AsExpected, "fail"), (Alone, AsExpected, "fail")], Ruling::Conclude),
            // What is now so and now so is looked at five times.
            (&[(Alone, AsExpected, "fail"), (Alone, AsExpected, "pass")], LONG),
            (&[(Alone, AsExpected, "fail"), (Alone, AsExpected, "skip")], LONG),
            (&[(Alone, AsExpected, "fail"), (Alone, AsExpected, "pass"), (Alone, AsExpected, "pass")], LONG),
            (
                &[
                    (Alone, AsExpected, "fail"),
                    (Alone, AsExpected, "pass"),
                    (Alone, AsExpected, "pass"),
                    (Alone, AsExpected, "pass"),
                    (Alone, AsExpected, "pass"),
                ],
                Ruling::Conclude,
            ),
            (&[(Alone, AsExpected, "fail"), (Alone, AsExpected, "pass"), (Alone, AsExpected, "fail")], LONG),
            (&[(Alone, AsExpected, "fail"), (Alone, AsExpected, "pass"), (Alone, Wrong, "fail")], LONG),
            // What was read at once is read again before it fails.
            (&[(Unconfirmed, AsExpected, "fail")], LONG),
            (&[(Unconfirmed, AsExpected, "fail"), (Alone, AsExpected, "fail")], Ruling::Conclude),
            (&[(Unconfirmed, AsExpected, "pass")], Ruling::Conclude),
            // What was read at once and shows nothing is read again.
            (&[(Quick, AsExpected, "skip")], LONG),
            (&[(Quick, AsExpected, "fail")], LONG),
            (&[(Quick, AsExpected, "pass")], Ruling::Conclude),
            (&[(Quick, AsExpected, "skip"), (Alone, AsExpected, "skip")], Ruling::Conclude),
        ];
        for (looks, ruling) in table {
            let seen: Vec<Look> =
                looks.iter().map(|(certainty, answers, what)| look(*certainty, *answers, what)).collect();
            assert_eq!(rule(&seen, NEEDED), *ruling, "{looks:?}");
        }
    }

    #[test]
    fn a_count_that_changes_by_itself_is_read_again_once() {
        assert_eq!([after_restless(1), after_restless(2)], [LONG, Ruling::Restless]);
    }

    #[test]
    fn looks_that_do_not_agree_are_noted() {
        let looks = |said: &[&str]| -> Vec<Look> {
            said.iter().map(|said| look(Certainty::Alone, Answers::AsExpected, said)).collect()
        };
        let fails = |reason: &str| Some(Judgement::Fail { reason: reason.to_owned(), step: 0 });
        let stable = looks(&["fail", "fail"]);
        assert!(!is_enough(&stable[..1], NEEDED) && !is_enough(&looks(&["fail", "pass"]), NEEDED));
        let cut = looks(&["fail", "pass", "fail"]);
        assert!(is_enough(&cut, NEEDED));
        assert_eq!(conclusion(&cut, NEEDED), fails("why; intermittent, 2 of 3, stopped early"));
        let whole = looks(&["fail", "pass", "fail", "pass", "pass"]);
        assert_eq!((conclusion(&whole, NEEDED), shows_failure(&whole)), (fails("why; intermittent, 2 of 5"), Some(2)));
        assert_eq!(conclusion(&looks(&["fail", "fail"]), NEEDED), fails("why"));
        assert_eq!(conclusion(&looks(&["pass"]), NEEDED), Some(Judgement::Pass));
        let noted = conclusion(&looks(&["fail", "pass", "pass", "pass", "pass"]), NEEDED);
        assert!(matches!(&noted, Some(Judgement::Noted(note)) if note.contains("1 of 5")), "{noted:?}");
        assert_eq!(conclusion(&[], NEEDED), None);
        // A failure among other deliveries counts only if it shows alone, too.
        let mut among = looks(&["fail", "pass", "pass", "pass", "pass"]);
        among[0].answers = Answers::Disturbed;
        assert!(matches!(conclusion(&among, NEEDED), Some(Judgement::Noted(_))));
        among[3] = look(Certainty::Answers, Answers::Wrong, "fail");
        assert_eq!(conclusion(&among, NEEDED), fails("why; intermittent, 2 of 5"));
    }

    #[test]
    fn a_failure_that_another_event_type_has_shown_needs_no_second_look() {
        let failed = look(Certainty::Alone, Answers::AsExpected, "fail");
        assert_eq!(rule(std::slice::from_ref(&failed), 1), Ruling::Conclude);
        let unconfirmed = look(Certainty::Unconfirmed, Answers::AsExpected, "fail");
        assert_eq!(rule(std::slice::from_ref(&unconfirmed), 1), LONG);
    }

    #[test]
    fn the_first_failure_by_a_count_of_all_effects_needs_three_looks() {
        let looks = |said: &[&str]| -> Vec<Look> {
            said.iter().map(|said| look(Certainty::Alone, Answers::AsExpected, said)).collect()
        };
        // The looks, what follows, whether they fail it, and whether they do if no effects of others are counted.
        let table: &[(&[&str], Ruling, bool, bool)] = &[
            (&["fail", "fail"], LONG, true, true),
            (&["fail", "fail", "fail"], Ruling::Conclude, true, true),
            (&["fail", "skip", "fail"], LONG, true, true),
            (&["fail", "fail", "skip"], LONG, false, false),
            (&["fail", "fail", "pass"], LONG, false, true),
            (&["fail", "fail", "pass", "pass", "pass"], Ruling::Conclude, false, true),
            (&["fail", "pass", "pass", "pass", "pass"], Ruling::Conclude, false, false),
            (&["fail", "pass", "fail", "pass", "fail"], Ruling::Conclude, true, true),
        ];
        for (said, ruling, fails, fails_without_others) in table {
            let seen = looks(said);
            assert_eq!(rule(&seen, NEEDED_OF_ALL), *ruling, "{said:?}");
            let concluded = conclusion(&seen, NEEDED_OF_ALL);
            assert_eq!(matches!(concluded, Some(Judgement::Fail { .. })), *fails, "{said:?}: {concluded:?}");
            assert_eq!(depends_on_others(&seen, NEEDED_OF_ALL), fails_without_others > fails, "{said:?}");
            assert!(!depends_on_others(&seen, NEEDED), "{said:?}");
        }
    }
}
