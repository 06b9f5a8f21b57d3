//! `payload-minimal`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "payload-minimal",
    title: "accepts an event with nothing optional in it",
    why: "Optional fields may be absent, even if every sample contains them. Sooner or later the provider omits one.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    match subject.generator() {
        Ok(generator) => {
            Plan::send([context.attempt(subject, generator.minimal(), "minimal").what("with nothing optional in it")])
        }
        Err(error) => Plan::Skip(format!("the schema yields no documents: {error}")),
    }
}
