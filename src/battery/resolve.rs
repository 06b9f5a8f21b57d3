//! From settings to a run; reports what is invalid before anything is sent.

use crate::battery::endpoint::Endpoint;
use crate::battery::error::VerifyError;
use crate::battery::settings::Settings;
use crate::battery::source::PerEvent;
use crate::battery::source::Source;
use crate::battery::source::Template;
use crate::battery::source::Total;
use crate::battery::state::StateSource;
use crate::model::Json;
use crate::net::Follows;
use crate::net::Probe;
use crate::net::Reading;
use crate::provider::Redirects;
use crate::verify::checks;
use std::time::Duration;

/// An observer is the user's own and no part of what is judged, so the provider's time-out is not its own.
const OBSERVER_TIMEOUT: Duration = Duration::from_secs(10);

/// Says what is wrong with the settings before anything is sent.
pub(super) fn resolve(settings: Settings, endpoint: Endpoint) -> Result<(Settings, Probe), VerifyError> {
    let mut told = settings;
    let (target, handler) = endpoint.aim()?;
    for (key, value) in std::mem::take(&mut told.assumptions) {
        told.provider.assume(&key, value.as_deref())?;
    }
    for name in told.only.iter().chain(&told.skip) {
        checks::known(name)?;
    }
    for id in &told.baseline {
        checks::named(id)?;
    }
    for name in &told.events {
        let kind = told.provider.payload(name)?.kind;
        if !kind.is_delivered() {
            return Err(VerifyError::NotDelivered { name: name.clone(), kind });
        }
    }
    for (name, value) in &told.headers {
        told.provider.takes_header(name, value)?;
    }
    if told.secret.is_none() && !told.provider.signing.optional {
        return Err(VerifyError::NoSecret { provider: told.provider.name.clone() });
    }
    if let Some(other) = &told.other_secret {
        match &told.secret {
            None => return Err(VerifyError::OtherSecret { what: "the secret of the first tenant is missing" }),
            Some(secret) if secret.expose() == other.expose() => {
                return Err(VerifyError::OtherSecret { what: "both secrets are the same" });
            }
            Some(_) => {}
        }
    }
    if let Some(url) = &told.effects_url {
        let template = Template::read(url, &told.provider, &told.provider.payloads)?;
        let plain = template.as_ref().map_or_else(|| url.clone(), |template| template.render(Some("id"), &Json::Null));
        let reading = Reading::new(&plain.parse()?, OBSERVER_TIMEOUT, &told.trust)?;
        told.source = Some(match template {
            Some(template) => Source::PerEvent(PerEvent::Url(reading, template)),
            None => Source::Total(Total::Url(reading)),
        });
    }
    for (at, entity) in told.entities.iter().enumerate() {
        let wrong = entity.iter().find(|(pointer, _)| {
            !told.provider.payloads.iter().any(|payload| payload.order().has_place(pointer))
                || !pointer.starts_with('/')
        });
        if let Some((pointer, _)) = wrong {
            return Err(VerifyError::Entities {
                what: format!("no event has a field at {pointer}, in number {}", at + 1),
            });
        }
        if entity.is_empty() {
            return Err(VerifyError::Entities { what: format!("nothing is in number {}", at + 1) });
        }
    }
    if let Some(url) = &told.state_url {
        told.state = Some(StateSource::Url(Reading::new(&url.parse()?, OBSERVER_TIMEOUT, &told.trust)?));
    }
    if let Some(timeout) = told.timeout {
        told.provider.delivery.timeout = timeout;
    }
    let timeout = told.provider.delivery.timeout;
    let follows = match told.provider.delivery.redirects {
        Redirects::Followed => Follows::Redirects,
        _ => Follows::Nothing,
    };
    let probe = match handler {
        Some(handler) => Probe::in_process(target, handler, timeout, follows),
        None => Probe::new(target, timeout, follows, &told.trust)?,
    };
    Ok((told, probe))
}
