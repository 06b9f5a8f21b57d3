//! `delivery-late`

use crate::provider::Kind;
use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "delivery-late",
    title: "accepts an event that is as old as the last retry",
    why: "After an outage, the retries of a whole day arrive. An endpoint that refuses old events loses them.",
    based_on: &["retry.span", "retry.attempts"],
    plan,
    kinds: &[Kind::Event, Kind::Notice],
    ..Check::ANSWERS
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    const HOUR: u64 = 3_600;
    let span = context.provider.retry.span().as_secs();
    if span < HOUR {
        return Plan::Skip(format!("the provider gives up after {span} s: no event comes late"));
    }
    let hours = span / HOUR;
    let seconds = i64::try_from(hours * HOUR).unwrap_or(i64::MAX);
    let then = Context { now: context.now.shifted(-seconds), ..context.clone() };
    let mut attempt = then.good(tested, "late").what(format!("of an event that is {hours} h old"));
    let has_sent = context.provider.envelope.sent_times().next().is_some();
    if has_sent || context.signs_time() {
        // A retry is signed at the time of the retry, and says when it was sent.
        let body = if has_sent {
            context.provider.envelope.renew_sent(&mut attempt.document, context.now);
            context.provider.body.write(&attempt.document).into()
        } else {
            attempt.request.body.clone()
        };
        attempt.request = context.request(context.signer, tested.name(), &attempt.document, &body);
    }
    Plan::send([attempt])
}
