//! Event types that were refused are tried once more with values in place of null, the commonest reason of a refusal.

use crate::battery::session::Session;
use crate::battery::types::Accepted;
use crate::model::Json;
use crate::verify::Subject;

/// After so many refusals in a row, null is not the reason.
const ENOUGH: usize = 2;

impl Session {
    /// Tries each refused type with values in place of null. One that is accepted is judged in that form.
    pub(super) async fn try_without_nulls(&mut self) {
        let mut refusals = 0;
        for (at, mut subject) in std::mem::take(&mut self.types.refused_subjects).into_iter().enumerate() {
            if refusals == ENOUGH || self.is_over() {
                return;
            }
            let Some((pointers, document)) = without_nulls(&subject) else { continue };
            let context = self.setup.context(&[], "calibration");
            let attempt = context.attempt(&subject, document.clone(), "without null");
            let (_, exchange) = self.sender().send(attempt).await;
            if self.accepts(&exchange) == Accepted::Yes {
                self.types.refused[at].accepted_without_null_at = pointers;
                subject.plain = document;
                self.types.subjects.push(subject);
                refusals = 0;
            } else {
                refusals += 1;
            }
        }
    }
}

/// The plain document with generated values in place of null, and the pointers to them; nothing if there is no null, or
/// if nothing else is allowed there.
fn without_nulls(subject: &Subject) -> Option<(Vec<String>, Json)> {
    let mut pointers = Vec::new();
    subject.plain.walk(&mut |pointer, value| {
        if matches!(value, Json::Null) {
            pointers.push(pointer.to_owned());
        }
    });
    if pointers.is_empty() {
        return None;
    }
    let full = subject.generator().ok()?.maximal();
    let mut document = subject.plain.clone();
    pointers.retain(|pointer| match full.pointer(pointer) {
        None | Some(Json::Null) => false,
        Some(value) => {
            document.set(pointer, value.clone());
            true
        }
    });
    (!pointers.is_empty()).then_some((pointers, document))
}
