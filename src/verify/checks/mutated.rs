//! Rightly signed events that are one step away from what the contract allows.

use crate::generate::MutationKind;
use crate::generate::Mutator;
use crate::verify::context::Context;
use crate::verify::plan::Attempt;
use crate::verify::subject::Subject;

/// Maximum number of mutations of one event type. Types with hundreds of fields would only repeat the same kinds.
const MOST: usize = 24;

/// Returns an attempt for every pointer of the simplest document to which a mutation of this kind applies, each with
/// its own event. Fields that are signed as text are those of the event before the mutation.
pub(super) fn attempts(context: &Context<'_>, subject: &Subject, kind: MutationKind) -> Vec<Attempt> {
    let Ok(mutator) = Mutator::compile(subject.payload.schema(), context.provider.body) else { return Vec::new() };
    let mutation = |at: usize| {
        let document = context.renewed(subject, subject.plain.clone(), &format!("{} {at}", kind.name()));
        let mutation = mutator.of_kind(&document, kind, &mut context.rng(subject, 0)).into_iter().nth(at)?;
        let what = match mutation.pointer.as_str() {
            "" => format!("{} as the whole body", mutation.what),
            pointer => format!("{} at {pointer}", mutation.what),
        };
        Some(context.attempt_with(subject, document, &mutation.body).what(what))
    };
    (0..MOST).map_while(mutation).collect()
}
