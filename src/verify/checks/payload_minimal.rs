//! `payload-minimal`

use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-minimal",
    title: "accepts an event with nothing optional in it",
    why: "Optional fields may be absent, even if every sample contains them. Sooner or later the provider omits one.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    match tested.generator() {
        Ok(generator) => {
            Plan::send([context.attempt(tested, generator.minimal(), "minimal").what("with nothing optional in it")])
        }
        Err(error) => Plan::Skip(format!("the schema yields no documents: {error}")),
    }
}
