//! Vehicles, ratings, reports, uploads, forms and verifications.

use crate::provider::Basis;
use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::argyle::events::PARTNER;
use crate::providers::argyle::events::SPEC;
use crate::providers::argyle::events::event;
use crate::providers::argyle::payloads::ConnectionAdded;
use crate::providers::argyle::payloads::CreationFailed;
use crate::providers::argyle::payloads::RatingIds;
use crate::providers::argyle::payloads::ReportGenerated;
use crate::providers::argyle::payloads::ReportReady;
use crate::providers::argyle::payloads::UserFormIds;
use crate::providers::argyle::payloads::UserUploadIds;
use crate::providers::argyle::payloads::VehicleIds;
use crate::providers::argyle::payloads::VerificationUpdated;

const VEHICLES: &str = "https://docs.argyle.com/api-reference/vehicles-webhooks/removed";
const RATINGS: &str = "https://docs.argyle.com/api-reference/ratings-webhooks/added";
const REPORTS: &str = "https://docs.argyle.com/api-reference/reports-webhooks/ready";
const GENERATED: &str =
    "https://docs.argyle.com/api-reference/reports-webhooks/generated; its example could be read in part";
const UPLOADS: &str = "https://docs.argyle.com/api-reference/user-uploads-webhooks";
const UPLOADS_OCR: &str = "https://docs.argyle.com/api-reference/user-uploads-webhooks/ocr-completed";
const UPLOADS_LIKE: &str = "https://docs.argyle.com/api-reference/user-uploads-webhooks; this event is printed nowhere and taken to be like its siblings";
const FORMS: &str = "https://argyle.com/docs/api-reference/user-forms-webhooks";
const VERIFICATIONS: &str = "https://docs.argyle.com/api-reference/verifications-webhooks/updated";

pub(super) fn others() -> Vec<Payload> {
    vec![
        event::<VehicleIds>("vehicles.added", VEHICLES, "A vehicle was found.").example(Example::documented(
            "printed",
            VEHICLES,
            include_str!("../examples/vehicles.added.json"),
        )),
        event::<VehicleIds>("vehicles.updated", VEHICLES, "A vehicle changed."),
        event::<VehicleIds>("vehicles.removed", VEHICLES, "A vehicle is gone."),
        event::<RatingIds>("ratings.added", RATINGS, "A rating was found."),
        event::<RatingIds>("ratings.updated", RATINGS, "A rating changed."),
        event::<ReportReady>(
            "reports.ready",
            REPORTS,
            "Enough is known to make a report; sent again for every account.",
        )
        .example(Example::documented("printed", REPORTS, include_str!("../examples/reports.ready.json"))),
        event::<ReportGenerated>("reports.generated", GENERATED, "A report was made and can be fetched.")
            .known(Basis::Assumed),
        event::<UserUploadIds>("user_uploads.added", UPLOADS, "A user has uploaded a document.")
            .example(Example::documented("printed", UPLOADS, include_str!("../examples/user_uploads.added.json"))),
        event::<UserUploadIds>(
            "user_uploads.removed",
            UPLOADS,
            "A user has taken an uploaded document back, or its account is gone.",
        ),
        event::<UserUploadIds>("user_uploads.ocr_completed", UPLOADS_OCR, "The text of an uploaded document was read.")
            .example(Example::documented(
                "printed",
                UPLOADS_OCR,
                include_str!("../examples/user_uploads.ocr_completed.json"),
            )),
        event::<UserUploadIds>(
            "user_uploads.ocr_failed",
            UPLOADS_LIKE,
            "The text of an uploaded document could not be read.",
        )
        .known(Basis::Assumed),
        event::<UserUploadIds>(
            "user_uploads.ocr_authenticity",
            UPLOADS_LIKE,
            "It was judged whether an uploaded document is authentic.",
        )
        .known(Basis::Assumed),
        event::<UserFormIds>("user_forms.removed", FORMS, "A form of a user is gone."),
        event::<UserFormIds>(
            "user_forms.submitted",
            FORMS,
            "A user who did not find the own source of income has sent a form.",
        ),
        event::<VerificationUpdated>(
            "verifications.updated",
            VERIFICATIONS,
            "A verification is in progress, paused or complete.",
        )
        .example(Example::documented(
            "printed",
            PARTNER,
            include_str!("../examples/verifications.updated.partner.include_resource.json"),
        )),
        event::<CreationFailed>("verifications.creation_failed", SPEC, "A verification could not be made.")
            .example(Example::documented(
                "printed",
                SPEC,
                include_str!("../examples/verifications.creation_failed.json"),
            ))
            .example(Example::documented(
                "printed-for-partners",
                PARTNER,
                include_str!("../examples/verifications.creation_failed.partner.json"),
            )),
        event::<ConnectionAdded>(
            "verifications.connection_added",
            SPEC,
            "The user of a verification has connected one more source.",
        )
        .example(Example::documented(
            "printed",
            SPEC,
            include_str!("../examples/verifications.connection_added.json"),
        )),
    ]
}
