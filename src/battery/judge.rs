//! Rules from observations to a conclusion, or to another look. Pure: all rules about waiting and failing are here.
//!
//! Answers decide immediately. A count may be wrong: it may have been read too early, or include effects of other
//! deliveries. So a count fails an endpoint only if two looks agree, of which the second was patient and undisturbed.

use crate::battery::effects::Patience;
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
    /// The state, read at once: it may have been too early.
    Quick,
    /// One count, or state, that changes while nothing is sent.
    Restless,
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
    /// Look again, alone and with this patience.
    LookAgain(Patience),
}

/// Number of wrong counts that fail an event type, unless another type has failed already.
pub(super) const NEEDED: usize = 2;

/// Most looks at one event type while others are under way, or whose answers are in doubt.
const MOST_LOOKS: usize = 3;

/// Most looks at counts that do not agree.
const MOST_COUNTS: usize = 5;

/// Returns the next action after these looks; the last one is the newest. A count must be wrong `needed` times.
pub(super) fn rule(looks: &[Look], needed: usize) -> Ruling {
    let Some(last) = looks.last() else { return Ruling::LookAgain(Patience::USUAL) };
    if last.certainty == Certainty::Restless {
        return Ruling::Restless;
    }
    match (&last.judgement, last.answers) {
        (_, Answers::Disturbed) if looks.len() < MOST_LOOKS => Ruling::LookAgain(Patience::USUAL),
        (Judgement::Fail { .. }, Answers::AsExpected) => match last.certainty {
            Certainty::Answers => Ruling::Conclude,
            _ if failures(looks) >= needed => Ruling::Conclude,
            _ if looks.len() < MOST_COUNTS => Ruling::LookAgain(Patience::LONG),
            _ => Ruling::Conclude,
        },
        (Judgement::Skip(_), Answers::AsExpected) if last.certainty == Certainty::Quick => {
            Ruling::LookAgain(Patience::LONG)
        }
        // It passes now and did not before: it is looked at until it has failed twice, or five times.
        (_, Answers::AsExpected) if needed > 1 && failures(looks) == 1 && looks.len() < MOST_COUNTS => {
            Ruling::LookAgain(Patience::LONG)
        }
        (_, Answers::AsExpected | Answers::Wrong | Answers::Disturbed) => Ruling::Conclude,
    }
}

/// Returns the result of all looks: the last one, and how often it occurred if they differ. A count that was wrong only
/// once of five times may be an error of reading; the report mentions it.
pub(super) fn conclusion(looks: &[Look]) -> Option<Judgement> {
    let last = &looks.last()?.judgement;
    let (failed, all) = (failures(looks), looks.len());
    let passed = looks.iter().any(|look| matches!(look.judgement, Judgement::Pass | Judgement::Noted(_)));
    let first = looks.iter().find_map(|look| match (&look.judgement, look.answers) {
        (Judgement::Fail { reason, .. }, Answers::AsExpected) => Some(reason),
        _ => None,
    });
    Some(match (last, first) {
        (Judgement::Fail { reason, step }, _) if passed && failed > 0 => {
            Judgement::Fail { reason: format!("{reason}; intermittent, {failed} of {all}"), step: *step }
        }
        (Judgement::Pass, Some(reason)) => {
            Judgement::Noted(format!("it failed in {failed} of {all} trials, which may have been misread: {reason}"))
        }
        (last, _) => last.clone(),
    })
}

/// Looks that failed by a count.
fn failures(looks: &[Look]) -> usize {
    let fails = |look: &&Look| look.answers == Answers::AsExpected && matches!(look.judgement, Judgement::Fail { .. });
    looks.iter().filter(fails).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Ruling = Ruling::LookAgain(Patience::USUAL);
    const LONG: Ruling = Ruling::LookAgain(Patience::LONG);

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
        use Answers::AsExpected;
        use Answers::Disturbed;
        use Answers::Wrong;
        use Certainty::Alone;
        use Certainty::Own;
        use Certainty::Quick;
        use Certainty::Restless;
        use Certainty::Sum;
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
            (&[(said, Disturbed, "fail"), (said, AsExpected, "pass")], Ruling::Conclude),
            (&[(said, Disturbed, "fail"), (said, Wrong, "fail")], Ruling::Conclude),
            (&[(said, Disturbed, "skip"); 3], Ruling::Conclude),
            // A count that is as expected is accepted.
            (&[(Sum, AsExpected, "pass")], Ruling::Conclude),
            (&[(Own, AsExpected, "pass")], Ruling::Conclude),
            (&[(Alone, AsExpected, "pass")], Ruling::Conclude),
            (&[(Alone, AsExpected, "skip")], Ruling::Conclude),
            // A wrong count is read again, with patience; a second failure counts.
            (&[(Alone, AsExpected, "fail")], LONG),
            (&[(Own, AsExpected, "fail")], LONG),
            (&[(Alone, AsExpected, "fail"), (Alone, AsExpected, "fail")], Ruling::Conclude),
            // What is now so and now so is looked at up to five times; a race is found by two of them.
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
            (
                &[(Alone, AsExpected, "fail"), (Alone, AsExpected, "pass"), (Alone, AsExpected, "fail")],
                Ruling::Conclude,
            ),
            // What was read at once and shows nothing is read again.
            (&[(Quick, AsExpected, "skip")], LONG),
            (&[(Quick, AsExpected, "fail")], LONG),
            (&[(Quick, AsExpected, "pass")], Ruling::Conclude),
            (&[(Quick, AsExpected, "skip"), (Alone, AsExpected, "skip")], Ruling::Conclude),
            // A count that changes by itself fails nothing.
            (&[(Restless, AsExpected, "fail")], Ruling::Restless),
            (&[(Alone, AsExpected, "fail"), (Restless, AsExpected, "fail")], Ruling::Restless),
        ];
        for (looks, ruling) in table {
            let seen: Vec<Look> =
                looks.iter().map(|(certainty, answers, what)| look(*certainty, *answers, what)).collect();
            assert_eq!(rule(&seen, NEEDED), *ruling, "{looks:?}");
        }
    }
    #[test]
    fn looks_that_do_not_agree_are_told() {
        let looks = |said: &[&str]| -> Vec<Look> {
            said.iter().map(|said| look(Certainty::Alone, Answers::AsExpected, said)).collect()
        };
        let fails = |reason: &str| Some(Judgement::Fail { reason: reason.to_owned(), step: 0 });
        assert_eq!(conclusion(&looks(&["fail", "pass", "fail"])), fails("why; intermittent, 2 of 3"));
        assert_eq!(conclusion(&looks(&["fail", "fail"])), fails("why"));
        assert_eq!(conclusion(&looks(&["pass"])), Some(Judgement::Pass));
        let noted = conclusion(&looks(&["fail", "pass", "pass", "pass", "pass"]));
        assert!(matches!(&noted, Some(Judgement::Noted(note)) if note.contains("1 of 5")), "{noted:?}");
        assert_eq!(conclusion(&[]), None);
    }

    #[test]
    fn a_failure_that_another_event_type_has_shown_needs_no_second_look() {
        let failed = look(Certainty::Alone, Answers::AsExpected, "fail");
        assert_eq!(rule(std::slice::from_ref(&failed), 1), Ruling::Conclude);
    }
}
