//! The 102 events that are documented, page by page, and 39 that only the vendor's client names.

use crate::provider::{Basis, Example, events};
use crate::providers::betterez::pages::{
    ACCOUNTS, AGENCIES, APPLICATIONS, CLIENT, CONTROL_CLASSES, EXTERNAL_BOOKINGS, FEES, GARAGES, GIFT_CERTIFICATES,
    IMAGES, INTERLINE_INVITATION, INTERLINE_NETWORK, LABEL, LEXICONS, LOANS, LOCATION_CLOSURE, MANIFEST_STATUS,
    MANIFESTS, OPERATIONS_SETTINGS, PARCELS, PEOPLE_LOOKUP, PRODUCTS, PROMOS, REDEEMABLE_ITEMS, REFUNDS, ROUTES,
    SALESFORCE_SETTINGS, SCHEDULE_EXCEPTIONS, SCHEDULES, SEAT_CLASSES, SEAT_FEES, SEATMAPS, SEGMENTS_INFORMATION,
    SHIFT_SETTINGS, SHIFTS, SOLD_ITEMS, STATION_CLASSES, STATIONS, TICKETS, TRANSACTIONS, TRAVEL_ROUTES,
};
use crate::providers::betterez::payloads;

/// An example that a page prints.
macro_rules! printed {
    ($file:literal, $source:expr) => {
        Example::documented("printed", $source, include_str!(concat!("examples/", $file, ".json")))
    };
}

events! {
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
    pub enum Event of "betterez" named by "event" {
        /// An account was changed; eight actions do so.
        AccountUpdated(payloads::Event<payloads::Open>) = "account.updated" in ACCOUNTS.known(Basis::Assumed),
        /// An agency was added.
        AgencyCreated(payloads::Event<payloads::Agency>) = "agency.created" in AGENCIES,
        /// An agency was changed.
        AgencyUpdated(payloads::Event<payloads::Agency>) = "agency.updated" in AGENCIES,
        /// A seller may owe more or less than before.
        CreditlimitUpdated(payloads::Event<payloads::Data<payloads::CreditLimit>>) = "creditlimit.updated" in AGENCIES
            .ordered_like::<payloads::Event<payloads::Nested<payloads::CreditLimit>>>()
            .ordered_like::<payloads::Event<payloads::CreditLimit>>(),
        /// An application was added.
        ApplicationsCreated(payloads::Event<payloads::Data<payloads::Application>>) = "applications.created" in APPLICATIONS
            .ordered_like::<payloads::Event<payloads::Nested<payloads::Application>>>()
            .ordered_like::<payloads::Event<payloads::Application>>(),
        /// An application was changed, or got new keys.
        ApplicationsUpdated(payloads::Event<payloads::Data<payloads::Application>>) = "applications.updated" in APPLICATIONS
            .ordered_like::<payloads::Event<payloads::Nested<payloads::Application>>>()
            .ordered_like::<payloads::Event<payloads::Application>>(),
        /// An application was deleted.
        ApplicationsDeleted(payloads::Event<payloads::Data<payloads::ApplicationId>>) = "applications.deleted" in APPLICATIONS
            .ordered_like::<payloads::Event<payloads::Nested<payloads::ApplicationId>>>()
            .ordered_like::<payloads::Event<payloads::ApplicationId>>(),
        /// A control class was added.
        ControlclassesCreated(payloads::Event<payloads::ControlClass>) = "controlclasses.created" in CONTROL_CLASSES
            .example(printed!("controlclasses.created", CONTROL_CLASSES)),
        /// A control class was changed.
        ControlclassesUpdated(payloads::Event<payloads::ControlClass>) = "controlclasses.updated" in CONTROL_CLASSES,
        /// A control class was deleted.
        ControlclassesDeleted(payloads::Event<payloads::Open>) = "controlclasses.deleted" in CONTROL_CLASSES
            .known(Basis::Assumed),
        /// It was changed who may use control classes.
        ControlclassesAuthorizationsUpdated(payloads::Event<payloads::Open>) = "controlclasses.authorizations.updated" in CONTROL_CLASSES
            .known(Basis::Assumed),
        /// A ticket that was sold elsewhere was added.
        ExternalbookingsCreated(payloads::Event<payloads::Data<payloads::ExternalBooking>>) = "externalbookings.created" in EXTERNAL_BOOKINGS
            .ordered_like::<payloads::Event<payloads::Nested<payloads::ExternalBooking>>>()
            .ordered_like::<payloads::Event<payloads::ExternalBooking>>(),
        /// A ticket that was sold elsewhere was deleted.
        ExternalbookingsDeleted(payloads::Event<payloads::Data<payloads::ExternalBooking>>) = "externalbookings.deleted" in EXTERNAL_BOOKINGS
            .ordered_like::<payloads::Event<payloads::Nested<payloads::ExternalBooking>>>()
            .ordered_like::<payloads::Event<payloads::ExternalBooking>>(),
        /// A fee was added.
        FeeCreated(payloads::Event<payloads::Fee>) = "fee.created" in FEES.example(printed!("fee.created", FEES)),
        /// A fee was changed.
        FeeUpdated(payloads::Event<payloads::Fee>) = "fee.updated" in FEES,
        /// A garage was added.
        GaragesCreated(payloads::Event<payloads::Garage>) = "garages.created" in GARAGES
            .example(printed!("garages.created", GARAGES)),
        /// A garage was changed.
        GaragesUpdated(payloads::Event<payloads::Garage>) = "garages.updated" in GARAGES,
        /// A gift certificate was sold.
        GiftcertificateCreated(payloads::Event<payloads::GiftCertificate>) = "giftcertificate.created" in GIFT_CERTIFICATES,
        /// Something was paid with a gift certificate.
        GiftcertificateUpdated(payloads::Event<payloads::GiftCertificate>) = "giftcertificate.updated" in GIFT_CERTIFICATES,
        /// A carrier was asked to have its tickets sold by another.
        InterlineinvitationCreated(payloads::Event<payloads::Invitation>) = "interlineinvitation.created" in INTERLINE_INVITATION
            .example(printed!("interlineinvitation.created", INTERLINE_INVITATION)),
        /// Such an invitation was changed.
        InterlineinvitationUpdated(payloads::Event<payloads::Invitation>) = "interlineinvitation.updated" in INTERLINE_INVITATION,
        /// What one carrier may sell for another was changed.
        InterlinenetworkUpdated(payloads::Event<payloads::Network>) = "interlinenetwork.updated" in INTERLINE_NETWORK
            .example(printed!("interlinenetwork.updated", INTERLINE_NETWORK)),
        /// A carrier may not sell for another any more.
        InterlinenetworkDeleted(payloads::Event<payloads::Open>) = "interlinenetwork.deleted" in INTERLINE_NETWORK
            .known(Basis::Assumed),
        /// A label was added.
        LabelCreated(payloads::Event<payloads::Label>) = "label.created" in LABEL
            .example(printed!("label.created", LABEL)),
        /// A label was changed.
        LabelUpdated(payloads::Event<payloads::Label>) = "label.updated" in LABEL,
        /// A label was deleted.
        LabelDeleted(payloads::Event<payloads::Open>) = "label.deleted" in LABEL.known(Basis::Assumed),
        /// Words in the lexicon were changed.
        LexiconsUpdated(payloads::Event<payloads::Data<Vec<payloads::Lexicon>>>) = "lexicons.updated" in LEXICONS
            .example(printed!("lexicons.updated", LEXICONS))
            .ordered_like::<payloads::Event<Vec<payloads::Lexicon>>>(),
        /// A loan was given.
        LoanCreated(payloads::Event<payloads::Open>) = "loan.created" in LOANS.known(Basis::Assumed),
        /// A loan was changed.
        LoanUpdated(payloads::Event<payloads::Open>) = "loan.updated" in LOANS.known(Basis::Assumed),
        /// The cash of a station was closed.
        LocationClosuresCreated(payloads::Event<payloads::Closure>) = "locationClosures.created" in LOCATION_CLOSURE
            .example(printed!("locationClosures.created", LOCATION_CLOSURE)),
        /// A comment was made on such a closing.
        LocationClosuresCommentCreated(payloads::Event<payloads::ClosureComment>) = "locationClosures.comment.created" in LOCATION_CLOSURE
            .example(printed!("locationClosures.comment.created", LOCATION_CLOSURE)),
        /// A manifest has another status.
        ManifestStatusUpdated(payloads::Event<payloads::ManifestStatus>) = "manifestStatus.updated" in MANIFEST_STATUS
            .example(printed!("manifestStatus.updated", MANIFEST_STATUS)),
        /// A change of many manifests at once has come to its end.
        MmanifestsStatusBulkProcessed(payloads::Event<payloads::BulkOutcome>) = "mmanifests.status.bulkProcessed" in MANIFEST_STATUS,
        /// A manifest was made.
        ManifestsCreated(payloads::Event<payloads::Open>) = "manifests.created" in MANIFESTS.known(Basis::Assumed),
        /// A manifest was changed.
        ManifestsUpdated(payloads::Event<payloads::Open>) = "manifests.updated" in MANIFESTS.known(Basis::Assumed),
        /// A manifest was emptied.
        ManifestsEmptied(payloads::Event<payloads::Open>) = "manifests.emptied" in MANIFESTS.known(Basis::Assumed),
        /// A manifest was edited.
        ManifestsEdited(payloads::Event<payloads::Open>) = "manifests.edited" in MANIFESTS.known(Basis::Assumed),
        /// A trip was closed; `manifests.created` or `manifests.updated` comes with it.
        ManifestsTripClosed(payloads::Event<payloads::Open>) = "manifests.tripClosed" in MANIFESTS
            .known(Basis::Assumed),
        /// The first tickets were put on a manifest.
        ManifestTicketsFirstAdded(payloads::Event<payloads::Open>) = "manifest.tickets.first.added" in MANIFESTS
            .known(Basis::Assumed),
        /// A report on a departure was made.
        ManifestDispatchReportingCreated(payloads::Event<payloads::Open>) = "manifest.dispatch.reporting.created" in MANIFESTS
            .known(Basis::Assumed),
        /// Settings of operations were changed.
        OperationsettingsUpdated(payloads::Event<payloads::Data<payloads::OperationSettings>>) = "operationsettings.updated" in OPERATIONS_SETTINGS
            .example(printed!("operationsettings.updated", OPERATIONS_SETTINGS))
            .ordered_like::<payloads::Event<payloads::OperationSettings>>(),
        /// A parcel was taken in.
        ParcelCreated(payloads::Event<payloads::Open>) = "parcel.created" in PARCELS.known(Basis::Assumed),
        /// A parcel was changed or cancelled.
        ParcelUpdated(payloads::Event<payloads::Open>) = "parcel.updated" in PARCELS.known(Basis::Assumed),
        /// A parcel was scanned.
        ParcelScanCreated(payloads::Event<payloads::Open>) = "parcel.scan.created" in PARCELS.known(Basis::Assumed),
        /// A person was added to the lookup.
        PeopleLookupsCreated(payloads::Event<payloads::Data<payloads::Person>>) = "peopleLookups.created" in PEOPLE_LOOKUP
            .example(printed!("peopleLookups.created", PEOPLE_LOOKUP))
            .ordered_like::<payloads::Event<payloads::Person>>(),
        /// A person in the lookup was changed.
        PeopleLookupsUpdated(payloads::Event<payloads::Data<payloads::Person>>) = "peopleLookups.updated" in PEOPLE_LOOKUP
            .example(printed!("peopleLookups.updated", PEOPLE_LOOKUP))
            .ordered_like::<payloads::Event<payloads::Person>>(),
        /// A person was taken out of the lookup.
        PeoplelookupsDeleted(payloads::Event<payloads::Data<payloads::PersonId>>) = "peoplelookups.deleted" in PEOPLE_LOOKUP
            .example(printed!("peoplelookups.deleted", PEOPLE_LOOKUP))
            .ordered_like::<payloads::Event<payloads::PersonId>>(),
        /// A product was added.
        ProductCreated(payloads::Event<payloads::Product>) = "product.created" in PRODUCTS
            .example(printed!("product.created", PRODUCTS)),
        /// A product was changed.
        ProductUpdated(payloads::Event<payloads::Product>) = "product.updated" in PRODUCTS,
        /// A promotion was added.
        PromoCreated(payloads::Event<payloads::Promo>) = "promo.created" in PROMOS,
        /// A promotion was changed.
        PromoUpdated(payloads::Event<payloads::Promo>) = "promo.updated" in PROMOS,
        /// A promotion was deleted.
        PromoDeleted(payloads::Event<payloads::Open>) = "promo.deleted" in PROMOS.known(Basis::Assumed),
        /// Something that can be redeemed was sold.
        RedeemableitemCreated(payloads::Event<payloads::Open>) = "redeemableitem.created" in REDEEMABLE_ITEMS
            .known(Basis::Assumed),
        /// Something that can be redeemed was changed.
        RedeemableitemUpdated(payloads::Event<payloads::Open>) = "redeemableitem.updated" in REDEEMABLE_ITEMS
            .known(Basis::Assumed),
        /// Money was given back.
        RefundCreated(payloads::Event<payloads::Open>) = "refund.created" in REFUNDS.known(Basis::Assumed),
        /// A route was added.
        RouteCreated(payloads::Event<payloads::Route>) = "route.created" in ROUTES
            .example(printed!("route.created", ROUTES)),
        /// A route was changed, or its fares or shares.
        RouteUpdated(payloads::Event<payloads::Route>) = "route.updated" in ROUTES,
        /// A route was deleted.
        RouteDeleted(payloads::Event<payloads::Open>) = "route.deleted" in ROUTES.known(Basis::Assumed),
        /// Settings of messages through Salesforce were changed.
        SalesforcesettingsUpdated(payloads::Event<payloads::SalesforceSettings>) = "salesforcesettings.updated" in SALESFORCE_SETTINGS
            .example(printed!("salesforcesettings.updated", SALESFORCE_SETTINGS)),
        /// An exception to a schedule was made.
        ScheduleExceptionCreated(payloads::Event<payloads::Open>) = "schedule.exception.created" in SCHEDULE_EXCEPTIONS
            .known(Basis::Assumed),
        /// An exception to a schedule was changed.
        ScheduleExceptionUpdated(payloads::Event<payloads::Open>) = "schedule.exception.updated" in SCHEDULE_EXCEPTIONS
            .known(Basis::Assumed),
        /// An exception to a schedule was deleted.
        ScheduleExceptionDeleted(payloads::Event<payloads::Open>) = "schedule.exception.deleted" in SCHEDULE_EXCEPTIONS
            .known(Basis::Assumed),
        /// Many exceptions to schedules have been worked through.
        ScheduleExceptionBulkProcessed(payloads::Event<payloads::Open>) = "schedule.exception.bulkProcessed" in SCHEDULE_EXCEPTIONS
            .known(Basis::Assumed),
        /// A schedule was added.
        ScheduleCreated(payloads::Event<payloads::Schedule>) = "schedule.created" in SCHEDULES,
        /// A schedule was changed, or one that depends on it.
        ScheduleUpdated(payloads::Event<payloads::Schedule>) = "schedule.updated" in SCHEDULES,
        /// A schedule was deleted.
        ScheduleDeleted(payloads::Event<payloads::ScheduleDeleted>) = "schedule.deleted" in SCHEDULES
            .example(printed!("schedule.deleted", SCHEDULES)),
        /// A class of seats was added.
        SeatclassCreated(payloads::Event<payloads::SeatClass>) = "seatclass.created" in SEAT_CLASSES,
        /// A class of seats was changed.
        SeatclassUpdated(payloads::Event<payloads::SeatClass>) = "seatclass.updated" in SEAT_CLASSES,
        /// A class of seats was deleted.
        SeatclassDeleted(payloads::Event<payloads::SeatClassId>) = "seatclass.deleted" in SEAT_CLASSES,
        /// A fee for seats was added.
        SeatfeesCreated(payloads::Event<payloads::SeatFee>) = "seatfees.created" in SEAT_FEES,
        /// A fee for seats was changed.
        SeatfeesUpdated(payloads::Event<payloads::SeatFee>) = "seatfees.updated" in SEAT_FEES,
        /// A seat map was added.
        SeatmapCreated(payloads::Event<payloads::Open>) = "seatmap.created" in SEATMAPS.known(Basis::Assumed),
        /// A seat map was changed.
        SeatmapUpdated(payloads::Event<payloads::Open>) = "seatmap.updated" in SEATMAPS.known(Basis::Assumed),
        /// A seat map was deleted.
        SeatmapDeleted(payloads::Event<payloads::Open>) = "seatmap.deleted" in SEATMAPS.known(Basis::Assumed),
        /// Something was noted about the way between two stations.
        SegmentsinformationCreated(payloads::Event<payloads::SegmentInformation>) = "segmentsinformation.created" in SEGMENTS_INFORMATION
            .example(printed!("segmentsinformation.created", SEGMENTS_INFORMATION)),
        /// What is known about the way between two stations was changed.
        SegmentsinformationUpdated(payloads::Event<payloads::SegmentInformation>) = "segmentsinformation.updated" in SEGMENTS_INFORMATION,
        /// What is known about the way between two stations was deleted.
        SegmentsinformationDeleted(payloads::Event<payloads::Open>) = "segmentsinformation.deleted" in SEGMENTS_INFORMATION
            .known(Basis::Assumed),
        /// Settings of shifts were changed.
        ShiftsettingsUpdated(payloads::Event<payloads::ShiftSettings>) = "shiftsettings.updated" in SHIFT_SETTINGS
            .example(printed!("shiftsettings.updated", SHIFT_SETTINGS)),
        /// A shift has begun.
        ShiftCreated(payloads::Event<payloads::Shift>) = "shift.created" in SHIFTS,
        /// A shift has ended.
        ShiftClosed(payloads::Event<payloads::Shift>) = "shift.closed" in SHIFTS,
        /// It was changed whether an agency closes its shift.
        ShiftsUpdated(payloads::Event<payloads::Shift>) = "shifts.updated" in SHIFTS,
        /// Cash of a shift was taken to a bank.
        ShiftsDepositCreated(payloads::Event<payloads::Open>) = "shifts.deposit.created" in SHIFTS
            .known(Basis::Assumed),
        /// A ticket that was written by hand was added to a shift.
        ShiftsManualTicketCreated(payloads::Event<payloads::Open>) = "shifts.manualTicket.created" in SHIFTS
            .known(Basis::Assumed),
        /// Something was sold.
        SolditemCreated(payloads::Event<payloads::Open>) = "solditem.created" in SOLD_ITEMS.known(Basis::Assumed),
        /// Something that was sold was changed.
        SolditemUpdated(payloads::Event<payloads::Open>) = "solditem.updated" in SOLD_ITEMS.known(Basis::Assumed),
        /// A class of stations was added.
        StationclassCreated(payloads::Event<payloads::StationClass>) = "stationclass.created" in STATION_CLASSES
            .example(printed!("stationclass.created", STATION_CLASSES)),
        /// A class of stations was changed.
        StationclassUpdated(payloads::Event<payloads::StationClass>) = "stationclass.updated" in STATION_CLASSES
            .example(printed!("stationclass.updated", STATION_CLASSES)),
        /// A class of stations was deleted.
        StationclassDeleted(payloads::Event<payloads::StationClassId>) = "stationclass.deleted" in STATION_CLASSES
            .example(printed!("stationclass.deleted", STATION_CLASSES)),
        /// A station was added.
        StationCreated(payloads::Event<payloads::Station>) = "station.created" in STATIONS,
        /// A station was changed.
        StationUpdated(payloads::Event<payloads::Station>) = "station.updated" in STATIONS,
        /// A ticket was sold.
        TicketCreated(payloads::Event<payloads::Open>) = "ticket.created" in TICKETS.known(Basis::Assumed),
        /// A ticket was edited, cancelled or changed.
        TicketUpdated(payloads::Event<payloads::Open>) = "ticket.updated" in TICKETS.known(Basis::Assumed),
        /// A ticket was moved to another trip.
        TicketMoved(payloads::Event<payloads::Open>) = "ticket.moved" in TICKETS.known(Basis::Assumed),
        /// A ticket was scanned.
        TicketScanCreated(payloads::Event<payloads::Open>) = "ticket.scan.created" in TICKETS.known(Basis::Assumed),
        /// The redemptions of a ticket were changed.
        TicketRedemptionsUpdated(payloads::Event<payloads::Open>) = "ticket.redemptions.updated" in TICKETS
            .known(Basis::Assumed),
        /// A ticket was delivered.
        TicketDelivered(payloads::Event<payloads::Open>) = "ticket.delivered" in TICKETS.known(Basis::Assumed),
        /// The invoice of tickets was changed.
        TicketsInvoiceUpdated(payloads::Event<payloads::Open>) = "tickets.invoice.updated" in TICKETS
            .known(Basis::Assumed),
        /// A sale was paid; a change or a refund completes one too.
        TransactionCompleted(payloads::Event<payloads::CompletedTransaction>) = "transaction.completed" in TRANSACTIONS,
        /// A sale was changed; after a move its data is known to be the `_id` alone.
        TransactionUpdated(payloads::Event<payloads::Open>) = "transaction.updated" in TRANSACTIONS
            .known(Basis::Assumed),
        /// A sale was delivered.
        TransactionDelivered(payloads::Event<payloads::Open>) = "transaction.delivered" in TRANSACTIONS
            .known(Basis::Assumed),
        /// A route as travellers see it was added.
        TravelroutesCreated(payloads::Event<payloads::TravelRoute>) = "travelroutes.created" in TRAVEL_ROUTES
            .example(printed!("travelroutes.created", TRAVEL_ROUTES)),
        /// A route as travellers see it was changed.
        TravelroutesUpdated(payloads::Event<payloads::TravelRoute>) = "travelroutes.updated" in TRAVEL_ROUTES,
        /// A customer was added.
        CustomerCreated(payloads::Event<payloads::Open>) = "customer.created" in CLIENT.known(Basis::Observed),
        /// A customer was changed.
        CustomerUpdated(payloads::Event<payloads::Open>) = "customer.updated" in CLIENT.known(Basis::Observed),
        /// Two customers were made one.
        CustomersMerged(payloads::Event<payloads::Open>) = "customers.merged" in CLIENT.known(Basis::Observed),
        /// A user was changed.
        UserUpdated(payloads::Event<payloads::Open>) = "user.updated" in CLIENT.known(Basis::Observed),
        /// A user was deleted.
        UserDeleted(payloads::Event<payloads::Open>) = "user.deleted" in CLIENT.known(Basis::Observed),
        /// A network was added.
        NetworksCreated(payloads::Event<payloads::Open>) = "networks.created" in CLIENT.known(Basis::Observed),
        /// A network was changed.
        NetworksUpdated(payloads::Event<payloads::Open>) = "networks.updated" in CLIENT.known(Basis::Observed),
        /// A domain was added.
        DomainsCreated(payloads::Event<payloads::Open>) = "domains.created" in CLIENT.known(Basis::Observed),
        /// A domain was deleted.
        DomainsDeleted(payloads::Event<payloads::Open>) = "domains.deleted" in CLIENT.known(Basis::Observed),
        /// Settings of web sales were added.
        WebsalesConfigCreated(payloads::Event<payloads::Open>) = "websalesConfig.created" in CLIENT
            .known(Basis::Observed),
        /// Settings of web sales were changed.
        WebsalesConfigUpdated(payloads::Event<payloads::Open>) = "websalesConfig.updated" in CLIENT
            .known(Basis::Observed),
        /// Settings of web sales were deleted.
        WebsalesConfigDeleted(payloads::Event<payloads::Open>) = "websalesConfig.deleted" in CLIENT
            .known(Basis::Observed),
        /// An address was judged for the first time.
        VerifiedEmailsCreated(payloads::Event<payloads::Open>) = "verifiedEmails.created" in CLIENT
            .known(Basis::Observed),
        /// An address was judged anew.
        VerifiedEmailsUpdated(payloads::Event<payloads::Open>) = "verifiedEmails.updated" in CLIENT
            .known(Basis::Observed),
        /// Settings of mails were added.
        EmailSettingCreated(payloads::Event<payloads::Open>) = "emailSetting.created" in CLIENT.known(Basis::Observed),
        /// Settings of mails were changed.
        EmailSettingUpdated(payloads::Event<payloads::Open>) = "emailSetting.updated" in CLIENT.known(Basis::Observed),
        /// Settings of mails were deleted.
        EmailSettingDeleted(payloads::Event<payloads::Open>) = "emailSetting.deleted" in CLIENT.known(Basis::Observed),
        /// Rates of exchange were added.
        ExchangeRatesCreated(payloads::Event<payloads::Open>) = "exchangeRates.created" in CLIENT
            .known(Basis::Observed),
        /// A receipt of an exchange was changed.
        ExchangeReceiptUpdated(payloads::Event<payloads::Open>) = "exchangeReceipt.updated" in CLIENT
            .known(Basis::Observed),
        /// Settings of goals were changed.
        GoalsettingsUpdated(payloads::Event<payloads::Open>) = "goalsettings.updated" in CLIENT.known(Basis::Observed),
        /// An image was added.
        ImagesCreated(payloads::Event<payloads::Open>) = "images.created" in CLIENT.known(Basis::Observed),
        /// An image was deleted.
        ImagesDeleted(payloads::Event<payloads::ImageId>) = "images.deleted" in IMAGES.known(Basis::Observed),
        /// Settings of printing were changed.
        PrintsettingsUpdated(payloads::Event<payloads::Open>) = "printsettings.updated" in CLIENT
            .known(Basis::Observed),
        /// Revenue management was switched on.
        RmsEnabled(payloads::Event<payloads::Open>) = "rms.enabled" in CLIENT.known(Basis::Observed),
        /// Revenue management was switched off.
        RmsDisabled(payloads::Event<payloads::Open>) = "rms.disabled" in CLIENT.known(Basis::Observed),
        /// A change of a manifest was asked for.
        ChangeRequestsManifestsCreated(payloads::Event<payloads::Open>) = "changeRequests.manifests.created" in CLIENT
            .known(Basis::Observed),
        /// A request to change a manifest was changed.
        ChangeRequestsManifestsUpdated(payloads::Event<payloads::Open>) = "changeRequests.manifests.updated" in CLIENT
            .known(Basis::Observed),
        /// A change of a schedule was asked for.
        ChangeRequestsSchedulesCreated(payloads::Event<payloads::Open>) = "changeRequests.schedules.created" in CLIENT
            .known(Basis::Observed),
        /// A request to change a schedule was changed.
        ChangeRequestsSchedulesUpdated(payloads::Event<payloads::Open>) = "changeRequests.schedules.updated" in CLIENT
            .known(Basis::Observed),
        /// Content of the account's own was added.
        CustomContentCreated(payloads::Event<payloads::Open>) = "customContent.created" in CLIENT
            .known(Basis::Observed),
        /// Content of the account's own was changed.
        CustomContentUpdated(payloads::Event<payloads::Open>) = "customContent.updated" in CLIENT
            .known(Basis::Observed),
        /// Content of the account's own was deleted.
        CustomContentDeleted(payloads::Event<payloads::Open>) = "customContent.deleted" in CLIENT
            .known(Basis::Observed),
        /// An invoice was made.
        InvoicesCreated(payloads::Event<payloads::Open>) = "invoices.created" in CLIENT.known(Basis::Observed),
        /// An invoice was changed.
        InvoicesUpdated(payloads::Event<payloads::Open>) = "invoices.updated" in CLIENT.known(Basis::Observed),
        /// An invoice was mailed.
        InvoiceemailCreated(payloads::Event<payloads::Open>) = "invoiceemail.created" in CLIENT.known(Basis::Observed),
        /// A provider of invoices was added.
        InvoiceProvidersCreated(payloads::Event<payloads::Open>) = "invoice_providers.created" in CLIENT
            .known(Basis::Observed),
        /// A provider of invoices was changed.
        InvoiceProvidersUpdated(payloads::Event<payloads::Open>) = "invoice_providers.updated" in CLIENT
            .known(Basis::Observed),
        /// A provider of invoices was deleted.
        InvoiceProvidersDeleted(payloads::Event<payloads::Open>) = "invoice_providers.deleted" in CLIENT
            .known(Basis::Observed),
        /// A sale was undone.
        TransactionReversed(payloads::Event<payloads::Open>) = "transaction.reversed" in CLIENT.known(Basis::Observed),
    }
}
