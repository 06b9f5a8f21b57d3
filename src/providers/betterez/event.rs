//! Every event in one type, for a consumer that wants to match on it.

use crate::provider::typed_events;
use crate::providers::betterez::payloads;

typed_events! {
    /// An event of Betterez', to match on.
    ///
    /// ```
    /// use hookproof::events;
    /// use hookproof::providers::betterez;
    /// use hookproof::providers::betterez::Event;
    ///
    /// let sent = events::of(betterez().event("route.created").unwrap()).minimal();
    /// match serde_json::from_slice(sent.body())? {
    ///     Event::RouteCreated(event) => assert!(!event.id.0.is_empty()),
    ///     Event::Other(event) => panic!("nothing that we know: {}", event["event"]),
    ///     _ => panic!("nothing that we want"),
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum Event named by "event" {
        /// An account was changed; eight actions do so.
        AccountUpdated(payloads::Event<payloads::Open>) = "account.updated",
        /// An agency was added.
        AgencyCreated(payloads::Event<payloads::Agency>) = "agency.created",
        /// An agency was changed.
        AgencyUpdated(payloads::Event<payloads::Agency>) = "agency.updated",
        /// A seller may owe more or less than before.
        CreditlimitUpdated(payloads::Event<payloads::Data<payloads::CreditLimit>>) = "creditlimit.updated",
        /// An application was added.
        ApplicationsCreated(payloads::Event<payloads::Data<payloads::Application>>) = "applications.created",
        /// An application was changed, or got new keys.
        ApplicationsUpdated(payloads::Event<payloads::Data<payloads::Application>>) = "applications.updated",
        /// An application was deleted.
        ApplicationsDeleted(payloads::Event<payloads::Data<payloads::ApplicationId>>) = "applications.deleted",
        /// A control class was added.
        ControlclassesCreated(payloads::Event<payloads::ControlClass>) = "controlclasses.created",
        /// A control class was changed.
        ControlclassesUpdated(payloads::Event<payloads::ControlClass>) = "controlclasses.updated",
        /// A control class was deleted.
        ControlclassesDeleted(payloads::Event<payloads::Open>) = "controlclasses.deleted",
        /// It was changed who may use control classes.
        ControlclassesAuthorizationsUpdated(payloads::Event<payloads::Open>) = "controlclasses.authorizations.updated",
        /// A ticket that was sold elsewhere was added.
        ExternalbookingsCreated(payloads::Event<payloads::Data<payloads::ExternalBooking>>) = "externalbookings.created",
        /// A ticket that was sold elsewhere was deleted.
        ExternalbookingsDeleted(payloads::Event<payloads::Data<payloads::ExternalBooking>>) = "externalbookings.deleted",
        /// A fee was added.
        FeeCreated(payloads::Event<payloads::Fee>) = "fee.created",
        /// A fee was changed.
        FeeUpdated(payloads::Event<payloads::Fee>) = "fee.updated",
        /// A garage was added.
        GaragesCreated(payloads::Event<payloads::Garage>) = "garages.created",
        /// A garage was changed.
        GaragesUpdated(payloads::Event<payloads::Garage>) = "garages.updated",
        /// A gift certificate was sold.
        GiftcertificateCreated(payloads::Event<payloads::GiftCertificate>) = "giftcertificate.created",
        /// Something was paid with a gift certificate.
        GiftcertificateUpdated(payloads::Event<payloads::GiftCertificate>) = "giftcertificate.updated",
        /// A carrier was asked to have its tickets sold by another.
        InterlineinvitationCreated(payloads::Event<payloads::Invitation>) = "interlineinvitation.created",
        /// Such an invitation was changed.
        InterlineinvitationUpdated(payloads::Event<payloads::Invitation>) = "interlineinvitation.updated",
        /// What one carrier may sell for another was changed.
        InterlinenetworkUpdated(payloads::Event<payloads::Network>) = "interlinenetwork.updated",
        /// A carrier may not sell for another any more.
        InterlinenetworkDeleted(payloads::Event<payloads::Open>) = "interlinenetwork.deleted",
        /// A label was added.
        LabelCreated(payloads::Event<payloads::Label>) = "label.created",
        /// A label was changed.
        LabelUpdated(payloads::Event<payloads::Label>) = "label.updated",
        /// A label was deleted.
        LabelDeleted(payloads::Event<payloads::Open>) = "label.deleted",
        /// Words in the lexicon were changed.
        LexiconsUpdated(payloads::Event<payloads::Data<Vec<payloads::Lexicon>>>) = "lexicons.updated",
        /// A loan was given.
        LoanCreated(payloads::Event<payloads::Open>) = "loan.created",
        /// A loan was changed.
        LoanUpdated(payloads::Event<payloads::Open>) = "loan.updated",
        /// The cash of a station was closed.
        LocationClosuresCreated(payloads::Event<payloads::Closure>) = "locationClosures.created",
        /// A comment was made on such a closing.
        LocationClosuresCommentCreated(payloads::Event<payloads::ClosureComment>) = "locationClosures.comment.created",
        /// A manifest has another status.
        ManifestStatusUpdated(payloads::Event<payloads::ManifestStatus>) = "manifestStatus.updated",
        /// A change of many manifests at once has come to its end.
        MmanifestsStatusBulkProcessed(payloads::Event<payloads::BulkOutcome>) = "mmanifests.status.bulkProcessed",
        /// A manifest was made.
        ManifestsCreated(payloads::Event<payloads::Open>) = "manifests.created",
        /// A manifest was changed.
        ManifestsUpdated(payloads::Event<payloads::Open>) = "manifests.updated",
        /// A manifest was emptied.
        ManifestsEmptied(payloads::Event<payloads::Open>) = "manifests.emptied",
        /// A manifest was edited.
        ManifestsEdited(payloads::Event<payloads::Open>) = "manifests.edited",
        /// A trip was closed; `manifests.created` or `manifests.updated` comes with it.
        ManifestsTripClosed(payloads::Event<payloads::Open>) = "manifests.tripClosed",
        /// The first tickets were put on a manifest.
        ManifestTicketsFirstAdded(payloads::Event<payloads::Open>) = "manifest.tickets.first.added",
        /// A report on a departure was made.
        ManifestDispatchReportingCreated(payloads::Event<payloads::Open>) = "manifest.dispatch.reporting.created",
        /// Settings of operations were changed.
        OperationsettingsUpdated(payloads::Event<payloads::Data<payloads::OperationSettings>>) = "operationsettings.updated",
        /// A parcel was taken in.
        ParcelCreated(payloads::Event<payloads::Open>) = "parcel.created",
        /// A parcel was changed or cancelled.
        ParcelUpdated(payloads::Event<payloads::Open>) = "parcel.updated",
        /// A parcel was scanned.
        ParcelScanCreated(payloads::Event<payloads::Open>) = "parcel.scan.created",
        /// A person was added to the lookup.
        PeopleLookupsCreated(payloads::Event<payloads::Data<payloads::Person>>) = "peopleLookups.created",
        /// A person in the lookup was changed.
        PeopleLookupsUpdated(payloads::Event<payloads::Data<payloads::Person>>) = "peopleLookups.updated",
        /// A person was taken out of the lookup.
        PeoplelookupsDeleted(payloads::Event<payloads::Data<payloads::PersonId>>) = "peoplelookups.deleted",
        /// A product was added.
        ProductCreated(payloads::Event<payloads::Product>) = "product.created",
        /// A product was changed.
        ProductUpdated(payloads::Event<payloads::Product>) = "product.updated",
        /// A promotion was added.
        PromoCreated(payloads::Event<payloads::Promo>) = "promo.created",
        /// A promotion was changed.
        PromoUpdated(payloads::Event<payloads::Promo>) = "promo.updated",
        /// A promotion was deleted.
        PromoDeleted(payloads::Event<payloads::Open>) = "promo.deleted",
        /// Something that can be redeemed was sold.
        RedeemableitemCreated(payloads::Event<payloads::Open>) = "redeemableitem.created",
        /// Something that can be redeemed was changed.
        RedeemableitemUpdated(payloads::Event<payloads::Open>) = "redeemableitem.updated",
        /// Money was given back.
        RefundCreated(payloads::Event<payloads::Open>) = "refund.created",
        /// A route was added.
        RouteCreated(payloads::Event<payloads::Route>) = "route.created",
        /// A route was changed, or its fares or shares.
        RouteUpdated(payloads::Event<payloads::Route>) = "route.updated",
        /// A route was deleted.
        RouteDeleted(payloads::Event<payloads::Open>) = "route.deleted",
        /// Settings of messages through Salesforce were changed.
        SalesforcesettingsUpdated(payloads::Event<payloads::SalesforceSettings>) = "salesforcesettings.updated",
        /// An exception to a schedule was made.
        ScheduleExceptionCreated(payloads::Event<payloads::Open>) = "schedule.exception.created",
        /// An exception to a schedule was changed.
        ScheduleExceptionUpdated(payloads::Event<payloads::Open>) = "schedule.exception.updated",
        /// An exception to a schedule was deleted.
        ScheduleExceptionDeleted(payloads::Event<payloads::Open>) = "schedule.exception.deleted",
        /// Many exceptions to schedules have been worked through.
        ScheduleExceptionBulkProcessed(payloads::Event<payloads::Open>) = "schedule.exception.bulkProcessed",
        /// A schedule was added.
        ScheduleCreated(payloads::Event<payloads::Schedule>) = "schedule.created",
        /// A schedule was changed, or one that depends on it.
        ScheduleUpdated(payloads::Event<payloads::Schedule>) = "schedule.updated",
        /// A schedule was deleted.
        ScheduleDeleted(payloads::Event<payloads::ScheduleDeleted>) = "schedule.deleted",
        /// A class of seats was added.
        SeatclassCreated(payloads::Event<payloads::SeatClass>) = "seatclass.created",
        /// A class of seats was changed.
        SeatclassUpdated(payloads::Event<payloads::SeatClass>) = "seatclass.updated",
        /// A class of seats was deleted.
        SeatclassDeleted(payloads::Event<payloads::SeatClassId>) = "seatclass.deleted",
        /// A fee for seats was added.
        SeatfeesCreated(payloads::Event<payloads::SeatFee>) = "seatfees.created",
        /// A fee for seats was changed.
        SeatfeesUpdated(payloads::Event<payloads::SeatFee>) = "seatfees.updated",
        /// A seat map was added.
        SeatmapCreated(payloads::Event<payloads::Open>) = "seatmap.created",
        /// A seat map was changed.
        SeatmapUpdated(payloads::Event<payloads::Open>) = "seatmap.updated",
        /// A seat map was deleted.
        SeatmapDeleted(payloads::Event<payloads::Open>) = "seatmap.deleted",
        /// Something was noted about the way between two stations.
        SegmentsinformationCreated(payloads::Event<payloads::SegmentInformation>) = "segmentsinformation.created",
        /// What is known about the way between two stations was changed.
        SegmentsinformationUpdated(payloads::Event<payloads::SegmentInformation>) = "segmentsinformation.updated",
        /// What is known about the way between two stations was deleted.
        SegmentsinformationDeleted(payloads::Event<payloads::Open>) = "segmentsinformation.deleted",
        /// Settings of shifts were changed.
        ShiftsettingsUpdated(payloads::Event<payloads::ShiftSettings>) = "shiftsettings.updated",
        /// A shift has begun.
        ShiftCreated(payloads::Event<payloads::Shift>) = "shift.created",
        /// A shift has ended.
        ShiftClosed(payloads::Event<payloads::Shift>) = "shift.closed",
        /// It was changed whether an agency closes its shift.
        ShiftsUpdated(payloads::Event<payloads::Shift>) = "shifts.updated",
        /// Cash of a shift was taken to a bank.
        ShiftsDepositCreated(payloads::Event<payloads::Open>) = "shifts.deposit.created",
        /// A ticket that was written by hand was added to a shift.
        ShiftsManualTicketCreated(payloads::Event<payloads::Open>) = "shifts.manualTicket.created",
        /// Something was sold.
        SolditemCreated(payloads::Event<payloads::Open>) = "solditem.created",
        /// Something that was sold was changed.
        SolditemUpdated(payloads::Event<payloads::Open>) = "solditem.updated",
        /// A class of stations was added.
        StationclassCreated(payloads::Event<payloads::StationClass>) = "stationclass.created",
        /// A class of stations was changed.
        StationclassUpdated(payloads::Event<payloads::StationClass>) = "stationclass.updated",
        /// A class of stations was deleted.
        StationclassDeleted(payloads::Event<payloads::StationClassId>) = "stationclass.deleted",
        /// A station was added.
        StationCreated(payloads::Event<payloads::Station>) = "station.created",
        /// A station was changed.
        StationUpdated(payloads::Event<payloads::Station>) = "station.updated",
        /// A ticket was sold.
        TicketCreated(payloads::Event<payloads::Open>) = "ticket.created",
        /// A ticket was edited, cancelled or changed.
        TicketUpdated(payloads::Event<payloads::Open>) = "ticket.updated",
        /// A ticket was moved to another trip.
        TicketMoved(payloads::Event<payloads::Open>) = "ticket.moved",
        /// A ticket was scanned.
        TicketScanCreated(payloads::Event<payloads::Open>) = "ticket.scan.created",
        /// The redemptions of a ticket were changed.
        TicketRedemptionsUpdated(payloads::Event<payloads::Open>) = "ticket.redemptions.updated",
        /// A ticket was delivered.
        TicketDelivered(payloads::Event<payloads::Open>) = "ticket.delivered",
        /// The invoice of tickets was changed.
        TicketsInvoiceUpdated(payloads::Event<payloads::Open>) = "tickets.invoice.updated",
        /// A sale was paid; a change or a refund completes one too.
        TransactionCompleted(payloads::Event<payloads::CompletedTransaction>) = "transaction.completed",
        /// A sale was changed; after a move its data is known to be the `_id` alone.
        TransactionUpdated(payloads::Event<payloads::Open>) = "transaction.updated",
        /// A sale was delivered.
        TransactionDelivered(payloads::Event<payloads::Open>) = "transaction.delivered",
        /// A route as travellers see it was added.
        TravelroutesCreated(payloads::Event<payloads::TravelRoute>) = "travelroutes.created",
        /// A route as travellers see it was changed.
        TravelroutesUpdated(payloads::Event<payloads::TravelRoute>) = "travelroutes.updated",
        /// A customer was added.
        CustomerCreated(payloads::Event<payloads::Open>) = "customer.created",
        /// A customer was changed.
        CustomerUpdated(payloads::Event<payloads::Open>) = "customer.updated",
        /// Two customers were made one.
        CustomersMerged(payloads::Event<payloads::Open>) = "customers.merged",
        /// A user was changed.
        UserUpdated(payloads::Event<payloads::Open>) = "user.updated",
        /// A user was deleted.
        UserDeleted(payloads::Event<payloads::Open>) = "user.deleted",
        /// A network was added.
        NetworksCreated(payloads::Event<payloads::Open>) = "networks.created",
        /// A network was changed.
        NetworksUpdated(payloads::Event<payloads::Open>) = "networks.updated",
        /// A domain was added.
        DomainsCreated(payloads::Event<payloads::Open>) = "domains.created",
        /// A domain was deleted.
        DomainsDeleted(payloads::Event<payloads::Open>) = "domains.deleted",
        /// Settings of web sales were added.
        WebsalesConfigCreated(payloads::Event<payloads::Open>) = "websalesConfig.created",
        /// Settings of web sales were changed.
        WebsalesConfigUpdated(payloads::Event<payloads::Open>) = "websalesConfig.updated",
        /// Settings of web sales were deleted.
        WebsalesConfigDeleted(payloads::Event<payloads::Open>) = "websalesConfig.deleted",
        /// An address was judged for the first time.
        VerifiedEmailsCreated(payloads::Event<payloads::Open>) = "verifiedEmails.created",
        /// An address was judged anew.
        VerifiedEmailsUpdated(payloads::Event<payloads::Open>) = "verifiedEmails.updated",
        /// Settings of mails were added.
        EmailSettingCreated(payloads::Event<payloads::Open>) = "emailSetting.created",
        /// Settings of mails were changed.
        EmailSettingUpdated(payloads::Event<payloads::Open>) = "emailSetting.updated",
        /// Settings of mails were deleted.
        EmailSettingDeleted(payloads::Event<payloads::Open>) = "emailSetting.deleted",
        /// Rates of exchange were added.
        ExchangeRatesCreated(payloads::Event<payloads::Open>) = "exchangeRates.created",
        /// A receipt of an exchange was changed.
        ExchangeReceiptUpdated(payloads::Event<payloads::Open>) = "exchangeReceipt.updated",
        /// Settings of goals were changed.
        GoalsettingsUpdated(payloads::Event<payloads::Open>) = "goalsettings.updated",
        /// An image was added.
        ImagesCreated(payloads::Event<payloads::Open>) = "images.created",
        /// An image was deleted.
        ImagesDeleted(payloads::Event<payloads::ImageId>) = "images.deleted",
        /// Settings of printing were changed.
        PrintsettingsUpdated(payloads::Event<payloads::Open>) = "printsettings.updated",
        /// Revenue management was switched on.
        RmsEnabled(payloads::Event<payloads::Open>) = "rms.enabled",
        /// Revenue management was switched off.
        RmsDisabled(payloads::Event<payloads::Open>) = "rms.disabled",
        /// A change of a manifest was asked for.
        ChangeRequestsManifestsCreated(payloads::Event<payloads::Open>) = "changeRequests.manifests.created",
        /// A wish to change a manifest was changed.
        ChangeRequestsManifestsUpdated(payloads::Event<payloads::Open>) = "changeRequests.manifests.updated",
        /// A change of a schedule was asked for.
        ChangeRequestsSchedulesCreated(payloads::Event<payloads::Open>) = "changeRequests.schedules.created",
        /// A wish to change a schedule was changed.
        ChangeRequestsSchedulesUpdated(payloads::Event<payloads::Open>) = "changeRequests.schedules.updated",
        /// Content of the account's own was added.
        CustomContentCreated(payloads::Event<payloads::Open>) = "customContent.created",
        /// Content of the account's own was changed.
        CustomContentUpdated(payloads::Event<payloads::Open>) = "customContent.updated",
        /// Content of the account's own was deleted.
        CustomContentDeleted(payloads::Event<payloads::Open>) = "customContent.deleted",
        /// An invoice was made.
        InvoicesCreated(payloads::Event<payloads::Open>) = "invoices.created",
        /// An invoice was changed.
        InvoicesUpdated(payloads::Event<payloads::Open>) = "invoices.updated",
        /// An invoice was mailed.
        InvoiceemailCreated(payloads::Event<payloads::Open>) = "invoiceemail.created",
        /// A provider of invoices was added.
        InvoiceProvidersCreated(payloads::Event<payloads::Open>) = "invoice_providers.created",
        /// A provider of invoices was changed.
        InvoiceProvidersUpdated(payloads::Event<payloads::Open>) = "invoice_providers.updated",
        /// A provider of invoices was deleted.
        InvoiceProvidersDeleted(payloads::Event<payloads::Open>) = "invoice_providers.deleted",
        /// A sale was undone.
        TransactionReversed(payloads::Event<payloads::Open>) = "transaction.reversed",
    }
}
