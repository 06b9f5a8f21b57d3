//! Two deliveries whose times are compared.

use std::time::Duration;

use crate::battery::sender::Sender;
use crate::clock::Stopwatch;
use crate::verify::{Attempt, Observed};

/// Number of ignored pairs: the connection, the caches and the endpoint's own compiler warm up.
const WARM_UP: usize = 50;

/// Maximum duration. The pairs measured by then are judged.
const LONGEST: Duration = Duration::from_secs(30);

/// Sends both in turn on a kept connection, in the order of the lots, and measures each. It ends with the first that is
/// not refused.
pub(super) async fn race(sender: &Sender, one: Attempt, other: Attempt, lots: &[bool]) -> Vec<Observed> {
    sender.prepare([&one, &other]).await;
    sender.probe().release();
    let begun = Stopwatch::start();
    let mut times = Vec::with_capacity(lots.len());
    let (mut first, mut second) = (None, None);
    for (at, lot) in lots.iter().take(WARM_UP).chain(lots).enumerate() {
        let (earlier, later) = if *lot { (&one, &other) } else { (&other, &one) };
        let mut pair = Vec::with_capacity(2);
        for attempt in [earlier, later] {
            let exchange = sender.race_one(attempt).await;
            if !exchange.status().is_some_and(|status| (400..500).contains(&status)) {
                return vec![Observed::Exchange(Box::new(attempt.clone()), exchange)];
            }
            pair.push(exchange);
        }
        if !*lot {
            pair.reverse();
        }
        second = pair.pop();
        first = pair.pop();
        if at >= WARM_UP {
            times.extend(first.as_ref().zip(second.as_ref()).map(|(one, other)| (one.duration, other.duration)));
        }
        if begun.elapsed() > LONGEST {
            break;
        }
    }
    let exchanges = first.map(|exchange| (one, exchange)).into_iter().chain(second.map(|exchange| (other, exchange)));
    let mut seen: Vec<Observed> =
        exchanges.map(|(attempt, exchange)| Observed::Exchange(Box::new(attempt), exchange)).collect();
    seen.push(Observed::Times(times));
    seen
}
