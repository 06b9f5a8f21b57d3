//! Configurations: create, list, replace, delete.

use crate::model::{Scheme, Target, TimeForm};
use crate::provider::api::{Call, EventFilter, Finding, Reply, State, Subscription};
use crate::provider::{IdForm, Provider};
use crate::providers::orum::api::{refusal, secret};
use crate::providers::orum::payloads::{
    Configuration, ConfigurationRequest, ConfigurationResponse, ConfigurationsResponse, DataVersion,
};

const REQUEST: &str = "ConfigurationRequest";

pub(super) fn list(state: &State) -> Reply {
    let webhook_configurations = state.subscriptions().filter_map(Subscription::detail).collect();
    Reply::json(200, "ConfigurationsResponse", &ConfigurationsResponse { webhook_configurations })
}

pub(super) fn create(provider: &Provider, state: &mut State, call: &Call<'_>, version: DataVersion) -> Reply {
    let request: ConfigurationRequest = match call.read_as(provider, REQUEST) {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, REQUEST, &why),
    };
    let now = call.now.write(TimeForm::Micros);
    let configuration = Configuration {
        id: call.ids.id("configuration", &IdForm::Uuid),
        enterprise_name: state.name().to_owned(),
        data_version: version,
        event_types: request.event_types,
        enabled: request.enabled,
        url: request.url,
        created_at: now.clone(),
        created_by: state.name().to_owned(),
        updated_at: now,
        updated_by: state.name().to_owned(),
    };
    keep(state, call, configuration)
}

pub(super) fn replace(
    provider: &Provider,
    state: &mut State,
    call: &Call<'_>,
    version: DataVersion,
    id: &str,
) -> Reply {
    let known = state.subscription(id).and_then(Subscription::detail::<Configuration>);
    let Some(known) = known else { return refusal::not_found() };
    let request: ConfigurationRequest = match call.read_as(provider, REQUEST) {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, REQUEST, &why),
    };
    let configuration = Configuration {
        data_version: version,
        event_types: request.event_types,
        enabled: request.enabled,
        url: request.url,
        updated_at: call.now.write(TimeForm::Micros),
        updated_by: state.name().to_owned(),
        ..known
    };
    keep(state, call, configuration)
}

pub(super) fn delete(state: &mut State, id: &str) -> Reply {
    match state.remove(id) {
        Some(_) => Reply::empty(204),
        None => refusal::not_found(),
    }
}

/// Keeps a configuration and answers with it.
fn keep(state: &mut State, call: &Call<'_>, configuration: Configuration) -> Reply {
    let unsigned = secret::needed(state, call);
    let wants = configuration.event_types.iter().map(|name| wanted(&name.0));
    let mut subscription = Subscription::new(configuration.id.as_str(), configuration.url.as_str())
        .wanting(wants)
        .detailed(&configuration);
    subscription.active = configuration.enabled;
    state.put(subscription);
    let odd = remarks(&configuration);
    let response = ConfigurationResponse { webhook_configuration: configuration };
    Reply::json(200, "ConfigurationResponse", &response).remarking(odd).remarking(unsigned)
}

/// The events of a name that may mean several.
fn wanted(name: &str) -> EventFilter {
    match name.strip_suffix("_all") {
        Some("subscribe") => EventFilter::All,
        Some(family) => EventFilter::Prefix(format!("{family}_")),
        None => EventFilter::Named(name.to_owned()),
    }
}

/// Settings that the API accepts although they have no effect, or another one, elsewhere.
fn remarks(configuration: &Configuration) -> Vec<Finding> {
    let mut odd = Vec::new();
    if configuration.event_types.is_empty() {
        odd.push(Finding::at("/event_types", "a configuration without event types is sent nothing"));
    }
    match configuration.url.parse::<Target>() {
        Err(_) => odd.push(Finding::at("/url", "no http or https URL that can be delivered to")),
        Ok(target) if target.scheme == Scheme::Http && !target.is_loopback() => {
            odd.push(Finding::at("/url", "Monitor accepts only https URLs"));
        }
        Ok(_) => {}
    }
    odd
}
