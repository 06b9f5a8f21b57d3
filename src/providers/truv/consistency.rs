//! What agrees with what inside an event. It is flat and names every id once, so that is little.

use crate::model::Json;
use crate::provider::{Form, Rule};
use crate::providers::truv::events;
use crate::providers::truv::source::read;

/// Ids of what an event is about: what a task found, before the task and the link behind it.
pub(super) const ENTITIES: &[&str] = &["/order_id", "/object_id", "/employment_id", "/task_id", "/link_id"];

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::observed(
            "emitted-with-the-change",
            read(events::TASKS),
            Form::in_order(&["/event_created_at", "/updated_at"]),
        ),
        Rule::observed("no-link-no-source", read(events::ORDERS_2022), Form::holds("/data_source", [Json::Null]))
            .on(&["order-status-updated", "order-refresh-failed"])
            .when("/link_id", [Json::Null]),
    ]
}
