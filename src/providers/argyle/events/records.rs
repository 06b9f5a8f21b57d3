//! Documents and direct deposits.

use crate::provider::Basis;
use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::argyle::events::event;
use crate::providers::argyle::payloads::DepositDestinationIds;
use crate::providers::argyle::payloads::PayrollDocumentIds;
use crate::providers::argyle::payloads::SwitchCompleted;
use crate::providers::argyle::payloads::SwitchFailed;

const DOCUMENTS: &str = "https://docs.argyle.com/api-reference/payroll-documents-webhooks";
const DOCUMENTS_OCR: &str =
    "https://docs.argyle.com/guides/reference/documents-ocr-failed; of version 1, its member renamed as in version 2";
const DESTINATIONS: &str = "https://docs.argyle.com/api-reference/deposit-destinations-webhooks";
const SWITCHES: &str = "https://docs.argyle.com/api-reference/direct-deposit-switches-webhooks/completed";

pub(super) fn records() -> Vec<Payload> {
    vec![
        event::<PayrollDocumentIds>("payroll_documents.added", DOCUMENTS, "A payroll document was found.").example(
            Example::documented("printed", DOCUMENTS, include_str!("../examples/payroll_documents.added.json")),
        ),
        event::<PayrollDocumentIds>("payroll_documents.updated", DOCUMENTS, "A payroll document changed."),
        event::<PayrollDocumentIds>("payroll_documents.removed", DOCUMENTS, "A payroll document is gone."),
        event::<PayrollDocumentIds>(
            "payroll_documents.ocr_completed",
            DOCUMENTS_OCR,
            "The text of a payroll document was read.",
        )
        .known(Basis::Assumed),
        event::<PayrollDocumentIds>(
            "payroll_documents.ocr_failed",
            DOCUMENTS_OCR,
            "The text of a payroll document could not be read.",
        )
        .known(Basis::Assumed),
        event::<DepositDestinationIds>(
            "deposit_destinations.added",
            DESTINATIONS,
            "A destination of the direct deposit was found.",
        ),
        event::<DepositDestinationIds>(
            "deposit_destinations.updated",
            DESTINATIONS,
            "A destination of the direct deposit changed.",
        ),
        event::<DepositDestinationIds>(
            "deposit_destinations.removed",
            DESTINATIONS,
            "A destination of the direct deposit is gone.",
        ),
        event::<SwitchCompleted>(
            "direct_deposit_switches.completed",
            SWITCHES,
            "A direct deposit was switched; one event for a bank account and another for a card.",
        )
        .example(Example::documented(
            "printed",
            SWITCHES,
            include_str!("../examples/direct_deposit_switches.completed.json"),
        )),
        event::<SwitchFailed>(
            "direct_deposit_switches.failed",
            SWITCHES,
            "A direct deposit could not be switched; `accounts.updated` comes with it.",
        )
        .example(Example::documented(
            "printed",
            SWITCHES,
            include_str!("../examples/direct_deposit_switches.failed.json"),
        )),
    ]
}
