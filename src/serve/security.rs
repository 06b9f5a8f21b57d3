//! Access control: rejects calls from pages of other sites in a browser and, if the server listens on an address other
//! than loopback, calls without the token.

use std::net::IpAddr;

use sha2::{Digest, Sha256};

use crate::serve::options::Options;

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

/// Checks that the `Host` and `Origin` of a call match this server.
pub(super) fn by_name(options: &Options, host: Option<&str>, origin: Option<&str>) -> Result<(), Barred> {
    // HTTP/1.0 clients may send no `Host`, and no browser uses HTTP/1.0.
    let Some(host) = host else { return Ok(()) };
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

fn is_same(origin: &str, host: &str) -> bool {
    let origin = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SecretText;

    fn named(host: &str, origin: Option<&str>) -> Result<(), Barred> {
        let mut options = Options::new(Vec::new());
        options.hosts.push("mock.internal".to_owned());
        by_name(&options, Some(host), origin)
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
