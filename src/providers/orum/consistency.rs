//! What agrees with what inside an event. The guides print few events, so most of it is read from names.

use crate::provider::{Form, Rule, Source};
use crate::providers::orum::facts::EVENTS;
use crate::providers::orum::source::read;

/// Every event is about the resource that it carries.
pub(super) const ENTITIES: &[&str] = &["/event_data/*/id"];

/// The resource, under whichever name.
const RESOURCE: &str = "/event_data/*";
const NAMES: Source<'static> = read("the name of the event; the table of events tells it in other words");
const REASONS: Source<'static> =
    read("a reason is for what went wrong; the specification does not say where it stands");
const PARTS: Source<'static> =
    read("an address or a contact changes as the resource around it does; no sample prints its times");

pub(super) fn rules() -> Vec<Rule> {
    [statuses(), reasons(), times()].concat()
}

fn statuses() -> Vec<Rule> {
    let status = |status: &str| {
        let form = Form::holds("/status", [status]);
        Rule::assumed(&format!("status-{status}"), NAMES, form).on(&[&format!("*_{status}")]).within(RESOURCE)
    };
    vec![
        status("created").except(&["subledger_created"]),
        status("verified"),
        status("rejected"),
        status("restricted"),
        status("closed"),
        Rule::documented("status-unverified", EVENTS, Form::holds("/status", ["created"]))
            .on(&["*_unverified"])
            .within(RESOURCE),
    ]
}

fn reasons() -> Vec<Rule> {
    let only = |name: &str, member: &str, event: &str, other: &str, values: &[&str]| {
        Rule::assumed(name, REASONS, Form::absent(member))
            .on(&[event])
            .within(RESOURCE)
            .unless(other, values.iter().copied())
    };
    vec![
        only("reasons-of-persons", "/status_reasons", "person_*", "/status", &["rejected", "restricted"]),
        only("reasons-of-transfers", "/status_reasons", "*transfer_updated", "/status", &["failed"]),
        only(
            "reason-of-verifications",
            "/status_reason",
            "verify_account_updated",
            "/verification_status",
            &["closed", "invalid", "failed"],
        ),
        only(
            "reason-of-debits",
            "/debit_status_reason",
            "verify_account_updated",
            "/debit_status",
            &["blocked", "failed"],
        ),
        Rule::assumed("one-owner", read("an account has one owner, a person or a business"), Form::absent("/business"))
            .on(&["verify_account_updated"])
            .within(RESOURCE)
            .when_there("/person"),
    ]
}

fn times() -> Vec<Rule> {
    vec![
        Rule::assumed("closed-when-closed", NAMES, Form::absent("/closed_at")).except(&["*_closed"]).within(RESOURCE),
        Rule::assumed("closed-at", NAMES, Form::present("/closed_at", "/updated_at"))
            .on(&["*_closed"])
            .within(RESOURCE),
        Rule::observed("changed-before-told", EVENTS, Form::in_order(&["/event_data/*/updated_at", "/created_at"])),
        Rule::observed("unchanged-when-created", EVENTS, Form::agree(&["/updated_at", "/created_at"]))
            .on(&["*_created"])
            .within(RESOURCE),
        Rule::assumed("parts-when-created", PARTS, Form::agree(&["/created_at", "/*/*/created_at", "/*/*/updated_at"]))
            .on(&["person_created", "business_created"])
            .within(RESOURCE),
        Rule::observed("resource", EVENTS, Form::in_order(&["/created_at", "/closed_at", "/updated_at"]))
            .within(RESOURCE),
        Rule::assumed("parts-of-it", PARTS, Form::in_order(&["/*/*/updated_at", "/updated_at"]))
            .on(&["person_*", "business_*"])
            .within(RESOURCE),
        Rule::assumed("parts", PARTS, Form::in_order(&["/created_at", "/updated_at"]))
            .on(&["person_*", "business_*"])
            .within("/event_data/*/*/*"),
    ]
}
