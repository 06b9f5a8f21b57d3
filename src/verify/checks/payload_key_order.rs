//! `payload-key-order`

use crate::model::Json;
use crate::verify::check::{Check, Scope};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-key-order",
    title: "accepts an event with its fields in another order",
    why: "The fields of a JSON object have no order. An endpoint that expects one field first works until the \
          provider's library sorts them.",
    scope: Scope::Plainest,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let attempt = |key: &str, what: &str, arrange: fn(&mut Json)| {
        let mut document = context.renewed(tested, tested.plain.clone(), key);
        arrange(&mut document);
        let body = context.provider.body.write(&document);
        context.attempt_with(tested, document, &body).what(what)
    };
    Plan::send([
        attempt("reversed", "with its fields in reverse order", Json::reverse_fields),
        attempt("sorted", "with its fields sorted by name", sort),
    ])
}

/// Sorts the fields by name, in nested objects too.
fn sort(document: &mut Json) {
    match document {
        Json::Object(fields) => {
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (_, value) in fields {
                sort(value);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}
