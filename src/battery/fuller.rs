//! Finds out why a minimal documented form is refused: because it lacks a field, or because a field is null.

use crate::battery::minimise::Case;
use crate::battery::results::{Finding, Near};
use crate::battery::session::Session;
use crate::generate::Generator;
use crate::model::Json;
use crate::verify::{as_expected, checks};

/// Number of types whose fullest form is refused, too, after which the form is not the reason.
const ENOUGH: usize = 2;

impl Session {
    /// Sends the fullest documented form of types whose minimal form was refused. If it is accepted, the difference
    /// between the two is the reason, and the type is judged in the accepted form. Removes these types from the refused
    /// ones.
    pub(super) async fn try_fuller(&mut self) {
        let Ok(check) = checks::named("delivery-documented") else { return };
        let refused = std::mem::take(&mut self.types.refused_documents);
        let mut misses = 0;
        for mut tested in refused {
            if misses == ENOUGH || self.is_over() {
                return;
            }
            let Ok(fullest) = tested.generator().map(Generator::maximal) else { continue };
            let case = Case { check, at: self.types.tested.len(), number: None, judge: as_expected };
            if self.refused_plain.is_some() {
                // The reason is known from another type.
                tested.plain = fullest.clone();
                self.types.tested.push(tested);
                if self.tried(case, &fullest, "fullest").await.is_none() {
                    self.accepted_fuller += 1;
                    misses = 0;
                } else {
                    self.types.tested.pop();
                    misses += 1;
                }
                continue;
            }
            self.types.tested.push(tested);
            let found = self.between(case, fullest).await;
            let Some(mut tested) = self.types.tested.pop() else { return };
            if let Some((finding, accepted)) = found {
                tested.plain = accepted;
                self.types.tested.push(tested);
                self.accepted_fuller += 1;
                self.refused_plain = Some(finding);
            } else {
                misses += 1;
            }
        }
    }

    /// Returns the refused minimal form, and the nearest form that is accepted; `None` if the fullest form is refused,
    /// too.
    async fn between(&mut self, case: Case, fullest: Json) -> Option<(Finding, Json)> {
        if self.is_over() || self.tried(case, &fullest, "fullest").await.is_some() {
            return None;
        }
        let plain = self.types.tested[case.at].plain.clone();
        let found = self.tried(case, &plain, "plainest").await?;
        let near = self.approached(case, &plain, vec![fullest]).await?;
        let attempt = self.candidate(case, &near, "nearest");
        let differences = self.apart(case, &plain, &near);
        Some((Finding { near: Some(Near { attempt, differences }), ..found }, near))
    }
}
