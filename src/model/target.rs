//! The endpoint that deliveries are sent to.

use std::net::IpAddr;

use thiserror::Error;

/// A parsed endpoint URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// The URL as given.
    pub url: String,
    /// The protocol.
    pub scheme: Scheme,
    /// Host name or address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Value of the `Host` header.
    pub authority: String,
    /// Path with query.
    pub path: String,
}

/// The protocol of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "webhooks travel over these two")]
pub enum Scheme {
    /// Plain HTTP.
    Http,
    /// HTTP over TLS.
    Https,
}

/// The certificate authorities that are trusted for an https endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trust {
    /// The operating system's authorities.
    #[default]
    System,
    /// Only these certificates, in PEM.
    Authorities(Vec<u8>),
    /// Any certificate, without verification.
    Everyone,
}

/// The error for text that is not a valid endpoint URL.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TargetError {
    /// Invalid URL.
    #[error("invalid URL `{url}`")]
    NoUrl {
        /// The text that was given.
        url: String,
        /// The reason.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A URL with a user or a password, which reports would reveal.
    #[error("the URL of {host} carries a user or a password, and reports show URLs")]
    Credentials {
        /// Host of the URL.
        host: String,
    },
    /// A URL with another scheme.
    #[error("`{url}` is not an http or https URL")]
    Scheme {
        /// The text that was given.
        url: String,
    },
}

impl std::str::FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let parsed: reqwest::Url =
            text.parse().map_err(|source| TargetError::NoUrl { url: text.to_owned(), source: Box::new(source) })?;
        let scheme = match parsed.scheme() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return Err(TargetError::Scheme { url: text.to_owned() }),
        };
        let (Some(host), Some(port)) = (parsed.host_str(), parsed.port_or_known_default()) else {
            return Err(TargetError::Scheme { url: text.to_owned() });
        };
        if !parsed.username().is_empty() || parsed.password().is_some() {
            return Err(TargetError::Credentials { host: host.to_owned() });
        }
        let authority = parsed.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let query = parsed.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(Self {
            url: text.to_owned(),
            scheme,
            host: host.trim_start_matches('[').trim_end_matches(']').to_owned(),
            port,
            authority,
            path: format!("{}{query}", parsed.path()),
        })
    }
}

impl Target {
    /// Returns whether it is this machine, judging only by its host name or address.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let is_named = self.host == "localhost" || self.host.ends_with(".localhost");
        is_named || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Returns the same URL with a slash added to or removed from the end of its path; `None` for the root.
    #[must_use]
    pub fn with_other_slash(&self) -> Option<Self> {
        let mut url: reqwest::Url = self.url.parse().ok()?;
        let path = url.path().to_owned();
        let other = path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned);
        if other.is_empty() || path.ends_with("//") {
            return None;
        }
        url.set_path(&other);
        url.as_str().parse().ok()
    }

    /// Returns the same URL with another last segment of its path.
    #[must_use]
    pub fn with_last_segment(&self, segment: &str) -> Option<Self> {
        let mut url: reqwest::Url = self.url.parse().ok()?;
        let parent = url.path().trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
        url.set_path(&format!("{parent}/{segment}"));
        url.as_str().parse().ok()
    }

    /// Resolves a `Location` relative to this target; `None` if it leads to another host, which the user did not
    /// specify.
    #[must_use]
    pub fn redirected(&self, location: &str) -> Option<Self> {
        let to = self.url.parse::<reqwest::Url>().ok()?.join(location).ok()?;
        let to: Self = to.as_str().parse().ok()?;
        (to.host == self.host).then_some(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_apart() {
        let target: Target = "http://[::1]:9000/a/b?c=d#e".parse().unwrap();
        assert_eq!((target.host.as_str(), target.port, target.path.as_str()), ("::1", 9000, "/a/b?c=d"));
        assert_eq!(target.authority, "[::1]:9000");
        assert_eq!("https://example.test".parse::<Target>().unwrap().port, 443);
        assert!(matches!("ftp://a/b".parse::<Target>(), Err(TargetError::Scheme { .. })));
        assert!(matches!("127.0.0.1:9000".parse::<Target>(), Err(TargetError::NoUrl { .. })));
    }

    #[test]
    fn knows_this_machine() {
        let local = |url: &str| url.parse::<Target>().unwrap().is_loopback();
        for url in ["http://localhost", "http://a.localhost:1/", "http://127.0.0.9/", "http://[::1]:9000/"] {
            assert!(local(url), "{url}");
        }
        for url in ["http://localhost.test", "http://127.0.0.1.test/", "http://0.0.0.0/", "http://[::]/"] {
            assert!(!local(url), "{url}");
        }
    }

    #[test]
    fn a_slash_is_added_or_removed() {
        let other = |url: &str| url.parse::<Target>().unwrap().with_other_slash().map(|other| other.url);
        assert_eq!(other("http://127.0.0.1:9000/hook?a=b").as_deref(), Some("http://127.0.0.1:9000/hook/?a=b"));
        assert_eq!(other("http://127.0.0.1:9000/a/hook/").as_deref(), Some("http://127.0.0.1:9000/a/hook"));
        for root in ["http://127.0.0.1:9000", "http://127.0.0.1:9000/", "http://127.0.0.1:9000//"] {
            assert_eq!(other(root), None, "{root}");
        }
    }

    #[test]
    fn the_last_segment_is_replaced() {
        let other = |url: &str| url.parse::<Target>().unwrap().with_last_segment("b").unwrap().url;
        for (url, replaced) in [("/hook", "/b"), ("/hook/", "/b"), ("/a/hook?x=y", "/a/b?x=y"), ("", "/b"), ("/", "/b")]
        {
            assert_eq!(other(&format!("http://127.0.0.1:9000{url}")), format!("http://127.0.0.1:9000{replaced}"));
        }
    }

    #[test]
    fn redirects_stay_on_the_host() {
        let target: Target = "http://127.0.0.1:9000/hook".parse().unwrap();
        assert_eq!(target.redirected("/hook/").unwrap().path, "/hook/");
        assert_eq!(target.redirected("http://127.0.0.1:9001/x").unwrap().port, 9001);
        assert_eq!(target.redirected("http://169.254.169.254/"), None);
    }
}
