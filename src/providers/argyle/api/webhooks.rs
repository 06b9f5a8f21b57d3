//! Webhooks, which are Argyle's word for subscriptions: create, read, delete, and when they were last sent to.

use serde::{Deserialize, Serialize};

use crate::model::{Nullable, SecretText, TimeForm, Timestamp};
use crate::provider::api::{Attempted, Call, Command, EventFilter, Reply, State, Subscription, Unreadable};
use crate::provider::{IdForm, IdSource, Provider};
use crate::providers::argyle::api::refusal;
use crate::providers::argyle::api::side::Side;
use crate::providers::argyle::payloads;
use crate::providers::argyle::payloads::{
    CreatePartnerSubscription, CreateSubscription, SubscriptionConfig, Time, Uuid,
};

/// On a new webhook the two times are this far apart, as they were on those that were seen.
const CHANGED_AFTER_MICROS: i64 = 2_000;

/// All events but those of items.
pub(super) const ALL: &str = "*";

/// The data of a webhook in addition to what every subscription has.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// The client in deliveries to a partner; `None` for webhooks of clients.
    pub(super) client: Option<Uuid>,
    pub(super) name: String,
    pub(super) events: Vec<String>,
    pub(super) config: SubscriptionConfig,
    created_at: Time,
    updated_at: Time,
    last_sent_at: Option<Time>,
}

/// What is asked for, on either side.
struct Asked {
    events: Vec<String>,
    name: String,
    url: String,
    secret: Option<SecretText>,
    config: Option<SubscriptionConfig>,
}

pub(super) fn create(provider: &Provider, state: &mut State, side: Side, call: &Call<'_>) -> Reply {
    let (request, read) = match side {
        Side::Client => ("CreateSubscription", of_client(provider, call)),
        Side::Partner => ("CreatePartnerSubscription", of_partner(provider, call)),
    };
    let Asked { events, name, url, secret, config } = match read {
        Ok(asked) => asked,
        Err(why) => return refusal::unreadable(call, request, &why),
    };
    let written = |micros| Time(Timestamp::from_micros(call.now.micros() + micros).write(TimeForm::Micros));
    let kept = Kept {
        client: (side == Side::Partner).then(|| client(state)),
        name,
        config: config.unwrap_or_default(),
        created_at: written(0),
        updated_at: written(CHANGED_AFTER_MICROS),
        last_sent_at: None,
        events,
    };
    let wants = kept.events.iter().map(|name| match name.as_str() {
        ALL => EventFilter::AllBut("items.".to_owned()),
        name => EventFilter::Named(name.to_owned()),
    });
    let mut webhook = Subscription::new(call.ids.id("webhook", &IdForm::Uuid), url).wanting(wants).detailed(&kept);
    // Nothing is signed with an empty secret, so there is none.
    webhook.secret = secret.filter(|secret| !secret.expose().is_empty());
    let reply = Reply::json(200, "Subscription", &printed(&webhook, kept));
    state.put(webhook);
    reply
}

fn of_client(provider: &Provider, call: &Call<'_>) -> Result<Asked, Unreadable> {
    let CreateSubscription { events, name, url, secret, config } = call.read_as(provider, "CreateSubscription")?;
    Ok(Asked { events: events.into(), name, url, secret: secret.and_then(Nullable::into_option), config })
}

fn of_partner(provider: &Provider, call: &Call<'_>) -> Result<Asked, Unreadable> {
    let CreatePartnerSubscription { events, name, url, secret, config } =
        call.read_as(provider, "CreatePartnerSubscription")?;
    Ok(Asked { events: events.into(), name, url, secret, config })
}

pub(super) fn read(state: &State, side: Side, id: &str) -> Reply {
    match state.subscription(id).filter(|webhook| is_of(webhook, side)).and_then(print) {
        Some(webhook) => Reply::json(200, "Subscription", &webhook),
        None => refusal::not_found(),
    }
}

pub(super) fn delete(state: &mut State, side: Side, id: &str) -> Reply {
    if state.subscription(id).is_some_and(|webhook| is_of(webhook, side)) {
        state.remove(id);
        Reply::empty(204)
    } else {
        refusal::not_found()
    }
}

pub(super) fn attempted(_: &Provider, state: &mut State, attempted: &Attempted<'_>) -> Vec<Command> {
    let sent = attempted.sent;
    let known = state.subscription(&sent.subscription).and_then(|webhook| Some((webhook.clone(), webhook.detail()?)));
    if let Some((webhook, kept)) = known {
        let kept = Kept { last_sent_at: Some(Time(sent.at.write(TimeForm::Micros))), ..kept };
        state.put(webhook.detailed(&kept));
    }
    Vec::new()
}

/// Whether a webhook was made on this side.
pub(super) fn is_of(webhook: &Subscription, side: Side) -> bool {
    let is_of_partner = webhook.detail.get("client").is_some_and(|client| !client.is_null());
    is_of_partner == (side == Side::Partner)
}

/// When a webhook was made.
pub(super) fn created_at(webhook: &Subscription) -> Option<Timestamp> {
    webhook.detail.get("created_at")?.as_str()?.parse().ok()
}

/// A webhook as the API prints it.
pub(super) fn print(webhook: &Subscription) -> Option<payloads::Subscription> {
    Some(printed(webhook, webhook.detail()?))
}

fn printed(webhook: &Subscription, kept: Kept) -> payloads::Subscription {
    payloads::Subscription {
        id: Uuid(webhook.id.clone()),
        name: kept.name,
        events: kept.events,
        config: kept.config,
        secret: webhook.secret.clone().into(),
        url: webhook.url.clone(),
        created_at: kept.created_at,
        updated_at: kept.updated_at,
        last_sent_at: kept.last_sent_at.into(),
    }
}

/// The client in the deliveries of a partner: one for each account.
fn client(state: &State) -> Uuid {
    Uuid(IdSource::new(0, "client", &[state.name()]).id("client", &IdForm::Uuid))
}
