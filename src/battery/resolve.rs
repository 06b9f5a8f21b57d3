//! From settings to a run; reports what is invalid before anything is sent.

use crate::battery::endpoint::Endpoint;
use crate::battery::error::VerifyError;
#[cfg(feature = "cli")]
use crate::battery::observer::Observer;
use crate::battery::settings::Settings;
use crate::battery::source::{PerEvent, Source, Total};
use crate::battery::state::StateSource;
use crate::battery::template::Template;
#[cfg(feature = "cli")]
use crate::battery::template::TemplateError;
use crate::model::Json;
use crate::net::{Follows, Probe, Reading};
use crate::provider::{Provider, Redirects};
use crate::verify::checks;
use std::time::Duration;

/// An observer is the user's own and no part of what is judged, so the provider's time-out is not its own.
const OBSERVER_TIMEOUT: Duration = Duration::from_secs(10);

/// Returns the provider with every override of the settings.
pub(super) fn overridden(settings: &Settings) -> Result<Provider, VerifyError> {
    let mut provider = settings.provider.clone();
    for (key, value) in &settings.assumptions {
        provider.assume(key, value.as_deref())?;
    }
    if let Some(timeout) = settings.options.timeout {
        provider.delivery.timeout = timeout;
    }
    Ok(provider)
}

/// Says what is wrong with the settings before anything is sent.
pub(super) fn resolve(mut settings: Settings, endpoint: Endpoint) -> Result<(Settings, Probe), VerifyError> {
    let (target, handler) = endpoint.aim()?;
    settings.provider = overridden(&settings)?;
    for name in settings.options.only.iter().chain(&settings.options.skip) {
        checks::known(name)?;
    }
    for id in &settings.baseline {
        checks::named(id)?;
    }
    for name in &settings.options.events {
        let kind = settings.provider.payload(name)?.kind;
        if !kind.is_delivered() {
            return Err(VerifyError::NotDelivered { name: name.clone(), kind });
        }
    }
    for (name, value) in &settings.headers {
        settings.provider.takes_header(name, value)?;
    }
    if settings.secret.is_none() && !settings.provider.signing.optional {
        return Err(VerifyError::NoSecret { provider: settings.provider.name.clone() });
    }
    if settings.secret.is_some() && !settings.provider.signing.signs() {
        return Err(VerifyError::NotSigned { provider: settings.provider.name.clone() });
    }
    if let Some(other) = &settings.other_secret {
        match &settings.secret {
            None => return Err(VerifyError::OtherSecret { what: "the secret of the first tenant is missing" }),
            Some(secret) if secret.expose() == other.expose() => {
                return Err(VerifyError::OtherSecret { what: "both secrets are the same" });
            }
            Some(_) => {}
        }
    }
    if let Some(text) = &settings.options.effects_at {
        settings.source = Some(source(text, &settings)?);
    }
    for (at, entity) in settings.entities.iter().enumerate() {
        let wrong = entity.iter().find(|(pointer, _)| {
            !settings.provider.payloads.iter().any(|payload| payload.order().knows(pointer))
                || !pointer.starts_with('/')
        });
        if let Some((pointer, _)) = wrong {
            return Err(VerifyError::Entities {
                what: format!("no event has a field at {pointer} of entity {}", at + 1),
            });
        }
        if entity.is_empty() {
            return Err(VerifyError::Entities { what: format!("entity {} is empty", at + 1) });
        }
    }
    if let Some(text) = &settings.options.state_url {
        settings.state = Some(state(text, &settings)?);
    }
    let timeout = settings.provider.delivery.timeout;
    let follows = match settings.provider.delivery.redirects {
        Redirects::Followed => Follows::Redirects,
        _ => Follows::Nothing,
    };
    let probe = match handler {
        Some(handler) => Probe::in_process(target, handler, timeout, follows),
        None => Probe::new(target, timeout, follows, &settings.trust)?,
    };
    Ok((settings, probe))
}

/// Returns the source of effects that a text names.
fn source(text: &str, settings: &Settings) -> Result<Source, VerifyError> {
    let provider = &settings.provider;
    #[cfg(feature = "cli")]
    if let Some(observer) = Observer::read(text, provider, &provider.payloads)? {
        return Ok(if observer.is_per_event() {
            Source::PerEvent(PerEvent::Observer(observer))
        } else {
            Source::Total(Total::Observer(observer))
        });
    }
    let template = Template::read(text, provider, &provider.payloads)?;
    let plain = template.as_ref().map_or_else(|| text.to_owned(), |template| template.render(Some("id"), &Json::Null));
    let reading = Reading::new(&plain.parse()?, OBSERVER_TIMEOUT, &settings.trust)?;
    Ok(match template {
        Some(template) => Source::PerEvent(PerEvent::Url(reading, template)),
        None => Source::Total(Total::Url(reading)),
    })
}

/// Returns the source of the consumer state that a text names.
fn state(text: &str, settings: &Settings) -> Result<StateSource, VerifyError> {
    #[cfg(feature = "cli")]
    if let Some(observer) = Observer::read(text, &settings.provider, &settings.provider.payloads)? {
        return if observer.is_per_event() {
            Err(TemplateError::OfState.into())
        } else {
            Ok(StateSource::Observer(observer))
        };
    }
    Ok(StateSource::Url(Reading::new(&text.parse()?, OBSERVER_TIMEOUT, &settings.trust)?))
}
