//! Causes in the body of an answer.

use crate::verify::cause::finding::Harm;
use crate::verify::cause::value::{Cause, of};
use crate::verify::cause::wording;

pub(super) const ANSWERS_OTHER_TEXT: Cause = Cause {
    id: "answers-other-text",
    title: "The endpoint answers with another text than the provider expects",
    seen: "A delivery was answered with a success, but without the text that the provider expects in the body.",
    why: "The provider takes the delivery for a failure. It sends the event again, and may stop to deliver.",
    fix: "Send exactly the documented text as the whole body, without quotation marks. Send it for an event that is known \
          already, too.",
    frameworks: &[of("Express", "res.type('text').send('ok')"), of("Flask", "return 'ok', 200")],
    harm: Harm::Loss,
    explains: &["delivery-answer"],
    decide: |facts| {
        Some(facts.take(&["delivery-answer"])?.decided("the status was a success, and the text was another"))
    },
    describe: wording::reason,
    ..Cause::EMPTY
};
