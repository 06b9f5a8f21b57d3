//! `payload-maximal`

use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-maximal",
    title: "accepts an event with everything in it, at full length",
    why: "A column or buffer that fits the samples truncates or refuses the first payload that uses everything the \
          contract allows.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

/// New ids may be longer than those that they replace.
const SPARE: usize = 512;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let generator = match tested.generator() {
        Ok(generator) => generator,
        Err(error) => return Plan::Skip(format!("the schema yields no documents: {error}")),
    };
    let most = context.provider.delivery.max_body;
    match generator.maximal_within(most.saturating_sub(SPARE), &context.provider.body) {
        Some(document) => {
            Plan::send([context.attempt(tested, document, "maximal").what("with everything in it, at full length")])
        }
        None => Plan::Skip(format!(
            "an event with everything in it is larger than {most} bytes, which {} sends at most",
            context.provider.name
        )),
    }
}
