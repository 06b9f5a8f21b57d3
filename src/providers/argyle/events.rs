//! The events about identities, with every example that could be read.

use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::argyle::payloads::IdentityChanged;

const IDENTITIES: &str = "https://docs.argyle.com/api-reference/identities-webhooks";
const RECORDED: &str = "DSACMS/iv-cbv-payroll@e6346af:app/spec/fixtures/e2e/";

pub(super) fn events() -> Vec<Payload> {
    let added = "An identity was found, as a rule while an account is read for the first time.";
    let updated = "Something about an identity changed, such as its employment status.";
    vec![
        event("identities.added", added)
            .example(Example::documented("printed", IDENTITIES, include_str!("examples/identities.added.json")))
            .example(Example::recorded(
                "recorded-2026-01-29",
                RECORDED,
                include_str!("examples/identities.added.recorded-2026-01-29.json"),
            )),
        event("identities.updated", updated).example(Example::documented(
            "printed",
            IDENTITIES,
            include_str!("examples/identities.updated.json"),
        )),
    ]
}

fn event(name: &str, about: &str) -> Payload {
    Payload::event::<IdentityChanged>("argyle", "/event", name).described(IDENTITIES, about)
}
