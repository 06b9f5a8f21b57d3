//! Routes, schedules, seats and segments.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::printed;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::Route;
use crate::providers::betterez::payloads::SalesforceSettings;
use crate::providers::betterez::payloads::Schedule;
use crate::providers::betterez::payloads::ScheduleDeleted;
use crate::providers::betterez::payloads::SeatClass;
use crate::providers::betterez::payloads::SeatClassId;
use crate::providers::betterez::payloads::SeatFee;
use crate::providers::betterez::payloads::SegmentInformation;

const ROUTES: &str = "https://engineering.betterez.com/webhooks/routes";
const SALESFORCE_SETTINGS: &str = "https://engineering.betterez.com/webhooks/salesforce_settings";
const SCHEDULE_EXCEPTIONS: &str = "https://engineering.betterez.com/webhooks/schedule_exceptions";
const SCHEDULES: &str = "https://engineering.betterez.com/webhooks/schedules";
const SEAT_CLASSES: &str = "https://engineering.betterez.com/webhooks/seat-classes";
const SEAT_FEES: &str = "https://engineering.betterez.com/webhooks/seat-fees";
const SEATMAPS: &str = "https://engineering.betterez.com/webhooks/seatmaps";
const SEGMENTS_INFORMATION: &str = "https://engineering.betterez.com/webhooks/segments_information";

pub(super) fn trips() -> Vec<Payload> {
    vec![
        event::<Route>("route.created", ROUTES, "A route was added.")
            .example(printed(ROUTES, include_str!("../examples/route.created.json"))),
        event::<Route>("route.updated", ROUTES, "A route was changed, or its fares or shares."),
        unread("route.deleted", ROUTES, "A route was deleted."),
        event::<SalesforceSettings>(
            "salesforcesettings.updated",
            SALESFORCE_SETTINGS,
            "Settings of messages through Salesforce were changed.",
        )
        .example(printed(SALESFORCE_SETTINGS, include_str!("../examples/salesforcesettings.updated.json"))),
        unread("schedule.exception.created", SCHEDULE_EXCEPTIONS, "An exception to a schedule was made."),
        unread("schedule.exception.updated", SCHEDULE_EXCEPTIONS, "An exception to a schedule was changed."),
        unread("schedule.exception.deleted", SCHEDULE_EXCEPTIONS, "An exception to a schedule was deleted."),
        unread(
            "schedule.exception.bulkProcessed",
            SCHEDULE_EXCEPTIONS,
            "Many exceptions to schedules have been worked through.",
        ),
        event::<Schedule>("schedule.created", SCHEDULES, "A schedule was added."),
        event::<Schedule>("schedule.updated", SCHEDULES, "A schedule was changed, or one that depends on it."),
        event::<ScheduleDeleted>("schedule.deleted", SCHEDULES, "A schedule was deleted.")
            .example(printed(SCHEDULES, include_str!("../examples/schedule.deleted.json"))),
        event::<SeatClass>("seatclass.created", SEAT_CLASSES, "A class of seats was added."),
        event::<SeatClass>("seatclass.updated", SEAT_CLASSES, "A class of seats was changed."),
        event::<SeatClassId>("seatclass.deleted", SEAT_CLASSES, "A class of seats was deleted."),
        event::<SeatFee>("seatfees.created", SEAT_FEES, "A fee for seats was added."),
        event::<SeatFee>("seatfees.updated", SEAT_FEES, "A fee for seats was changed."),
        unread("seatmap.created", SEATMAPS, "A seat map was added."),
        unread("seatmap.updated", SEATMAPS, "A seat map was changed."),
        unread("seatmap.deleted", SEATMAPS, "A seat map was deleted."),
        event::<SegmentInformation>(
            "segmentsinformation.created",
            SEGMENTS_INFORMATION,
            "Something was noted about the way between two stations.",
        )
        .example(printed(SEGMENTS_INFORMATION, include_str!("../examples/segmentsinformation.created.json"))),
        event::<SegmentInformation>(
            "segmentsinformation.updated",
            SEGMENTS_INFORMATION,
            "What is known about the way between two stations was changed.",
        ),
        unread(
            "segmentsinformation.deleted",
            SEGMENTS_INFORMATION,
            "What is known about the way between two stations was deleted.",
        ),
    ]
}
