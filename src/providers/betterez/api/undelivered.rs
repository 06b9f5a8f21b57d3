//! Events that could not be delivered: shown, sent again, forgotten.

use serde_json::{Map, Value};

use crate::model::{Failure, Outcome};
use crate::provider::api::{Attempted, Call, Command, Parked, Reply, State, Then};
use crate::provider::{IdForm, IdSource, Provider};
use crate::providers::betterez::api::refusal;
use crate::providers::betterez::payloads::{
    BzDate, ObjectId, PostedEvent, UndeliveredListResponse, UndeliveredPatchRequest, UndeliveredResponse,
};

/// There is no second attempt: what fails is kept at once.
pub(super) fn attempted(_: &Provider, _: &mut State, attempted: &Attempted<'_>) -> Vec<Command> {
    match attempted.then {
        Then::GivenUp => vec![Command::Park { delivery: attempted.delivery.to_owned() }],
        Then::Done | Then::Retried => Vec::new(),
    }
}

pub(super) fn list(state: &State, call: &Call<'_>) -> Reply {
    listed(state, &call.history.parked)
}

pub(super) fn read(state: &State, call: &Call<'_>, id: &str) -> Reply {
    match known(state, call, id) {
        Some(parked) => Reply::json(200, "UndeliveredResponse", &record(state, parked)),
        None => refusal::not_found("the undelivered event"),
    }
}

pub(super) fn resend(state: &State, call: &Call<'_>, id: &str) -> Reply {
    match known(state, call, id) {
        Some(parked) => Reply::json(200, "UndeliveredResponse", &record(state, parked)).command(again(parked)),
        None => refusal::not_found("the undelivered event"),
    }
}

pub(super) fn resend_all(state: &State, call: &Call<'_>) -> Reply {
    let all = &call.history.parked;
    all.iter().map(again).fold(listed(state, all), Reply::command)
}

pub(super) fn delete(state: &State, call: &Call<'_>, id: &str) -> Reply {
    match known(state, call, id) {
        Some(parked) => Reply::empty(204).command(Command::Discard { delivery: parked.delivery.clone() }),
        None => refusal::not_found("the undelivered event"),
    }
}

pub(super) fn delete_all(call: &Call<'_>) -> Reply {
    let discard = |parked: &Parked| Command::Discard { delivery: parked.delivery.clone() };
    call.history.parked.iter().map(discard).fold(Reply::empty(204), Reply::command)
}

/// Sends one event, or all of them, elsewhere from now on. Answers those that it was about.
pub(super) fn patch(provider: &Provider, state: &State, call: &Call<'_>) -> Reply {
    let UndeliveredPatchRequest { id, url, .. } = match call.read_as(provider, "UndeliveredPatchRequest") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "UndeliveredPatchRequest", &why),
    };
    let Some(url) = url else {
        return listed(state, &[])
            .finding("an operation without a url does nothing: no page says what others there are");
    };
    let is_meant = |parked: &&Parked| id.as_ref().is_none_or(|id| *id == id_of(state, parked));
    let meant: Vec<Parked> = call
        .history
        .parked
        .iter()
        .filter(is_meant)
        .cloned()
        .map(|mut parked| {
            parked.last.url.clone_from(&url);
            parked
        })
        .collect();
    let redirect = |parked: &Parked| Command::Redirect { delivery: parked.delivery.clone(), url: url.clone() };
    let reply = meant.iter().map(redirect).fold(listed(state, &meant), Reply::command);
    if meant.is_empty() { reply.finding("an operation on no undelivered event") } else { reply }
}

fn again(parked: &Parked) -> Command {
    Command::Resend { delivery: parked.delivery.clone() }
}

fn known<'a>(state: &State, call: &Call<'a>, id: &str) -> Option<&'a Parked> {
    call.history.parked.iter().find(|parked| id_of(state, parked).0 == id)
}

/// Ids here have the form of all ids of Betterez, those of deliveries need not.
fn id_of(state: &State, parked: &Parked) -> ObjectId {
    let ids = IdSource::new(0, "undelivered", &[state.name(), &parked.delivery]);
    ObjectId(ids.id("undelivered", &IdForm::Hex24))
}

fn listed(state: &State, parked: &[Parked]) -> Reply {
    let undelivered = parked.iter().map(|parked| record(state, parked)).collect();
    Reply::json(200, "UndeliveredListResponse", &UndeliveredListResponse { undelivered })
}

fn record(state: &State, parked: &Parked) -> UndeliveredResponse {
    let last = &parked.last;
    let (reason, place) = match &last.outcome {
        Outcome::Answered(response) => (format!("Unexpected status {}", response.status), "answer"),
        Outcome::Failed(Failure::TimedOut(_)) => ("Timed out".to_owned(), "answer"),
        Outcome::Failed(Failure::Unreachable(_)) => ("Connection failed".to_owned(), "connection"),
        Outcome::Failed(_) => ("Connection closed".to_owned(), "answer"),
    };
    let payload: Map<String, Value> = serde_json::from_slice(&last.body).unwrap_or_default();
    UndeliveredResponse {
        id: id_of(state, parked),
        url: last.url.clone(),
        reason,
        place: place.to_owned(),
        payload: PostedEvent(payload),
        created_at: BzDate::of(last.at),
    }
}
