//! Test events. A client says what they are about, and Orum repeats it: it was seen to fill nothing in, so what
//! breaks the rules of a resource is sent as it is.

use serde_json::Value;

use crate::model::{Json, TimeForm};
use crate::provider::api::{Call, Command, Emission, Finding, Reply, Unreadable};
use crate::provider::{IdForm, Provider};
use crate::providers::orum::api::refusal;
use crate::providers::orum::events;

const REQUEST: &str = "InvokeRequest";

pub(super) fn invoke(provider: &Provider, call: &Call<'_>) -> Reply {
    let unreadable = |why: &Unreadable| refusal::unreadable(call, REQUEST, why);
    let why = call.read(provider, REQUEST).err();
    let Some((name, data)) = asked(provider, call.body) else {
        // The rules of the request ask for no less than this, so one of them is broken.
        return unreadable(&why.unwrap_or_else(|| Unreadable::Breaks(Vec::new())));
    };
    let event = event(call, &name, data);
    // A body as deep as can be read gets deeper in its envelope.
    if Json::parse(&provider.body.write(&event)).is_err() {
        return unreadable(&Unreadable::NotJson("data is nested too deeply to be sent".to_owned()));
    }
    let odd = if why.is_some() { remarks(provider, &name, &event) } else { Vec::new() };
    Reply::empty(201).command(Command::Emit(Emission::new(name, event))).remarking(odd)
}

/// The name of the event and its data, in the order of the call.
fn asked(provider: &Provider, body: &[u8]) -> Option<(String, Json)> {
    let mut body = Json::parse(body).ok()?;
    let name = body.pointer("/event_type")?.as_str()?.to_owned();
    let is_event = provider.events().any(|event| event.name == name);
    let data = body.remove("/data").filter(|data| matches!(data, Json::Object(_)))?;
    is_event.then_some((name, data))
}

fn event(call: &Call<'_>, name: &str, data: Json) -> Json {
    let id = call.ids.id("event", &IdForm::Uuid);
    Json::Object(vec![
        ("event_id".into(), id.as_str().into()),
        ("event_type".into(), name.into()),
        ("created_at".into(), call.now.write(TimeForm::Millis).as_str().into()),
        ("event_data".into(), Json::Object(vec![(member(name).into(), data)])),
    ])
}

/// The field of `event_data` that holds the resource.
fn member(name: &str) -> &str {
    match events::family(name) {
        "verify_account" => "account",
        family => family,
    }
}

/// What is wrong about the data, by the rules of the event that is sent.
fn remarks(provider: &Provider, name: &str, event: &Json) -> Vec<Finding> {
    let place = format!("/event_data/{}", member(name));
    let event: Value = event.to_value();
    let violations = provider.violations(name, &event);
    let broken = violations.iter().filter_map(|violation| {
        let rest = violation.pointer.strip_prefix(&place)?;
        Some(Finding::at(&format!("/data{rest}"), format!("{REQUEST}: {}; it is sent as it is", violation.message)))
    });
    let broken: Vec<Finding> = broken.collect();
    if broken.is_empty() {
        return vec![Finding::at("/data", format!("{REQUEST}: not as documented; it is sent as it is"))];
    }
    broken
}
