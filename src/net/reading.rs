//! Reading observers over HTTP.

use std::time::Duration;

use serde_json::Value;
use thiserror::Error;

#[cfg(feature = "tls")]
use crate::model::Scheme;
use crate::model::Target;
use crate::model::Trust;

/// Reads observers over HTTP.
#[derive(Clone, Debug)]
pub struct Reading {
    client: reqwest::Client,
    url: String,
}

/// More characters of an answer than this are not in an error.
const SAID: usize = 500;

/// An observer that gives no reading.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// No answer, or a failed one.
    #[error("the observer at {url} could not be read: {reason}")]
    Failed {
        /// Its address.
        url: String,
        /// What happened.
        reason: String,
    },
    /// What was posted was not accepted.
    #[error("POST {url} failed: {reason}")]
    Posted {
        /// The address.
        url: String,
        /// What happened.
        reason: String,
    },
    /// There is nothing at this address.
    #[error("the observer at {url} could not be read: it answered 404")]
    Absent {
        /// Its address.
        url: String,
    },
    /// An answer that is not JSON.
    #[error("the observer at {url} did not answer JSON")]
    NoJson {
        /// Its address.
        url: String,
    },
    /// An answer that counts nothing.
    #[error("the observer at {url} answered no count: expected a number, {{\"count\": n}} or an array")]
    NoCount {
        /// Its address.
        url: String,
    },
}

impl Reading {
    /// An observer at a URL.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new(target: &Target, timeout: Duration, trust: &Trust) -> Result<Self, ReadingError> {
        let failed = |reason: String| ReadingError::Failed { url: target.url.clone(), reason };
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            // An idle connection would keep a server with a single thread from taking deliveries.
            .pool_max_idle_per_host(0)
            .timeout(timeout);
        #[cfg(feature = "tls")]
        let client = client.tls_backend_preconfigured(
            match target.scheme {
                // To ask the system whom it trusts takes longer than a reading.
                Scheme::Http => crate::tls::trusting_nobody(),
                Scheme::Https => crate::tls::config(trust),
            }
            .map_err(|error| failed(error.to_string()))?,
        );
        #[cfg(not(feature = "tls"))]
        let _ = trust;
        let client = client.build().map_err(|error| failed(error.to_string()))?;
        Ok(Self { client, url: target.url.clone() })
    }

    /// The same client for another URL.
    #[must_use]
    pub fn at(&self, url: &str) -> Self {
        Self { client: self.client.clone(), url: url.to_owned() }
    }

    /// How many effects there have been; `None` if the observer answers 404, which says that it knows of none yet.
    ///
    /// # Errors
    /// When there is no answer, or no count in it.
    pub async fn count_or_absent(&self) -> Result<Option<u64>, ReadingError> {
        match self.count().await {
            Err(ReadingError::Absent { .. }) => Ok(None),
            count => count.map(Some),
        }
    }

    /// How many effects there have been.
    ///
    /// # Errors
    /// When there is no answer, or no count in it.
    pub async fn count(&self) -> Result<u64, ReadingError> {
        let document = match self.document().await {
            Err(ReadingError::NoJson { .. }) => None,
            read => Some(read?),
        };
        document.as_ref().and_then(count).ok_or_else(|| ReadingError::NoCount { url: self.url.clone() })
    }

    /// Posts a JSON document to this URL; the answer's text is in the error.
    ///
    /// # Errors
    /// When there is no answer, or one that is no success.
    pub async fn post(&self, body: Vec<u8>) -> Result<(), ReadingError> {
        let failed = |reason: String| ReadingError::Posted { url: self.url.clone(), reason };
        let request = self.client.post(&self.url).header("Content-Type", "application/json").body(body);
        let answer = request.send().await.map_err(|error| failed(innermost(&error)))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let mut answer = answer;
        let said = answer.chunk().await.ok().flatten().unwrap_or_default();
        let said: String = String::from_utf8_lossy(&said).trim().chars().take(SAID).collect();
        let said = if said.is_empty() { said } else { format!(": {said}") };
        Err(failed(format!("it answered {}{said}", status.as_u16())))
    }

    /// The document that the observer answers.
    ///
    /// # Errors
    /// When there is no answer, or one that is not JSON.
    pub async fn document(&self) -> Result<Value, ReadingError> {
        let failed = |reason: String| ReadingError::Failed { url: self.url.clone(), reason };
        let answer = self.client.get(&self.url).send().await.map_err(|error| failed(innermost(&error)))?;
        if answer.status() == reqwest::StatusCode::NOT_FOUND {
            return Err(ReadingError::Absent { url: self.url.clone() });
        }
        if !answer.status().is_success() {
            return Err(failed(format!("it answered {}", answer.status().as_u16())));
        }
        let body = answer.bytes().await.map_err(|error| failed(innermost(&error)))?;
        serde_json::from_slice(&body).map_err(|_| ReadingError::NoJson { url: self.url.clone() })
    }
}

/// The operating system's reason at the bottom of an error.
fn innermost(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), innermost)
}

fn count(document: &Value) -> Option<u64> {
    match document {
        Value::Array(items) => u64::try_from(items.len()).ok(),
        Value::Object(members) => members.get("count")?.as_u64(),
        _ => document.as_u64(),
    }
}
