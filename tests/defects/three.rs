//! Three defects in one consumer: a problem for each, in a short report.

use std::sync::Arc;

use hookproof::__private::demo;
use hookproof::__private::demo::{Shop, Steps};
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::{Verifier, providers};

use crate::secret;

/// Lines of a report of three problems, with the evidence of each.
const MOST_LINES: usize = 110;

#[tokio::test(flavor = "multi_thread")]
async fn three_defects_are_three_problems() {
    let [signature, payload, memory] =
        ["re-serialises", "crashes-on-null", "processes-twice"].map(|name| demo::named(name).unwrap());
    let steps =
        Steps { verify: signature.steps.verify, read: payload.steps.read, take: memory.steps.take, ..demo::CORRECT };
    let truv = providers::truv();
    let signer = Signer::new(&truv.signing.recipe, &secret(&truv)).unwrap();
    let shop = Arc::new(Shop::new(truv.clone(), Some(signer), steps));
    let verifier =
        Verifier::of(truv.clone()).secret(secret(&truv)).salt("three").cases(6).skip(["redelivery-long-after"]);
    let run = demo::observe(verifier, &shop).run(demo::in_process(shop)).await;
    let shown = human(&run, Paint::Plain);
    let failing: Vec<&str> =
        run.causes.iter().filter(|cause| cause.fails_the_run(&run)).map(|cause| cause.id.as_str()).collect();
    assert_eq!(failing, [memory.cause, signature.cause, payload.cause], "{shown}");
    assert!(shown.lines().count() <= MOST_LINES, "{} lines\n{shown}", shown.lines().count());
    // The tail is what a CI service shows.
    let tail = shown.lines().rev().take(3).collect::<Vec<_>>().join(" ");
    assert!(failing.iter().all(|cause| tail.contains(cause)), "{tail}");
}
