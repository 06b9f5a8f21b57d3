//! Deliveries whose last bytes are sent at the same moment.

use std::sync::Arc;

use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::battery::pause;
use crate::battery::sender::Sender;
use crate::verify::{Attempt, Observed};

impl Sender {
    /// Makes attempts on separate connections whose last bytes are sent at the same moment.
    pub(super) async fn at_once(&self, attempts: Vec<Attempt>) -> Vec<Observed> {
        self.probe().release();
        let ready = Arc::new(Barrier::new(attempts.len()));
        let mut flying = JoinSet::new();
        for (at, attempt) in attempts.into_iter().enumerate() {
            let (sender, ready) = (self.clone(), Arc::clone(&ready));
            flying.spawn(async move {
                let flight = sender.take_off();
                let underway = sender.probe().begin(sender.on_wire(&attempt), 1).await;
                ready.wait().await;
                let exchange = sender.probe().finish(underway).await;
                sender.land(flight, &attempt, &exchange);
                if pause::wanted(&exchange).is_some() {
                    let (attempt, exchange) = sender.send_prepared(attempt).await;
                    return (at, attempt, exchange);
                }
                (at, attempt, exchange)
            });
        }
        let mut landed: Vec<_> = flying.join_all().await;
        landed.sort_by_key(|(at, _, _)| *at);
        landed.into_iter().map(|(_, attempt, exchange)| Observed::Exchange(Box::new(attempt), exchange)).collect()
    }
}
