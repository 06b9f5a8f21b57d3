//! The management API of hookproof itself, for providers without one that is known: `/_hookproof/subscriptions`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::model::{Outcome, Secret, SecretText, Target, TargetError, did_you_mean, nearest};
use crate::provider::api::call::Call;
use crate::provider::api::credential::Credential;
use crate::provider::api::reply::{Command, Reply};
use crate::provider::api::route::{Match, Parameters, Route};
use crate::provider::api::sent::{Attempted, Then};
use crate::provider::api::state::State;
use crate::provider::api::subscription::{EventFilter, Subscription};
use crate::provider::api::{Access, Api, Ask, route};
use crate::provider::definition::Provider;
use crate::provider::delivery::Disabling;
use crate::provider::ids::IdForm;
use crate::sign::Signer;

/// The management API.
pub(crate) const SUBSCRIPTIONS: Api =
    Api::new(access, answer).routes(ROUTES).attempted(attempted).error_reply(error_reply).credentials(credentials);

/// The header that names the account of a call.
pub(crate) const ACCOUNT_HEADER: &str = "Hookproof-Account";

/// The account of a call that names none.
const DEFAULT_ACCOUNT: &str = "default";

const ROUTES: &[Route] = &[
    Route::new("api.list", "GET", "/_hookproof/subscriptions", |provider, state, _, _| list(provider, state)),
    Route::new("api.create", "POST", "/_hookproof/subscriptions", |provider, state, call, _| {
        create(provider, state, call).unwrap_or_else(|refused| *refused)
    }),
    Route::new("api.read", "GET", "/_hookproof/subscriptions/{id}", |provider, state, _, path| {
        read(provider, state, path.at(0))
    }),
    Route::new("api.update", "PATCH", "/_hookproof/subscriptions/{id}", |provider, state, call, path| {
        change(provider, state, call, path.at(0)).unwrap_or_else(|refused| *refused)
    }),
    Route::new("api.delete", "DELETE", "/_hookproof/subscriptions/{id}", |_, state, _, path| delete(state, path.at(0))),
];

/// A request to subscribe a URL to events.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubscriptionOrder {
    /// Id of the provider. Needed only if several are served.
    provider: Option<String>,
    /// URL that receives the events.
    url: String,
    /// Names of events; `*` for all, `invoice.*` for those with this prefix. All by default.
    events: Option<Vec<String>>,
    /// Secret that signs, in the form of the provider. By default, a new one, which the response has.
    secret: Option<SecretText>,
    /// Whether events are delivered; true by default.
    active: Option<bool>,
}

/// The changes to a subscription. What is missing or null stays as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubscriptionChange {
    /// URL that receives the events.
    url: Option<String>,
    /// Names of events.
    events: Option<Vec<String>>,
    /// Secret that signs.
    secret: Option<SecretText>,
    /// Whether events are delivered. False pauses the subscription.
    active: Option<bool>,
}

/// A subscription.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SubscriptionDetail {
    /// Its id.
    id: String,
    /// Id of the provider.
    provider: String,
    /// URL that receives the events.
    url: String,
    /// Names of the events; `*` for all.
    events: Vec<String>,
    /// Whether events are delivered.
    active: bool,
    /// Why the provider disabled it. Absent if it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled: Option<String>,
    /// Secret that was created for the subscription. Only the response that creates the subscription has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<SecretText>,
    /// Key that verifies, in PEM, if a key pair was created for the subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<String>,
}

/// The subscriptions.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SubscriptionDetails {
    /// The subscriptions, oldest first.
    subscriptions: Vec<SubscriptionDetail>,
}

/// What is kept with a subscription.
#[derive(Default, Serialize, Deserialize)]
struct Detail {
    public_key: Option<String>,
    /// Number of failed attempts since the last success.
    #[serde(default)]
    failures: u32,
    /// Why the provider disabled the subscription.
    #[serde(default)]
    disabled: Option<String>,
}

/// The signing key of a new subscription.
struct NewKey {
    secret: SecretText,
    public_key: Option<String>,
}

type Refused = Box<Reply>;

fn access(_: &Provider, call: &Call<'_>) -> Access {
    let name = call.header(ACCOUNT_HEADER).map(str::trim).filter(|name| !name.is_empty());
    let name = name.unwrap_or(DEFAULT_ACCOUNT);
    Access::Account(Credential::new(name, name))
}

fn answer(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let segments = call.segments();
    match route::find(ROUTES, call.method, &segments) {
        Match::Found(route, parameters) => (route.handler)(provider, state, call, Parameters::new(&parameters)),
        Match::OtherMethod => refused(405, "method_not_allowed", "this path does not take that method"),
        Match::Nothing => {
            let message =
                format!("unknown path; the subscriptions of {} are at /_hookproof/subscriptions", provider.name);
            refused(404, "not_found", &message)
        }
    }
}

fn list(provider: &Provider, state: &State) -> Reply {
    Reply::json(200, "Subscriptions", &SubscriptionDetails::new(SubscriptionDetail::all(provider, state)))
}

fn read(provider: &Provider, state: &State, id: &str) -> Reply {
    match state.subscription(id) {
        Some(known) => Reply::json(200, "Subscription", &SubscriptionDetail::of(provider, known)),
        None => unknown(id),
    }
}

fn create(provider: &Provider, state: &mut State, call: &Call<'_>) -> Result<Reply, Refused> {
    let order: SubscriptionOrder = body(call)?;
    if let Some(other) = order.provider.filter(|other| *other != provider.id) {
        return Err(bad(&format!("provider `{other}` is not served here; this is `{}`", provider.id)).into());
    }
    let mut subscription = Subscription::new(call.ids.id("subscription", &IdForm::Uuid), url(&order.url)?);
    subscription.wants = filters(provider, order.events.as_deref().unwrap_or(&["*".to_owned()]))?;
    subscription.active = order.active.unwrap_or(true);
    let mut view_secret = None;
    match order.secret {
        Some(secret) => subscription.secret = Some(checked(provider, secret)?),
        None => {
            if let Some(NewKey { secret, public_key }) = new_key(provider, call)? {
                view_secret = public_key.is_none().then(|| secret.clone());
                subscription = subscription.detailed(&Detail { public_key, ..Detail::default() });
                subscription.secret = Some(secret);
            }
        }
    }
    let view = SubscriptionDetail { secret: view_secret, ..SubscriptionDetail::of(provider, &subscription) };
    state.put(subscription);
    Ok(Reply::json(201, "Subscription", &view))
}

fn change(provider: &Provider, state: &mut State, call: &Call<'_>, id: &str) -> Result<Reply, Refused> {
    let Some(mut subscription) = state.subscription(id).cloned() else { return Ok(unknown(id)) };
    let change: SubscriptionChange = body(call)?;
    let mut detail: Detail = subscription.detail().unwrap_or_default();
    if let Some(address) = change.url {
        url(&address)?.clone_into(&mut subscription.url);
    }
    if let Some(events) = change.events {
        subscription.wants = filters(provider, &events)?;
    }
    if let Some(secret) = change.secret {
        detail.public_key = None;
        subscription.secret = Some(checked(provider, secret)?);
    }
    if let Some(active) = change.active {
        subscription.active = active;
        if active {
            detail = Detail { public_key: detail.public_key, ..Detail::default() };
        }
    }
    let subscription = subscription.detailed(&detail);
    let view = SubscriptionDetail::of(provider, &subscription);
    state.put(subscription);
    Ok(Reply::json(200, "Subscription", &view))
}

fn delete(state: &mut State, id: &str) -> Reply {
    match state.remove(id) {
        Some(_) => Reply::empty(204),
        None => unknown(id),
    }
}

/// Counts the failures of a subscription, and disables it as the provider does.
fn attempted(provider: &Provider, state: &mut State, attempted: &Attempted<'_>) -> Vec<Command> {
    let disabling = &provider.delivery.disabling;
    if disabling.is_never() {
        return Vec::new();
    }
    let Disabling { statuses, failures, .. } = disabling;
    let known = state.subscription(&attempted.sent.subscription).filter(|known| known.active).cloned();
    let Some(mut subscription) = known else { return Vec::new() };
    let old: Detail = subscription.detail().unwrap_or_default();
    let count = if attempted.then == Then::Done { 0 } else { old.failures.saturating_add(1) };
    let ends = match &attempted.sent.outcome {
        Outcome::Answered(response) if statuses.contains(response.status) => {
            Some(format!("the endpoint answered {}", response.status))
        }
        _ if failures.is_some_and(|most| count >= most) => Some(format!("{count} attempts in a row failed")),
        _ => None,
    };
    if count == old.failures && ends.is_none() {
        return Vec::new();
    }
    subscription.active = ends.is_none();
    state.put(subscription.detailed(&Detail { failures: count, disabled: ends, ..old }));
    Vec::new()
}

/// Returns the signing key of a new subscription; `None` if deliveries are unsigned, or signed with the server's secret.
fn new_key(provider: &Provider, call: &Call<'_>) -> Result<Option<NewKey>, Refused> {
    let recipe = &provider.signing.recipe;
    if call.has_secret || !provider.signing.signs() {
        return Ok(None);
    }
    if recipe.algorithm.is_asymmetric() {
        let missing = || Box::new(refused(500, "no_key", "this build creates no key pairs: give a `secret`"));
        let (secret, public_key) = (call.key_pair)(recipe.algorithm).ok_or_else(missing)?;
        return Ok(Some(NewKey { secret, public_key: Some(public_key) }));
    }
    let text = call.ids.id("secret", &IdForm::Hex32);
    Ok(Some(NewKey { secret: SecretText::new(recipe.secret_of(&text).expose()), public_key: None }))
}

/// Checks that a secret has the form of the provider's keys.
fn checked(provider: &Provider, secret: SecretText) -> Result<SecretText, Refused> {
    let (name, recipe) = (&provider.name, &provider.signing.recipe);
    let wrong = |reason: &str| Err(bad(&format!("`secret` cannot sign for {name}: {reason}")).into());
    if !provider.signing.signs() {
        return wrong("its deliveries are not signed");
    }
    if let Err(error) = Signer::new(recipe, &Secret::new(secret.expose())) {
        return wrong(&error.to_string());
    }
    if !secret.expose().starts_with(&recipe.secret_prefix) {
        return wrong(&format!("it must start with `{}`", recipe.secret_prefix));
    }
    Ok(secret)
}

/// Checks a URL.
fn url(text: &str) -> Result<&str, Refused> {
    let checked: Result<Target, TargetError> = text.parse();
    checked.map(|_| text).map_err(|error| bad(&error.to_string()).into())
}

/// Reads names of events.
fn filters(provider: &Provider, names: &[String]) -> Result<Vec<EventFilter>, Refused> {
    if names.is_empty() {
        return Err(bad("`events` is empty: name an event, or \"*\" for all").into());
    }
    let known = || provider.events().map(|event| event.name.as_str());
    let filter = |name: &String| {
        let filter = EventFilter::read(name);
        if known().any(|event| filter.covers(event)) {
            return Ok(filter);
        }
        let near = did_you_mean(&nearest(name, known()));
        Err(bad(&format!("{} has no event `{name}`{near}", provider.name)).into())
    };
    names.iter().map(filter).collect()
}

/// Reads the body of a call.
fn body<T: serde::de::DeserializeOwned>(call: &Call<'_>) -> Result<T, Refused> {
    // Reject arrays: serde would also read a struct from an array, field by field.
    if !call.body.trim_ascii_start().starts_with(b"{") {
        return Err(bad("invalid body: it is not a JSON object").into());
    }
    serde_json::from_slice(call.body).map_err(|error| bad(&format!("invalid body: {error}")).into())
}

fn unknown(id: &str) -> Reply {
    refused(404, "not_found", &format!("no subscription `{id}` exists"))
}

fn bad(message: &str) -> Reply {
    refused(400, "bad_request", message).finding(message)
}

fn refused(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, "Error", &json!({"error": {"code": code, "message": message}}))
}

fn error_reply(status: u16, retry_after: Option<u32>) -> Reply {
    refused(status, "injected", "an injected fault refused this call").retry_after(retry_after)
}

fn credentials(name: &str, _: &mut Ask<'_>) -> Vec<(String, String)> {
    vec![(ACCOUNT_HEADER.to_owned(), name.to_owned())]
}

impl SubscriptionDetails {
    /// Creates a list of subscriptions.
    pub(crate) const fn new(subscriptions: Vec<SubscriptionDetail>) -> Self {
        Self { subscriptions }
    }
}

impl SubscriptionDetail {
    /// Returns the subscriptions of an account.
    pub(crate) fn all(provider: &Provider, state: &State) -> Vec<Self> {
        state.subscriptions().map(|known| Self::of(provider, known)).collect()
    }

    fn of(provider: &Provider, subscription: &Subscription) -> Self {
        let Detail { public_key, disabled, .. } = subscription.detail().unwrap_or_default();
        Self {
            id: subscription.id.clone(),
            provider: provider.id.clone(),
            url: subscription.url.clone(),
            events: subscription.wants.iter().map(ToString::to_string).collect(),
            active: subscription.active,
            disabled,
            secret: None,
            public_key,
        }
    }
}
