//! The routes of a management API, each declared once.

use crate::provider::Provider;
use crate::provider::api::{Call, Reads, Reply, State};

/// Answers a call. The last argument holds the path parameters.
pub type Handler = fn(&Provider, &mut State, &Call<'_>, Parameters<'_>) -> Reply;

/// A route of a management API: its method, its path and its handler. The table of routes also defines the response to
/// other methods, the facts about the call and the sent attempts that the call reads.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Route {
    /// Key of the fact that states the method and the path: `api.create`.
    pub fact: &'static str,
    /// Method, in capitals.
    pub method: &'static str,
    /// Path as the provider writes it: `/v1/webhooks/{id}/`. A trailing slash is ignored.
    pub path: &'static str,
    /// Handler of the call.
    pub handler: Handler,
    /// Returns which sent attempts or deliveries the call reads.
    pub reads: fn(&Call<'_>) -> Reads,
}

/// The path parameters of a call.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'a>(&'a [&'a str]);

/// The result of looking up a call in a table of routes.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a call, a path that takes other methods, or neither")]
pub enum Match<'a> {
    /// The route of the call, and its path parameters.
    Found(&'static Route, Vec<&'a str>),
    /// The path exists only for other methods.
    OtherMethod,
    /// The path does not exist.
    Nothing,
}

impl Route {
    /// Creates a route that reads no sent attempts.
    #[must_use]
    pub const fn new(fact: &'static str, method: &'static str, path: &'static str, handler: Handler) -> Self {
        Self { fact, method, path, handler, reads: |_| Reads::Nothing }
    }

    /// Sets which sent attempts or deliveries the call reads.
    #[must_use]
    pub const fn reads(mut self, reads: fn(&Call<'_>) -> Reads) -> Self {
        self.reads = reads;
        self
    }

    /// Returns the path parameters if the path matches this route.
    fn parameters<'a>(&self, segments: &'a [String]) -> Option<Vec<&'a str>> {
        let own = self.path.trim_matches('/').split('/');
        if own.clone().count() != segments.len() {
            return None;
        }
        let mut parameters = Vec::new();
        for (own, given) in own.zip(segments) {
            if own.starts_with('{') {
                parameters.push(given.as_str());
            } else if own != given {
                return None;
            }
        }
        Some(parameters)
    }
}

impl<'a> Parameters<'a> {
    /// Creates parameters from the result of a match.
    #[must_use]
    pub const fn new(parameters: &'a [&'a str]) -> Self {
        Self(parameters)
    }

    /// Returns the parameter at this index, from 0; empty if the route has no such placeholder.
    #[must_use]
    pub fn at(self, index: usize) -> &'a str {
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// Finds the route for a method and path segments. The first match is used.
#[must_use]
pub fn find<'a>(routes: &'static [Route], method: &str, segments: &'a [String]) -> Match<'a> {
    let mut found = Match::Nothing;
    for route in routes {
        if let Some(parameters) = route.parameters(segments) {
            if route.method == method {
                return Match::Found(route, parameters);
            }
            found = Match::OtherMethod;
        }
    }
    found
}

/// Returns which sent attempts or deliveries a call reads, by the route of its path segments.
#[must_use]
pub fn reads(routes: &'static [Route], call: &Call<'_>, segments: &[String]) -> Reads {
    match find(routes, call.method, segments) {
        Match::Found(route, _) => (route.reads)(call),
        Match::OtherMethod | Match::Nothing => Reads::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTES: &[Route] = &[
        Route::new("all", "PUT", "/things/all/", |_, _, _, _| Reply::empty(200)),
        Route::new("one", "GET", "/things/{id}/", |_, _, _, _| Reply::empty(201)),
        Route::new("part", "GET", "/things/{id}/parts/{part}", |_, _, _, _| Reply::empty(202)),
    ];

    #[test]
    fn a_call_has_its_route_and_another_method_has_none() {
        let shown = |method: &str, path: &str| {
            let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
            match find(ROUTES, method, &segments) {
                Match::Found(route, parameters) => format!("{} {}", route.fact, parameters.join(" ")),
                Match::OtherMethod => "405".to_owned(),
                Match::Nothing => "404".to_owned(),
            }
        };
        assert_eq!(shown("PUT", "things/all"), "all ");
        assert_eq!(shown("GET", "things/all"), "one all");
        assert_eq!(shown("GET", "things/7/parts/{id}"), "part 7 {id}");
        assert_eq!(shown("PUT", "things/7"), "405");
        assert_eq!(shown("GET", "things"), "404");
        assert_eq!(shown("GET", "other/7"), "404");
    }
}
