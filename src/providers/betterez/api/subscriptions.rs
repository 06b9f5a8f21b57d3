//! Subscriptions, and the events that there are.

use crate::model::Timestamp;
use crate::provider::api::{Call, EventFilter, Reply, State, Subscription};
use crate::provider::{IdForm, Provider};
use crate::providers::betterez::api::refusal;
use crate::providers::betterez::payloads::{
    BzDate, EventName, EventsResponse, ObjectId, SubscriptionRequest, SubscriptionResponse, SubscriptionsResponse,
};

pub(super) fn list(state: &State) -> Reply {
    let subscriptions = state.subscriptions().filter_map(Subscription::detail).collect();
    Reply::json(200, "SubscriptionsResponse", &SubscriptionsResponse { subscriptions })
}

pub(super) fn create(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let id = call.ids.id("subscription", &IdForm::Hex24);
    put(provider, state, call, id, BzDate::of(call.now))
}

pub(super) fn read(state: &State, id: &str) -> Reply {
    match known(state, id) {
        Some(subscription) => Reply::json(200, "SubscriptionResponse", &subscription),
        None => refusal::not_found("the subscription"),
    }
}

pub(super) fn replace(provider: &Provider, state: &mut State, call: &Call<'_>, id: &str) -> Reply {
    match known(state, id) {
        Some(subscription) => put(provider, state, call, id.to_owned(), subscription.created_at),
        None => refusal::not_found("the subscription"),
    }
}

pub(super) fn delete(state: &mut State, id: &str) -> Reply {
    match state.remove(id) {
        Some(_) => Reply::empty(204),
        None => refusal::not_found("the subscription"),
    }
}

pub(super) fn events(provider: &Provider) -> Reply {
    Reply::json(200, "EventsResponse", &EventsResponse { events: all(provider) })
}

fn known(state: &State, id: &str) -> Option<SubscriptionResponse> {
    state.subscription(id).and_then(Subscription::detail)
}

fn all(provider: &Provider) -> Vec<EventName> {
    provider.events().map(|event| EventName(event.name.clone())).collect()
}

fn put(provider: &Provider, state: &mut State, call: &Call<'_>, id: String, created_at: BzDate) -> Reply {
    let SubscriptionRequest { url, events } = match call.read_as(provider, "SubscriptionRequest") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "SubscriptionRequest", &why),
    };
    let wants: Vec<EventFilter> = match &events {
        Some(names) => names.iter().map(|name| EventFilter::Named(name.0.clone())).collect(),
        None => vec![EventFilter::All],
    };
    let subscription = SubscriptionResponse {
        id: ObjectId(id),
        account_id: ObjectId(state.name().to_owned()),
        url,
        events: events.unwrap_or_else(|| all(provider)),
        created_at,
        updated_at: BzDate::of(call.now),
    };
    let kept = Subscription::new(subscription.id.0.as_str(), subscription.url.as_str());
    state.put(kept.wanting(wants).detailed(&subscription));
    Reply::json(200, "SubscriptionResponse", &subscription)
}

impl BzDate {
    /// A time as Betterez writes it, in UTC.
    pub(super) fn of(time: Timestamp) -> Self {
        Self { value: time.write(crate::model::TimeForm::Millis), offset: 0 }
    }
}
