//! A consumer that answers as it is told, and keeps what it was sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

pub(crate) use crate::endpoint::Heard as Received;
use crate::endpoint::{Answer, Consumer as Endpoint};

/// A consumer on a socket of its own.
pub(crate) struct Consumer {
    pub(crate) url: String,
    endpoint: Endpoint,
    /// Status codes of the next answers; 200 when there are none.
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Consumer {
    pub(crate) async fn start() -> Self {
        let answers = Arc::<Mutex<VecDeque<u16>>>::default();
        let next = Arc::clone(&answers);
        let answer = move |_: &Received| Answer::Status(next.lock().unwrap().pop_front().unwrap_or(200));
        let endpoint = Endpoint::start(answer).await;
        Self { url: endpoint.url.clone(), endpoint, answers }
    }

    /// Answers the next deliveries so, then with 200 again.
    pub(crate) fn answer(&self, statuses: impl IntoIterator<Item = u16>) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.endpoint.heard()
    }

    /// Waits until so many deliveries have arrived.
    pub(crate) async fn until(&self, count: usize) {
        self.endpoint.has_heard(count).await;
    }
}
