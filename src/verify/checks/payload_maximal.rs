//! `payload-maximal`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "payload-maximal",
    title: "accepts an event with everything in it, at full length",
    why: "A column or buffer that fits the samples cuts or refuses the first payload that uses what the contract allows.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    match subject.generator() {
        Ok(generator) => Plan::send([context
            .attempt(subject, generator.maximal(), "maximal")
            .what("with everything in it, at full length")]),
        Err(error) => Plan::Skip(format!("the schema yields no documents: {error}")),
    }
}
