//! The consistency rules of events, in both shapes of their data. They come from the examples, not from the text.

use crate::provider::{Form, Rule, Source};
use crate::providers::betterez::pages;
use crate::providers::betterez::source::read;

/// Ids of what an event is about, in both shapes of its data. Changes of settings are about nothing that has one.
pub(super) const ENTITIES: &[&str] = &[
    "/data/data/_id",
    "/data/data/personId",
    "/data/data/id",
    "/data/_id",
    "/data/personId",
    "/data/id",
    "/data/stationClassId",
    "/data/seatClassId",
    "/data/imageId",
    "/data/manifestId",
    "/data/processId",
];

const PEOPLE: Source<'static> = read(pages::PEOPLE_LOOKUP);
const FEES: Source<'static> = read("https://developers.betterez.com/webhooks/fees");
const CLASSES: Source<'static> = read(pages::STATION_CLASSES);
const CLOSURES: Source<'static> = read("https://developers.betterez.com/webhooks/location_closure");
const NAMES: Source<'static> = read("the name of the event; no example prints it");

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::documented("account", PEOPLE, Form::agree(&["/data/providerId", "/data/data/accountId"])),
        Rule::observed(
            "account-of-lexicons",
            read(pages::LEXICONS),
            Form::agree(&["/data/providerId", "/data/data/*/accountId"]),
        )
        .on(&["lexicons.updated"]),
        Rule::observed("times", FEES, Form::in_order(&["/data/createdAt/value", "/data/updatedAt/value", "/created"])),
        Rule::observed(
            "times-nested",
            PEOPLE,
            Form::in_order(&["/data/data/createdAt/value", "/data/data/updatedAt/value", "/created"]),
        ),
        Rule::observed("made-by", CLASSES, Form::agree(&["/data/createdBy", "/data/updatedBy"])).on(&["*.created"]),
        Rule::observed("made-by-nested", PEOPLE, Form::agree(&["/data/data/createdBy", "/data/data/updatedBy"]))
            .on(&["*.created"]),
        Rule::observed("closed-by", CLOSURES, Form::agree(&["/data/createdBy", "/data/user/_id"]))
            .on(&["locationClosures.created"]),
        Rule::observed("not-deleted", FEES, Form::holds("/data/deleted", [false])).on(&["*.created"]),
        Rule::assumed("open-shift", NAMES, Form::holds("/data/closed", [false])).on(&["shift.created"]),
        Rule::assumed("not-closed-yet", NAMES, Form::absent("/data/closedAt")).on(&["shift.created"]),
        Rule::assumed("closed-shift", NAMES, Form::holds("/data/closed", [true])).on(&["shift.closed"]),
        Rule::observed("most", read(pages::PRODUCTS), Form::at_least("/max", "/min"))
            .on(&["product.*"])
            .within("/data/products/*/qty"),
    ]
}
