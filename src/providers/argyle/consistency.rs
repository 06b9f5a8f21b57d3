//! The consistency rules of events: the ids next to a resource and in it, counts and lists, times.

use crate::model::Json;
use crate::provider::{Form, Rule, Source};
use crate::providers::argyle::events;
use crate::providers::argyle::source::read;

/// Ids of what an event is about: what was found in an account, before the account and its user.
pub(super) const ENTITIES: &[&str] = &[
    "/data/identity",
    "/data/payroll_document",
    "/data/deposit_destination",
    "/data/vehicle",
    "/data/rating",
    "/data/user_upload",
    "/data/user_form",
    "/data/verification",
    "/data/item",
    "/data/account",
    "/data/user",
];

const PARTNER: Source<'static> = read(events::PARTNER);
const RECORDED: Source<'static> = read(events::RECORDED);
const SPEC: Source<'static> = read(events::SPEC);

const ACCOUNT: &str = "/data/resource";
const NAMES: Source<'static> =
    read("the name of the event; with `include_resource` it carries the account as it is then");
const LIKE_GIGS: Source<'static> = read("like gigs, of which examples are printed");
const CODES: Source<'static> =
    read("a code says what is wrong; the accounts that were recorded have neither an error nor a code");
const STATES: Source<'static> =
    read("the states and the codes are documented in two lists; which code goes with which state is not");

pub(super) fn rules() -> Vec<Rule> {
    [ids(), counts(), accounts(), account_times(), verifications()].concat()
}

fn ids() -> Vec<Rule> {
    let agree = |name: &str, source: Source<'_>, events: &[&str], pointers: &[&str]| {
        Rule::observed(name, source, Form::agree(pointers)).on(events)
    };
    vec![
        agree("account", RECORDED, &["accounts.*"], &["/data/account", "/data/resource/id"]),
        agree("user-of-account", RECORDED, &["accounts.*"], &["/data/user", "/data/resource/user"]),
        agree("user", RECORDED, &["users.*"], &["/data/user", "/data/resource/id"]),
        agree("user-of-report", read(events::REPORTS), &["reports.ready"], &["/data/user", "/data/resource/user"]),
        agree("verification", PARTNER, &["verifications.updated"], &["/data/verification", "/data/resource/id"]),
        agree("client", PARTNER, &["verifications.updated"], &["/data/client", "/data/resource/client"]),
        agree(
            "user-of-verification",
            PARTNER,
            &["verifications.*"],
            &["/data/user", "/data/resource/user", "/data/context/user"],
        ),
    ]
}

/// Paystubs, gigs and shifts: how many, which, and from when to when.
fn counts() -> Vec<Rule> {
    let mut rules = Vec::new();
    for (done, lists) in [("updated", vec!["paystubs", "gigs", "shifts"]), ("removed", vec!["gigs", "shifts"])] {
        for list in lists {
            let form = Form::counts(&format!("/data/{done}_count"), &format!("/data/{done}_{list}"));
            let name = format!("{list}-{done}");
            let rule =
                if list == "gigs" { Rule::observed(&name, SPEC, form) } else { Rule::assumed(&name, LIKE_GIGS, form) };
            rules.push(rule.on(&[&format!("{list}.{done}")]));
        }
        // What was removed is not available any more.
        let ends = [format!("/data/{done}_from"), format!("/data/{done}_to")];
        rules.push(
            Rule::observed(&format!("times-{done}"), SPEC, Form::in_order(&[&ends[0], &ends[1]]))
                .on(&[&format!("*.{done}")]),
        );
    }
    for done in ["added", "updated"] {
        let [count, from, to] = ["count", "from", "to"].map(|member| format!("/data/{done}_{member}"));
        let events = format!("*.{done}");
        let rule = |name: &str, form| Rule::observed(&format!("{name}-{done}"), SPEC, form).on(&[&events]);
        rules.extend([
            rule("available", Form::at_least("/data/available_count", &count)),
            rule("available-from", Form::present("/data/available_from", &from)),
            rule("available-to", Form::present("/data/available_to", &to)),
            rule("available-times", Form::in_order(&["/data/available_from", &from, &to, "/data/available_to"])),
        ]);
    }
    let synced = Form::in_order(&["/data/available_from", "/data/available_to"]);
    rules.push(Rule::observed("available-times", RECORDED, synced).on(&["*_synced", "*.removed"]));
    rules
}

/// The account itself, for subscriptions with `include_resource`.
fn accounts() -> Vec<Rule> {
    let status = |event: &str, status: &str| {
        let form = Form::holds("/connection/status", [status]);
        Rule::assumed(&format!("connection-{status}"), NAMES, form).on(&[event]).within(ACCOUNT)
    };
    let mut rules = vec![
        Rule::assumed("failed-code", NAMES, Form::agree(&["/data/error_code", "/data/resource/connection/error_code"]))
            .on(&["accounts.failed"]),
        Rule::assumed(
            "failed-message",
            NAMES,
            Form::agree(&["/data/error_message", "/data/resource/connection/error_message"]),
        )
        .on(&["accounts.failed"]),
        status("accounts.failed", "error"),
        status("accounts.added", "connecting"),
        status("accounts.connected", "connected"),
    ];
    rules.extend(faultless("connection", "/data/resource/connection", &["connecting", "connected"]));
    let idle = [
        "idle",
        "awaiting_confirmation",
        "awaiting_user_action",
        "awaiting_connection",
        "scanning",
        "updating",
        "success",
    ];
    rules.extend(faultless("switch", "/data/resource/direct_deposit_switch", &idle));
    rules
}

/// An error has a code, and only an error has one: `others` are the other statuses.
fn faultless(name: &str, within: &str, others: &[&str]) -> [Rule; 3] {
    let of =
        |part: &str, form| Rule::assumed(&format!("{name}-{part}"), CODES, form).on(&["accounts.*"]).within(within);
    [
        of("status", Form::holds("/status", others.iter().copied())).when("/error_code", [Json::Null]),
        of("code", Form::holds("/error_code", [Json::Null])).unless("/status", ["error"]),
        of("message", Form::holds("/error_message", [Json::Null])).unless("/status", ["error"]),
    ]
}

fn account_times() -> Vec<Rule> {
    let times = |name: &str, times: &[&str]| {
        Rule::observed(name, RECORDED, Form::in_order(times)).on(&["accounts.*"]).within(ACCOUNT)
    };
    let none = |member: &str| {
        Rule::observed(
            &format!("nothing{}", member.replace(['/', '_'], "-")),
            RECORDED,
            Form::holds(member, [Json::Null]),
        )
        .on(&["accounts.*"])
        .within("/data/resource/availability/*")
        .when("/available_count", [0_u64])
    };
    vec![
        times("connection-changed", &["/created_at", "/connection/updated_at", "/updated_at"]),
        times("switch-changed", &["/created_at", "/direct_deposit_switch/updated_at", "/updated_at"]),
        times("set-changed", &["/created_at", "/availability/*/updated_at", "/updated_at"]),
        times("scanned", &["/scanned_at", "/updated_at"]),
        none("/available_from"),
        none("/available_to"),
        Rule::observed("set-times", RECORDED, Form::in_order(&["/available_from", "/available_to"]))
            .on(&["accounts.*"])
            .within("/data/resource/availability/*"),
    ]
}

fn verifications() -> Vec<Rule> {
    let status = |form| Rule::assumed("", STATES, form).on(&["verifications.updated"]).within("/data/resource");
    let code = |state: &str, codes: &[&str]| {
        let mut rule = status(Form::holds("/status/code", codes.iter().copied())).when("/status/state", [state]);
        rule.name = format!("code-{}", state.to_lowercase());
        rule
    };
    vec![
        code("PENDING", &["pending", "user_session_started", "authenticated"]),
        code("PROCESSING", &["documents_processing", "report_generating"]),
        code("PAUSED", &["more_data_required", "waiting_on_third_party"]),
        code("CANCELLED", &["cancelled_by_client", "argyle_timeout"]),
        code("COMPLETED", &["completed", "completed_with_errors"]),
        Rule::observed("no-errors", PARTNER, Form::holds("/errors", [Json::Array(Vec::new())]))
            .on(&["verifications.updated"])
            .within("/data/resource/status")
            .when("/code", ["completed"]),
        Rule::assumed(
            "report",
            read("a report is there once it is complete; the sample shows one that is"),
            Form::holds("/report/id", [Json::Null]),
        )
        .on(&["verifications.updated"])
        .within("/data/resource")
        .unless("/status/state", ["COMPLETED"]),
        Rule::observed("verification-times", PARTNER, Form::in_order(&["/created_at", "/updated_at"]))
            .on(&["verifications.updated"])
            .within("/data/resource"),
        Rule::observed("employment-lasts", PARTNER, Form::holds("/termination_date", [Json::Null]))
            .on(&["verifications.updated"])
            .within("/data/resource/employments/*")
            .when("/status", ["active"]),
        Rule::assumed(
            "employment-times",
            read("an end is not before its beginning"),
            Form::in_order(&["/hire_date", "/termination_date"]),
        )
        .on(&["verifications.updated"])
        .within("/data/resource/employments/*"),
        Rule::observed("no-details", read(events::SWITCHES), Form::holds("/data/details", [Json::Null]))
            .on(&["direct_deposit_switches.completed"])
            .unless("/data/deposit_destination", [Json::Null]),
    ]
}
