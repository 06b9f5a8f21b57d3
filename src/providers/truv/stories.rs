//! An order from its making to its end, and a link from its connection to its deletion.

use crate::provider::{IdForm, Source, Step, Story};
use crate::providers::truv::source::read;

const ORDERS: Source<'static> = read(
    "the life of a task is documented, and that tasks carry the employer of an order; which event comes first is not",
);
const RECORDS: Source<'static> =
    read("the pages say which event comes of a first task and which of a refresh; which comes first is not written");

pub(super) fn stories() -> Vec<Story> {
    vec![order(), link()]
}

fn order() -> Story {
    let about = "An order is made, its person connects an account, a task reads it, and the order is complete.";
    let task = |status: &str, after| {
        Step::of("task-status-updated", after)
            .set("/status", status)
            .play("/task_id", "task")
            .play("/link_id", "link")
            .play("/user_id", "user")
            .play("/tracking_info", "employer")
            .play("/product", "product")
            .play("/data_source", "source")
            .play("/template_id", "template")
    };
    let order = |event: &str, after| {
        Step::of(event, after)
            .play("/order_id", "order")
            .play("/order_number", "number")
            .play("/user_id", "user")
            .play("/template_id", "template")
    };
    Story::assumed("order", about, ORDERS)
        .id("order", IdForm::Hex32)
        .id("user", IdForm::Hex32)
        .id("employer", IdForm::Hex32)
        .id("link", IdForm::Hex32)
        .id("task", IdForm::Hex32)
        .then(order("order-created", 0).play("/product", "product"))
        .then(connected(90, "source", "template"))
        .then(task("login", 1))
        .then(task("parse", 12))
        .then(task("full_parse", 20))
        .then(task("done", 8))
        .then(
            order("order-status-updated", 2)
                .has("/updated_at")
                .set("/status", "completed")
                .play("/product", "product")
                .play("/link_id", "link")
                .play("/employer_id", "employer")
                .play("/data_source", "source"),
        )
        .then(order("order-finalized", 3600))
}

fn connected(after: u64, source: &str, template: &str) -> Step {
    link_event("link-connected", after)
        .play("/tracking_info", "employer")
        .play("/data_source", source)
        .play("/template_id", template)
}

fn link_event(event: &str, after: u64) -> Step {
    Step::of(event, after).play("/link_id", "link").play("/user_id", "user").play("/product", "product")
}

fn link() -> Story {
    let about = "A link is connected and read, read again a day later, fails to be read, and is deleted.";
    let of_link =
        |event: &str, after| link_event(event, after).play("/tracking_info", "tracking").play("/data_source", "source");
    let task = |status: &str, task: &str, after| {
        of_link("task-status-updated", after).set("/status", status).play("/task_id", task)
    };
    let employment =
        |event: &str, task: &str| of_link(event, 1).play("/task_id", task).play("/object_id", "employment");
    let statements = |event: &str, task: &str, count: u64| {
        of_link(event, 1).set("/objects_count", count).play("/task_id", task).play("/employment_id", "employment")
    };
    Story::assumed("link", about, RECORDS)
        .id("link", IdForm::Hex32)
        .id("user", IdForm::Hex32)
        .id("employment", IdForm::Hex32)
        .id("first task", IdForm::Hex32)
        .id("refresh", IdForm::Hex32)
        .id("failed refresh", IdForm::Hex32)
        .then(of_link("link-connected", 0))
        .then(task("login", "first task", 1))
        .then(task("mfa", "first task", 5))
        .then(task("parse", "first task", 30))
        .then(employment("employment-created", "first task"))
        .then(task("full_parse", "first task", 20))
        .then(statements("statements-created", "first task", 9))
        .then(task("done", "first task", 1))
        .then(task("new", "refresh", 86_400))
        .then(task("parse", "refresh", 10))
        .then(employment("employment-updated", "refresh"))
        .then(statements("statements-updated", "refresh", 10))
        .then(task("done", "refresh", 1))
        .then(task("new", "failed refresh", 86_400))
        .then(task("login_error", "failed refresh", 4))
        .then(of_link("link-disconnected", 1))
        .then(of_link("link-deleted", 3600))
}
