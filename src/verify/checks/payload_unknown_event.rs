//! `payload-unknown-event`

use crate::provider::Kind;
use crate::verify::check::{Check, Condition, Level, Scope};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-unknown-event",
    title: "accepts unknown event types",
    why: "Providers add event types. An endpoint that refuses them fills the provider's retry queue, and the provider \
          may disable it for the known event types too.",
    level: Level::Must,
    scope: Scope::Plainest,
    plan,
    condition: Condition::AllEvents,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if tested.payload.kind != Kind::Event {
        return Plan::Skip("a notice has no name that could be another".to_owned());
    }
    let source = &context.provider.envelope.name;
    let known = tested.name();
    let (family, mark) = known
        .char_indices()
        .rfind(|(_, letter)| matches!(letter, '-' | '.' | '_'))
        .map_or((known, "."), |(at, letter)| (&known[..at], &known[at..at + letter.len_utf8()]));
    let action = format!("{family}{mark}rearranged");
    let unknown = format!("novelty{mark}created");
    Plan::send([(action, "of a new action of a known family"), (unknown, "of a new family")].map(|(name, what)| {
        let mut document = tested.plain.clone();
        source.write(&name, &mut document);
        context.attempt_named(&name, tested, document, &name).what(format!("{what}, `{name}`"))
    }))
}
