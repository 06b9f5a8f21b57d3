//! Deliveries next to slow clients: one that trickles, and connections that say nothing.

use crate::battery::sender::Sender;
use crate::net::Connection;
use crate::verify::Attempt;
use crate::verify::Seen;

impl Sender {
    /// Sends one attempt byte by byte, and others between its bytes. What is late here is the business of the check
    /// that asked for it.
    pub(super) async fn trickle(&self, slow: Attempt, others: Vec<Attempt>) -> Vec<Seen> {
        self.probe().release();
        let mut underway = self.probe().begin(slow.request.clone(), usize::MAX).await;
        let mut seen = Vec::with_capacity(others.len() + 1);
        for other in others {
            underway.push(1).await;
            self.count_delivery();
            let exchange = self.probe().send(other.request.clone(), Connection::Own).await;
            let waits = exchange.timed_out();
            seen.push(Seen::Exchange(Box::new(other), exchange));
            if waits {
                break;
            }
        }
        while underway.push(1).await > 0 {}
        self.count_delivery();
        let exchange = self.probe().finish(underway).await;
        seen.push(Seen::Exchange(Box::new(slow), exchange));
        seen
    }

    /// Makes an attempt next to connections that say nothing. What is late here is, again, the check's business.
    pub(super) async fn in_crowd(&self, idle: usize, attempt: Attempt) -> Seen {
        self.probe().release();
        let crowd = self.probe().idle(idle).await;
        self.count_delivery();
        let exchange = self.probe().send(attempt.request.clone(), Connection::Own).await;
        drop(crowd);
        Seen::Exchange(Box::new(attempt), exchange)
    }
}
