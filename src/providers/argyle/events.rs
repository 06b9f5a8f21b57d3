//! The 51 events in the order of the newest specification, with every example that could be read.

use crate::provider::{Basis, Example, events};
use crate::providers::argyle::payloads;

/// The vendor's own OpenAPI document in an archive: the names of all events, and examples of some.
pub(super) const SPEC: &str = "api-evangelist/argyle9a25@19f9820:openapi/argyle9a25-webhook-management-api-openapi.yml";
/// The part of an older document that is for partners.
pub(super) const PARTNER: &str = "api-evangelist/argyle:openapi/argyle-webhooks-api-openapi.yml";
/// Deliveries of the sandbox through a tunnel, January 2026.
pub(super) const RECORDED: &str = "DSACMS/iv-cbv-payroll@e6346af:app/spec/fixtures/e2e/";
/// Made of deliveries by the same integrator, not byte for byte.
pub(super) const FIXTURES: &str = "DSACMS/iv-cbv-payroll@e6346af:app/spec/support/fixtures/argyle/";
const USERS: &str = "https://docs.argyle.com/api-reference/users-webhooks/fully-synced";
pub(super) const ITEMS: &str = "https://docs.argyle.com/api-reference/items-webhooks";
pub(super) const IDENTITIES: &str = "https://docs.argyle.com/api-reference/identities-webhooks";
pub(super) const PAYSTUBS: &str = "https://docs.argyle.com/api-reference/paystubs-webhooks/partially-synced";
const PAYSTUBS_UPDATED: &str =
    "https://docs.argyle.com/api-reference/paystubs-webhooks; the list of ids is told by a third party alone";
const SHIFTS: &str = "https://docs.argyle.com/api-reference/shifts-webhooks";
const SHIFTS_CHANGED: &str =
    "https://docs.argyle.com/api-reference/shifts-webhooks; the list of ids is named after that of gigs";
const DOCUMENTS: &str = "https://docs.argyle.com/api-reference/payroll-documents-webhooks";
const DOCUMENTS_OCR: &str =
    "https://docs.argyle.com/guides/reference/documents-ocr-failed; of version 1, its member renamed as in version 2";
const DESTINATIONS: &str = "https://docs.argyle.com/api-reference/deposit-destinations-webhooks";
pub(super) const SWITCHES: &str = "https://docs.argyle.com/api-reference/direct-deposit-switches-webhooks/completed";
const VEHICLES: &str = "https://docs.argyle.com/api-reference/vehicles-webhooks/removed";
const RATINGS: &str = "https://docs.argyle.com/api-reference/ratings-webhooks/added";
pub(super) const REPORTS: &str = "https://docs.argyle.com/api-reference/reports-webhooks/ready";
const GENERATED: &str =
    "https://docs.argyle.com/api-reference/reports-webhooks/generated; its example could be read in part";
const UPLOADS: &str = "https://docs.argyle.com/api-reference/user-uploads-webhooks";
const UPLOADS_OCR: &str = "https://docs.argyle.com/api-reference/user-uploads-webhooks/ocr-completed";
const UPLOADS_LIKE: &str = "https://docs.argyle.com/api-reference/user-uploads-webhooks; this event is printed nowhere and taken to be like its siblings";
const FORMS: &str = "https://argyle.com/docs/api-reference/user-forms-webhooks";
pub(super) const VERIFICATIONS: &str = "https://docs.argyle.com/api-reference/verifications-webhooks/updated";

/// An example that a page prints.
macro_rules! printed {
    ($file:literal, $source:expr) => {
        Example::documented("printed", $source, include_str!(concat!("examples/", $file, ".json")))
    };
}

/// A delivery that was recorded.
macro_rules! recorded {
    ($event:literal, $name:literal) => {
        Example::recorded($name, RECORDED, include_str!(concat!("examples/", $event, ".", $name, ".json")))
    };
}

events! {
    /// An event of Argyle's, to match on.
    ///
    /// ```
    /// use hookproof::events;
    /// use hookproof::providers::argyle;
    /// use hookproof::providers::argyle::Event;
    ///
    /// let sent = events::of(argyle().event("accounts.connected").unwrap()).minimal();
    /// match serde_json::from_slice(sent.body())? {
    ///     Event::AccountsConnected(event) => assert!(!event.data.account.0.is_empty()),
    ///     Event::Other(event) => panic!("nothing that we know: {}", event["event"]),
    ///     _ => panic!("nothing that we want"),
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum Event of "argyle" named by "event" {
        /// All accounts of a user have been read; sent again when one more is connected.
        UsersFullySynced(payloads::Event<payloads::UserFullySynced>) = "users.fully_synced" in USERS
            .example(printed!("users.fully_synced", USERS))
            .example(recorded!("users.fully_synced", "recorded-2026-01-26")),
        /// A user has begun to connect an account.
        AccountsAdded(payloads::Event<payloads::AccountIds>) = "accounts.added" in SPEC
            .example(printed!("accounts.added.include_resource", SPEC)),
        /// Anything about an account changed; may repeat within seconds.
        AccountsUpdated(payloads::Event<payloads::AccountIds>) = "accounts.updated" in SPEC
            .example(printed!("accounts.updated", SPEC))
            .example(recorded!("accounts.updated", "recorded-2026-01-29")),
        /// An account was removed.
        AccountsRemoved(payloads::Event<payloads::AccountIds>) = "accounts.removed" in SPEC
            .example(printed!("accounts.removed", SPEC)),
        /// An account was connected, and its data is about to be read.
        AccountsConnected(payloads::Event<payloads::AccountIds>) = "accounts.connected" in SPEC
            .example(printed!("accounts.connected", SPEC))
            .example(recorded!("accounts.connected", "recorded-2026-01-29")),
        /// An account could not be connected.
        AccountsFailed(payloads::Event<payloads::AccountFailed>) = "accounts.failed" in SPEC
            .example(printed!("accounts.failed", SPEC)),
        /// Something about an employer or a platform changed; never sent to a subscription to everything.
        ItemsUpdated(payloads::Event<payloads::ItemUpdated>) = "items.updated" in ITEMS,
        /// An employer or a platform is gone; never sent to a subscription to everything.
        ItemsRemoved(payloads::Event<payloads::ItemRemoved>) = "items.removed" in ITEMS,
        /// An identity was found, as a rule while an account is read for the first time.
        IdentitiesAdded(payloads::Event<payloads::IdentityIds>) = "identities.added" in IDENTITIES
            .example(printed!("identities.added", IDENTITIES))
            .example(recorded!("identities.added", "recorded-2026-01-29")),
        /// Something about an identity changed, such as its employment status.
        IdentitiesUpdated(payloads::Event<payloads::IdentityIds>) = "identities.updated" in IDENTITIES
            .example(printed!("identities.updated", IDENTITIES)),
        /// New pay statements were found when data was refreshed; never sent while an account is read for the first time.
        PaystubsAdded(payloads::Event<payloads::Added>) = "paystubs.added" in PAYSTUBS,
        /// Pay statements changed.
        PaystubsUpdated(payloads::Event<payloads::PaystubsUpdated>) = "paystubs.updated" in PAYSTUBS_UPDATED
            .known(Basis::Assumed),
        /// The first reading has come far enough back; not sent where one pull brings all.
        PaystubsPartiallySynced(payloads::Event<payloads::PartiallySynced>) = "paystubs.partially_synced" in PAYSTUBS
            .example(recorded!("paystubs.partially_synced", "recorded-2026-01-29"))
            .example(Example::documented("schema-sample", PAYSTUBS, include_str!("examples/paystubs.partially_synced.schema-sample.json"))),
        /// All pay statements have been read for the first time.
        PaystubsFullySynced(payloads::Event<payloads::FullySynced>) = "paystubs.fully_synced" in PAYSTUBS
            .example(Example::documented("fixture-of-an-integrator", FIXTURES, include_str!("examples/paystubs.fully_synced.fixture.json"))),
        /// A payroll document was found.
        PayrollDocumentsAdded(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.added" in DOCUMENTS
            .example(printed!("payroll_documents.added", DOCUMENTS)),
        /// A payroll document changed.
        PayrollDocumentsUpdated(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.updated" in DOCUMENTS,
        /// A payroll document is gone.
        PayrollDocumentsRemoved(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.removed" in DOCUMENTS,
        /// The text of a payroll document was read.
        PayrollDocumentsOcrCompleted(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.ocr_completed" in DOCUMENTS_OCR
            .known(Basis::Assumed),
        /// The text of a payroll document could not be read.
        PayrollDocumentsOcrFailed(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.ocr_failed" in DOCUMENTS_OCR
            .known(Basis::Assumed),
        /// A destination of the direct deposit was found.
        DepositDestinationsAdded(payloads::Event<payloads::DepositDestinationIds>) = "deposit_destinations.added" in DESTINATIONS,
        /// A destination of the direct deposit changed.
        DepositDestinationsUpdated(payloads::Event<payloads::DepositDestinationIds>) = "deposit_destinations.updated" in DESTINATIONS,
        /// A destination of the direct deposit is gone.
        DepositDestinationsRemoved(payloads::Event<payloads::DepositDestinationIds>) = "deposit_destinations.removed" in DESTINATIONS,
        /// A direct deposit was switched; one event for a bank account and another for a card.
        DirectDepositSwitchesCompleted(payloads::Event<payloads::SwitchCompleted>) = "direct_deposit_switches.completed" in SWITCHES
            .example(printed!("direct_deposit_switches.completed", SWITCHES)),
        /// A direct deposit could not be switched; `accounts.updated` comes with it.
        DirectDepositSwitchesFailed(payloads::Event<payloads::SwitchFailed>) = "direct_deposit_switches.failed" in SWITCHES
            .example(printed!("direct_deposit_switches.failed", SWITCHES)),
        /// New shifts were found when data was refreshed; never sent while an account is read for the first time.
        ShiftsAdded(payloads::Event<payloads::Added>) = "shifts.added" in SHIFTS,
        /// Shifts changed.
        ShiftsUpdated(payloads::Event<payloads::ShiftsUpdated>) = "shifts.updated" in SHIFTS_CHANGED
            .known(Basis::Assumed),
        /// Shifts are gone.
        ShiftsRemoved(payloads::Event<payloads::ShiftsRemoved>) = "shifts.removed" in SHIFTS_CHANGED
            .known(Basis::Assumed),
        /// The first reading has come far enough back; not sent where one pull brings all.
        ShiftsPartiallySynced(payloads::Event<payloads::PartiallySynced>) = "shifts.partially_synced" in SHIFTS,
        /// All shifts have been read for the first time.
        ShiftsFullySynced(payloads::Event<payloads::FullySynced>) = "shifts.fully_synced" in SHIFTS,
        /// New gigs were found when data was refreshed; never sent while an account is read for the first time.
        GigsAdded(payloads::Event<payloads::Added>) = "gigs.added" in SPEC.example(printed!("gigs.added", SPEC)),
        /// Gigs changed.
        GigsUpdated(payloads::Event<payloads::GigsUpdated>) = "gigs.updated" in SPEC
            .example(printed!("gigs.updated", SPEC)),
        /// Gigs are gone.
        GigsRemoved(payloads::Event<payloads::GigsRemoved>) = "gigs.removed" in SPEC
            .example(printed!("gigs.removed", SPEC)),
        /// The first reading has come far enough back; not sent where one pull brings all.
        GigsPartiallySynced(payloads::Event<payloads::PartiallySynced>) = "gigs.partially_synced" in SPEC
            .example(printed!("gigs.partially_synced", SPEC))
            .example(recorded!("gigs.partially_synced", "recorded-2026-01-29")),
        /// All gigs have been read for the first time.
        GigsFullySynced(payloads::Event<payloads::FullySynced>) = "gigs.fully_synced" in SPEC
            .example(printed!("gigs.fully_synced", SPEC))
            .example(Example::documented("fixture-of-an-integrator", FIXTURES, include_str!("examples/gigs.fully_synced.fixture.json"))),
        /// A vehicle was found.
        VehiclesAdded(payloads::Event<payloads::VehicleIds>) = "vehicles.added" in VEHICLES
            .example(printed!("vehicles.added", VEHICLES)),
        /// A vehicle changed.
        VehiclesUpdated(payloads::Event<payloads::VehicleIds>) = "vehicles.updated" in VEHICLES,
        /// A vehicle is gone.
        VehiclesRemoved(payloads::Event<payloads::VehicleIds>) = "vehicles.removed" in VEHICLES,
        /// A rating was found.
        RatingsAdded(payloads::Event<payloads::RatingIds>) = "ratings.added" in RATINGS,
        /// A rating changed.
        RatingsUpdated(payloads::Event<payloads::RatingIds>) = "ratings.updated" in RATINGS,
        /// Enough is known to make a report; sent again for every account.
        ReportsReady(payloads::Event<payloads::ReportReady>) = "reports.ready" in REPORTS
            .example(printed!("reports.ready", REPORTS)),
        /// A report was made and can be fetched.
        ReportsGenerated(payloads::Event<payloads::ReportGenerated>) = "reports.generated" in GENERATED
            .known(Basis::Assumed),
        /// A user has uploaded a document.
        UserUploadsAdded(payloads::Event<payloads::UserUploadIds>) = "user_uploads.added" in UPLOADS
            .example(printed!("user_uploads.added", UPLOADS)),
        /// A user has taken an uploaded document back, or its account is gone.
        UserUploadsRemoved(payloads::Event<payloads::UserUploadIds>) = "user_uploads.removed" in UPLOADS,
        /// The text of an uploaded document was read.
        UserUploadsOcrCompleted(payloads::Event<payloads::UserUploadIds>) = "user_uploads.ocr_completed" in UPLOADS_OCR
            .example(printed!("user_uploads.ocr_completed", UPLOADS_OCR)),
        /// The text of an uploaded document could not be read.
        UserUploadsOcrFailed(payloads::Event<payloads::UserUploadIds>) = "user_uploads.ocr_failed" in UPLOADS_LIKE
            .known(Basis::Assumed),
        /// It was judged whether an uploaded document is authentic.
        UserUploadsOcrAuthenticity(payloads::Event<payloads::UserUploadIds>) = "user_uploads.ocr_authenticity" in UPLOADS_LIKE
            .known(Basis::Assumed),
        /// A form of a user is gone.
        UserFormsRemoved(payloads::Event<payloads::UserFormIds>) = "user_forms.removed" in FORMS,
        /// A user who did not find the own source of income has sent a form.
        UserFormsSubmitted(payloads::Event<payloads::UserFormIds>) = "user_forms.submitted" in FORMS,
        /// A verification is in progress, paused or complete.
        VerificationsUpdated(payloads::Event<payloads::VerificationUpdated>) = "verifications.updated" in VERIFICATIONS
            .example(printed!("verifications.updated.partner.include_resource", PARTNER)),
        /// A verification could not be made.
        VerificationsCreationFailed(payloads::Event<payloads::CreationFailed>) = "verifications.creation_failed" in SPEC
            .example(printed!("verifications.creation_failed", SPEC))
            .example(Example::documented("printed-for-partners", PARTNER, include_str!("examples/verifications.creation_failed.partner.json"))),
        /// The user of a verification has connected one more source.
        VerificationsConnectionAdded(payloads::Event<payloads::ConnectionAdded>) = "verifications.connection_added" in SPEC
            .example(printed!("verifications.connection_added", SPEC)),
    }
}

/// What a subscription may ask for: the events, and all at once.
pub(super) fn choices() -> Vec<&'static str> {
    NAMES.iter().copied().chain(["*"]).collect()
}
