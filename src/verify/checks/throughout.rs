//! Shared by the checks that send one kind of hostile value in every field that accepts it.

use crate::generate::Hostile;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

/// Sends a delivery for each kind, plausible except for that kind. Skips, with the reason, if the event has no place
/// for any kind.
pub(super) fn plan(context: &Context<'_>, tested: &TypeUnderTest, kinds: &[Hostile], placeless: &str) -> Plan {
    let generator = match tested.generator() {
        Ok(generator) => generator,
        Err(error) => return Plan::Skip(format!("the schema yields no documents: {error}")),
    };
    let found = |kind: &Hostile| Some((*kind, generator.throughout(*kind)?));
    let documents: Vec<_> = kinds.iter().filter_map(found).collect();
    if documents.is_empty() {
        return Plan::Skip(placeless.to_owned());
    }
    Plan::send(documents.into_iter().map(|(kind, document)| {
        context.attempt(tested, document, &format!("{kind:?}")).what(format!("with {}", kind.about()))
    }))
}
