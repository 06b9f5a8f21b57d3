//! Paystubs, shifts and gigs: data that is read in parts.

use crate::provider::Basis;
use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::argyle::events::FIXTURES;
use crate::providers::argyle::events::RECORDED;
use crate::providers::argyle::events::SPEC;
use crate::providers::argyle::events::event;
use crate::providers::argyle::payloads::Added;
use crate::providers::argyle::payloads::FullySynced;
use crate::providers::argyle::payloads::GigsRemoved;
use crate::providers::argyle::payloads::GigsUpdated;
use crate::providers::argyle::payloads::PartiallySynced;
use crate::providers::argyle::payloads::PaystubsUpdated;
use crate::providers::argyle::payloads::ShiftsRemoved;
use crate::providers::argyle::payloads::ShiftsUpdated;

const PAYSTUBS: &str = "https://docs.argyle.com/api-reference/paystubs-webhooks/partially-synced";
const PAYSTUBS_UPDATED: &str =
    "https://docs.argyle.com/api-reference/paystubs-webhooks; the list of ids is told by a third party alone";
const SHIFTS: &str = "https://docs.argyle.com/api-reference/shifts-webhooks";
const SHIFTS_CHANGED: &str =
    "https://docs.argyle.com/api-reference/shifts-webhooks; the list of ids is named after that of gigs";

pub(super) fn paystubs() -> Vec<Payload> {
    vec![
        event::<Added>(
            "paystubs.added",
            PAYSTUBS,
            "New pay statements were found when data was refreshed; never sent while an account is read for the first time.",
        ),
        event::<PaystubsUpdated>("paystubs.updated", PAYSTUBS_UPDATED, "Pay statements changed.").known(Basis::Assumed),
        event::<PartiallySynced>(
            "paystubs.partially_synced",
            PAYSTUBS,
            "The first reading has come far enough back; not sent where one pull brings all.",
        )
        .example(Example::recorded(
            "recorded-2026-01-29",
            RECORDED,
            include_str!("../examples/paystubs.partially_synced.recorded-2026-01-29.json"),
        ))
        .example(Example::documented(
            "schema-sample",
            PAYSTUBS,
            include_str!("../examples/paystubs.partially_synced.schema-sample.json"),
        )),
        event::<FullySynced>(
            "paystubs.fully_synced",
            PAYSTUBS,
            "All pay statements have been read for the first time.",
        )
        .example(Example::documented(
            "fixture-of-an-integrator",
            FIXTURES,
            include_str!("../examples/paystubs.fully_synced.fixture.json"),
        )),
    ]
}

pub(super) fn shifts() -> Vec<Payload> {
    vec![
        event::<Added>(
            "shifts.added",
            SHIFTS,
            "New shifts were found when data was refreshed; never sent while an account is read for the first time.",
        ),
        event::<ShiftsUpdated>("shifts.updated", SHIFTS_CHANGED, "Shifts changed.").known(Basis::Assumed),
        event::<ShiftsRemoved>("shifts.removed", SHIFTS_CHANGED, "Shifts are gone.").known(Basis::Assumed),
        event::<PartiallySynced>(
            "shifts.partially_synced",
            SHIFTS,
            "The first reading has come far enough back; not sent where one pull brings all.",
        ),
        event::<FullySynced>("shifts.fully_synced", SHIFTS, "All shifts have been read for the first time."),
        event::<Added>(
            "gigs.added",
            SPEC,
            "New gigs were found when data was refreshed; never sent while an account is read for the first time.",
        )
        .example(Example::documented("printed", SPEC, include_str!("../examples/gigs.added.json"))),
        event::<GigsUpdated>("gigs.updated", SPEC, "Gigs changed.").example(Example::documented(
            "printed",
            SPEC,
            include_str!("../examples/gigs.updated.json"),
        )),
        event::<GigsRemoved>("gigs.removed", SPEC, "Gigs are gone.").example(Example::documented(
            "printed",
            SPEC,
            include_str!("../examples/gigs.removed.json"),
        )),
        event::<PartiallySynced>(
            "gigs.partially_synced",
            SPEC,
            "The first reading has come far enough back; not sent where one pull brings all.",
        )
        .example(Example::documented("printed", SPEC, include_str!("../examples/gigs.partially_synced.json")))
        .example(Example::recorded(
            "recorded-2026-01-29",
            RECORDED,
            include_str!("../examples/gigs.partially_synced.recorded-2026-01-29.json"),
        )),
        event::<FullySynced>("gigs.fully_synced", SPEC, "All gigs have been read for the first time.")
            .example(Example::documented("printed", SPEC, include_str!("../examples/gigs.fully_synced.json")))
            .example(Example::documented(
                "fixture-of-an-integrator",
                FIXTURES,
                include_str!("../examples/gigs.fully_synced.fixture.json"),
            )),
    ]
}
