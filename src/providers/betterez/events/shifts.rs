//! Shifts, sold items and stations.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::printed;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::Shift;
use crate::providers::betterez::payloads::ShiftSettings;
use crate::providers::betterez::payloads::Station;
use crate::providers::betterez::payloads::StationClass;
use crate::providers::betterez::payloads::StationClassId;

const SHIFT_SETTINGS: &str = "https://engineering.betterez.com/webhooks/shift_settings";
const SHIFTS: &str = "https://engineering.betterez.com/webhooks/shifts";
const SOLD_ITEMS: &str = "https://engineering.betterez.com/webhooks/sold_items";
const STATION_CLASSES: &str = "https://engineering.betterez.com/webhooks/station-classes";
const STATIONS: &str = "https://engineering.betterez.com/webhooks/stations";

pub(super) fn shifts() -> Vec<Payload> {
    vec![
        event::<ShiftSettings>("shiftsettings.updated", SHIFT_SETTINGS, "Settings of shifts were changed.")
            .example(printed(SHIFT_SETTINGS, include_str!("../examples/shiftsettings.updated.json"))),
        event::<Shift>("shift.created", SHIFTS, "A shift has begun."),
        event::<Shift>("shift.closed", SHIFTS, "A shift has ended."),
        event::<Shift>("shifts.updated", SHIFTS, "It was changed whether an agency closes its shift."),
        unread("shifts.deposit.created", SHIFTS, "Cash of a shift was taken to a bank."),
        unread("shifts.manualTicket.created", SHIFTS, "A ticket that was written by hand was added to a shift."),
        unread("solditem.created", SOLD_ITEMS, "Something was sold."),
        unread("solditem.updated", SOLD_ITEMS, "Something that was sold was changed."),
        event::<StationClass>("stationclass.created", STATION_CLASSES, "A class of stations was added.")
            .example(printed(STATION_CLASSES, include_str!("../examples/stationclass.created.json"))),
        event::<StationClass>("stationclass.updated", STATION_CLASSES, "A class of stations was changed.")
            .example(printed(STATION_CLASSES, include_str!("../examples/stationclass.updated.json"))),
        event::<StationClassId>("stationclass.deleted", STATION_CLASSES, "A class of stations was deleted.")
            .example(printed(STATION_CLASSES, include_str!("../examples/stationclass.deleted.json"))),
        event::<Station>("station.created", STATIONS, "A station was added."),
        event::<Station>("station.updated", STATIONS, "A station was changed."),
    ]
}
