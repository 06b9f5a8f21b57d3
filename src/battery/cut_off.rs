//! Deliveries whose connection was cut without an answer: one of them may have ended the endpoint.

use crate::model::Request;
use crate::verify::{Attempt, Expected};

/// A delivery whose connection was cut without an answer.
#[derive(Clone, Debug)]
pub(super) struct CutOff {
    /// Its number in the order of sending, from 1.
    number: u64,
    /// Number of deliveries that had been sent when the cut was noticed.
    noticed: u64,
    /// Whether it is one that a correct endpoint refuses.
    is_forgery: bool,
    pub(super) request: Request,
}

/// Deliveries that were cut off, as long as the endpoint may have ended with them.
#[derive(Default)]
pub(super) struct CutOffs(Vec<CutOff>);

impl CutOffs {
    /// Adds a delivery that was cut off.
    pub(super) fn add(&mut self, number: u64, noticed: u64, attempt: &Attempt) {
        let is_forgery = matches!(attempt.expected, Expected::Refused | Expected::Survived);
        self.0.push(CutOff { number, noticed, is_forgery, request: attempt.request.clone() });
    }

    /// Removes those that the endpoint survived: it answered this delivery, which was sent after the cut.
    pub(super) fn survived(&mut self, number: u64) {
        self.0.retain(|cut| cut.noticed >= number);
    }

    /// Returns the deliveries that may have ended the endpoint: those that were in flight at the first cut. A forgery
    /// comes before a good delivery, and one that was sent earlier before a later one.
    pub(super) fn suspects(&self) -> Vec<CutOff> {
        let Some(end) = self.0.iter().map(|cut| cut.noticed).min() else { return Vec::new() };
        let mut suspects: Vec<CutOff> = self.0.iter().filter(|cut| cut.number <= end).cloned().collect();
        suspects.sort_by_key(|cut| (!cut.is_forgery, cut.number));
        suspects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Headers, Json};
    use crate::verify::ConnectionMode;

    fn attempt(body: &'static str, expected: Expected) -> Attempt {
        Attempt {
            what: String::new(),
            special: None,
            expected,
            event: "order-created".to_owned(),
            request: Request::new("POST", Headers::new(), body),
            mode: ConnectionMode::Own,
            document: Json::Null,
            others: Vec::new(),
            signed: None,
            right: None,
            handshake: None,
            case: None,
        }
    }

    fn bodies(cut_offs: &CutOffs) -> Vec<String> {
        let text = |cut: &CutOff| String::from_utf8_lossy(&cut.request.body).into_owned();
        cut_offs.suspects().iter().map(text).collect()
    }

    #[test]
    fn a_forgery_comes_first_and_then_what_was_sent_first() {
        let mut cut_offs = CutOffs::default();
        cut_offs.add(4, 5, &attempt("good", Expected::Accepted));
        cut_offs.add(5, 5, &attempt("later forgery", Expected::Refused));
        cut_offs.add(3, 5, &attempt("forgery", Expected::Refused));
        assert_eq!(bodies(&cut_offs), ["forgery", "later forgery", "good"]);
    }

    #[test]
    fn what_was_sent_after_the_first_cut_did_not_end_the_endpoint() {
        let mut cut_offs = CutOffs::default();
        cut_offs.add(3, 4, &attempt("in flight", Expected::Accepted));
        cut_offs.add(5, 5, &attempt("afterwards", Expected::Refused));
        assert_eq!(bodies(&cut_offs), ["in flight"]);
    }

    #[test]
    fn an_answer_clears_what_was_cut_before_its_delivery_was_sent() {
        let mut cut_offs = CutOffs::default();
        cut_offs.add(3, 4, &attempt("survived", Expected::Refused));
        cut_offs.survived(4);
        assert_eq!(bodies(&cut_offs), ["survived"], "it was in flight at the cut");
        cut_offs.survived(5);
        assert_eq!(bodies(&cut_offs), [""; 0]);
        cut_offs.add(7, 7, &attempt("the next", Expected::Refused));
        assert_eq!(bodies(&cut_offs), ["the next"]);
    }
}
