//! Causes in serving: time, load, connections, and work that is not done.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Framework;
use crate::verify::cause::value::Harm;
use crate::verify::cause::value::of;
use crate::verify::set_up::EffectsFault;
use crate::verify::symptom::How;
use crate::verify::symptom::Special;

pub(super) const LIMITS_REQUESTS: Cause = Cause {
    id: "limits-requests",
    title: "Deliveries are refused when many arrive at once",
    seen: "Events were accepted one by one, and some of them were refused or cut off when they came at once.",
    why: "Providers send in bursts. A refused event arrives late, or never if the provider gives up.",
    fix: "Let the provider past the rate limit and the limit of connections, or save the event at once and work later. \
          If you must limit, answer 429 with Retry-After.",
    frameworks: &[
        of("nginx", "no limit_req on this location, or a larger burst"),
        of("Rack::Attack", "safelist the path"),
        of("PostgreSQL", "a larger pool, or a queue before it"),
    ],
    harm: Harm::Refusal,
    explains: &["delivery-burst", "transport-many-connections", "delivery-documented"],
    decide: |facts| {
        let turned_away = [How::Limited, How::Refused, How::Crashed, How::HungUp, How::Gone];
        if !facts.is("delivery-burst", &turned_away) {
            return None;
        }
        let taken = facts.take_if(LIMITS_REQUESTS.explains, |id| match id {
            "delivery-documented" => facts.is(id, &[How::Limited]),
            _ => facts.is(id, &turned_away),
        });
        Some(taken?.decided("one by one the same events were accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const LOSES_EVENTS_IN_A_BURST: Cause = Cause {
    id: "loses-events-in-a-burst",
    title: "Events that arrive at once are not all processed once",
    seen: "Many different events were accepted at once, and they had another number of effects than one by one.",
    why: "A lost update, or a queue that overflows: events are lost, though they were answered with a success.",
    fix: "Update in the database (SET n = n + 1) instead of reading, adding and writing. Use a queue that is not \
          bounded, or answer 503 if it is full.",
    frameworks: &[],
    harm: Harm::Loss,
    explains: &["delivery-burst"],
    // The check is its probe: it counts the effects of a burst.
    decide: |facts| {
        let taken = facts.take_how(&["delivery-burst"], &[How::FewerEffects, How::MoreEffects])?;
        Some(taken.decided("the effects of events that came at once were counted"))
    },
    ..Cause::EMPTY
};

pub(super) const ONE_AT_A_TIME: Cause = Cause {
    id: "one-at-a-time",
    title: "One slow or idle client keeps all others waiting",
    seen: "Deliveries were not answered in time while another one came slowly, or while connections were open.",
    why: "A worker is busy as long as its connection is open. One slow client, or some idle ones, stop all deliveries: \
          they are late, and are sent again.",
    fix: "Serve requests concurrently, and put a server in front that reads slow bodies.",
    frameworks: &[
        of("Flask", "not app.run() in production: gunicorn -k gthread --threads 8"),
        of("Django", "gunicorn with several workers behind nginx"),
        of("Rails", "puma -t 5:5 -w 2"),
        of("PHP", "php-fpm behind nginx, not php -S"),
        of("nginx", "proxy_request_buffering on"),
    ],
    harm: Harm::Trouble,
    explains: &["transport-slow-body", "transport-many-connections", "delivery-burst"],
    decide: |facts| {
        let taken = facts.take(&["transport-slow-body", "transport-many-connections"]);
        let taken = Facts::both(taken, facts.take_how(&["delivery-burst"], &[How::Silent]))?;
        // The checks are its probe, if single deliveries are answered in time.
        let in_time = facts.has_passed("delivery-in-time");
        Some(if in_time { taken.decided("single deliveries were answered in time") } else { taken })
    },
    ..Cause::EMPTY
};

pub(super) const COLD_START: Cause = Cause {
    id: "cold-start",
    title: "After a pause the first delivery is answered too late and processed twice",
    seen: "The first delivery was not answered in time, it was sent again, and both were processed.",
    why: "An endpoint that sleeps needs seconds to wake up. The provider sends the event again: a payment made twice.",
    fix: "Remember events (see forgets-events), and keep the endpoint warm.",
    frameworks: &[of("AWS Lambda", "provisioned concurrency"), of("Cloud Run", "min-instances = 1")],
    harm: Harm::Twice,
    explains: &["redelivery-lost-answer"],
    decide: |facts| {
        let taken = facts.take_if(&["redelivery-lost-answer"], |id| facts.special(id) == Some(Special::ColdStart));
        Some(taken?.decided("only the first delivery was late, and its effects were counted"))
    },
    ..Cause::EMPTY
};

pub(super) const ANSWERS_LATE: Cause = Cause {
    id: "answers-late",
    title: "The endpoint answers later than the provider waits",
    seen: "Deliveries were not answered within the provider's time-out.",
    why: "To the provider, a late answer is no answer: it sends the event again although it was processed, and may \
          disable the endpoint.",
    fix: "Save the event, answer 200, and do the work afterwards in a job.",
    frameworks: &[
        of("Rails", "perform_later"),
        of("Django", "Celery: task.delay(event_id)"),
        of("Laravel", "dispatch(new ProcessEvent($id))"),
        of("Node", "BullMQ: queue.add(..)"),
        of("Spring", "save first, then @Async or a @Scheduled job"),
    ],
    harm: Harm::Trouble,
    explains: &["delivery-in-time"],
    decide: |facts| Some(facts.take(&["delivery-in-time"])?.decided("the time until the answer was measured")),
    ..Cause::EMPTY
};

pub(super) const NO_EVENT_HAD_EFFECT: Cause = Cause {
    id: "no-event-had-effect",
    title: "No event had an effect",
    seen: "Either the endpoint does nothing, or --effects reads the wrong number: events were answered with a success, and \
           the effect count stayed the same in the whole run.",
    why: "If the endpoint does nothing, the provider is told that all is well and every event is lost.",
    fix: "To tell the two apart, deliver one event, and look for what it should do: a row, a payment, a mail. If it is \
          there, --effects reads the wrong number: let it count those, without a cache. If it is not there, the endpoint \
          drops the event, or works after the answer, when serverless platforms freeze a function: finish the work before \
          you answer, or save the event and let a job of its own do it.",
    frameworks: UNFROZEN,
    harm: Harm::Loss,
    explains: &["delivery-effect"],
    decide: |facts| {
        facts.take(&["delivery-effect"]).filter(|_| facts.effects_fault() == Some(EffectsFault::NeverMoved))
    },
    ..Cause::EMPTY
};

/// How work goes on after the answer.
const UNFROZEN: &[Framework] = &[
    of("AWS Lambda", "await everything before you return, or send to SQS"),
    of("Vercel", "waitUntil(promise)"),
    of("Cloudflare", "ctx.waitUntil(promise)"),
    of("Cloud Run", "CPU always allocated, or Cloud Tasks"),
];

pub(super) const WORK_STOPS_AFTER_ANSWER: Cause = Cause {
    id: "work-stops-after-answer",
    title: "An accepted event has no effect",
    seen: "Events were answered with a success, and the effect count did not grow.",
    why: "The provider is told that all is well, and nothing happens. The event is dropped, or the work begins after the \
          answer and never ends: serverless platforms freeze a function when it has answered.",
    fix: "Finish the work before you answer, or save the event and let a job of its own do it. If the work is done, let \
          --effects count what it does.",
    frameworks: UNFROZEN,
    harm: Harm::Loss,
    explains: &["delivery-effect"],
    // The check is its probe. Whether the work is dropped or stops cannot be seen from outside.
    decide: |facts| Some(facts.take(&["delivery-effect"])?.decided("the effects of accepted events were counted")),
    ..Cause::EMPTY
};

pub(super) const NEEDS_CONTENT_LENGTH: Cause = Cause {
    id: "needs-content-length",
    title: "A body without a Content-Length is not read",
    seen: "A correctly signed delivery was refused because its body came in chunks.",
    why: "A proxy may forward a body in chunks although it arrived with a length. From that day every event is \
          refused.",
    fix: "Let the HTTP server read the body. Do not read Content-Length yourself.",
    frameworks: &[
        of("WSGI", "wsgi.input_terminated, or a server that buffers (gunicorn, waitress)"),
        of("nginx", "proxy_request_buffering on, which sends a length"),
        of("Go", "io.ReadAll(r.Body), not r.ContentLength"),
    ],
    harm: Harm::Refusal,
    explains: &["transport-chunked"],
    decide: |facts| Some(facts.take(&["transport-chunked"])?.decided("only the framing of the body was changed")),
    ..Cause::EMPTY
};

pub(super) const NO_EXPECT_CONTINUE: Cause = Cause {
    id: "no-expect-continue",
    title: "A delivery with `Expect: 100-continue` is not accepted",
    seen: "A correctly signed delivery with `Expect: 100-continue` was not accepted.",
    why: "Some HTTP clients send it before larger bodies: large events are lost, and no small test shows it.",
    fix: "Use an HTTP server that answers `100 Continue`, or a proxy in front that does.",
    frameworks: &[of("nginx", "answers it by itself"), of("Node", "answers it unless you listen to checkContinue")],
    harm: Harm::Refusal,
    explains: &["transport-expect-continue"],
    decide: |facts| Some(facts.take(&["transport-expect-continue"])?.decided("only this header was added")),
    ..Cause::EMPTY
};

pub(super) const BREAKS_KEPT_CONNECTIONS: Cause = Cause {
    id: "breaks-kept-connections",
    title: "A delivery after a refused one on the same connection is lost",
    seen: "Deliveries were sent one after the other on one connection, and a correct one was not accepted.",
    why: "Providers reuse connections. The rest of a refused request, or a wrong length of its answer, corrupts the \
          next request, which was valid.",
    fix: "Read the whole body before you answer, and let the HTTP server set Content-Length.",
    frameworks: &[
        of("Go", "io.Copy(io.Discard, r.Body) before you return"),
        of("Python", "len(body) of the bytes, not of the text"),
    ],
    harm: Harm::Loss,
    explains: &["transport-keep-alive"],
    decide: |facts| {
        Some(facts.take(&["transport-keep-alive"])?.decided("on connections of their own they are accepted"))
    },
    ..Cause::EMPTY
};

pub(super) const ACTS_ON_HALF_BODIES: Cause = Cause {
    id: "acts-on-half-bodies",
    title: "An incomplete body is processed",
    seen: "A connection ended in the middle of a body, and that had an effect.",
    why: "Half an event is a wrong event, and the provider sends the whole one again: it is processed twice.",
    fix: "Stop if the body is shorter than Content-Length.",
    frameworks: &[
        of("Node", "work in the end event, not in close or aborted"),
        of("Go", "return at the error of io.ReadAll"),
    ],
    harm: Harm::Twice,
    explains: &["transport-half-body"],
    decide: |facts| {
        Some(facts.take_how(&["transport-half-body"], &[How::MoreEffects])?.decided("the effects were counted"))
    },
    ..Cause::EMPTY
};

pub(super) const DIES_WITH_A_CONNECTION: Cause = Cause {
    id: "dies-with-a-connection",
    title: "The endpoint stops when a client hangs up",
    seen: "After a connection ended in the middle of a body, the next good delivery was not accepted.",
    why: "Networks break every day. One broken connection stops all deliveries until the endpoint is restarted.",
    fix: "Catch the error of reading a body, and let a supervisor start the process again if it ends.",
    frameworks: &[
        of("Node", "req.on(\"error\", ..): without a listener the process ends"),
        of("systemd", "Restart=always"),
    ],
    harm: Harm::Loss,
    explains: &["transport-half-body"],
    decide: |facts| Some(facts.take(&["transport-half-body"])?.decided("the next good delivery was not accepted")),
    ..Cause::EMPTY
};
