//! Faults in taking deliveries at all.

use crate::demo::consumer::Served;
use crate::demo::defects::defect::Defect;
use crate::demo::defects::{acting, keeping, losing, reading, verifying};

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "refuses-a-type",
        "answers 400 to the last event type of the provider's list, as if it were unknown",
        &["delivery-documented"],
    )
    .cause("refuses-event-types")
    .reading(reading::refuses_a_type),
    Defect::new(
        "needs-status",
        "answers 500 to every event without a `status`, as one published quickstart does",
        &["delivery-documented"],
    )
    .cause("null-or-absent-field")
    .also(&["malformed-missing-required"])
    .only_with(&["truv"])
    .reading(reading::needs_status),
    Defect::new(
        "answers-late",
        "does its work before it answers, and the provider has given up by then",
        &["delivery-in-time"],
    )
    .cause("answers-late")
    .timeout(150)
    .taking(acting::answers_late),
    Defect::new(
        "slow-type",
        "works a minute for the last event type of the provider's list before it answers",
        &["delivery-in-time"],
    )
    .cause("answers-late")
    .timeout(150)
    .taking(keeping::slow_type),
    Defect::new("drops-events", "answers 200 and does nothing", &["delivery-effect"])
        .cause("no-event-had-effect")
        .timeout(1500)
        .taking(acting::drops_events),
    Defect::new(
        "freezes-after-answer",
        "works after its answer, in a function that is frozen after its first event",
        &["delivery-effect"],
    )
    .cause("work-stops-after-answer")
    .timeout(1500)
    .taking(losing::freezes_after_answer),
    Defect::new(
        "full-queue",
        "answers 200 to every event, and drops those that its queue of eight has no room for",
        &["delivery-burst"],
    )
    .cause("loses-events-in-a-burst")
    .taking(losing::drops_beyond_queue),
    Defect::new("few-at-a-time", "closes new connections while a dozen others are open", &["delivery-burst"])
        .cause("limits-requests")
        .also(&["transport-many-connections"])
        .served(Served::FewAtATime),
    Defect::new(
        "refuses-when-busy",
        "answers 429 on new connections while a dozen others are open",
        &["delivery-burst"],
    )
    .cause("limits-requests")
    .also(&["transport-many-connections", "delivery-documented"])
    .served(Served::TurnsAway),
    Defect::new("redirects", "sends the provider to another path", &["delivery-no-redirect"])
        .cause("redirected")
        .also(&["delivery-documented"])
        .only_with(&["argyle", "orum", "betterez", "socotra"])
        .verifying(verifying::redirects),
    Defect::new("says-received", "answers 200 with another text than the provider expects", &["delivery-answer"])
        .cause("answers-other-text")
        .only_with(&["vk"])
        .taking(acting::says_received),
    Defect::new("says-known", "answers a redelivery with another text than an event that is new", &["delivery-answer"])
        .cause("answers-other-text")
        .only_with(&["vk"])
        .taking(acting::says_known),
    Defect::new("refuses-old", "refuses events that are older than two hours", &["delivery-late"])
        .cause("refuses-old-events")
        .only_with(&["orum"])
        .reading(reading::refuses_old),
];
