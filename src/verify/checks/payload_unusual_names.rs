//! `payload-unusual-names`

use crate::model::Json;
use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected, Plan, Step};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-unusual-names",
    title: "survives fields with unusual names",
    why: "A field name that has a meaning in a language or a database, such as `__proto__` or `$where`, can crash the \
          code that copies or stores the event. A 4xx is right; after a 5xx the event is sent again.",
    plan,
    ..Check::ANSWERS
};

/// Longer than a name in a database may be.
const LONG: usize = 1_000;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let inner = || Json::Object(vec![("added_later".into(), Json::from(true))]);
    let fields = [
        ("`__proto__`".to_owned(), "__proto__".to_owned(), inner()),
        ("`constructor`".to_owned(), "constructor".to_owned(), Json::Object(vec![("prototype".into(), inner())])),
        ("that is empty".to_owned(), String::new(), inner()),
        ("with a dot, `added.later`".to_owned(), "added.later".to_owned(), Json::from("new")),
        ("with a dollar sign, `$where`".to_owned(), "$where".to_owned(), Json::from("new")),
        (format!("of {LONG} characters"), "n".repeat(LONG), Json::from("new")),
        ("that is not ASCII, `später 名`".to_owned(), "später 名".to_owned(), Json::from("new")),
    ];
    let strands = fields.into_iter().enumerate().filter_map(|(at, (what, name, value))| {
        let mut document = tested.plain.clone();
        let Json::Object(members) = &mut document else { return None };
        let special = (!name.is_ascii()).then_some(Special::NameNotAscii);
        members.push((name.into(), value));
        let attempt = context.attempt(tested, document, &format!("name {at}"));
        let odd = Attempt { expected: Expected::Survived, special, ..attempt };
        let odd = odd.what(format!("with a new field name {what}"));
        Some(vec![Step::from(odd), context.good(tested, &format!("after {at}")).into()])
    });
    Plan::Strands(strands.collect())
}
