//! `payload-null`

use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-null",
    title: "accepts null wherever the contract allows it",
    why: "A field that may be null will be null for some customer. Code that calls a method on it crashes, and crashes \
          again at every retry.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.provider.body.format.has_texts_only() {
        return Plan::Skip("a form has no null".to_owned());
    }
    let documents = match tested.generator() {
        Ok(generator) => generator.nulls(),
        Err(error) => return Plan::Skip(format!("the schema yields no documents: {error}")),
    };
    if documents.is_empty() {
        return Plan::Skip("no field of it may be null".to_owned());
    }
    Plan::send(documents.into_iter().enumerate().map(|(at, document)| {
        let which = ["the outermost", "the innermost"][at % 2];
        context
            .attempt(tested, document, &format!("null {at}"))
            .what(format!("with null in {which} of the fields that may be null"))
    }))
}
