//! Late answers that do not repeat: a pause of the endpoint, or of a busy machine.

use crate::battery::session::Session;
use crate::model::Exchange;
use crate::verify::{Attempt, Expected};

/// Maximum number of late answers that are tried again. If there are more, the endpoint is slow.
const MOST_TRIED_AGAIN: usize = 3;

impl Session {
    /// Sends deliveries that were not answered in time again, at the end of a run. If all are answered in time now, the
    /// late answers do not count against the endpoint.
    pub(super) async fn confirm_late_answers(&mut self) {
        let late = self.sender().late();
        if late.is_empty() || late.len() > MOST_TRIED_AGAIN || self.is_over() {
            return;
        }
        for (number, (attempt, _)) in late.iter().enumerate() {
            for again in self.similar(attempt, &format!("late {number}")) {
                let (_, exchange) = self.sender().send(again).await;
                if !is_in_time(&exchange) {
                    return;
                }
            }
        }
        self.sender().forgive();
        self.late_once = late;
    }

    /// Returns deliveries that take as long as this one: it or a new event with its document, and the minimal documented
    /// form of its event type. A duplicate may be answered faster than a new event.
    fn similar(&self, attempt: &Attempt, key: &str) -> Vec<Attempt> {
        let context = self.setup.context(&self.types.tested, "afterwards");
        let Some(tested) = self.types.tested.iter().find(|tested| tested.name() == attempt.event) else {
            return vec![attempt.clone()];
        };
        let is_document = self.setup.settings.provider.body.write(&attempt.document) == attempt.request.body;
        let again = if attempt.expected == Expected::Accepted && is_document {
            let renewed = context.attempt(tested, attempt.document.clone(), &format!("{key} again"));
            Attempt { mode: attempt.mode, ..renewed }
        } else {
            attempt.clone()
        };
        vec![again, context.good(tested, key)]
    }
}

fn is_in_time(exchange: &Exchange) -> bool {
    !exchange.timed_out() && !exchange.unreachable()
}
