//! The facts that control behavior: each can be read from a provider and overridden by its key, so that users can
//! correct our assumptions.

use std::time::Duration;

use thiserror::Error;

use crate::model::{StatusSet, did_you_mean};
use crate::provider::definition::Provider;
use crate::provider::delivery::Redirects;
use crate::provider::fact::{Basis, Fact};
use crate::provider::source::Source;
use crate::retry::{RetryPlan, Spacing};
use crate::sign::SignatureHeader;

/// A setting: a fact that controls behavior.
struct Setting {
    key: &'static str,
    /// Format of its value.
    form: &'static str,
    get: fn(&Provider) -> Option<String>,
    set: fn(&mut Provider, &str) -> Option<()>,
}

/// The reason why an override is rejected.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AssumeError {
    /// The fact does not exist.
    #[error("{provider} has no fact `{key}`{}", did_you_mean(.nearest))]
    Unknown {
        /// The provider.
        provider: String,
        /// The key that was given.
        key: String,
        /// The most similar keys.
        nearest: Vec<String>,
    },
    /// The fact can be confirmed, but its value does not control anything.
    #[error("`{key}` cannot be overridden: give only its key to confirm it")]
    Fixed {
        /// Key of the fact.
        key: String,
    },
    /// The value is invalid for this fact.
    #[error("invalid value `{value}` for `{key}`: expected {form}")]
    Value {
        /// Key of the fact.
        key: String,
        /// The value that was given.
        value: String,
        /// The expected format.
        form: &'static str,
    },
}

/// The source of a value that the user gave. It has no location to read.
const GIVEN: Source<'_> = Source::read("given with --assume", "");

const SETTINGS: &[Setting] = &[
    Setting {
        key: "delivery.timeout",
        form: "a duration such as 10s",
        get: |provider| Some(write_duration(provider.delivery.timeout)),
        set: |provider, text| {
            provider.delivery.timeout = read_duration(text)?;
            Some(())
        },
    },
    Setting {
        key: "delivery.success",
        form: "statuses such as 2xx or 200, 204",
        get: |provider| Some(provider.delivery.success.to_string()),
        set: |provider, text| {
            provider.delivery.success = text.parse().ok().filter(|set: &StatusSet| !set.is_empty())?;
            Some(())
        },
    },
    Setting {
        key: "delivery.redirects",
        form: "followed or refused",
        get: |provider| {
            Some(match provider.delivery.redirects {
                Redirects::Followed => "followed".to_owned(),
                Redirects::Refused => "refused".to_owned(),
            })
        },
        set: |provider, text| {
            provider.delivery.redirects = match text {
                "followed" => Redirects::Followed,
                "refused" => Redirects::Refused,
                _ => return None,
            };
            Some(())
        },
    },
    Setting {
        key: "delivery.max-body",
        form: "a number of bytes above 0, such as 65536 or 64KiB",
        get: |provider| Some(write_size(provider.delivery.max_body)),
        set: |provider, text| {
            provider.delivery.max_body = read_size(text)?;
            Some(())
        },
    },
    Setting {
        key: "payload.new-members",
        form: "yes or no",
        get: |provider| Some(if provider.additive_changes.fields { "yes" } else { "no" }.to_owned()),
        set: |provider, text| {
            provider.additive_changes.fields = read_flag(text)?;
            Some(())
        },
    },
    Setting {
        key: "payload.new-values",
        form: "yes or no",
        get: |provider| Some(if provider.additive_changes.values { "yes" } else { "no" }.to_owned()),
        set: |provider, text| {
            provider.additive_changes.values = read_flag(text)?;
            Some(())
        },
    },
    Setting {
        key: "retry.attempts",
        form: "a number of attempts after the first",
        get: |provider| Some(provider.retry.retries.to_string()),
        set: |provider, text| {
            provider.retry.retries = text.parse().ok()?;
            Some(())
        },
    },
    Setting {
        key: "retry.delay",
        form: "a duration such as 30s",
        get: |provider| (provider.retry != RetryPlan::never()).then(|| write_duration(provider.retry.delay(1))),
        set: |provider, text| {
            let first = read_duration(text)?.as_secs_f64();
            match &mut provider.retry.spacing {
                Spacing::Fixed { seconds } | Spacing::Exponential { seconds, .. } => *seconds = first,
                list @ Spacing::List { .. } => *list = Spacing::Fixed { seconds: first },
            }
            Some(())
        },
    },
    Setting {
        key: "retry.factor",
        form: "a number such as 2",
        get: |provider| match provider.retry.spacing {
            Spacing::Exponential { factor, .. } => Some(factor.to_string()),
            Spacing::Fixed { .. } | Spacing::List { .. } => None,
        },
        set: |provider, text| {
            let factor = text.parse::<f64>().ok().filter(|factor| factor.is_finite() && *factor >= 1.0)?;
            let seconds = provider.retry.delay(1).as_secs_f64();
            provider.retry.spacing = Spacing::Exponential { seconds, factor };
            Some(())
        },
    },
    Setting {
        key: "signature.algorithm",
        form: "hmac-sha256, hmac-sha512 or rsa-sha256",
        get: |provider| Some(provider.signing.recipe.algorithm.to_string()),
        set: |provider, text| {
            provider.signing.recipe.algorithm = text.parse().ok()?;
            Some(())
        },
    },
    Setting {
        key: "signature.encoding",
        form: "hex or base64",
        get: |provider| {
            let recipe = &provider.signing.recipe;
            recipe.token.is_none().then(|| recipe.encoding.to_string())
        },
        set: |provider, text| {
            provider.signing.recipe.encoding = text.parse().ok()?;
            Some(())
        },
    },
    Setting {
        key: "signature.message",
        form: "a template such as {time}.{body}",
        get: |provider| {
            let recipe = &provider.signing.recipe;
            recipe.token.is_none().then(|| recipe.message.to_string())
        },
        set: |provider, text| {
            provider.signing.recipe.message = text.parse().ok()?;
            Some(())
        },
    },
    Setting {
        key: "signature.claims",
        form: "claims such as iat={time} body_sha256={sha256}",
        get: |provider| {
            let claims = &provider.signing.recipe.token.as_ref()?.claims;
            let claims = claims.iter().map(|(name, value)| format!("{name}={value}"));
            Some(claims.collect::<Vec<_>>().join(" "))
        },
        set: |provider, text| {
            let claim = |claim: &str| {
                let (name, value) = claim.split_once('=')?;
                Some((name.to_owned(), value.parse().ok()?))
            };
            provider.signing.recipe.token.as_mut()?.claims =
                text.split_whitespace().map(claim).collect::<Option<_>>()?;
            Some(())
        },
    },
    Setting {
        key: "signature.old-message",
        form: "a template such as {body}",
        get: |provider| provider.signing.recipe.old_message.as_ref().map(ToString::to_string),
        set: |provider, text| {
            provider.signing.recipe.old_message = Some(text.parse().ok()?);
            Some(())
        },
    },
    Setting {
        key: "signature.header",
        form: "a header template such as X-Signature: v1={signature}",
        get: |provider| {
            let header = provider.signing.recipe.signature_header()?;
            Some(format!("{}: {}", header.name, header.value))
        },
        set: |provider, text| {
            let (name, value) = text.split_once(':')?;
            let header = SignatureHeader::new(name.trim(), value.trim().parse().ok()?);
            let mut headers = provider.signing.recipe.headers.iter_mut().filter(|header| header.second.is_none());
            let carrier = headers.find(|header| header.value.has(&crate::sign::Part::Signature))?;
            *carrier = header;
            provider.signing.recipe.signature_header().map(|_| ())
        },
    },
    Setting {
        key: "signature.time",
        form: "unix-seconds, unix-millis, seconds, millis, micros or micros-offset",
        get: |provider| {
            let form = serde_json::to_value(provider.signing.recipe.time?).ok()?;
            form.as_str().map(str::to_owned)
        },
        set: |provider, text| {
            provider.signing.recipe.time = Some(serde_json::from_value(text.into()).ok()?);
            Some(())
        },
    },
];

impl Provider {
    /// Returns the keys of the facts that can be overridden, with the format of each value.
    pub fn settings() -> impl Iterator<Item = (&'static str, &'static str)> {
        SETTINGS.iter().map(|setting| (setting.key, setting.form))
    }

    /// Returns the value of a setting for this provider; `None` if the setting does not apply to it.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<String> {
        SETTINGS.iter().find(|setting| setting.key == key).and_then(|setting| (setting.get)(self))
    }

    /// Overrides a fact, or confirms it as it is: `retry.attempts=5`, `retry.attempts`.
    ///
    /// # Errors
    /// When the fact does not exist, does not control anything, or the value is invalid for it.
    pub fn assume(&mut self, key: &str, value: Option<&str>) -> Result<(), AssumeError> {
        let setting = SETTINGS.iter().find(|setting| setting.key == key);
        if self.fact(key).is_none() && setting.is_none() {
            let known = self.facts.iter().map(|fact| fact.key.as_str()).chain(SETTINGS.iter().map(|known| known.key));
            return Err(AssumeError::Unknown {
                provider: self.id.clone(),
                key: key.to_owned(),
                nearest: crate::model::nearest(key, known),
            });
        }
        if let Some(value) = value {
            let setting = setting.ok_or_else(|| AssumeError::Fixed { key: key.to_owned() })?;
            (setting.set)(self, value).ok_or_else(|| AssumeError::Value {
                key: key.to_owned(),
                value: value.to_owned(),
                form: setting.form,
            })?;
        }
        let now = self.setting(key);
        let at = self.facts.iter().position(|fact| fact.key == key).unwrap_or_else(|| {
            self.facts.push(Fact::assumed(key, "", GIVEN));
            self.facts.len() - 1
        });
        let fact = &mut self.facts[at];
        if let Some(now) = now {
            if now != fact.value {
                GIVEN.location.clone_into(&mut fact.source);
                GIVEN.day.clone_into(&mut fact.date);
                fact.basis = Basis::Assumed;
            }
            fact.value = now;
        }
        fact.confirmed = true;
        Ok(())
    }
}

fn read_flag(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn write_size(bytes: usize) -> String {
    if bytes.is_multiple_of(1024) { format!("{}KiB", bytes / 1024) } else { bytes.to_string() }
}

pub(crate) fn read_size(text: &str) -> Option<usize> {
    let (number, unit) = text.strip_suffix("KiB").map_or((text, 1), |number| (number, 1024));
    number.trim().parse::<usize>().ok()?.checked_mul(unit).filter(|bytes| *bytes > 0)
}

fn write_duration(duration: Duration) -> String {
    if duration.subsec_millis() == 0 {
        format!("{}s", duration.as_secs())
    } else {
        format!("{}ms", duration.as_millis())
    }
}

fn read_duration(text: &str) -> Option<Duration> {
    text.parse::<jiff::SignedDuration>().ok()?.try_into().ok()
}
