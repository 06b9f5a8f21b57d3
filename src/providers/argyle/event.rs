//! Every event in one type, for a consumer that wants to match on it.

use crate::provider::typed_events;
use crate::providers::argyle::payloads;

typed_events! {
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
    pub enum Event named by "event" {
        /// All accounts of a user have been read; sent again when one more is connected.
        UsersFullySynced(payloads::Event<payloads::UserFullySynced>) = "users.fully_synced",
        /// A user has begun to connect an account.
        AccountsAdded(payloads::Event<payloads::AccountIds>) = "accounts.added",
        /// Anything about an account changed; may repeat within seconds.
        AccountsUpdated(payloads::Event<payloads::AccountIds>) = "accounts.updated",
        /// An account was removed.
        AccountsRemoved(payloads::Event<payloads::AccountIds>) = "accounts.removed",
        /// An account was connected, and its data is about to be read.
        AccountsConnected(payloads::Event<payloads::AccountIds>) = "accounts.connected",
        /// An account could not be connected.
        AccountsFailed(payloads::Event<payloads::AccountFailed>) = "accounts.failed",
        /// Something about an employer or a platform changed; never sent to a subscription to everything.
        ItemsUpdated(payloads::Event<payloads::ItemUpdated>) = "items.updated",
        /// An employer or a platform is gone; never sent to a subscription to everything.
        ItemsRemoved(payloads::Event<payloads::ItemRemoved>) = "items.removed",
        /// An identity was found, as a rule while an account is read for the first time.
        IdentitiesAdded(payloads::Event<payloads::IdentityIds>) = "identities.added",
        /// Something about an identity changed, such as its employment status.
        IdentitiesUpdated(payloads::Event<payloads::IdentityIds>) = "identities.updated",
        /// New pay statements were found when data was refreshed; never sent while an account is read for the first time.
        PaystubsAdded(payloads::Event<payloads::Added>) = "paystubs.added",
        /// Pay statements changed.
        PaystubsUpdated(payloads::Event<payloads::PaystubsUpdated>) = "paystubs.updated",
        /// The first reading has come far enough back; not sent where one pull brings all.
        PaystubsPartiallySynced(payloads::Event<payloads::PartiallySynced>) = "paystubs.partially_synced",
        /// All pay statements have been read for the first time.
        PaystubsFullySynced(payloads::Event<payloads::FullySynced>) = "paystubs.fully_synced",
        /// A payroll document was found.
        PayrollDocumentsAdded(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.added",
        /// A payroll document changed.
        PayrollDocumentsUpdated(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.updated",
        /// A payroll document is gone.
        PayrollDocumentsRemoved(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.removed",
        /// The text of a payroll document was read.
        PayrollDocumentsOcrCompleted(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.ocr_completed",
        /// The text of a payroll document could not be read.
        PayrollDocumentsOcrFailed(payloads::Event<payloads::PayrollDocumentIds>) = "payroll_documents.ocr_failed",
        /// A destination of the direct deposit was found.
        DepositDestinationsAdded(payloads::Event<payloads::DepositDestinationIds>) = "deposit_destinations.added",
        /// A destination of the direct deposit changed.
        DepositDestinationsUpdated(payloads::Event<payloads::DepositDestinationIds>) = "deposit_destinations.updated",
        /// A destination of the direct deposit is gone.
        DepositDestinationsRemoved(payloads::Event<payloads::DepositDestinationIds>) = "deposit_destinations.removed",
        /// A direct deposit was switched; one event for a bank account and another for a card.
        DirectDepositSwitchesCompleted(payloads::Event<payloads::SwitchCompleted>) = "direct_deposit_switches.completed",
        /// A direct deposit could not be switched; `accounts.updated` comes with it.
        DirectDepositSwitchesFailed(payloads::Event<payloads::SwitchFailed>) = "direct_deposit_switches.failed",
        /// New shifts were found when data was refreshed; never sent while an account is read for the first time.
        ShiftsAdded(payloads::Event<payloads::Added>) = "shifts.added",
        /// Shifts changed.
        ShiftsUpdated(payloads::Event<payloads::ShiftsUpdated>) = "shifts.updated",
        /// Shifts are gone.
        ShiftsRemoved(payloads::Event<payloads::ShiftsRemoved>) = "shifts.removed",
        /// The first reading has come far enough back; not sent where one pull brings all.
        ShiftsPartiallySynced(payloads::Event<payloads::PartiallySynced>) = "shifts.partially_synced",
        /// All shifts have been read for the first time.
        ShiftsFullySynced(payloads::Event<payloads::FullySynced>) = "shifts.fully_synced",
        /// New gigs were found when data was refreshed; never sent while an account is read for the first time.
        GigsAdded(payloads::Event<payloads::Added>) = "gigs.added",
        /// Gigs changed.
        GigsUpdated(payloads::Event<payloads::GigsUpdated>) = "gigs.updated",
        /// Gigs are gone.
        GigsRemoved(payloads::Event<payloads::GigsRemoved>) = "gigs.removed",
        /// The first reading has come far enough back; not sent where one pull brings all.
        GigsPartiallySynced(payloads::Event<payloads::PartiallySynced>) = "gigs.partially_synced",
        /// All gigs have been read for the first time.
        GigsFullySynced(payloads::Event<payloads::FullySynced>) = "gigs.fully_synced",
        /// A vehicle was found.
        VehiclesAdded(payloads::Event<payloads::VehicleIds>) = "vehicles.added",
        /// A vehicle changed.
        VehiclesUpdated(payloads::Event<payloads::VehicleIds>) = "vehicles.updated",
        /// A vehicle is gone.
        VehiclesRemoved(payloads::Event<payloads::VehicleIds>) = "vehicles.removed",
        /// A rating was found.
        RatingsAdded(payloads::Event<payloads::RatingIds>) = "ratings.added",
        /// A rating changed.
        RatingsUpdated(payloads::Event<payloads::RatingIds>) = "ratings.updated",
        /// Enough is known to make a report; sent again for every account.
        ReportsReady(payloads::Event<payloads::ReportReady>) = "reports.ready",
        /// A report was made and can be fetched.
        ReportsGenerated(payloads::Event<payloads::ReportGenerated>) = "reports.generated",
        /// A user has uploaded a document.
        UserUploadsAdded(payloads::Event<payloads::UserUploadIds>) = "user_uploads.added",
        /// A user has taken an uploaded document back, or its account is gone.
        UserUploadsRemoved(payloads::Event<payloads::UserUploadIds>) = "user_uploads.removed",
        /// The text of an uploaded document was read.
        UserUploadsOcrCompleted(payloads::Event<payloads::UserUploadIds>) = "user_uploads.ocr_completed",
        /// The text of an uploaded document could not be read.
        UserUploadsOcrFailed(payloads::Event<payloads::UserUploadIds>) = "user_uploads.ocr_failed",
        /// It was judged whether an uploaded document is authentic.
        UserUploadsOcrAuthenticity(payloads::Event<payloads::UserUploadIds>) = "user_uploads.ocr_authenticity",
        /// A form of a user is gone.
        UserFormsRemoved(payloads::Event<payloads::UserFormIds>) = "user_forms.removed",
        /// A user who did not find the own source of income has sent a form.
        UserFormsSubmitted(payloads::Event<payloads::UserFormIds>) = "user_forms.submitted",
        /// A verification is in progress, paused or complete.
        VerificationsUpdated(payloads::Event<payloads::VerificationUpdated>) = "verifications.updated",
        /// A verification could not be made.
        VerificationsCreationFailed(payloads::Event<payloads::CreationFailed>) = "verifications.creation_failed",
        /// The user of a verification has connected one more source.
        VerificationsConnectionAdded(payloads::Event<payloads::ConnectionAdded>) = "verifications.connection_added",
    }
}
