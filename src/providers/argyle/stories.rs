//! An account from its first connection to its removal, one that fails, and a verification.

use serde_json::json;

use crate::model::{Json, TimeForm};
use crate::provider::{IdForm, Source, Step, Story};
use crate::providers::argyle::source::read;

const ORDER: Source<'static> =
    read("the pages say what comes of a first reading and what of a refresh; which of them comes first is not written");
const STATES: Source<'static> = read("the states are documented one by one; their order is read from their names");
const DAY: u64 = 86_400;

pub(super) fn stories() -> Vec<Story> {
    vec![account(), failed(), verification()]
}

/// An event about the account of the story.
fn of_account(event: &str, after: u64) -> Step {
    Step::of(event, after).play("/name", "subscription").play("/data/account", "account").play("/data/user", "user")
}

/// The account itself, as it was at the step before.
fn with_account(step: Step) -> Step {
    step.has("/data/resource").play("/data/resource", "resource").play("/data/resource/item", "item").time(
        "/data/resource/updated_at",
        TimeForm::Micros,
        0,
    )
}

fn added(after: u64) -> Step {
    with_account(of_account("accounts.added", after))
        .set("/data/resource/scanned_at", Json::Null)
        .set("/data/resource/availability", json!({}))
        .set("/data/resource/direct_deposit_switch/status", "idle")
        .set("/data/resource/ongoing_refresh/status", "idle")
        .time("/data/resource/created_at", TimeForm::Micros, 0)
}

fn account() -> Story {
    let identity = |event: &str, after| of_account(event, after).play("/data/identity", "identity");
    let paystubs = |event: &str, count: u64, days: u64, after| {
        of_account(event, after)
            .set("/data/available_count", count)
            .time("/data/available_from", TimeForm::Seconds, days * DAY)
            .time("/data/available_to", TimeForm::Seconds, DAY)
    };
    let text = "An account is added, connected and read, first in part and then in full; its identity changes, \
                a refresh finds more, and it is removed.";
    Story::assumed("account", text, ORDER)
        .id("account", IdForm::Uuid)
        .id("user", IdForm::Uuid)
        .id("item", IdForm::Item9)
        .id("identity", IdForm::Uuid)
        .then(added(0))
        .then(with_account(of_account("accounts.connected", 5)).time(
            "/data/resource/connection/updated_at",
            TimeForm::Micros,
            0,
        ))
        .then(identity("identities.added", 4))
        .then(paystubs("paystubs.partially_synced", 4, 60, 6).set("/data/days_synced", 60_u64))
        .then(paystubs("paystubs.fully_synced", 52, 730, 30))
        .then(
            Step::of("users.fully_synced", 1)
                .play("/name", "subscription")
                .play("/data/user", "user")
                .set("/data/resource/accounts_connected", json!([null]))
                .play("/data/resource/accounts_connected/0", "account")
                .set("/data/resource/items_connected", json!([null]))
                .play("/data/resource/items_connected/0", "item")
                .play("/data/resource/employers_connected", "employers")
                .time("/data/resource/created_at", TimeForm::Micros, 60),
        )
        .then(identity("identities.updated", DAY))
        .then(
            paystubs("paystubs.added", 53, 730, 5)
                .set("/data/added_count", 1_u64)
                .time("/data/added_from", TimeForm::Seconds, DAY)
                .time("/data/added_to", TimeForm::Seconds, DAY),
        )
        .then(with_account(of_account("accounts.removed", DAY)))
}

fn failed() -> Story {
    let text = "An account is added and cannot be connected.";
    Story::assumed("account-failed", text, ORDER)
        .id("account", IdForm::Uuid)
        .id("user", IdForm::Uuid)
        .id("item", IdForm::Item9)
        .then(added(0))
        .then(
            with_account(of_account("accounts.failed", 9))
                .set("/data/error_code", "invalid_credentials")
                .set("/data/error_message", "The credentials were not right.")
                .time("/data/resource/connection/updated_at", TimeForm::Micros, 0),
        )
}

fn verification() -> Story {
    let of = |event: &str, after| {
        Step::of(event, after)
            .play("/name", "subscription")
            .play("/data/user", "user")
            .play("/data/verification", "verification")
    };
    let updated = |state: &str, code: &str, after| {
        of("verifications.updated", after)
            .has("/data/resource")
            .play("/data/resource", "resource")
            .set("/data/resource/status", json!({"state": state, "code": code, "errors": []}))
            .play("/data/client", "client")
            .play("/data/resource/client", "client")
            .time("/data/resource/updated_at", TimeForm::Micros, 0)
    };
    let text = "The user of a verification connects a source, it is read, and the report is made.";
    Story::assumed("verification", text, STATES)
        .id("user", IdForm::Uuid)
        .id("verification", IdForm::Uuid)
        .id("client", IdForm::Uuid)
        .id("report", IdForm::Uuid)
        .then(of("verifications.connection_added", 0).time("/data/connection/connected_at", TimeForm::Micros, 1))
        .then(updated("PROCESSING", "documents_processing", 5).time("/data/resource/created_at", TimeForm::Micros, 60))
        .then(updated("PROCESSING", "report_generating", 60))
        .then(updated("COMPLETED", "completed", 20).play("/data/resource/report/id", "report"))
}
