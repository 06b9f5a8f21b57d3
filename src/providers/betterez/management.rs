//! The payloads of the API. A resend, a resend of all and every deletion of a record are asked for without a
//! body.

use crate::provider::{Basis, Example, Kind, Payload};
use crate::providers::betterez::payloads::{
    EmitRequest, Error, EventsResponse, PeopleResponse, Person, PersonCreateRequest, PersonDeleteResponse,
    PersonResponse, PersonUpdateRequest, SubscriptionRequest, SubscriptionResponse, SubscriptionsResponse,
    UndeliveredListResponse, UndeliveredPatchRequest, UndeliveredResponse,
};

const PEOPLE: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/accounts/people-lookups.js";
const EVENTS: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/webhooks/events.js";
const SUBSCRIPTIONS: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/webhooks/subscriptions.js";
const UNDELIVERED: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/webhooks/undelivered.js";
const EMIT_TEST: &str = "Betterez/btrz-api-client@75eb7cad:test/endpoints/webhooks/webhooks.test.js";
const SUPPORT: &str = "https://support.betterez.com/content/admin/1100_webhook_configuration";

pub(super) fn payloads() -> Vec<Payload> {
    [people(), subscriptions(), undelivered()].concat()
}

fn people() -> Vec<Payload> {
    vec![
        Payload::of::<PersonCreateRequest>(Kind::Request, "betterez", "PersonCreateRequest")
            .described(PEOPLE, "Adds a person to the lookup: `POST /people-lookups`.")
            .known(Basis::Observed),
        Payload::of::<PersonUpdateRequest>(Kind::Request, "betterez", "PersonUpdateRequest")
            .described(PEOPLE, "Changes a person in the lookup: `PUT /people-lookups/{personId}`.")
            .known(Basis::Observed),
        Payload::of::<PersonResponse>(Kind::Response, "betterez", "PersonResponse")
            .described(PEOPLE, "Answers with the person who was added, changed or looked up.")
            .known(Basis::Observed),
        Payload::of::<Person>(Kind::Response, "betterez", "Person")
            .described(PEOPLE, "Answers with the person alone, to a call with a person alone.")
            .known(Basis::Assumed),
        Payload::of::<PeopleResponse>(Kind::Response, "betterez", "PeopleResponse")
            .described(PEOPLE, "Lists people in the lookup.")
            .known(Basis::Observed),
        Payload::of::<PersonDeleteResponse>(Kind::Response, "betterez", "PersonDeleteResponse")
            .described(PEOPLE, "Answers with the id of a person who was taken out.")
            .known(Basis::Observed),
    ]
}

fn subscriptions() -> Vec<Payload> {
    let emit = include_str!("examples/api.emit.request.client-test.json");
    vec![
        Payload::of::<SubscriptionRequest>(Kind::Request, "betterez", "SubscriptionRequest")
            .described(SUPPORT, "Subscribes a URL to events, or replaces such a subscription.")
            .known(Basis::Assumed),
        Payload::of::<SubscriptionResponse>(Kind::Response, "betterez", "SubscriptionResponse")
            .described(SUBSCRIPTIONS, "Answers with a subscription.")
            .known(Basis::Assumed),
        Payload::of::<SubscriptionsResponse>(Kind::Response, "betterez", "SubscriptionsResponse")
            .described(SUBSCRIPTIONS, "Lists the subscriptions of the account.")
            .known(Basis::Assumed),
        Payload::of::<EventsResponse>(Kind::Response, "betterez", "EventsResponse")
            .described(EVENTS, "Lists the events to which an account may subscribe.")
            .known(Basis::Assumed),
        Payload::of::<EmitRequest>(Kind::Request, "betterez", "EmitRequest")
            .described(EMIT_TEST, "Has an event sent: `POST /emit`.")
            .known(Basis::Observed)
            .example(Example::documented("client-test", EMIT_TEST, emit)),
    ]
}

fn undelivered() -> Vec<Payload> {
    vec![
        Payload::of::<UndeliveredResponse>(Kind::Response, "betterez", "UndeliveredResponse")
            .described(SUPPORT, "Answers with an event that could not be delivered.")
            .known(Basis::Assumed),
        Payload::of::<UndeliveredListResponse>(Kind::Response, "betterez", "UndeliveredListResponse")
            .described(UNDELIVERED, "Lists the events that could not be delivered.")
            .known(Basis::Assumed),
        Payload::of::<UndeliveredPatchRequest>(Kind::Request, "betterez", "UndeliveredPatchRequest")
            .described(UNDELIVERED, "Works on records of undelivered events: `PATCH /undelivered`.")
            .known(Basis::Assumed),
        Payload::of::<Error>(Kind::Error, "betterez", "Error")
            .described(SUBSCRIPTIONS, "Tells why a call was refused.")
            .known(Basis::Assumed),
    ]
}
