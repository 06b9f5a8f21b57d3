//! Lives of persons, businesses, accounts and transfers, and a payment that needs several of them.

use serde_json::json;

use crate::provider::{IdForm, Source, Step, Story};
use crate::providers::orum::facts::EVENTS;
use crate::providers::orum::source::read;

const STATUSES: Source<'static> = read("the statuses are documented one by one; their order is read from their names");
const RESOURCES: Source<'static> =
    read("reference ids are the client's own, so what names one names the resource that has it");

pub(super) fn stories() -> Vec<Story> {
    vec![
        person(),
        customer("business", "business", "A business is registered, passes its check and is closed."),
        customer("external-account", "external_account", "A bank account is registered, verified and closed."),
        rejected(),
        transfer("transfer", "Money leaves one account and arrives at another.", &["settled", "completed"]),
        transfer("transfer-failed", "Money leaves one account and does not arrive.", &["failed"]),
        verification(),
        book_transfer(),
        payment(),
    ]
}

/// An event whose resource is what it was at the step before, but for its status.
fn about(event: &str, kind: &str, status: &str, after: u64) -> Step {
    let resource = format!("/event_data/{kind}");
    Step::of(event, after)
        .play(&resource, kind)
        .play(&format!("{resource}/id"), &format!("{kind} id"))
        .set(&format!("{resource}/status"), status)
}

fn person() -> Story {
    let text = "A person is registered and verified, changes, is verified again, and is closed.";
    Story::documented("person", text, EVENTS)
        .id("person id", IdForm::Uuid)
        .then(about("person_created", "person", "created", 0))
        .then(about("person_verified", "person", "verified", 3))
        .then(
            about("person_unverified", "person", "created", 86_400)
                .set("/event_data/person/last_name", "Newly-Married"),
        )
        .then(about("person_verified", "person", "verified", 3))
        .then(about("person_closed", "person", "closed", 86_400))
}

fn customer(name: &str, kind: &str, text: &str) -> Story {
    Story::assumed(name, text, STATUSES)
        .id(&format!("{kind} id"), IdForm::Uuid)
        .then(about(&format!("{kind}_created"), kind, "created", 0))
        .then(about(&format!("{kind}_verified"), kind, "verified", 3))
        .then(about(&format!("{kind}_closed"), kind, "closed", 86_400))
}

fn rejected() -> Story {
    let reasons = json!([{
        "reason_code": "invalid_address",
        "reason_code_message": "Address submitted is a non-supported address type",
    }]);
    Story::documented("person-rejected", "A person is registered and fails the check.", EVENTS)
        .id("person id", IdForm::Uuid)
        .then(about("person_created", "person", "created", 0))
        .then(about("person_rejected", "person", "rejected", 3).set("/event_data/person/status_reasons", reasons))
}

/// A transfer in one of its statuses, from the account and its owner.
fn moved(status: &str, after: u64) -> Step {
    let step = about("transfer_updated", "transfer", status, after)
        .has("/event_data/transfer/source")
        .has("/event_data/transfer/destination")
        .play("/event_data/transfer/source/customer_reference_id", "customer")
        .play("/event_data/transfer/source/account_reference_id", "account");
    if status != "failed" {
        return step;
    }
    let reasons = json!([{"source": {
        "reason_code": "insufficient_funds",
        "reason_code_message": "The account had not enough money",
    }}]);
    step.set("/event_data/transfer/status_reasons", reasons)
}

fn transfer(name: &str, text: &str, ends: &[&str]) -> Story {
    let story = Story::assumed(name, text, STATUSES)
        .id("transfer id", IdForm::Uuid)
        .then(moved("created", 0))
        .then(moved("pending", 60));
    ends.iter().fold(story, |story, status| story.then(moved(status, 86_400)))
}

fn verification() -> Story {
    let step = |status: &str, after| {
        Step::of("verify_account_updated", after)
            .play("/event_data/account", "account")
            .play("/event_data/account/id", "account id")
            .set("/event_data/account/verification_status", status)
    };
    Story::assumed("verification", "A bank account is looked at and found to be there.", STATUSES)
        .id("account id", IdForm::Uuid)
        .then(step("pending", 0))
        .then(step("valid", 7200))
}

fn book_transfer() -> Story {
    let subledger = |side: &str, after| {
        Step::of("subledger_created", after)
            .play("/event_data/subledger/id", &format!("{side} id"))
            .play("/event_data/subledger/subledger_reference_id", side)
    };
    let booked = |status: &str, after| {
        about("book_transfer_updated", "book_transfer", status, after)
            .has("/event_data/book_transfer/source")
            .has("/event_data/book_transfer/destination")
            .play("/event_data/book_transfer/source/subledger_reference_id", "source")
            .play("/event_data/book_transfer/destination/subledger_reference_id", "destination")
    };
    Story::assumed("book-transfer", "Two subledgers are made, and money moves from one to the other.", RESOURCES)
        .id("source id", IdForm::Uuid)
        .id("source", IdForm::Uuid)
        .id("destination id", IdForm::Uuid)
        .id("destination", IdForm::Uuid)
        .id("book_transfer id", IdForm::Uuid)
        .then(subledger("source", 0))
        .then(subledger("destination", 1))
        .then(booked("created", 60))
        .then(booked("completed", 1))
}

fn payment() -> Story {
    let person = |event: &str, status: &str, after| {
        about(event, "person", status, after).play("/event_data/person/customer_reference_id", "customer")
    };
    let account = |event: &str, status: &str, after| {
        about(event, "external_account", status, after)
            .set("/event_data/external_account/customer_resource_type", "person")
            .play("/event_data/external_account/customer_reference_id", "customer")
            .play("/event_data/external_account/account_reference_id", "account")
    };
    let text = "A person and the person's bank account are registered and verified, and the account is debited.";
    let story = Story::assumed("payment", text, RESOURCES)
        .id("person id", IdForm::Uuid)
        .id("external_account id", IdForm::Uuid)
        .id("transfer id", IdForm::Uuid)
        .id("customer", IdForm::Uuid)
        .id("account", IdForm::Uuid)
        .then(person("person_created", "created", 0))
        .then(person("person_verified", "verified", 3))
        .then(account("external_account_created", "created", 60))
        .then(account("external_account_verified", "verified", 3))
        .then(moved("created", 60));
    ["pending", "settled", "completed"].iter().fold(story, |story, status| story.then(moved(status, 3600)))
}
