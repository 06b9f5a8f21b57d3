//! A person, a class of stations and a shift, from their making to their end.

use crate::provider::{IdForm, Source, Step, Story};
use crate::providers::betterez::pages;
use crate::providers::betterez::source::read;

const DAY: u64 = 86_400;
const PEOPLE: Source<'static> = read(pages::PEOPLE_LOOKUP);
const CLASSES: Source<'static> = read(pages::STATION_CLASSES);
const SHIFTS: Source<'static> = read("the name of the event; the page prints types instead of values");

pub(super) fn stories() -> Vec<Story> {
    vec![person(), station_class(), shift()]
}

/// An event whose data is what it was at the step before; `id` is the pointer to the id of the resource.
fn changed(event: &str, id: &str, after: u64) -> Step {
    Step::of(event, after).has(id).play("/data", "data").play(id, "id").play("/livemode", "livemode")
}

fn person() -> Story {
    let text = "A person is added to the lookup, moves, and is taken out of it.";
    Story::documented("person", text, PEOPLE)
        .id("id", IdForm::Hex24)
        .id("account", IdForm::Hex24)
        .then(
            changed("peopleLookups.created", "/data/data/_id", 0)
                .play("/data/providerId", "account")
                .play("/data/apiKey", "key"),
        )
        .then(changed("peopleLookups.updated", "/data/data/_id", DAY).set("/data/data/phone", "+54911111112"))
        .then(
            Step::of("peoplelookups.deleted", DAY)
                .has("/data/data/personId")
                .play("/data/data/personId", "id")
                .play("/data/providerId", "account")
                .play("/data/apiKey", "key")
                .play("/livemode", "livemode"),
        )
}

fn station_class() -> Story {
    let text = "A class of stations is made, gets another name, and is deleted.";
    Story::documented("station-class", text, CLASSES)
        .id("id", IdForm::Hex24)
        .then(changed("stationclass.created", "/data/_id", 0))
        .then(changed("stationclass.updated", "/data/_id", 60).set("/data/name", "Renamed"))
        .then(Step::of("stationclass.deleted", 60).play("/data/stationClassId", "id").play("/livemode", "livemode"))
}

fn shift() -> Story {
    Story::assumed("shift", "A shift at a till begins and ends.", SHIFTS)
        .id("id", IdForm::Hex24)
        .then(changed("shift.created", "/data/_id", 0))
        .then(changed("shift.closed", "/data/_id", 8 * 3600))
}
