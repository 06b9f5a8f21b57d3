//! Diverted events: a page of them, delete, resend. The path names a transaction; the oldest event of it is meant.

use serde_json::{Map, Value};

use crate::model::TimeForm;
use crate::provider::Provider;
use crate::provider::api::{Call, Command, Parked, Reply, State};
use crate::providers::socotra::api::{refusal, webhooks};
use crate::providers::socotra::payloads::{
    EventName, EventStreamData, Milliseconds, WebhookDivertedEventResponse, WebhookDivertedEventsResponse,
};

/// No page prints how many a page has; this is our choice.
const PAGE_SIZE: usize = 100;

pub(super) fn page(provider: &Provider, state: &State, call: &Call<'_>, name: &str) -> Reply {
    if state.subscription(name).is_none() {
        return webhooks::unknown();
    }
    let number = |name: &str, otherwise: usize| match call.parameter(name).map(|text| text.parse::<u64>()) {
        None => Some(otherwise),
        Some(read) => read.ok().map(|number| usize::try_from(number).unwrap_or(usize::MAX)),
    };
    let (Some(limit), Some(offset)) = (number("limit", PAGE_SIZE), number("offset", 0)) else {
        return refusal::wrong("limit and offset are whole numbers from 0");
    };
    let events = of(call, name).skip(offset).take(limit).map(|parked| record(provider, parked)).collect();
    let page = WebhookDivertedEventsResponse { events, webhook_name: name.to_owned() };
    Reply::json(200, "WebhookDivertedEventsResponse", &page)
}

pub(super) fn delete(state: &State, call: &Call<'_>, name: &str, transaction: &str) -> Reply {
    match oldest(state, call, name, transaction) {
        Ok(parked) => Reply::empty(200).command(Command::Discard { delivery: parked.delivery.clone() }),
        Err(refused) => *refused,
    }
}

/// Sends an event again, to where the integration is now.
pub(super) fn resend(state: &State, call: &Call<'_>, name: &str, transaction: &str) -> Reply {
    let parked = match oldest(state, call, name, transaction) {
        Ok(parked) => parked,
        Err(refused) => return *refused,
    };
    if state.subscription(name).is_some_and(|webhook| !webhook.active) {
        return refusal::conflict("the webhook is suspended or not enabled: nothing can be sent again");
    }
    let delivery = || parked.delivery.clone();
    Reply::empty(200).command(Command::Renew { delivery: delivery() }).command(Command::Resend { delivery: delivery() })
}

fn of<'a>(call: &Call<'a>, name: &str) -> impl Iterator<Item = &'a Parked> {
    call.history.parked.iter().filter(move |parked| parked.last.subscription == name)
}

fn oldest<'a>(state: &State, call: &Call<'a>, name: &str, transaction: &str) -> Result<&'a Parked, Box<Reply>> {
    if state.subscription(name).is_none() {
        return Err(Box::new(webhooks::unknown()));
    }
    let found = of(call, name).find(|parked| text(&payload(parked), "transactionId", parked) == transaction);
    found.ok_or_else(|| Box::new(refusal::not_found("there is no diverted event of this transaction")))
}

fn payload(parked: &Parked) -> Map<String, Value> {
    serde_json::from_slice(&parked.last.body).unwrap_or_default()
}

/// A text field; the id of the delivery if the event has no such field.
fn text(payload: &Map<String, Value>, member: &str, parked: &Parked) -> String {
    payload.get(member).and_then(Value::as_str).unwrap_or(&parked.delivery).to_owned()
}

fn record(provider: &Provider, parked: &Parked) -> WebhookDivertedEventResponse {
    let mut payload = payload(parked);
    let sent_at = payload.get("timestamp").and_then(Value::as_str).and_then(|text| TimeForm::UnixMillis.read(text));
    let at = sent_at.filter(|at| at.unix() >= 0).unwrap_or(parked.last.at);
    let named = payload.get("type").and_then(Value::as_str).filter(|name| provider.payload(name).is_ok());
    WebhookDivertedEventResponse {
        event_type: EventName(named.unwrap_or(&parked.last.event).to_owned()),
        timestamp: Milliseconds(at.write(TimeForm::UnixMillis)),
        event_id: text(&payload, "id", parked),
        transaction_id: text(&payload, "transactionId", parked),
        username: payload.get("username").and_then(Value::as_str).map(str::to_owned),
        data: match payload.remove("data") {
            Some(Value::Object(data)) => EventStreamData(data),
            _ => EventStreamData::default(),
        },
    }
}
