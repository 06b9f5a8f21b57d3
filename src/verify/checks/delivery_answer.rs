//! `delivery-answer`

use crate::verify::check::{Check, Level, Scope};
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "delivery-answer",
    title: "answers with the text that the provider expects",
    why: "This provider reads the body of the answer. Without the expected text, it takes every delivery for a failure: it \
          sends the event again and again, and may stop to deliver.",
    expected: "a success with that text",
    level: Level::Must,
    scope: Scope::EveryType,
    based_on: &["delivery.answer"],
    plan,
    judge,
    ..Check::ANSWERS
};

/// Delivers an event twice: some consumers answer with another text if they know the event.
fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.provider.delivery.answer.is_none() {
        return Plan::Skip(format!("{} does not read the body of an answer", context.provider.name));
    }
    let first = context.good(tested, "answer");
    let again = context.again(tested, &first, 1).what("that redelivers the previous event");
    Plan::in_turn([first, again])
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    let (Judgement::Pass, Some(expected)) = (&judgement, &context.provider.delivery.answer) else { return judgement };
    let is_other = |one: &Observed| {
        one.exchange()
            .and_then(|(_, exchange)| exchange.response())
            .is_some_and(|answer| !context.provider.accepts(answer))
    };
    match observed.iter().position(is_other) {
        Some(step) => {
            let answered = observed[step].exchange().map(|(_, exchange)| exchange.describe()).unwrap_or_default();
            Judgement::Fail { reason: format!("{answered} without the body `{expected}`"), step }
        }
        None => Judgement::Pass,
    }
}
