//! An event that is sent because somebody asked for it.

use crate::generate::{Generator, seeded};
use crate::model::Json;
use crate::provider::api::{Call, Command, Emission, Recipients, Reply, State};
use crate::provider::{Basis, IdForm, Payload, Provider};
use crate::providers::betterez::api::key::api_key;
use crate::providers::betterez::api::{people, refusal};
use crate::providers::betterez::payloads::EmitRequest;

pub(super) fn emit(provider: &Provider, state: &State, call: &Call<'_>) -> Reply {
    let EmitRequest { id, event, url } = match call.read_as(provider, "EmitRequest") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "EmitRequest", &why),
    };
    let to = match url {
        Some(url) => Recipients::Url { url, secret: None, headers: Vec::new(), any_certificate: false },
        None => Recipients::Subscribers,
    };
    let known = people::find(state, &id).filter(|_| [people::CREATED, people::UPDATED].contains(&event.0.as_str()));
    let made = match known {
        Some(person) => Some((people::event(provider, state, call, &event.0, person), true)),
        None => made_up(provider, state, call, &event.0, &id),
    };
    let Some((document, is_about)) = made else { return refusal::not_found("the event") };
    let reply = Reply::empty(200).command(Command::Emit(Emission::new(event.0, document).to(to)));
    if is_about { reply } else { reply.finding("/id: this event has no place for such an id, so it names another") }
}

/// An event of this name that is about the resource `id`, and whether it could be made so.
fn made_up(provider: &Provider, state: &State, call: &Call<'_>, name: &str, id: &str) -> Option<(Json, bool)> {
    let payload = provider.payload(name).ok()?;
    let generator = Generator::compile(payload.schema(), payload.order()).ok()?;
    let mut document = generator.plausible(&mut seeded(0, &["emit", &call.ids.id("shape", &IdForm::Hex32)]));
    provider.renew(name, &mut document, call.ids, call.now);
    let account = people::account(state).0;
    let mut put = |pointer: &str, value: Json| {
        if document.pointer(pointer).is_some() {
            document.set(pointer, value);
        }
    };
    put("/livemode", true.into());
    put("/data/providerId", account.as_str().into());
    put("/data/apiKey", api_key(call).into());
    for owner in ["/data/accountId", "/data/data/accountId"] {
        put(owner, account.as_str().into());
    }
    let is_about = name_it(provider, payload, &mut document, id);
    provider.make_consistent(name, &mut document);
    payload.order().sort(&mut document);
    Some((document, is_about))
}

/// Puts the id where the event has that of its resource, unless its schema wants another kind of id there.
fn name_it(provider: &Provider, payload: &Payload, document: &mut Json, id: &str) -> bool {
    // If no page shows the data, the id is where most resources have theirs.
    let inside = document.pointer("/data/transaction").map(|_| "/data/transaction/_id".to_owned());
    let open = (payload.basis != Basis::Documented).then(|| "/data/_id".to_owned());
    let Some(pointer) = provider.entity(document).or(inside).or(open) else { return false };
    let mut named = document.clone();
    named.set(&pointer, id.into());
    let is_taken = payload.violations(&named.to_value()).is_empty();
    if is_taken {
        *document = named;
    }
    is_taken
}
