//! `payload-unknown-field`

use crate::model::Json;
use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-unknown-field",
    title: "accepts unknown fields",
    why: "Providers add fields without notice. An endpoint that refuses them stops working on the day of the \
          provider's release.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

const NEW: &str = "added_later";

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let mut outer = tested.plain.clone();
    outer.set(&format!("/{NEW}"), Json::from("new"));
    let mut inner = tested.plain.clone();
    let mut objects = Vec::new();
    tested.plain.walk(&mut |pointer, value| {
        if matches!(value, Json::Object(_)) && !pointer.is_empty() {
            objects.push(pointer.to_owned());
        }
    });
    for object in &objects {
        let value = Json::Object(vec![("of".into(), Json::Array(vec![Json::Null, Json::Bool(true)]))]);
        inner.set(&format!("{object}/{NEW}"), value);
    }
    let mut attempts = vec![context.attempt(tested, outer, "outer").what(format!("with a new field `{NEW}`"))];
    if !objects.is_empty() {
        attempts.push(
            context.attempt(tested, inner, "inner").what(format!("with a new field `{NEW}` in every inner object")),
        );
    }
    Plan::send(attempts)
}
