//! Deliveries with several events.

use crate::model::Json;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Plan};
use crate::verify::type_under_test::TypeUnderTest;

/// Returns a correctly signed attempt with these events in its body, or the plan of a provider that never sends one.
/// `named` is the event whose fields are signed, if any are.
pub(super) fn attempt(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    named: &Attempt,
    events: impl IntoIterator<Item = Json>,
) -> Result<Attempt, Plan> {
    let events: Vec<Json> = events.into_iter().collect();
    let others = events.iter().filter(|event| **event != named.document && **event != Json::Null).cloned().collect();
    let body = context.provider.body.write_batch(events);
    let body = body.ok_or_else(|| Plan::Skip(format!("{} sends one event in a delivery", context.provider.name)))?;
    Ok(Attempt { others, ..context.attempt_with(tested, named.document.clone(), &body) })
}
