//! Access control: rejects calls from pages of other sites in a browser and, if the server listens on an address other
//! than loopback, calls without the token.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use sha2::{Digest, Sha256};

use crate::serve::options::Options;

/// The header by which a browser says where a call comes from.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A reason to refuse a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Barred {
    /// `Host` is not a name of this server: another name was pointed at its address.
    Host,
    /// The call comes from a page of another site.
    Origin,
    /// The token is missing or wrong.
    Token,
}

/// Checks that the `Host` and `Origin` of a call match this server, and that no other site's page changes anything.
pub(super) fn by_name(options: &Options, method: &Method, headers: &HeaderMap) -> Result<(), Barred> {
    if !method.is_safe() && headers.get(SITE).is_some_and(|site| site == "cross-site") {
        return Err(Barred::Origin);
    }
    let origin = headers.get(header::ORIGIN);
    let Some(host) = headers.get(header::HOST) else {
        // HTTP/1.0 clients may send no `Host`. Browsers, which send `Origin`, do not use HTTP/1.0.
        return if origin.is_some() { Err(Barred::Origin) } else { Ok(()) };
    };
    let host = host.to_str().map_err(|_| Barred::Host)?;
    let name = without_port(host);
    let address: Option<IpAddr> = name.parse().ok();
    let is_ours = name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || address.is_some_and(|address| address.is_loopback() || options.is_exposed())
        || options.hosts.iter().any(|known| known.eq_ignore_ascii_case(name));
    if !is_ours {
        return Err(Barred::Host);
    }
    match origin {
        Some(origin) if !is_same(origin, host) => Err(Barred::Origin),
        _ => Ok(()),
    }
}

/// Checks that a call to `/_hookproof/` has the token, if the server requires one.
pub(super) fn by_token(options: &Options, authorization: Option<&str>) -> Result<(), Barred> {
    let Some(token) = &options.token else { return Ok(()) };
    let given = authorization.and_then(|text| text.strip_prefix("Bearer ")).unwrap_or_default();
    // Compare digests, so that the time it takes does not reveal anything about the token.
    if Sha256::digest(given) == Sha256::digest(token.expose()) { Ok(()) } else { Err(Barred::Token) }
}

impl Barred {
    pub(super) const fn status(self) -> u16 {
        match self {
            Self::Host => 421,
            Self::Origin => 403,
            Self::Token => 401,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Host => "unknown_host",
            Self::Origin => "other_origin",
            Self::Token => "token_needed",
        }
    }

    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Host => "the Host of this call is not a name of this server; give its name with --host",
            Self::Origin => "pages of other sites may not call this server",
            Self::Token => "this needs `Authorization: Bearer` with the token that the server was started with",
        }
    }
}

fn without_port(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

fn is_same(origin: &HeaderValue, host: &str) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    let origin = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SecretText;

    fn named(host: &str, origin: Option<&str>) -> Result<(), Barred> {
        let origin = origin.map(|origin| (header::ORIGIN, origin.as_bytes()));
        called(&Method::GET, [(header::HOST, host.as_bytes())].into_iter().chain(origin))
    }

    fn called<'a>(method: &Method, headers: impl IntoIterator<Item = (HeaderName, &'a [u8])>) -> Result<(), Barred> {
        let mut options = Options::new(Vec::new());
        options.hosts.push("mock.internal".to_owned());
        let headers = headers.into_iter().map(|(name, value)| (name, HeaderValue::from_bytes(value).unwrap()));
        by_name(&options, method, &headers.collect())
    }

    #[test]
    fn only_by_its_own_names() {
        for host in ["localhost:4000", "127.0.0.1", "[::1]:4000", "app.localhost", "MOCK.internal:80"] {
            assert_eq!(named(host, None), Ok(()), "{host}");
        }
        for host in ["evil.test", "localhost.evil.test:4000", "10.0.0.1", "", "127.0.0.1.evil.test"] {
            assert_eq!(named(host, None), Err(Barred::Host), "{host}");
        }
        assert_eq!(named("localhost:4000", Some("http://localhost:4000")), Ok(()));
        for origin in ["http://evil.test", "null", "http://localhost:4001", "localhost:4000"] {
            assert_eq!(named("localhost:4000", Some(origin)), Err(Barred::Origin), "{origin}");
        }
    }

    #[test]
    fn a_missing_or_unreadable_name_is_no_way_in() {
        let host = |host: &'static [u8]| (header::HOST, host);
        let origin = |origin: &'static [u8]| (header::ORIGIN, origin);
        let get = |headers: &[(HeaderName, &'static [u8])]| called(&Method::GET, headers.iter().cloned());
        assert_eq!(get(&[]), Ok(()), "HTTP/1.0");
        assert_eq!(get(&[origin(b"http://evil.test")]), Err(Barred::Origin));
        assert_eq!(get(&[host(b"local\xffhost")]), Err(Barred::Host));
        assert_eq!(get(&[host(b"localhost"), origin(b"http://local\xffhost")]), Err(Barred::Origin));
    }

    #[test]
    fn pages_of_other_sites_change_nothing() {
        let call =
            |method, site: &'static str| called(&method, [(header::HOST, &b"localhost"[..]), (SITE, site.as_bytes())]);
        assert_eq!(call(Method::POST, "cross-site"), Err(Barred::Origin));
        for (method, site) in [(Method::POST, "same-origin"), (Method::PUT, "none"), (Method::GET, "cross-site")] {
            assert_eq!(call(method, site), Ok(()), "{site}");
        }
    }

    #[test]
    fn only_with_the_token() {
        let mut options = Options::new(Vec::new());
        assert_eq!(by_token(&options, None), Ok(()));
        options.token = Some(SecretText::new("t0ken"));
        assert_eq!(by_token(&options, Some("Bearer t0ken")), Ok(()));
        for given in [None, Some("Bearer "), Some("t0ken"), Some("Bearer t0ke"), Some("Bearer t0kenn")] {
            assert_eq!(by_token(&options, given), Err(Barred::Token));
        }
    }
}
