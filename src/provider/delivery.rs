//! How a provider delivers events.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::StatusSet;

/// The delivery settings of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Delivery {
    /// HTTP method.
    pub method: String,
    /// Headers of every delivery, before those of the signature.
    pub headers: Vec<(String, String)>,
    /// Maximum time that the provider waits for the response to one attempt.
    #[serde(with = "seconds")]
    pub timeout: Duration,
    /// Statuses that count as success.
    pub success: StatusSet,
    /// Body that a successful answer must have; white space around it does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Behavior on a 3xx response.
    pub redirects: Redirects,
    /// The largest body in bytes that the provider sends. Nothing larger is sent to an endpoint.
    #[serde(default = "max_body", skip_serializing_if = "is_max_body")]
    pub max_body: usize,
    /// Headers of retries, after those of every delivery. `{retry}` is the number of the retry, from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retry_headers: Vec<(String, String)>,
    /// When a subscription is disabled.
    #[serde(default, skip_serializing_if = "Disabling::is_never")]
    pub disabling: Disabling,
}

/// When a provider disables a subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Disabling {
    /// Statuses that disable it at once.
    #[serde(default, skip_serializing_if = "StatusSet::is_empty")]
    pub statuses: StatusSet,
    /// Number of failed attempts in a row that disable it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failures: Option<u32>,
}

/// The largest body if the provider documents no limit: 256 KiB.
const MAX_BODY: usize = 256 * 1024;

const fn max_body() -> usize {
    MAX_BODY
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_max_body(bytes: &usize) -> bool {
    *bytes == MAX_BODY
}

/// The behavior of a provider on a 3xx response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Redirects {
    /// Follows the redirect.
    Followed,
    /// Counts it as a failure.
    Refused,
}

impl Delivery {
    /// Creates a `POST` with these headers; 2xx is success, redirects are failures.
    #[must_use]
    pub fn post(headers: &[(&str, &str)], timeout: Duration) -> Self {
        Self {
            method: "POST".to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            timeout,
            success: StatusSet::success(),
            answer: None,
            redirects: Redirects::Refused,
            max_body: MAX_BODY,
            retry_headers: Vec::new(),
            disabling: Disabling::default(),
        }
    }

    /// Sets the largest body in bytes; 256 KiB by default.
    #[must_use]
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Makes the provider follow redirects.
    #[must_use]
    pub const fn following_redirects(mut self) -> Self {
        self.redirects = Redirects::Followed;
        self
    }
}

impl Disabling {
    /// Returns whether no answer disables a subscription.
    #[must_use]
    pub fn is_never(&self) -> bool {
        self.statuses.is_empty() && self.failures.is_none()
    }
}

/// Durations as a number of seconds.
pub(super) mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::provider) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(duration.as_secs_f64())
    }

    pub(in crate::provider) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom)
    }
}
