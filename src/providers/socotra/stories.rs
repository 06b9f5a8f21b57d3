//! Lives of a policy. Only the names of the events are public, and that one delivery carried a locator.

use serde_json::json;

use crate::provider::{IdForm, Source, Step, Story};
use crate::providers::socotra::source::read;

const DAY: u64 = 86_400;
const NAMES: Source<'static> =
    read("the names of the events; `policyLocator` was seen in a delivery of `policy.create` alone");

pub(super) fn stories() -> Vec<Story> {
    vec![
        policy(
            "policy",
            "A policy is made, issued and paid, changes, is renewed, and is cancelled.",
            &[
                ("policy.create", 0),
                ("policy.finalize", 600),
                ("policy.issue", 60),
                ("invoice.issue", 1),
                ("payment.pay", DAY),
                ("policy.effective", 5 * DAY),
                ("endorsement.create", 90 * DAY),
                ("endorsement.accept", 600),
                ("endorsement.issue", 60),
                ("policy.endorse", 1),
                ("renewal.create", 200 * DAY),
                ("renewal.accept", DAY),
                ("renewal.issue", 60),
                ("policy.renew", 1),
                ("cancellation.create", 30 * DAY),
                ("cancellation.issue", 60),
                ("policy.cancel", 1),
            ],
        ),
        policy(
            "policy-lapse",
            "A policy is issued and not paid, lapses after its grace period, and is reinstated.",
            &[
                ("policy.create", 0),
                ("policy.finalize", 600),
                ("policy.issue", 60),
                ("invoice.issue", 1),
                ("invoice.pastDue", 30 * DAY),
                ("policy.gracePeriod", 1),
                ("policy.lapse", 30 * DAY),
                ("reinstatement.create", DAY),
                ("reinstatement.accept", 600),
                ("reinstatement.issue", 60),
                ("policy.reinstatement.issue", 1),
            ],
        ),
        policy(
            "policy-discarded",
            "A policy is quoted, and the quote is declined and the policy discarded.",
            &[
                ("policy.create", 0),
                ("policy.quote.create", 60),
                ("policy.quote.quoted", 60),
                ("policy.quote.declined", DAY),
                ("policy.discard", 60),
            ],
        ),
    ]
}

fn policy(name: &str, text: &str, events: &[(&str, u64)]) -> Story {
    let story = Story::assumed(name, text, NAMES).id("policy", IdForm::Digits9);
    events.iter().enumerate().fold(story, |story, (at, (event, after))| {
        // Every call is a transaction of its own.
        let transaction = format!("transaction {}", at + 1);
        let step = Step::of(event, *after)
            .set("/data", json!({"policyLocator": null}))
            .play("/data/policyLocator", "policy")
            .play("/transactionId", &transaction)
            .play("/username", "user");
        story.id(&transaction, IdForm::Uuid).then(step)
    })
}
