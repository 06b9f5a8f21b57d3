//! Faults in taking an event once.

use crate::demo::consumer::Served;
use crate::demo::defects::defect::Defect;
use crate::demo::defects::{acting, keeping, losing};

/// Checks that a consumer fails if it recognizes no redelivery.
const REPEATS: &[&str] = &[
    "redelivery-interleaved",
    "redelivery-concurrent",
    "redelivery-fresh-connections",
    "redelivery-lost-answer",
    "redelivery-new-attempt",
    "redelivery-long-after",
    "redelivery-after-pause",
    "batch-same-event-twice",
];

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "processes-twice",
        "has no deduplication: a redelivered event is processed again",
        &["redelivery-same"],
    )
    .cause("forgets-events")
    .also(REPEATS)
    .taking(acting::processes_twice),
    Defect::new("refuses-redeliveries", "answers 409 to a redelivered event", &["redelivery-same"])
        .cause("refuses-redeliveries")
        .also(REPEATS)
        .taking(acting::refuses_redeliveries),
    Defect::new(
        "crashes-on-redeliveries",
        "answers 500 to a redelivered event: the row exists already",
        &["redelivery-same"],
    )
    .cause("refuses-redeliveries")
    .also(REPEATS)
    .taking(keeping::crashes_on_redeliveries),
    Defect::new("two-memories", "runs in two processes, and each remembers what it took itself", &["redelivery-same"])
        .cause("remembers-per-process")
        .also(&[
            "redelivery-fresh-connections",
            "redelivery-concurrent",
            "redelivery-lost-answer",
            "redelivery-new-attempt",
            "redelivery-long-after",
            "redelivery-after-pause",
            "batch-same-event-twice",
            "retry-asks-again",
        ])
        .taking(keeping::two_memories),
    Defect::new(
        "third-time-lucky",
        "runs in two processes that remember their own events, and a redelivery reaches the other one at its third \
         coming",
        &["redelivery-fresh-connections"],
    )
    .cause("remembers-per-process")
    .also(&["redelivery-concurrent", "retry-asks-again"])
    .taking(keeping::third_time_lucky),
    Defect::new("forgets-after-two-seconds", "forgets an event after two seconds", &["redelivery-after-pause"])
        .cause("forgets-after-a-while")
        .pause(2_500)
        .taking(keeping::forgets_after_two_seconds),
    Defect::new(
        "forgets-when-sender-hangs-up",
        "forgets an event if its sender hangs up while it works, after it had its effect",
        &["redelivery-lost-answer"],
    )
    .cause("forgets-lost-answers")
    .taking(keeping::forgets_when_sender_hangs_up),
    Defect::new(
        "stops-when-sender-hangs-up",
        "notes an event, and stops its work if the sender hangs up: the redelivery has no effect",
        &["redelivery-lost-answer"],
    )
    .cause("loses-abandoned-events")
    .taking(keeping::stops_when_sender_hangs_up),
    Defect::new(
        "wakes-up-slowly",
        "needs a minute for the first delivery, and processes its redelivery as well",
        &["redelivery-lost-answer"],
    )
    .cause("cold-start")
    .timeout(1500)
    .taking(losing::wakes_up_slowly),
    Defect::new("cuts-ids", "compares ids without their last character", &["redelivery-different-events"])
        .cause("remembers-by-wrong-key")
        .taking(keeping::cuts_ids),
    Defect::new(
        "compares-contents",
        "identifies events by everything except their ids",
        &["redelivery-different-events"],
    )
    .cause("remembers-by-wrong-key")
    .only_with(&["truv", "orum"])
    .taking(keeping::compares_contents),
    Defect::new("remembers-the-last", "knows the last event again, and none before it", &["redelivery-interleaved"])
        .cause("forgets-after-a-while")
        .also(&["redelivery-long-after", "redelivery-after-pause"])
        .taking(acting::remembers_the_last),
    Defect::new("short-memory", "forgets an event after five hundred others", &["redelivery-long-after"])
        .cause("forgets-after-a-while")
        .taking(acting::short_memory),
    Defect::new(
        "clears-its-memory",
        "forgets everything whenever it holds eight hundred events",
        &["redelivery-long-after"],
    )
    .cause("forgets-after-a-while")
    .taking(keeping::clears_its_memory),
    Defect::new(
        "races",
        "looks whether an event is known, acts, and notes it when it answers",
        &["redelivery-concurrent"],
    )
    .cause("remembers-with-a-race")
    .also(&["redelivery-lost-answer"])
    .taking(acting::races),
    Defect::new(
        "forgets-after-lost-answer",
        "forgets an event if its answer could not be delivered, after it had its effect",
        &["redelivery-lost-answer"],
    )
    .cause("forgets-lost-answers")
    .served(Served::ForgetsUnread),
    Defect::new("keyed-by-attempt", "identifies events by the id of their attempt", &["redelivery-new-attempt"])
        .cause("remembers-by-wrong-key")
        .also(&["redelivery-different-events", "redelivery-after-pause"])
        .only_with(&["betterez"])
        .taking(acting::keyed_by_attempt),
    Defect::new(
        "keyed-by-entity",
        "identifies events by their entity: the second one about an order counts as a redelivery",
        &["redelivery-other-event"],
    )
    .cause("remembers-by-wrong-key")
    .taking(keeping::keyed_by_entity),
    Defect::new(
        "inserts-or-ignores",
        "inserts a row for what an event is about, and ignores the event where there is one",
        &["redelivery-other-event"],
    )
    .cause("remembers-by-wrong-key")
    .taking(keeping::inserts_or_ignores),
    Defect::new("keyed-by-body", "identifies events by their bodies", &["redelivery-new-attempt"])
        .cause("remembers-by-wrong-key")
        .also(&["redelivery-after-pause"])
        .only_with(&["betterez"])
        .taking(keeping::keyed_by_body),
];
