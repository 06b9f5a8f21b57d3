//! Possible reasons why a valid delivery is not accepted.

use crate::model::exchange::{Failure, Hop, Outcome, Response};

impl Outcome {
    /// Returns the possible reason why a valid delivery ends with this outcome.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Failed(Failure::Unreachable(_)) => Some("is the endpoint running, and is this its address?"),
            Self::Failed(_) => None,
            Self::Answered(response) => of_answer(response),
        }
    }
}

fn of_answer(response: &Response) -> Option<&'static str> {
    if let Some(hint) = of_redirect(response) {
        return Some(hint);
    }
    match response.status {
        400 | 403 | 419 | 422 if speaks_of(response, "csrf") => {
            Some("CSRF protection refused it before the handler ran: exempt the path of the webhook from it")
        }
        400 | 422 => Some("does something read the body before the handler does? It can be read once"),
        401 | 403 => {
            Some("is this the endpoint's secret, and is the signature made of the raw body, before it is parsed?")
        }
        404 => Some("is this the path of the webhook?"),
        405 => Some("the path does not accept the provider's method"),
        415 => Some("the endpoint expects another content type"),
        500.. => Some("look into its log for the reason"),
        _ => None,
    }
}

/// Derives the reason from the location of a redirect.
fn of_redirect(response: &Response) -> Option<&'static str> {
    let is_followed = !response.hops.is_empty();
    if !is_followed && !response.is_redirect() || is_followed && response.status < 400 {
        return None;
    }
    let to = response.location_path();
    let mut words = to.split(|letter: char| !letter.is_ascii_alphanumeric()).map(str::to_ascii_lowercase);
    if words.any(|word| matches!(word.as_str(), "login" | "signin" | "auth" | "sso" | "oauth" | "oauth2")) {
        return Some("a login protects this path: let the path of the webhook through without one");
    }
    Some("give the address that it redirects to: a redirect may turn a POST into a GET")
}

/// Returns whether the body contains a word, in any case.
fn speaks_of(response: &Response, word: &str) -> bool {
    response.body.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

impl Response {
    /// Returns whether it is a redirect.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308) && self.headers.get("location").is_some()
    }

    /// Returns the path of the redirect location, without the query; the last location if redirects were followed.
    pub(crate) fn location_path(&self) -> String {
        let own = || self.headers.get("location").map(String::from_utf8_lossy).unwrap_or_default().into_owned();
        let to = self.hops.last().map_or_else(own, |hop: &Hop| hop.to.clone());
        to.split(['?', '#']).next().unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::model::Headers;

    fn hint(response: Response) -> &'static str {
        Outcome::Answered(response).hint().unwrap_or_default()
    }

    #[test]
    fn a_server_in_front_is_distinguished_from_the_handler() {
        let answer = |status, body: &'static str| Response::new(status, Headers::new(), Bytes::from(body));
        let to = |status, location: &str| {
            Response::new(status, [("Location", location)].into_iter().collect(), Bytes::new())
        };
        assert!(hint(answer(403, "<h1>CSRF verification failed</h1>")).contains("CSRF"));
        assert!(hint(answer(403, "bad signature")).contains("secret"));
        assert!(hint(answer(200, "csrf")).is_empty());
        assert!(hint(to(302, "/login?next=/hook")).contains("login"));
        assert!(hint(to(301, "/hook/")).contains("address that it redirects to"));
        assert!(hint(to(301, "/blogin/")).contains("address that it redirects to"));
        let hop = Hop { status: 302, to: "http://a.test/accounts/login/?next=/hook".to_owned() };
        assert!(hint(answer(404, "").with_hops(vec![hop.clone()])).contains("login"));
        assert!(hint(answer(204, "").with_hops(vec![hop])).is_empty());
    }
}
