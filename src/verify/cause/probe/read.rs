//! What the answers to a probe mean: pure functions.

use crate::verify::cause::probe::report::{Decision, ProbeDelivery};

/// Yes if one is accepted, no if all are refused.
pub(super) fn one_accepted(deliveries: &[ProbeDelivery]) -> Decision {
    match deliveries {
        some if some.iter().any(|delivery| delivery.accepted) => Decision::Yes,
        [] => Decision::Undecided,
        all if all.iter().all(ProbeDelivery::is_refused) => Decision::No,
        _ => Decision::Undecided,
    }
}

/// Yes if one is accepted. A refusal may have other reasons.
pub(super) fn accepted_or_undecided(deliveries: &[ProbeDelivery]) -> Decision {
    if deliveries.iter().any(|delivery| delivery.accepted) { Decision::Yes } else { Decision::Undecided }
}

/// Yes if a signature by another key is refused, no if it is accepted.
pub(super) fn forgery_refused(deliveries: &[ProbeDelivery]) -> Decision {
    match deliveries {
        [forged, ..] if forged.accepted => Decision::No,
        [forged, ..] if forged.is_refused() => Decision::Yes,
        _ => Decision::Undecided,
    }
}

/// Yes if the other path answers like an endpoint, accepted or not; no if it is as unknown as the first one.
pub(super) fn path_known(deliveries: &[ProbeDelivery]) -> Decision {
    match deliveries {
        [other, ..] if other.accepted => Decision::Yes,
        [other, ..] => match other.status {
            Some(300..=399 | 404 | 405 | 410) => Decision::No,
            _ if other.is_refused() => Decision::Yes,
            _ => Decision::Undecided,
        },
        [] => Decision::Undecided,
    }
}

/// Yes if a path that does not exist is answered as such, and the path of the webhook otherwise. The same answer proves
/// nothing: a handler may refuse an event with the answer of its framework to unknown paths.
pub(super) fn path_exists(deliveries: &[ProbeDelivery]) -> Decision {
    match deliveries {
        [unknown, ..] if unknown.is_unknown_path() && unknown.alike == Some(false) => Decision::Yes,
        _ => Decision::Undecided,
    }
}

/// No if the path of the webhook exists.
pub(super) fn path_missing(deliveries: &[ProbeDelivery]) -> Decision {
    match path_exists(deliveries) {
        Decision::Yes => Decision::No,
        Decision::No | Decision::Undecided => Decision::Undecided,
    }
}

/// Yes if a path that does not exist gets the same error of a gateway that has no answer to pass on.
pub(super) fn gateway_fails(deliveries: &[ProbeDelivery]) -> Decision {
    match deliveries {
        [unknown, ..] if matches!(unknown.status, Some(502..=504)) && unknown.alike == Some(true) => Decision::Yes,
        _ => Decision::Undecided,
    }
}

/// Never decides anything.
pub(super) fn undecided(_: &[ProbeDelivery]) -> Decision {
    Decision::Undecided
}

/// Reads a signature over an empty body, then a forged and a correct delivery that a JSON parser does not read: yes if
/// the first is accepted, or the last one and not the forged one. An endpoint that accepts both does not verify them.
pub(super) fn body_read_before(deliveries: &[ProbeDelivery]) -> Decision {
    match deliveries {
        [empty, ..] if empty.accepted => Decision::Yes,
        [_, forged, right] if right.accepted && forged.is_refused() => Decision::Yes,
        _ => Decision::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&[ProbeDelivery]) -> Decision;

    fn answered(status: u16) -> ProbeDelivery {
        let accepted = (200..300).contains(&status);
        // 0 means that no answer arrived.
        let (event, what, status) = (String::new(), String::new(), (status > 0).then_some(status));
        ProbeDelivery { event, what, status, accepted, alike: None }
    }

    #[test]
    fn from_answers_to_decisions() {
        const ONE: Read = one_accepted;
        const MAYBE: Read = accepted_or_undecided;
        const FORGERY: Read = forgery_refused;
        const PATH: Read = path_known;
        const BODY: Read = body_read_before;
        let table: &[(&str, Read, &[u16], Decision)] = &[
            ("one", ONE, &[], Decision::Undecided),
            ("one", ONE, &[200], Decision::Yes),
            ("one", ONE, &[401, 401, 200], Decision::Yes),
            ("one", ONE, &[401, 400], Decision::No),
            ("one", ONE, &[401, 0], Decision::Undecided),
            ("one", ONE, &[401, 500], Decision::Undecided),
            ("one", ONE, &[429], Decision::Undecided),
            ("one", ONE, &[302], Decision::Undecided),
            ("maybe", MAYBE, &[415, 200], Decision::Yes),
            ("maybe", MAYBE, &[415, 415], Decision::Undecided),
            ("maybe", MAYBE, &[], Decision::Undecided),
            ("forgery", FORGERY, &[401], Decision::Yes),
            ("forgery", FORGERY, &[200], Decision::No),
            ("forgery", FORGERY, &[500], Decision::Undecided),
            ("forgery", FORGERY, &[0], Decision::Undecided),
            ("forgery", FORGERY, &[], Decision::Undecided),
            ("path", PATH, &[200], Decision::Yes),
            ("path", PATH, &[401], Decision::Yes),
            ("path", PATH, &[404], Decision::No),
            ("path", PATH, &[405], Decision::No),
            ("path", PATH, &[301], Decision::No),
            ("path", PATH, &[500], Decision::Undecided),
            ("path", PATH, &[0], Decision::Undecided),
            ("path", PATH, &[], Decision::Undecided),
            ("body", BODY, &[200], Decision::Yes),
            ("body", BODY, &[400, 400, 200], Decision::Yes),
            ("body", BODY, &[400, 200, 200], Decision::Undecided),
            ("body", BODY, &[400, 400, 400], Decision::Undecided),
            ("body", BODY, &[400, 400], Decision::Undecided),
            ("body", BODY, &[], Decision::Undecided),
            ("exists", path_exists, &[404], Decision::Undecided),
            ("exists", path_exists, &[], Decision::Undecided),
        ];
        for (name, read, statuses, wanted) in table {
            let deliveries: Vec<ProbeDelivery> = statuses.iter().copied().map(answered).collect();
            assert_eq!(read(&deliveries), *wanted, "{name}: {statuses:?}");
        }
    }

    #[test]
    fn the_answer_of_a_path_that_does_not_exist() {
        const NOTHING: Decision = Decision::Undecided;
        for (status, alike, exists, missing, gateway) in [
            (404, Some(false), Decision::Yes, Decision::No, NOTHING),
            (410, Some(false), Decision::Yes, Decision::No, NOTHING),
            // A handler may answer like its framework.
            (404, Some(true), NOTHING, NOTHING, NOTHING),
            // Two empty answers have nothing in common.
            (404, None, NOTHING, NOTHING, NOTHING),
            // What answers unknown paths like this may answer a part of the others, too.
            (405, Some(false), NOTHING, NOTHING, NOTHING),
            (502, Some(true), NOTHING, NOTHING, Decision::Yes),
            (504, Some(true), NOTHING, NOTHING, Decision::Yes),
            (502, Some(false), NOTHING, NOTHING, NOTHING),
            (500, Some(true), NOTHING, NOTHING, NOTHING),
        ] {
            let answered = [ProbeDelivery { alike, ..answered(status) }];
            assert_eq!(path_exists(&answered), exists, "{status} {alike:?}");
            assert_eq!(path_missing(&answered), missing, "{status} {alike:?}");
            assert_eq!(gateway_fails(&answered), gateway, "{status} {alike:?}");
            assert_eq!(undecided(&answered), NOTHING);
        }
    }
}
