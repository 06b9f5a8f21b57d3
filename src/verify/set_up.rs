//! Observations about a run that could not begin. They decide the cause of an unproved run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Exchange, Outcome, Response};

/// Observations about the set-up of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SetUp {
    /// Answer to the refused deliveries of calibration, if all were refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// Problem with the effects source, if it cannot be relied on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<EffectsFault>,
    /// Length of the secret in characters, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_length: Option<usize>,
    /// Whether the secret begins or ends with white space or a byte order mark.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret_has_white_space: bool,
}

/// Problem with an effects source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EffectsFault {
    /// The count grows while nothing is sent.
    GrowsAlone,
    /// The count fell.
    Fell,
    /// No redelivery check could be judged by it.
    Unseen,
    /// The count did not change, whatever was sent.
    NeverMoved,
}

/// Answer to the first of the refused deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Refusal {
    /// Number of deliveries that were answered with the same status.
    pub count: usize,
    /// Number of refused deliveries.
    pub of: usize,
    /// Status code; absent if there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Status code of the same delivery without a signature, if one was sent and answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsigned: Option<u16>,
    /// Whether that answer looks the same: its status, what its body is, and who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsigned_alike: Option<bool>,
    /// Where a redirect leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Form of the body.
    pub body: BodyForm,
    /// Kind of program that answered, if known.
    pub by: Answerer,
    /// Beginning of the body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// Form of the body of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BodyForm {
    /// Empty.
    #[default]
    Empty,
    /// A JSON document.
    Json,
    /// A page.
    Html,
    /// Other text.
    Text,
}

/// Kind of program that answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Answerer {
    /// Nothing shows that it was not the endpoint.
    #[default]
    Unknown,
    /// A gateway, proxy or web server in front, according to its page or its `Server` header.
    Gateway,
    /// A filter of a web framework: CSRF, login.
    Filter,
}

/// More of an answer is not kept.
const KEPT: usize = 300;

/// Names that gateways and web servers give themselves.
const GATEWAYS: [&str; 12] = [
    "nginx",
    "openresty",
    "cloudflare",
    "envoy",
    "awselb",
    "cloudfront",
    "varnish",
    "traefik",
    "caddy",
    "haproxy",
    "akamai",
    "apache",
];

/// Texts of filters: CSRF protection and logins.
const FILTERS: [&str; 6] = ["csrf", "xsrf", "authenticitytoken", "authenticity token", "please log in", "anti-forgery"];

impl Refusal {
    /// Creates it from the answers to the refused deliveries; `show` redacts what no report may show.
    pub(crate) fn of<'a>(
        exchanges: impl Iterator<Item = &'a Exchange> + Clone,
        show: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let first = exchanges.clone().next()?;
        let status = first.status();
        let count = exchanges.clone().filter(|exchange| exchange.status() == status).count();
        let refusal = Self { count, of: exchanges.count(), status, ..Self::default() };
        Some(match &first.outcome {
            Outcome::Answered(response) => refusal.answered(response, show),
            Outcome::Failed(_) => refusal,
        })
    }

    /// Compares it with the answer to the same delivery without a signature.
    pub(crate) fn compared(self, unsigned: Option<&Exchange>) -> Self {
        let other = unsigned.and_then(|unsigned| Self::of(std::iter::once(unsigned), |_| String::new()));
        let Some(other) = other.filter(|other| other.status.is_some()) else { return self };
        let is_alike = (self.status, self.body, self.by) == (other.status, other.body, other.by);
        Self { unsigned: other.status, unsigned_alike: Some(is_alike), ..self }
    }

    /// Whether another answer is the same, if it came from another path. Paths, times and ids that an answer contains do
    /// not count. `None` if both are empty: programs that have nothing in common answer so.
    pub(crate) fn is_same_as(&self, path: &str, other: &Self, other_path: &str) -> Option<bool> {
        let text = |refusal: &Self, path: &str| {
            let is_cut = refusal.text.chars().count() == KEPT;
            (words(&refusal.text.replace(path, "")), is_cut)
        };
        let ((one, one_is_cut), (two, two_is_cut)) = (text(self, path), text(other, other_path));
        let is_same_text = if one_is_cut && two_is_cut {
            one.chars().zip(two.chars()).all(|(one, two)| one == two)
        } else {
            one == two
        };
        let is_same = is_same_text && (self.status, self.body, self.by) == (other.status, other.body, other.by);
        let says_nothing = self.text.trim().is_empty() && self.by == Answerer::Unknown;
        (!is_same || !says_nothing).then_some(is_same)
    }

    fn answered(self, response: &Response, show: impl Fn(&str) -> String) -> Self {
        let header = |name: &str| response.headers.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
        let text = String::from_utf8_lossy(&response.body);
        let small = text.to_ascii_lowercase();
        let is_html = header("content-type").is_some_and(|form| form.to_ascii_lowercase().starts_with("text/html"))
            || small.trim_start().starts_with("<!doctype html")
            || small.trim_start().starts_with("<html");
        let body = match () {
            () if text.trim().is_empty() => BodyForm::Empty,
            () if is_html => BodyForm::Html,
            () if serde_json::from_str::<serde_json::Value>(&text).is_ok() => BodyForm::Json,
            () => BodyForm::Text,
        };
        let server = header("server").unwrap_or_default().to_ascii_lowercase();
        let is_gateway = is_html && GATEWAYS.iter().any(|name| server.contains(name) || small.contains(name));
        let by = match () {
            () if FILTERS.iter().any(|word| small.contains(word)) => Answerer::Filter,
            () if is_gateway || matches!(response.status, 502 | 504) => Answerer::Gateway,
            () => Answerer::Unknown,
        };
        let location = header("location").or_else(|| response.hops.last().map(|hop| hop.to.clone()));
        let text = show(text.trim()).chars().take(KEPT).collect();
        Self { location: location.map(|to| show(&to)), body, by, text, ..self }
    }
}

/// Returns the words of a text. One with a digit may be a part of a time or an id.
fn words(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && !word.contains(|letter: char| letter.is_ascii_digit()));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;

    use super::*;
    use crate::model::{Headers, Request};

    #[test]
    fn an_answer_shows_who_gave_it() {
        for (status, headers, body, form, by) in [
            (401, &[][..], "", BodyForm::Empty, Answerer::Unknown),
            (401, &[], "{\"error\":\"bad\"}", BodyForm::Json, Answerer::Unknown),
            (401, &[("server", "nginx")], "{\"error\":\"bad\"}", BodyForm::Json, Answerer::Unknown),
            (404, &[], "<html><hr><center>nginx/1.24</center></html>", BodyForm::Html, Answerer::Gateway),
            (403, &[("server", "cloudflare"), ("content-type", "text/html")], "no", BodyForm::Html, Answerer::Gateway),
            (502, &[], "", BodyForm::Empty, Answerer::Gateway),
            (403, &[], "<html><h1>CSRF verification failed</h1></html>", BodyForm::Html, Answerer::Filter),
            (422, &[], "ActionController::InvalidAuthenticityToken", BodyForm::Text, Answerer::Filter),
        ] {
            let mut answer = Headers::new();
            for (name, value) in headers {
                answer.push(*name, *value);
            }
            let response = Response::new(status, answer, Bytes::from_static(body.as_bytes()));
            let request = Request::new("POST", Headers::new(), "{}");
            let exchange = Exchange::new(request, Outcome::Answered(response), Duration::ZERO);
            let found = Refusal::of([&exchange, &exchange].into_iter(), str::to_owned).unwrap();
            assert_eq!((found.body, found.by, found.count, found.of), (form, by, 2, 2), "{status} {body}");
        }
    }

    #[test]
    fn the_path_in_an_answer_does_not_count() {
        let refusal =
            |status, text: &str| Refusal { status: Some(status), text: text.to_owned(), ..Refusal::default() };
        let here = refusal(404, "Cannot POST /hook");
        let is_same = |other: &Refusal| here.is_same_as("/hook", other, "/none");
        assert_eq!(is_same(&refusal(404, "Cannot POST /none")), Some(true));
        assert_eq!(is_same(&refusal(404, "no such order")), Some(false));
        assert_eq!(is_same(&refusal(405, "Cannot POST /none")), Some(false));
        let spring = |time: &str, path: &str| {
            refusal(
                404,
                &format!("{{\"timestamp\":\"2026-12-02T{time}Z\",\"error\":\"Not Found\",\"path\":\"{path}\"}}"),
            )
        };
        let (now, then) = (spring("09:22:56.123", "/hook"), spring("09:22:57.004", "/none"));
        assert_eq!(now.is_same_as("/hook", &then, "/none"), Some(true), "the time does not count");
        let long = |path: &str| {
            refusal(404, &format!("no {path} {}", "x".repeat(KEPT)).chars().take(KEPT).collect::<String>())
        };
        assert_eq!(long("/a").is_same_as("/a", &long("/longer"), "/longer"), Some(true));
        let empty = Refusal { status: Some(404), ..Refusal::default() };
        assert_eq!(empty.is_same_as("/a", &empty.clone(), "/b"), None, "two empty answers show nothing");
    }
}
