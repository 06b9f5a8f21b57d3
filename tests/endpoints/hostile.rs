//! Endpoints that do what no endpoint should: there is a verdict, it blames the right thing, and it comes soon.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use hookproof::__private::demo;
use hookproof::providers;
use hookproof::report::{Paint, human};
use hookproof::verify::{CheckReport, Outcome, Run, Verdict};

use crate::server::{Heard, Reply};
use crate::{fails_only, reason, server, verifier};

async fn run(respond: impl Fn(&Heard) -> Reply + Send + Sync + 'static, verdict: Outcome) -> Run {
    let server = server::start(respond).await;
    let run = verifier(providers::truv()).timeout(Duration::from_millis(200)).run(&server.url).await;
    assert_eq!(run.verdict, verdict);
    assert!(run.duration_ms < 20_000, "{} ms", run.duration_ms);
    run
}

/// Nothing is accepted: that proves nothing, and says what was seen.
async fn takes_nothing(respond: impl Fn(&Heard) -> Reply + Send + Sync + 'static, says: &str) -> Run {
    let run = run(respond, Outcome::Unproved).await;
    fails_only(&run, &[]);
    let reason = reason(&run, "delivery-documented");
    assert!(
        reason.starts_with(says) && reason.ends_with("to 19 of 19 event types in their minimal documented form"),
        "{reason}"
    );
    run
}

/// Nothing is answered in time, and that is all that is said.
async fn is_too_late(respond: impl Fn(&Heard) -> Reply + Send + Sync + 'static) {
    let run = run(respond, Outcome::Failed).await;
    fails_only(&run, &["delivery-in-time"]);
    assert!(reason(&run, "delivery-in-time").starts_with("did not answer within 200ms"), "{run:?}");
    assert!(run.deliveries <= 10, "{}", run.deliveries);
}

#[tokio::test]
async fn an_answer_that_is_not_http() {
    takes_nothing(|_| Reply::End(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()), "did not answer in HTTP").await;
    takes_nothing(|_| Reply::Say(vec![0, 159, 146, 150, 13, 10, 13, 10]), "did not answer in HTTP").await;
    takes_nothing(|_| Reply::End(b"\x16\x03\x01 tls?".to_vec()), "did not answer in HTTP").await;
}

#[tokio::test]
async fn an_answer_that_is_framed_wrongly() {
    let framed = |head: &'static str| move |_: &Heard| Reply::End(format!("HTTP/1.1 200 OK\r\n{head}").into_bytes());
    takes_nothing(framed("Content-Length: many\r\n\r\n"), "did not answer in HTTP").await;
    takes_nothing(framed("Content-Length: 99999999999999999999\r\n\r\n"), "did not answer in HTTP").await;
    takes_nothing(framed("Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "did not answer in HTTP").await;
    takes_nothing(framed("Content-Length: 5\r\n\r\nabc"), "closed the connection without an answer").await;
    takes_nothing(framed("Transfer-Encoding: chunked\r\n\r\n5\r\nab"), "closed the connection").await;
}

#[tokio::test]
async fn an_answer_whose_head_is_too_long() {
    let says = "did not answer in HTTP: the head of the answer is longer than 65536 bytes";
    let long = |end: &str| format!("HTTP/1.1 302 Found\r\nLocation: /{}{end}", "x".repeat(100_000)).into_bytes();
    takes_nothing(move |_| Reply::End(long("\r\nContent-Length: 0\r\n\r\n")), says).await;
    takes_nothing(move |_| Reply::Stall(long("")), says).await;
}

#[tokio::test]
async fn a_connection_that_is_closed_or_reset_at_once() {
    takes_nothing(|_| Reply::End(Vec::new()), "closed the connection without an answer").await;
    takes_nothing(|_| Reply::Reset, "closed the connection without an answer").await;
}

#[tokio::test]
async fn an_endpoint_that_never_answers() {
    is_too_late(|_| Reply::Stall(Vec::new())).await;
}

#[tokio::test]
async fn an_answer_that_never_ends() {
    is_too_late(|_| Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-".to_vec())).await;
    is_too_late(|_| Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc".to_vec())).await;
    is_too_late(|_| Reply::Stall(b"HTTP/1.1 200 OK\r\n\r\nno length and no end".to_vec())).await;
    is_too_late(|_| Reply::Stall(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec())).await;
}

#[tokio::test]
async fn an_answer_without_bounds_is_given_up() {
    let server = server::start(|_| Reply::Forever(vec![b'x'; 65_536])).await;
    let one = ["link-deleted"];
    let run = verifier(providers::truv()).events(one).timeout(Duration::from_secs(5)).run(&server.url).await;
    fails_only(&run, &[]);
    assert_eq!(run.verdict, Outcome::Unproved);
    let server = server::start(|heard| match heard.nth {
        0 => Reply::Forever(b"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100)),
        _ => Reply::Say(server::status(200)),
    })
    .await;
    let run = verifier(providers::truv()).events(one).timeout(Duration::from_millis(200)).run(&server.url).await;
    // The first answer alone was late, as after a cold start: the redelivery was answered.
    assert!(!run.failed().any(|check| check == "delivery-in-time"), "{run:?}");
    assert!(
        reason(&run, "delivery-in-time").contains("the first delivery to the idle endpoint did not answer"),
        "{run:?}"
    );
}

#[tokio::test]
async fn a_refusal_of_everything_says_what_it_usually_means() {
    for (status, hint) in [
        (401, "Is this the endpoint's secret, and is the signature made of the raw body"),
        (403, "Is this the endpoint's secret"),
        (404, "Does the consumer need this customer to exist? See --prepare. Or: is this the path of the webhook?"),
        (405, "The path does not accept the provider's method"),
        (415, "The endpoint expects another content type"),
        (500, "Look into its log"),
    ] {
        let run = takes_nothing(move |_| Reply::Say(server::status(status)), &format!("answered {status}")).await;
        let unproved = run.unproved.unwrap();
        let said = format!("everything was refused in calibration: answered {status} to 19 of 19. {hint}");
        assert!(unproved.starts_with(&said), "{unproved}");
    }
}

#[tokio::test]
async fn an_endpoint_that_accepts_everything_fails_what_it_should_and_no_more() {
    let server = server::start(|_| Reply::Say(server::status(200))).await;
    let run = verifier(providers::truv()).run(&server.url).await;
    fails_only(
        &run,
        &[
            "signature-missing",
            "signature-empty",
            "signature-wrong-key",
            "signature-body-changed",
            "signature-other-body",
            "signature-truncated",
            "signature-garbage",
            "signature-other-algorithm",
            "signature-other-encoding",
            "signature-no-prefix",
            "signature-duplicated-header",
        ],
    );
    for check in ["malformed-json", "malformed-not-object", "malformed-truncated-utf8", "malformed-empty"] {
        assert!(reason(&run, check).ends_with("was not observed, give --effects"), "{check}");
    }
    for check in ["delivery-effect", "signature-no-effect", "redelivery-same"] {
        assert_eq!(reason(&run, check), "effect not observed, give --effects", "{check}");
    }
}

/// What a run sees of the endpoint.
#[derive(Clone, Copy, Debug)]
enum Seen {
    Answers,
    Effects,
}

/// An endpoint that answers after this time; `ends` says how it ends with a delivery, or with all after that.
async fn ends_with(delay: Duration, ends: impl Fn(&Heard) -> Option<Reply> + Send + Sync + 'static, seen: Seen) -> Run {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| {
        if heard.path == "/effects" {
            return Reply::Say(server::saying(200, &shop.effects().to_string()));
        }
        let status = shop.receive(&heard.headers, &heard.body).status;
        let reply = ends(heard).unwrap_or_else(|| Reply::Say(server::status(status)));
        if delay.is_zero() { reply } else { Reply::Later(delay, Box::new(reply)) }
    })
    .await;
    let verifier = verifier(providers::truv()).timeout(Duration::from_secs(1));
    let verifier = match seen {
        Seen::Answers => verifier,
        Seen::Effects => verifier.effects_at(server.at("/effects")),
    };
    verifier.run(&server.url).await
}

const DELAYS: [Duration; 3] = [Duration::ZERO, Duration::from_millis(3), Duration::from_millis(20)];

fn is_unsigned(heard: &Heard) -> bool {
    heard.headers.get("x-webhook-sign").is_none()
}

/// One check failed and ended the run, by a delivery that was cut off. Returns its id.
#[track_caller]
fn ended_by(run: &Run, says: &str) -> String {
    let failed: Vec<&str> = run.failed().collect();
    assert_eq!(failed.len(), 1, "{}", human(run, Paint::Plain));
    let reason = reason(run, failed[0]);
    assert!(reason.starts_with("closed the connection without an answer"), "{reason}");
    let incomplete = run.incomplete.as_deref().unwrap();
    assert!(incomplete.starts_with(&format!("after {} the endpoint {says}", failed[0])), "{incomplete}");
    failed[0].to_owned()
}

#[tokio::test]
async fn an_endpoint_that_ends_is_reported_with_the_delivery_before() {
    for delay in DELAYS {
        let run = ends_with(delay, |heard| is_unsigned(heard).then_some(Reply::Die), Seen::Answers).await;
        assert_eq!(ended_by(&run, "could not be reached"), "signature-missing", "{delay:?}");
        let later =
            |check: &&CheckReport| ["payload", "redelivery", "transport"].iter().any(|one| check.id.starts_with(one));
        assert!(run.checks.iter().filter(later).all(|check| check.verdict == Verdict::Skip), "{delay:?}");
    }
}

#[tokio::test]
async fn an_endpoint_that_answers_nothing_any_more_is_said_to_after_what() {
    for delay in DELAYS {
        let has_ended = AtomicBool::new(false);
        let ends = move |heard: &Heard| {
            let is_over = has_ended.fetch_or(is_unsigned(heard), Ordering::SeqCst);
            let first = is_unsigned(heard).then_some(Reply::End(Vec::new()));
            if is_over { Some(Reply::Stall(Vec::new())) } else { first }
        };
        let run = ends_with(delay, ends, Seen::Answers).await;
        assert_eq!(ended_by(&run, "did not answer within 1s to a good delivery"), "signature-missing", "{delay:?}");
    }
}

#[tokio::test]
async fn an_endpoint_that_dies_of_a_duplicate_is_said_to_have_died_of_it() {
    for delay in DELAYS {
        let seen = Mutex::new(HashSet::new());
        let ends = move |heard: &Heard| {
            let signed = !is_unsigned(heard) && heard.method == "POST";
            (signed && !seen.lock().unwrap().insert(heard.body.clone())).then_some(Reply::Die)
        };
        let run = ends_with(delay, ends, Seen::Effects).await;
        // The good delivery after a forgery has the forgery's body.
        let check = ended_by(&run, "could not be reached");
        assert!(check.starts_with("signature-"), "{delay:?} {check}");
    }
}

#[tokio::test]
async fn an_endpoint_that_dies_of_an_event_type_is_said_to_have_died_of_it() {
    for delay in DELAYS {
        let ends =
            |heard: &Heard| String::from_utf8_lossy(&heard.body).contains("statements-created").then_some(Reply::Die);
        let run = ends_with(delay, ends, Seen::Answers).await;
        fails_only(&run, &["delivery-documented"]);
        let report = run.check("delivery-documented").unwrap();
        assert!(report.events.iter().any(|event| event == "statements-created"), "{delay:?} {:?}", report.events);
        let reason = reason(&run, "delivery-documented");
        assert!(reason.starts_with("closed the connection without an answer"), "{delay:?} {reason}");
    }
}

#[tokio::test]
async fn the_delivery_that_killed_an_endpoint_is_the_one_that_is_shown() {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| {
        let status = shop.receive(&heard.headers, &heard.body).status;
        if heard.body.is_ascii() { Reply::Say(server::status(status)) } else { Reply::Die }
    })
    .await;
    let run = verifier(providers::truv()).events(["link-connected"]).cases(64).run(&server.url).await;
    fails_only(&run, &["payload-generated"]);
    let shown = run.check("payload-generated").unwrap().counterexample.as_ref().unwrap();
    assert!(!shown.request.body.is_ascii(), "{}", shown.request.body);
    assert!(reason(&run, "payload-generated").starts_with("closed the connection without an answer"), "{run:?}");
}

#[tokio::test]
async fn an_endpoint_that_fails_now_and_then_is_called_flaky() {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| {
        let status = shop.receive(&heard.headers, &heard.body).status;
        Reply::Say(server::status(if heard.nth == 3 { 503 } else { status }))
    })
    .await;
    // A failure while other deliveries are in flight would count only if it repeats.
    let verifier = verifier(providers::truv()).concurrency(1).events(["link-connected"]).only(["payload-generated"]);
    let run = verifier.cases(8).run(&server.url).await;
    fails_only(&run, &["payload-generated"]);
    let reason = reason(&run, "payload-generated");
    let says = "intermittent, 0 of 5 when the same event was sent again";
    assert!(reason.contains("answered 503") && reason.ends_with(says), "{reason}");
}

/// The run of one check against an endpoint that processes some duplicates again. `others` is the number of readings,
/// after seven duplicates, that show no effect of somebody else; one that follows does.
async fn processes_some_again(duplicates: &'static [usize], others: Option<usize>) -> Run {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let (seen, again, readings) = (Mutex::new(Vec::new()), Mutex::new((0, 0)), AtomicUsize::new(0));
    let server = server::start(move |heard| {
        if heard.path == "/effects" {
            let (tried, more) = *again.lock().unwrap();
            let read = if tried < 6 { 0 } else { readings.fetch_add(1, Ordering::SeqCst) };
            let foreign = usize::from(others.is_some_and(|others| read > others));
            return Reply::Say(server::saying(200, &(shop.effects() + more + foreign as u64).to_string()));
        }
        let status = shop.receive(&heard.headers, &heard.body).status;
        let mut seen = seen.lock().unwrap();
        if seen.contains(&heard.body) {
            let mut again = again.lock().unwrap();
            again.0 += 1;
            again.1 += u64::from(duplicates.contains(&again.0));
        }
        seen.push(heard.body.clone());
        Reply::Say(server::status(status))
    })
    .await;
    let verifier = verifier(providers::truv()).events(["link-connected"]).only(["redelivery-same"]);
    verifier.effects_at(server.at("/effects")).run(&server.url).await
}

#[tokio::test]
async fn an_endpoint_that_processes_some_duplicates_again_is_tried_five_times() {
    // The sum of a group first, then five looks alone.
    for (duplicates, says) in [(&[1, 2, 4, 6][..], "; intermittent, 3 of 5"), (&[1, 2, 4], "; intermittent, 2 of 5")] {
        let run = processes_some_again(duplicates, None).await;
        fails_only(&run, &["redelivery-same"]);
        assert!(reason(&run, "redelivery-same").ends_with(says), "{run:?}");
        let shown = &run.check("redelivery-same").unwrap().counterexample.as_ref().unwrap().scenario;
        let failing = shown.iter().find(|step| step.fails).unwrap();
        assert_ne!(failing.effects_after, failing.effects_expected, "a trial that failed is shown: {failing:?}");
    }
}

/// A single wrong count, or two in a count that changes while nothing is sent, may be due to others.
#[tokio::test]
async fn what_may_be_due_to_others_is_noted() {
    for (duplicates, others, says) in [(&[1, 2][..], None, "1 of 5"), (&[1, 2, 4], Some(40), "2 of 5")] {
        let run = processes_some_again(duplicates, others).await;
        assert_eq!(run.failed().count(), 0, "{run:?}");
        let report = run.check("redelivery-same").unwrap();
        assert_eq!(report.verdict, Verdict::Pass, "{run:?}");
        assert!(reason(&run, "redelivery-same").contains(says), "{run:?}");
    }
}
