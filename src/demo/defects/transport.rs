//! Faults in serving HTTP.

use crate::demo::consumer::Served;
use crate::demo::defects::defect::Defect;

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "processes-half-bodies",
        "queues what has come of a body when its connection ends",
        &["transport-half-body"],
    )
    .cause("processes-half-bodies")
    .served(Served::TakesHalves),
    Defect::new("dies-with-a-connection", "ends when a connection ends in mid-body", &["transport-half-body"])
        .cause("dies-with-a-connection")
        .served(Served::DiesWithConnections),
    Defect::new("one-at-a-time", "serves one connection after the other", &["transport-slow-body"])
        .cause("one-at-a-time")
        .also(&["transport-many-connections"])
        .timeout(1000)
        .served(Served::OneAtATime),
    Defect::new("one-body-at-a-time", "reads one body after the other", &["transport-slow-body"])
        .cause("one-at-a-time")
        .timeout(1000)
        .served(Served::OneBodyAtATime),
    Defect::new(
        "four-workers",
        "has four workers, each busy as long as its connection is open",
        &["transport-many-connections"],
    )
    .cause("one-at-a-time")
    .timeout(1000)
    .served(Served::FourWorkers),
    Defect::new("without-chunks", "treats a body without a length as empty", &["transport-chunked"])
        .cause("needs-content-length")
        .served(Served::WithoutChunks),
    Defect::new("wants-a-length", "answers 411 to a body without a length", &["transport-chunked"])
        .cause("needs-content-length")
        .served(Served::WantsLengths),
    Defect::new(
        "without-continue",
        "answers 417 to a sender that asks before it sends the body",
        &["transport-expect-continue"],
    )
    .cause("no-expect-continue")
    .served(Served::WithoutContinue),
    Defect::new(
        "ignores-expect",
        "treats a delivery with `Expect: 100-continue` as one without a body",
        &["transport-expect-continue"],
    )
    .cause("no-expect-continue")
    .served(Served::ExpectsNothing),
    Defect::new(
        "drops-expect-connections",
        "hangs up on a sender that asks before it sends the body",
        &["transport-expect-continue"],
    )
    .cause("no-expect-continue")
    .served(Served::HangsUpOnQuestions),
    Defect::new(
        "answers-before-reading",
        "refuses before the body is read, and reads the body as the next request",
        &["transport-keep-alive"],
    )
    .cause("breaks-kept-connections")
    .served(Served::AnswersUnread),
    Defect::new(
        "counts-characters",
        "gives the length of its refusal in characters and sends more bytes, which corrupt the next answer",
        &["transport-keep-alive"],
    )
    .cause("breaks-kept-connections")
    .served(Served::CountsLetters),
    Defect::new(
        "bans-connections",
        "refuses everything on a connection after a delivery that it has refused",
        &["transport-keep-alive"],
    )
    .cause("breaks-kept-connections")
    .served(Served::BansConnections),
];
