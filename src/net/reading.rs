//! Reading observers over HTTP.

use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use thiserror::Error;

use crate::model::Scheme;
use crate::model::Target;
use crate::model::TargetError;
use crate::model::Trust;
use crate::model::shortened;
use crate::wire::READ_LIMIT;

/// A greater count is refused: JSON numbers are exact up to here.
const MOST_EFFECTS: u64 = 1 << 53;

/// More of a `Location` is not shown.
const SHOWN_LOCATION: usize = 200;

/// Reads observers over HTTP.
#[derive(Clone, Debug)]
pub struct Reading {
    client: reqwest::Client,
    url: String,
    scheme: Scheme,
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
    /// An answer that sends the reader elsewhere.
    #[error("the observer at {url} redirects to {location} ({status}): name that address instead")]
    Redirected {
        /// Its address.
        url: String,
        /// Where it leads.
        location: String,
        /// Status of the answer.
        status: u16,
    },
    /// An answer without an end, or nearly so.
    #[error("the observer at {url} returned more than {} MiB", READ_LIMIT >> 20)]
    TooLong {
        /// Its address.
        url: String,
    },
    /// A count that nothing can have reached.
    #[error("the observer at {url} returned {count}, which is not a plausible count{}", overflow(*.count))]
    Implausible {
        /// Its address.
        url: String,
        /// What it returned.
        count: u64,
    },
    /// The address of an observer of one event is invalid.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The address of an observer of one event has another scheme.
    #[error("the observer at {url} must have the same scheme for every event")]
    Scheme {
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
        Ok(Self { client, url: target.url.clone(), scheme: target.scheme })
    }

    /// Names another address of the same kind, such as that of one event. The HTTP client is shared.
    ///
    /// # Errors
    /// When the URL is invalid, or its scheme is another one.
    pub fn at(&self, url: &str) -> Result<Self, ReadingError> {
        let target: Target = url.parse()?;
        if target.scheme != self.scheme {
            return Err(ReadingError::Scheme { url: target.url });
        }
        Ok(Self { client: self.client.clone(), url: target.url, scheme: self.scheme })
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

    /// Reads how many effects there have been.
    ///
    /// # Errors
    /// When there is no answer, or no plausible count in it.
    pub async fn count(&self) -> Result<u64, ReadingError> {
        self.counted(&self.body().await?)
    }

    /// Reads how many effects there have been; `None` when the observer answers 404, because it does not know of the
    /// event that its address names.
    ///
    /// # Errors
    /// When there is no answer, or no plausible count in it.
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
    /// When there is no answer, or one that is not JSON.
    pub async fn document(&self) -> Result<Value, ReadingError> {
        serde_json::from_slice(&self.body().await?).map_err(|_| ReadingError::NoJson { url: self.url.clone() })
    }

    fn counted(&self, body: &[u8]) -> Result<u64, ReadingError> {
        match count(body) {
            None => Err(ReadingError::NoCount { url: self.url.clone() }),
            Some(count) if count > MOST_EFFECTS => Err(ReadingError::Implausible { url: self.url.clone(), count }),
            Some(count) => Ok(count),
        }
    }

    async fn body(&self) -> Result<Bytes, ReadingError> {
        self.read(self.get().await?).await
    }

    async fn get(&self) -> Result<reqwest::Response, ReadingError> {
        self.client.get(&self.url).send().await.map_err(|error| self.failed(innermost(&error)))
    }

    /// The body of a successful answer, refused as soon as it is known to be too long.
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

/// A `Location` as an address that can be used as it stands, without the password that it may hold.
fn whole(from: &reqwest::Url, location: &str) -> String {
    let whole = match from.join(location) {
        Ok(mut url) => {
            // Both refuse only URLs that hold no credentials.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.to_string()
        }
        Err(_) => location.to_owned(),
    };
    shortened(&whole, SHOWN_LOCATION).into_owned()
}

/// The operating system's reason at the bottom of an error.
fn innermost(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), innermost)
}

/// What an implausible count may come from.
const fn overflow(count: u64) -> &'static str {
    if count > i64::MAX.unsigned_abs() { ": -1 looks like this in an unsigned number" } else { "" }
}

/// The count in a body. The items of an array are counted without being kept.
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
