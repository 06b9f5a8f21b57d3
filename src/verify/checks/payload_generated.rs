//! `payload-generated`

use proptest::strategy::ValueTree;

use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-generated",
    title: "accepts everything that the contract allows",
    why: "Real payloads have names with accents, empty strings, absent fields and long texts. If a column or a parser \
          refuses one of them, it refuses it at every retry, and the event is lost.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let generator = match tested.generator() {
        Ok(generator) => generator,
        Err(error) => return Plan::Skip(format!("the schema yields no documents: {error}")),
    };
    Plan::send((0..context.cases).map(|case| {
        let document = context.draw(tested, generator, case).current();
        Attempt { case: Some(case), ..context.attempt(tested, document, &case.to_string()) }
    }))
}
