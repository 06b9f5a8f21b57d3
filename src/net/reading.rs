//! Reads observers over HTTP.

use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use thiserror::Error;

use crate::model::{Scheme, Target, TargetError, Trust, shortened};
use crate::wire::READ_LIMIT;

/// The maximum count that is accepted: JSON numbers are exact up to this value.
const MOST_EFFECTS: u64 = 1 << 53;

/// The maximum number of characters of a `Location` that an error shows.
const SHOWN_LOCATION: usize = 200;

/// A client that reads observers over HTTP.
#[derive(Clone, Debug)]
pub struct Reading {
    client: reqwest::Client,
    url: String,
    scheme: Scheme,
}

/// The maximum number of characters of a response that an error shows.
const SAID: usize = 500;

/// An observer that cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// There was no response, or an error response.
    #[error("the observer at {url} could not be read: {reason}")]
    Failed {
        /// Its URL.
        url: String,
        /// The reason.
        reason: String,
    },
    /// The POST request was not accepted.
    #[error("POST {url} failed: {reason}")]
    Posted {
        /// The URL.
        url: String,
        /// The reason.
        reason: String,
    },
    /// The response is a redirect.
    #[error("the observer at {url} redirects to {location} ({status}): name that address instead")]
    Redirected {
        /// Its URL.
        url: String,
        /// Target of the redirect.
        location: String,
        /// Status code of the response.
        status: u16,
    },
    /// The response is endless, or too long.
    #[error("the observer at {url} returned more than {} MiB", READ_LIMIT >> 20)]
    TooLong {
        /// Its URL.
        url: String,
    },
    /// The count is implausibly high.
    #[error("the observer at {url} returned {count}, which is not a plausible count{}", overflow(*.count))]
    Implausible {
        /// Its URL.
        url: String,
        /// The count that it returned.
        count: u64,
    },
    /// The URL of an observer of one event is invalid.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The URL of an observer of one event has a different scheme.
    #[error("the observer at {url} must have the same scheme for every event")]
    Scheme {
        /// Its URL.
        url: String,
    },
    /// The response is not JSON.
    #[error("the observer at {url} did not answer JSON")]
    NoJson {
        /// Its URL.
        url: String,
    },
    /// The response contains no count.
    #[error("the observer at {url} answered no count: expected a number, {{\"count\": n}} or an array")]
    NoCount {
        /// Its URL.
        url: String,
    },
}

impl Reading {
    /// Creates a reader for the observer at a URL.
    ///
    /// # Errors
    /// Returns an error if the HTTP client cannot be set up.
    pub fn new(target: &Target, timeout: Duration, trust: &Trust) -> Result<Self, ReadingError> {
        let failed = |reason: String| ReadingError::Failed { url: target.url.clone(), reason };
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            // An idle connection would keep a single-threaded server from accepting deliveries.
            .pool_max_idle_per_host(0)
            .timeout(timeout);
        #[cfg(feature = "tls")]
        let client = client.tls_backend_preconfigured(
            match target.scheme {
                // Loading the certificates that the system trusts takes longer than a reading.
                Scheme::Http => crate::tls::trusting_nobody(),
                Scheme::Https => crate::tls::config(trust),
            }
            .map_err(|error| failed(error.to_string()))?,
        );
        #[cfg(not(feature = "tls"))]
        let _ = trust;
        let client = client.build().map_err(|error| failed(error.to_string()))?;
        Ok(Self { client, url: target.url.clone(), scheme: target.scheme })
    }

    /// Returns a reader for another URL with the same scheme, such as that of one event. It shares the HTTP client.
    ///
    /// # Errors
    /// Returns an error if the URL is invalid or has a different scheme.
    pub fn at(&self, url: &str) -> Result<Self, ReadingError> {
        let target: Target = url.parse()?;
        if target.scheme != self.scheme {
            return Err(ReadingError::Scheme { url: target.url });
        }
        Ok(Self { client: self.client.clone(), url: target.url, scheme: self.scheme })
    }

    /// Posts a JSON document to this URL.
    ///
    /// # Errors
    /// Returns an error if there is no response, or if it is not a success. The error contains the text of the
    /// response.
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

    /// Reads the number of effects so far.
    ///
    /// # Errors
    /// Returns an error if there is no response, or no plausible count in it.
    pub async fn count(&self) -> Result<u64, ReadingError> {
        self.counted(&self.body().await?)
    }

    /// Reads the number of effects so far. Returns `None` if the observer answers 404, because it does not know the
    /// event in its URL.
    ///
    /// # Errors
    /// Returns an error if there is no response, or no plausible count in it.
    pub async fn count_or_absent(&self) -> Result<Option<u64>, ReadingError> {
        let answer = self.get().await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        self.counted(&self.read(answer).await?).map(Some)
    }

    /// Reads the document that the observer returns.
    ///
    /// # Errors
    /// Returns an error if there is no response, or if it is not JSON.
    pub async fn document(&self) -> Result<Value, ReadingError> {
        serde_json::from_slice(&self.body().await?).map_err(|_| ReadingError::NoJson { url: self.url.clone() })
    }

    fn counted(&self, body: &[u8]) -> Result<u64, ReadingError> {
        counted(&self.url, body)
    }

    async fn body(&self) -> Result<Bytes, ReadingError> {
        self.read(self.get().await?).await
    }

    async fn get(&self) -> Result<reqwest::Response, ReadingError> {
        self.client.get(&self.url).send().await.map_err(|error| self.failed(innermost(&error)))
    }

    /// Reads the body of a successful response. Rejects it as soon as it is known to be too long.
    async fn read(&self, mut answer: reqwest::Response) -> Result<Bytes, ReadingError> {
        let status = answer.status();
        if !status.is_success() {
            return Err(self.refused(&answer));
        }
        let too_long = || ReadingError::TooLong { url: self.url.clone() };
        let limit = READ_LIMIT as u64;
        if answer.content_length().is_some_and(|length| length > limit) {
            return Err(too_long());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.failed(innermost(&error)))? {
            if body.len() + chunk.len() > READ_LIMIT {
                return Err(too_long());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.into())
    }

    fn refused(&self, answer: &reqwest::Response) -> ReadingError {
        let status = answer.status().as_u16();
        match answer.headers().get("location") {
            Some(location) if answer.status().is_redirection() => {
                let location = whole(answer.url(), &String::from_utf8_lossy(location.as_bytes()));
                ReadingError::Redirected { url: self.url.clone(), location, status }
            }
            _ => self.failed(format!("it answered {status}")),
        }
    }

    fn failed(&self, reason: String) -> ReadingError {
        ReadingError::Failed { url: self.url.clone(), reason }
    }
}

/// Returns a `Location` as an absolute URL, without the password that it may contain.
fn whole(from: &reqwest::Url, location: &str) -> String {
    let whole = match from.join(location) {
        Ok(mut url) => {
            // Ignore the errors: these calls fail only for URLs that cannot contain credentials.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.to_string()
        }
        Err(_) => location.to_owned(),
    };
    shortened(&whole, SHOWN_LOCATION).into_owned()
}

/// Returns the innermost cause of an error, which is the operating system's reason.
fn innermost(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), innermost)
}

/// Returns a possible explanation of an implausible count.
const fn overflow(count: u64) -> &'static str {
    if count > i64::MAX.unsigned_abs() { ": -1 looks like this in an unsigned number" } else { "" }
}

/// Returns the count that an observer of this name returned.
pub(crate) fn counted(name: &str, body: &[u8]) -> Result<u64, ReadingError> {
    match count(body) {
        None => Err(ReadingError::NoCount { url: name.to_owned() }),
        Some(count) if count > MOST_EFFECTS => Err(ReadingError::Implausible { url: name.to_owned(), count }),
        Some(count) => Ok(count),
    }
}

/// Reads the count from a body. Counts the items of an array without keeping them in memory.
fn count(body: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Named {
        count: u64,
    }
    match body.trim_ascii_start().first()? {
        b'[' => serde_json::from_slice::<Vec<IgnoredAny>>(body).ok().map(|items| items.len() as u64),
        b'{' => serde_json::from_slice::<Named>(body).ok().map(|named| named.count),
        _ => serde_json::from_slice(body).ok(),
    }
}
