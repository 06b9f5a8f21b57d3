//! `payload-large`

use crate::generate::Hostile;
use crate::verify::check::Check;
use crate::verify::checks::throughout;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "payload-large",
    title: "accepts an event of more than 64 KiB",
    why: "A customer with ten years of history makes one long event. A body limit or a 16-bit length that nobody chose on purpose refuses it.",
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    throughout::plan(context, subject, &[Hostile::Huge], "no member of it is without a limit")
}
