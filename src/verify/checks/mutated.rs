//! Rightly signed events that are one step away from what the contract allows.

use crate::generate::MutationKind;
use crate::model::Json;
use crate::sign::Part;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

/// Maximum number of mutations of one event type. Types with hundreds of fields would only repeat the same kinds.
const MOST: usize = 24;

/// Returns an attempt for every pointer of the simplest document to which a mutation of this kind applies, each with
/// its own event. Fields that are signed as text are those of the mutated event, as the provider would sign them. If the
/// mutation takes one away, the field of the event before it is signed.
pub(super) fn attempts(context: &Context<'_>, tested: &TypeUnderTest, kind: MutationKind) -> Vec<Attempt> {
    let Ok(mutator) = tested.mutator(&context.provider.body) else { return Vec::new() };
    let mutation = |at: usize| {
        let document = context.renewed(tested, tested.plain.clone(), &format!("{} {at}", kind.name()));
        let mutation = mutator.of_kind(&document, kind, &mut context.rng(tested, 0)).into_iter().nth(at)?;
        let what = match mutation.pointer.as_str() {
            "" => format!("{}, as the whole body", mutation.what),
            pointer => format!("{} at {pointer}", mutation.what),
        };
        let signed = with_signed_fields(context, &document, &mutation.body);
        let attempt = context.attempt_with(tested, signed, &mutation.body);
        Some(Attempt { document, ..attempt }.what(what))
    };
    (0..MOST).map_while(mutation).collect()
}

/// Returns a document with the fields of a body that the provider signs.
fn with_signed_fields(context: &Context<'_>, document: &Json, body: &[u8]) -> Json {
    let (mut signed, Ok(sent)) = (document.clone(), Json::parse(body)) else { return document.clone() };
    for part in context.provider.signing.recipe.message.parts() {
        if let Part::Member(pointer) | Part::OptionalMember(pointer) = part
            && let Some(value) = sent.pointer(pointer)
            && !matches!(value, Json::Null | Json::Array(_) | Json::Object(_))
        {
            signed.set(pointer, value.clone());
        }
    }
    signed
}

/// Returns a plan that sends every mutation of this kind and, before the first and after each, a good event: the
/// endpoint must survive. `none` is the reason of the skip if no mutation applies.
pub(super) fn survived(context: &Context<'_>, tested: &TypeUnderTest, kind: MutationKind, none: &str) -> Plan {
    let attempts = attempts(context, tested, kind);
    if attempts.is_empty() {
        return Plan::Skip(none.to_owned());
    }
    let mut steps: Vec<Step> = vec![context.good(tested, "before").into()];
    for (at, mut attempt) in attempts.into_iter().enumerate() {
        attempt.expected = Expected::Survived;
        steps.extend([attempt.into(), context.good(tested, &format!("after {at}")).into()]);
    }
    Plan::Steps(steps)
}
