//! What a delivery owes to the subscription: its name, the resource, the days, the client of a partner.

use std::sync::LazyLock;

use crate::model::Json;
use crate::provider::api::Subscription;
use crate::providers::argyle::api::webhooks::Kept;

/// Events that carry the resource where a subscription asks for it. To others it always belongs, or never.
const WITH_RESOURCE: [&str; 3] = ["accounts.", "direct_deposit_switches.", "verifications.updated"];

/// Events that name the client, only to partners, with the field before it.
const WITH_CLIENT: [(&str, &str); 2] =
    [("verifications.updated", "verification"), ("verifications.creation_failed", "user")];

static ACCOUNT: LazyLock<Option<Json>> =
    LazyLock::new(|| resource(include_str!("../examples/accounts.added.include_resource.json")));
static VERIFICATION: LazyLock<Option<Json>> =
    LazyLock::new(|| resource(include_str!("../examples/verifications.updated.partner.include_resource.json")));

pub(super) fn adapt(webhook: &Subscription, document: &mut Json) {
    let Some(kept) = webhook.detail::<Kept>() else { return };
    put(document, "/name", kept.name.as_str());
    let Some(event) = document.pointer("/event").and_then(Json::as_str).map(str::to_owned) else { return };
    // What is special to one event is for those who asked for it by name.
    let is_named = kept.events.contains(&event);
    if WITH_RESOURCE.iter().any(|begin| event.starts_with(begin)) {
        if is_named && kept.config.include_resource == Some(true) {
            add_resource(&event, document);
        } else {
            document.remove("/data/resource");
        }
    }
    if let Some(days) = kept.config.days_synced.filter(|_| is_named && event.ends_with(".partially_synced")) {
        reach(document, days);
    }
    if let Some(items) = kept.config.items.as_ref().filter(|_| event.starts_with("items.")) {
        choose(document, items);
    }
    if let Some((_, before)) = WITH_CLIENT.iter().find(|(known, _)| *known == event) {
        tell_client(document, before, kept.client.as_ref().map(|client| client.0.as_str()));
    }
}

fn resource(example: &str) -> Option<Json> {
    Json::parse(example.as_bytes()).ok()?.pointer("/data/resource").cloned()
}

/// Puts a value where there is one already.
fn put(document: &mut Json, pointer: &str, value: impl Into<Json>) {
    if let Some(slot) = document.pointer_mut(pointer) {
        *slot = value.into();
    }
}

/// Adds the resource from the example to an event that has none, with the ids of the event.
fn add_resource(event: &str, document: &mut Json) {
    // The specification leaves that of switches open: what has no id is not the account.
    let is_there = document.pointer("/data/resource/id").is_some();
    let printed = if event.starts_with("verifications.") { &*VERIFICATION } else { &*ACCOUNT };
    let (false, Some(mut resource)) = (is_there, printed.clone()) else { return };
    let data = |member: &str| document.pointer(&format!("/data/{member}")).cloned().unwrap_or(Json::Null);
    let id = if event.starts_with("verifications.") { "verification" } else { "account" };
    put(&mut resource, "/id", data(id));
    put(&mut resource, "/user", data("user"));
    // The client is added below.
    resource.remove("/client");
    let status = match event {
        "accounts.failed" => "error",
        "accounts.added" => "connecting",
        _ => "connected",
    };
    put(&mut resource, "/connection/status", status);
    let failed = match event {
        "accounts.failed" => "/connection",
        "direct_deposit_switches.failed" => "/direct_deposit_switch",
        _ => "",
    };
    if !failed.is_empty() {
        put(&mut resource, &format!("{failed}/status"), "error");
        put(&mut resource, &format!("{failed}/error_code"), data("error_code"));
        put(&mut resource, &format!("{failed}/error_message"), data("error_message"));
    }
    document.set("/data/resource", resource);
}

/// What was read goes back at least as far as was asked for; it is not an echo of it.
fn reach(document: &mut Json, days: u64) {
    if let Some(Json::Number(known)) = document.pointer("/data/days_synced")
        && known.as_u64().is_some_and(|known| known < days)
    {
        put(document, "/data/days_synced", days);
    }
}

/// Makes an event about another item one about the first of those that the subscription names.
fn choose(document: &mut Json, items: &[String]) {
    let item = document.pointer("/data/item").and_then(Json::as_str);
    if let (Some(item), Some(first)) = (item, items.first())
        && !items.iter().any(|known| known == item)
    {
        put(document, "/data/item", first.as_str());
    }
}

fn tell_client(document: &mut Json, before: &str, client: Option<&str>) {
    const PLACES: [&str; 2] = ["/data/client", "/data/resource/client"];
    let Some(client) = client else {
        for place in PLACES {
            document.remove(place);
        }
        return;
    };
    // What the event says already counts more.
    let known = PLACES.iter().find_map(|place| document.pointer(place)).and_then(Json::as_str);
    let client = known.unwrap_or(client).to_owned();
    for (place, before) in [("/data", before), ("/data/resource", "user")] {
        if document.pointer(&format!("{place}/client")).is_none() {
            insert(document, place, before, &client);
        }
    }
}

/// Adds the client after the field `before`, as Argyle prints it.
fn insert(document: &mut Json, place: &str, before: &str, client: &str) {
    if let Some(Json::Object(members)) = document.pointer_mut(place)
        && let Some(at) = members.iter().position(|(name, _)| **name == *before)
    {
        members.insert(at + 1, ("client".into(), client.into()));
    }
}
