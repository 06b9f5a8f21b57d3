//! `redelivery-lost-answer`

use crate::verify::check::Check;
use crate::verify::check::Needs;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Manner;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "redelivery-lost-answer",
    title: "takes an event once whose answer was lost",
    why: "The provider cannot know that an event was taken when the connection breaks before the answer is \
          read. It sends it again, and that must change nothing.",
    plan,
    judge,
    needs: Needs::Socket,
    ..Check::REDELIVERY
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let event = context.good(subject, "event");
    let lost = event.clone().travelling(Manner::AnswerLost).what("whose answer nobody reads");
    let mut steps: Vec<Step> = vec![lost.into(), event.what("that repeats one whose answer was lost").into()];
    repeated::observed(&mut steps, subject.gain);
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    repeated::judge(context, subject, seen, 1)
}
