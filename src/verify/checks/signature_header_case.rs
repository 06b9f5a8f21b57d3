//! `signature-header-case`

use crate::verify::check::{Check, Level, Needs};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-header-case",
    title: "finds the signature whatever the letter case of its header",
    why: "Header names are case-insensitive, and proxies change their case. An endpoint that expects one spelling \
          refuses everything as soon as a proxy is put in front of it.",
    level: Level::Should,
    plan,
    needs: Needs::Socket,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.signs_in_body() {
        return forged::no_header();
    }
    if context.signer.is_none() {
        return forged::nothing_signed(context);
    }
    let spelled = |key: &str, what: &str, spell: fn(&str) -> String| {
        let mut attempt = context.good(tested, key).what(what);
        let headers = attempt.request.headers.iter();
        attempt.request.headers = headers.map(|(name, value)| (spell(name), value.to_vec())).collect();
        attempt
    };
    Plan::send([
        spelled("lower", "with the names of its headers in lower case", str::to_lowercase),
        spelled("title", "with the names of its headers in Title-Case", title_case),
    ])
}

fn title_case(name: &str) -> String {
    let mut first = true;
    let cased = name.chars().map(|letter| {
        let spelled = if first { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
        first = letter == '-';
        spelled
    });
    cased.collect()
}
