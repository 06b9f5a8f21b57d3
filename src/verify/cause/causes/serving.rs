//! Causes in serving: time, load, connections, and work that is not done.

use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, Framework, of};
use crate::verify::cause::wording;
use crate::verify::cause::wording::Wording;
use crate::verify::set_up::EffectsFault;
use crate::verify::special::Special;
use crate::verify::symptom::How;

/// Ways to accept more connections at once.
const BACKLOG: &[Framework] = &[
    of("Python http.server", "request_queue_size = 128 in the server class (5 by default)"),
    of("gunicorn", "--backlog 2048, and more --workers or --threads"),
    of("nginx", "no limit_conn on this location"),
];

pub(super) const LIMITS_REQUESTS: Cause = Cause {
    id: "limits-requests",
    title: "Deliveries are refused when many arrive at once",
    seen: "Events were accepted one by one. When many arrived at the same time, some of them were not accepted.",
    why: "Providers send in bursts. Refused events arrive late, or never if the provider stops retrying.",
    fix: "Exempt the provider from the rate limit and the connection limit, or save the event immediately and \
          process it later. If you must limit, answer 429 with Retry-After.",
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
        Some(taken?.decided("sent one by one, such events were accepted"))
    },
    describe: |facts, ids| {
        let steps = facts.steps(ids[0]);
        let failed =
            steps.iter().filter(|step| step.response.as_ref().is_none_or(|answer| answer.status >= 300)).count();
        let outcome = facts.outcome(ids[0]);
        let said = match steps.len() {
            0 | 1 => Wording::observation(facts.sent_and_outcome(ids[0])),
            all => Wording::observation(format!(
                "{all} events arrived at the same time, and {failed} of them were not accepted. For one of them, {outcome}."
            )),
        };
        if !facts.is(ids[0], &[How::HungUp, How::Gone]) {
            return said;
        }
        said.fix(
            "Raise or remove the limit on open connections. Use more workers and a larger listen backlog. Save the event \
             immediately and process it later.",
        )
        .frameworks(BACKLOG)
    },
    ..Cause::EMPTY
};

pub(super) const LOSES_EVENTS_IN_A_BURST: Cause = Cause {
    id: "loses-events-in-a-burst",
    title: "Events that arrive at the same time are not each processed once",
    seen: "Many different events were sent at the same time and accepted. Together they had more or fewer effects \
           than when they were sent one after the other.",
    why: "Probably two writes overwrite each other, or a queue is full. Then events are lost, although you answered \
          with a success.",
    fix: "Update in the database (SET n = n + 1) instead of reading, adding and writing. Use a queue that is not \
          bounded, or answer 503 if it is full.",
    frameworks: &[],
    harm: Harm::Loss,
    explains: &["delivery-burst"],
    // The check is its probe: it counts the effects of a burst.
    decide: |facts| {
        let taken = facts.take_how(&["delivery-burst"], &[How::FewerEffects, How::MoreEffects])?;
        Some(taken.decided("the number of effects was compared with the number of accepted events"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const ONE_AT_A_TIME: Cause = Cause {
    id: "one-at-a-time",
    title: "Slow or idle connections keep all other clients waiting",
    seen: "Deliveries were not answered in time while another one arrived slowly, or while other connections were \
           open.",
    why: "Probably a worker is busy as long as its connection is open. Then deliveries are late, and the provider sends \
          them again.",
    fix: "Serve requests concurrently, and put a buffering proxy such as nginx in front.",
    frameworks: &[
        of("Flask", "in production use gunicorn -k gthread --threads 8, not app.run()"),
        of("Django", "a buffering proxy (nginx) before gunicorn; more workers alone do not help"),
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
        Some(if in_time { taken.decided("single deliveries were answered in time, and these were not") } else { taken })
    },
    describe: |facts, ids| {
        let during = match ids[0] {
            "transport-many-connections" => "While idle connections were open",
            "transport-slow-body" => "While a body arrived slowly",
            _ => return wording::sent_and_outcome(facts, ids),
        };
        let reason = facts.reason(ids[0]).filter(|_| facts.is(ids[0], &[How::Silent]));
        Wording::observation(format!("{during}, {}.", reason.unwrap_or_else(|| facts.outcome(ids[0]))))
    },
    ..Cause::EMPTY
};

pub(super) const COLD_START: Cause = Cause {
    id: "cold-start",
    title: "After a pause, the first delivery is answered too late and processed twice",
    seen: "The first delivery was not answered in time. It was sent again, and both were processed.",
    why: "An endpoint that was stopped for lack of traffic needs seconds to start. The provider does not wait so long, \
          and sends the event again. In production this could be a payment made twice.",
    fix: "Remember events (see forgets-events), and keep the endpoint warm.",
    frameworks: &[of("AWS Lambda", "provisioned concurrency"), of("Cloud Run", "min-instances = 1")],
    harm: Harm::Twice,
    explains: &["redelivery-lost-answer"],
    decide: |facts| {
        let taken = facts.take_if(&["redelivery-lost-answer"], |id| facts.special(id) == Some(Special::ColdStart));
        Some(taken?.decided("only the first delivery was late, and it had more effects than one event"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const ANSWERS_LATE: Cause = Cause {
    id: "answers-late",
    title: "The endpoint answers later than the provider waits",
    seen: "Deliveries were not answered within the provider's time-out.",
    why: "A late answer counts as no answer: the provider sends the event again, although you processed it, and \
          may disable the endpoint.",
    fix: "Save the event, answer 200, and do the work later in a job.",
    frameworks: &[
        of("Rails", "perform_later"),
        of("Django with Celery", "task.delay(event_id)"),
        of("Laravel", "dispatch(new ProcessEvent($id))"),
        of("Node with BullMQ", "queue.add(..)"),
        of("Spring", "save first, then @Async or a @Scheduled job"),
    ],
    harm: Harm::Trouble,
    explains: &["delivery-in-time"],
    decide: |facts| {
        Some(facts.take(&["delivery-in-time"])?.decided("nothing else was sent meanwhile, and no answer came in time"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const NO_EVENT_HAD_EFFECT: Cause = Cause {
    id: "no-event-had-effect",
    title: "The effect count never changed",
    seen: "The endpoint answered events with a success, but the effect count stayed the same in the whole run. Either \
           the endpoint does nothing, or --effects reads the wrong number.",
    why: "If the endpoint answers a success and does nothing, the provider does not retry, and every event is lost.",
    fix: "Send one event, and look for what it should do: a row, a payment, a mail. If you find it, let --effects count \
          that, without a cache. If not, the endpoint drops the event, or does its work after the answer. Serverless \
          platforms may freeze a function after its answer. Finish the work before you answer, or save the event and \
          let a separate job do it.",
    frameworks: UNFROZEN,
    harm: Harm::Loss,
    explains: &["delivery-effect"],
    decide: |facts| {
        let taken =
            facts.take(&["delivery-effect"]).filter(|_| facts.effects_fault() == Some(EffectsFault::NeverMoved));
        Some(taken?.decided("the effect count was read before the first event and after the last one"))
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
    seen: "The endpoint answered events with a success, but the effect count did not grow.",
    why: "The provider thinks that all is well, and nothing happens. Either the event is dropped, or the work \
          starts after the answer and is never finished. Serverless platforms may freeze a function after its answer.",
    fix: "Finish the work before you answer, or save the event and let a separate job do it. If the work is in \
          fact done, check what --effects counts.",
    frameworks: UNFROZEN,
    harm: Harm::Loss,
    explains: &["delivery-effect"],
    // The check is its probe. Whether the work is dropped or stops cannot be seen from outside.
    decide: |facts| {
        Some(facts.take(&["delivery-effect"])?.decided("events were accepted, and the effect count did not grow"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};

pub(super) const NEEDS_CONTENT_LENGTH: Cause = Cause {
    id: "needs-content-length",
    title: "A delivery without a Content-Length is not accepted",
    seen: "A correctly signed delivery was not accepted because its body was sent in chunks, without a Content-Length.",
    why: "A proxy may forward a body in chunks even if it received it with a Content-Length. Then every event is refused.",
    fix: "Let the HTTP server read the body. Do not read Content-Length yourself.",
    frameworks: &[
        of("WSGI", "read wsgi.input to its end if wsgi.input_terminated is set, as under gunicorn"),
        of("nginx", "proxy_request_buffering on, which sends a length"),
        of("Go", "io.ReadAll(r.Body), not r.ContentLength"),
    ],
    harm: Harm::Refusal,
    explains: &["transport-chunked"],
    decide: |facts| {
        Some(
            facts
                .take(&["transport-chunked"])?
                .decided("only the way of sending the body was changed (in chunks), and the delivery was not accepted"),
        )
    },
    ..Cause::EMPTY
};

pub(super) const NO_EXPECT_CONTINUE: Cause = Cause {
    id: "no-expect-continue",
    title: "A request with `Expect: 100-continue` is not accepted",
    seen: "A correctly signed delivery with `Expect: 100-continue` was not accepted.",
    why: "Some HTTP clients send this header before large bodies. Then large events are lost.",
    fix: "The server must answer `100 Continue` before it reads the body. Use an HTTP server or a proxy that \
          does.",
    frameworks: &[
        of("nginx", "sends `100 Continue` by itself"),
        of("Node", "http sends `100 Continue` by itself, unless you have a checkContinue listener"),
    ],
    harm: Harm::Refusal,
    explains: &["transport-expect-continue"],
    decide: |facts| {
        Some(
            facts
                .take(&["transport-expect-continue"])?
                .decided("only this header was added, and the delivery was not accepted"),
        )
    },
    describe: |facts, ids| {
        let said = Wording::observation(
            facts.outcome_of(ids[0], "a correctly signed delivery with the header `Expect: 100-continue`"),
        );
        if !facts.is(ids[0], &[How::Refused]) {
            return said;
        }
        said.why(
            "Probably the endpoint did not wait for the body, and checked the signature of an empty body. Some HTTP clients \
             send this header before large bodies. Then large events are lost.",
        )
    },
    ..Cause::EMPTY
};

pub(super) const BREAKS_KEPT_CONNECTIONS: Cause = Cause {
    id: "breaks-kept-connections",
    title: "On a reused connection, a correct delivery is not accepted",
    seen: "Deliveries were sent one after the other on one connection, and a correct one was not accepted.",
    why: "Providers reuse connections. Body bytes that you did not read are taken for the next request. A wrong \
          Content-Length in your answer damages the next answer.",
    fix: "Read the whole body before you answer, and let the HTTP server set Content-Length.",
    frameworks: &[
        of("Go", "io.Copy(io.Discard, r.Body) before you return"),
        of("Python", "Content-Length is len(text.encode()), not len(text)"),
    ],
    harm: Harm::Loss,
    explains: &["transport-keep-alive"],
    decide: |facts| {
        Some(facts.take(&["transport-keep-alive"])?.decided("on a connection of its own, such a delivery was accepted"))
    },
    describe: |facts, ids| {
        let outcome = facts.outcome_of(ids[0], "a correct one");
        Wording::observation(format!("Deliveries were sent one after the other on one connection. {outcome}"))
    },
    ..Cause::EMPTY
};

pub(super) const ACTS_ON_HALF_BODIES: Cause = Cause {
    id: "processes-half-bodies",
    title: "An incomplete body is processed",
    seen: "A connection was closed in the middle of a body, and the endpoint still processed what it had \
           received.",
    why: "Half of an event is wrong data. Later the provider sends the whole event, and it is processed a second \
          time.",
    fix: "Stop if the body ends before Content-Length bytes, or before the last chunk.",
    frameworks: &[
        of("Node", "work in req.on(\"end\"), not in \"close\" or \"aborted\""),
        of("Go", "return if io.ReadAll gives an error"),
    ],
    harm: Harm::Twice,
    explains: &["transport-half-body"],
    decide: |facts| {
        Some(facts.take_how(&["transport-half-body"], &[How::MoreEffects])?.decided(
            "incomplete bodies and one complete event were sent, and the effect count grew by more than one event",
        ))
    },
    describe: |facts, ids| {
        let steps = facts.steps(ids[0]);
        let valid = steps.iter().filter(|step| step.delivery.connection.is_none()).count();
        let before = steps.iter().find_map(|step| step.effects_before);
        let after = steps.iter().rev().find_map(|step| step.effects_after);
        let grown = before.zip(after).and_then(|(before, after)| after.checked_sub(before));
        match grown {
            Some(grown) if valid == 1 => {
                Wording::default().how(format!("one complete event was sent, but the effect count grew by {grown}"))
            }
            _ => Wording::default(),
        }
    },
    ..Cause::EMPTY
};

pub(super) const DIES_WITH_A_CONNECTION: Cause = Cause {
    id: "dies-with-a-connection",
    title: "The endpoint stops when a client disconnects",
    seen: "A connection was closed in the middle of a body. The next correct delivery was not accepted.",
    why: "Networks break every day. One broken connection stops all deliveries until the endpoint is restarted.",
    fix: "Handle errors when you read a body. Let a service manager, such as systemd, restart the process.",
    frameworks: &[
        of("Node", "req.on(\"error\", ..): without a listener the process ends"),
        of("systemd", "Restart=always"),
    ],
    harm: Harm::Loss,
    explains: &["transport-half-body"],
    decide: |facts| {
        Some(facts.take(&["transport-half-body"])?.decided("such deliveries were accepted before, and not afterwards"))
    },
    describe: |facts, ids| {
        let outcome = facts.outcome_of(ids[0], "the next correct delivery");
        Wording::observation(format!("A connection was closed in the middle of a body. {outcome}"))
    },
    ..Cause::EMPTY
};
