//! Fixed parts of a run: settings, keys, the endpoint.

use crate::battery::error::VerifyError;
use crate::battery::settings::Settings;
use crate::clock;
use crate::model::{HttpVersion, Secret};
use crate::net::Probe;
use crate::provider::{Kind, Payload};
use crate::sign::{KeyError, Recipe, Signer};
use crate::verify::{Check, Context, Given, Observation, Selection, Signed, Terms, TypeUnderTest, checks};

/// Deliveries of a burst, unless the endpoint is too slow for them.
const BURST: usize = 24;

/// Fixed parts of a run.
pub(super) struct Setup {
    pub(super) settings: Settings,
    pub(super) url: String,
    is_in_process: bool,
    signer: Option<Signer>,
    wrong_key_signer: Option<Signer>,
    other_tenant_signer: Option<Signer>,
}

impl Setup {
    /// Checks the settings that need keys and payloads.
    pub(super) fn new(mut settings: Settings, probe: &Probe) -> Result<Self, VerifyError> {
        settings.options.salt.get_or_insert_with(clock::random_salt);
        let recipe = &settings.provider.signing.recipe;
        let signer = settings.secret.as_ref().map(|secret| Signer::new(recipe, secret)).transpose()?;
        let wrong_key_signer = settings.secret.as_ref().map(|secret| wrong_key_signer(recipe, secret)).transpose()?;
        let other_tenant_signer = settings.other_secret.as_ref().map(|secret| Signer::new(recipe, secret)).transpose();
        let other_tenant_signer = other_tenant_signer.map_err(VerifyError::OtherKey)?;
        let setup = Self {
            url: probe.target().url.clone(),
            is_in_process: probe.is_in_process(),
            signer,
            wrong_key_signer,
            other_tenant_signer,
            settings,
        };
        let payloads = setup.payloads();
        if payloads.is_empty() {
            return Err(VerifyError::Nothing { what: "event type" });
        }
        for (pointer, _) in &setup.settings.pins {
            if !payloads.iter().any(|payload| payload.order().knows(pointer)) {
                return Err(VerifyError::Pin { pointer: pointer.clone() });
            }
        }
        if setup.selected().next().is_none() {
            return Err(VerifyError::Nothing { what: "check" });
        }
        Ok(setup)
    }

    /// Returns the payloads that were asked for.
    pub(super) fn payloads(&self) -> Vec<Payload> {
        let chosen = |payload: &&Payload| match self.settings.options.events.as_slice() {
            [] => payload.kind == Kind::Event,
            named => named.contains(&payload.name),
        };
        self.settings.provider.payloads.iter().filter(chosen).cloned().collect()
    }

    /// Returns the checks that were asked for, in the order of a report.
    pub(super) fn selected(&self) -> impl Iterator<Item = &'static Check> {
        let (only, skip) = (&self.settings.options.only, &self.settings.options.skip);
        checks::ALL.iter().filter(move |check| {
            let is_meant = match check.selection {
                Selection::ByName => only.iter().any(|name| name == check.id),
                Selection::Always => only.is_empty() || only.iter().any(|name| check.is_named(name)),
            };
            is_meant && self.settings.options.profile.runs(check) && !skip.iter().any(|name| check.is_named(name))
        })
    }

    /// Whether effects can be observed.
    pub(super) const fn observation(&self) -> Observation {
        if self.settings.source.is_some() { Observation::Effects } else { Observation::AnswersOnly }
    }

    /// Returns the properties that decide the level of a check.
    pub(super) fn terms(&self) -> Terms<'_> {
        Terms {
            provider: &self.settings.provider,
            signed: if self.signer.is_some() { Signed::Yes } else { Signed::No },
            observation: self.observation(),
            events: &self.settings.options.events,
        }
    }

    /// Flags for `hookproof sign`, if a shell can send a delivery of this run again.
    fn sign_flags(&self) -> Option<&str> {
        let reproduction = self.settings.reproduction.as_ref().filter(|_| !self.is_in_process)?;
        reproduction.sign_flags()
    }

    /// Returns the input for the plan of a check.
    pub(super) fn context<'a>(&'a self, tested_types: &'a [TypeUnderTest], check: &'a str) -> Context<'a> {
        let given = |is_given: bool| if is_given { Given::Yes } else { Given::No };
        Context {
            provider: &self.settings.provider,
            signer: self.signer.as_ref(),
            secret: self.settings.secret.as_ref(),
            wrong_key_signer: self.wrong_key_signer.as_ref(),
            other_secret: self.settings.other_secret.as_ref(),
            other_tenant: self.other_tenant_signer.as_ref(),
            verify_token: self.settings.verify_token.as_ref(),
            url: &self.url,
            now: self.settings.options.now.unwrap_or_else(clock::now),
            seed: self.settings.options.seed(),
            salt: self.settings.options.salt(),
            cases: self.settings.options.profile.cases(self.settings.options.cases),
            pins: &self.settings.pins,
            entities: &self.settings.entities,
            headers: &self.settings.headers,
            observation: self.observation(),
            state: given(self.settings.state.is_some()),
            outage: given(self.settings.outage.is_some()),
            pause: self.settings.options.pause,
            version: HttpVersion::Http11,
            burst: BURST,
            tested_types,
            sign_flags: self.sign_flags(),
            check,
        }
    }
}

/// Signs with a key that the endpoint does not know.
fn wrong_key_signer(recipe: &Recipe, secret: &Secret) -> Result<Signer, KeyError> {
    #[cfg(feature = "rsa")]
    if recipe.algorithm.is_asymmetric() {
        return Signer::new(recipe, &crate::sign::generate_keys_for(recipe.algorithm)?.private);
    }
    let mut other = recipe.clone();
    other.key = crate::sign::KeyForm::Text;
    Signer::new(&other, &Secret::new(format!("another {}", secret.expose())))
}
