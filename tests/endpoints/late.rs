//! Answers that exceed the time-out now and then, or always.

use std::time::Duration;

use hookproof::__private::demo;
use hookproof::providers;
use hookproof::verify::{Outcome, Run};

use crate::server::{Heard, Reply};
use crate::{fails_only, reason, server, verifier};

/// A run against a correct endpoint that does not answer some deliveries.
async fn without_answers_to(is_open: impl Fn(&Heard) -> bool + Send + Sync + 'static) -> Run {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| {
        let status = shop.receive(&heard.headers, &heard.body).status;
        if is_open(heard) { Reply::Stall(Vec::new()) } else { Reply::Say(server::status(status)) }
    })
    .await;
    let verifier =
        verifier(providers::truv()).events(["order-created", "link-connected"]).only(["payload", "delivery"]);
    verifier.concurrency(1).timeout(Duration::from_millis(500)).run(&server.url).await
}

#[tokio::test]
async fn a_single_late_answer_fails_nothing() {
    let run = without_answers_to(|heard| heard.nth == 8).await;
    fails_only(&run, &[]);
    assert_eq!(run.verdict, Outcome::Passed);
    let reason = reason(&run, "delivery-in-time");
    assert!(reason.contains("exceeded the time-out once and did not when sent again"), "{reason}");
}

/// A new event of the type is late as well, whether the endpoint knows the first one or not.
#[tokio::test]
async fn late_answers_that_repeat_are_a_failure() {
    let run = without_answers_to(|heard| String::from_utf8_lossy(&heard.body).contains("link-connected")).await;
    fails_only(&run, &["delivery-in-time"]);
}
