//! The calls of a management API, each in one place.

use crate::provider::Provider;
use crate::provider::api::Call;
use crate::provider::api::Reads;
use crate::provider::api::Reply;
use crate::provider::api::State;

/// Answers a call. The last argument has what the path says where the route has a placeholder.
pub type Handler = fn(&Provider, &mut State, &Call<'_>, Parameters<'_>) -> Reply;

/// A call of a management API: its method, its path and what answers it. The answer to another method, the facts about
/// the call and what the call is shown of what was sent follow from the table of routes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Route {
    /// Key of the fact that states the method and the path: `api.create`.
    pub fact: &'static str,
    /// Method, in capitals.
    pub method: &'static str,
    /// Path as the provider writes it: `/v1/webhooks/{id}/`. A final slash is not looked at.
    pub path: &'static str,
    /// What answers.
    pub handler: Handler,
    /// What the call is shown of what was sent.
    pub reads: fn(&Call<'_>) -> Reads,
}

/// What a path says where a route has placeholders.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'a>(&'a [&'a str]);

/// What a table of routes says about a call.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a call, a path that takes other methods, or neither")]
pub enum Match<'a> {
    /// The route of the call, and what its path says where the route has placeholders.
    Found(&'static Route, Vec<&'a str>),
    /// The path takes other methods alone.
    OtherMethod,
    /// There is no such path.
    Nothing,
}

impl Route {
    /// A call that is shown nothing of what was sent.
    #[must_use]
    pub const fn new(fact: &'static str, method: &'static str, path: &'static str, handler: Handler) -> Self {
        Self { fact, method, path, handler, reads: |_| Reads::Nothing }
    }

    /// Is shown what was sent.
    #[must_use]
    pub const fn reads(mut self, reads: fn(&Call<'_>) -> Reads) -> Self {
        self.reads = reads;
        self
    }

    /// Returns what a path says in place of the placeholders, if it is this one.
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
    /// Parameters from what a match found.
    #[must_use]
    pub const fn new(parameters: &'a [&'a str]) -> Self {
        Self(parameters)
    }

    /// Returns the parameter at this place, from 0; empty where the route has no such placeholder.
    #[must_use]
    pub fn at(self, place: usize) -> &'a str {
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// Finds the route of a method and the segments of a path. The first that fits is taken.
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

/// Returns what a call is shown of what was sent, by the route of the segments of its path.
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
