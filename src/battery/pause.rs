//! Endpoints that limit the rate of deliveries, and answer 429.

use std::time::Duration;

use crate::model::Exchange;

/// Returns the pause that an endpoint asks for: it answered 429 with `Retry-After`.
pub(super) fn wanted(exchange: &Exchange) -> Option<Duration> {
    let response = exchange.response().filter(|response| response.status == 429)?;
    let seconds = std::str::from_utf8(response.headers.get("retry-after")?).ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).max(Duration::from_millis(10)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Headers, Outcome, Request, Response};

    fn answered(status: u16, headers: &[(&str, &str)]) -> Exchange {
        let headers: Headers = headers.iter().copied().collect();
        let outcome = Outcome::Answered(Response::new(status, headers, bytes::Bytes::new()));
        Exchange::new(Request::new("POST", Headers::new(), "{}"), outcome, Duration::ZERO)
    }

    #[test]
    fn only_429_with_a_number_of_seconds_asks_for_a_pause() {
        assert_eq!(wanted(&answered(429, &[("Retry-After", "2")])), Some(Duration::from_secs(2)));
        assert_eq!(wanted(&answered(429, &[("Retry-After", "0")])), Some(Duration::from_millis(10)));
        assert_eq!(wanted(&answered(429, &[])), None);
        assert_eq!(wanted(&answered(429, &[("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")])), None);
        assert_eq!(wanted(&answered(503, &[("Retry-After", "2")])), None);
        assert_eq!(wanted(&answered(200, &[("Retry-After", "2")])), None);
    }
}
