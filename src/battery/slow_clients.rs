//! Deliveries next to slow clients: a body sent byte by byte, and idle connections.

use crate::battery::sender::Sender;
use crate::net::Connection;
use crate::verify::{Attempt, Observed};

impl Sender {
    /// Sends one attempt byte by byte, and others between its bytes. Only the check itself judges late answers here.
    pub(super) async fn trickle(&self, slow: Attempt, others: Vec<Attempt>) -> Vec<Observed> {
        self.probe().release();
        let mut underway = self.probe().begin(self.on_wire(&slow), usize::MAX).await;
        let mut seen = Vec::with_capacity(others.len() + 1);
        for other in others {
            underway.push(1).await;
            self.count_delivery();
            let exchange = self.probe().send(self.on_wire(&other), Connection::Own).await;
            let waits = exchange.timed_out();
            seen.push(Observed::Exchange(Box::new(other), exchange));
            if waits {
                break;
            }
        }
        while underway.push(1).await > 0 {}
        self.count_delivery();
        let exchange = self.probe().finish(underway).await;
        seen.push(Observed::Exchange(Box::new(slow), exchange));
        seen
    }

    /// Makes an attempt next to idle connections. Only the check itself judges late answers here.
    pub(super) async fn in_crowd(&self, idle: usize, attempt: Attempt) -> Observed {
        self.probe().release();
        let crowd = self.probe().idle(idle).await;
        self.count_delivery();
        let exchange = self.probe().send(self.on_wire(&attempt), Connection::Own).await;
        drop(crowd);
        Observed::Exchange(Box::new(attempt), exchange)
    }
}
