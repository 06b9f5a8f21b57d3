//! The pages that describe the events, and the files of the vendor's public client that name the others.

use crate::provider::{Basis, Payload};

pub(super) const ACCOUNTS: &str = "https://engineering.betterez.com/webhooks/accounts";
pub(super) const AGENCIES: &str = "https://engineering.betterez.com/webhooks/agencies";
pub(super) const APPLICATIONS: &str = "https://engineering.betterez.com/webhooks/applications";
pub(super) const CONTROL_CLASSES: &str = "https://engineering.betterez.com/webhooks/control_classes";
pub(super) const EXTERNAL_BOOKINGS: &str = "https://engineering.betterez.com/webhooks/external_bookings";
pub(super) const FEES: &str = "https://engineering.betterez.com/webhooks/fees";
pub(super) const GARAGES: &str = "https://engineering.betterez.com/webhooks/garages";
pub(super) const GIFT_CERTIFICATES: &str = "https://engineering.betterez.com/webhooks/gift_certificates";
pub(super) const INTERLINE_INVITATION: &str = "https://engineering.betterez.com/webhooks/interline_invitation";
pub(super) const INTERLINE_NETWORK: &str = "https://engineering.betterez.com/webhooks/interline_network";
pub(super) const LABEL: &str = "https://engineering.betterez.com/webhooks/label";
pub(super) const LEXICONS: &str = "https://engineering.betterez.com/webhooks/lexicons";
pub(super) const LOANS: &str = "https://engineering.betterez.com/webhooks/loans";
pub(super) const LOCATION_CLOSURE: &str = "https://engineering.betterez.com/webhooks/location_closure";
pub(super) const MANIFEST_STATUS: &str = "https://engineering.betterez.com/webhooks/manifest_status";
pub(super) const MANIFESTS: &str = "https://engineering.betterez.com/webhooks/manifests";
pub(super) const OPERATIONS_SETTINGS: &str = "https://engineering.betterez.com/webhooks/operations_settings";
pub(super) const PARCELS: &str = "https://engineering.betterez.com/webhooks/parcels";
pub(super) const PEOPLE_LOOKUP: &str = "https://engineering.betterez.com/webhooks/people_lookup";
pub(super) const PRODUCTS: &str = "https://engineering.betterez.com/webhooks/products";
pub(super) const PROMOS: &str = "https://engineering.betterez.com/webhooks/promos";
pub(super) const REDEEMABLE_ITEMS: &str = "https://engineering.betterez.com/webhooks/redeemable_items";
pub(super) const REFUNDS: &str = "https://engineering.betterez.com/webhooks/refunds";
pub(super) const ROUTES: &str = "https://engineering.betterez.com/webhooks/routes";
pub(super) const SALESFORCE_SETTINGS: &str = "https://engineering.betterez.com/webhooks/salesforce_settings";
pub(super) const SCHEDULE_EXCEPTIONS: &str = "https://engineering.betterez.com/webhooks/schedule_exceptions";
pub(super) const SCHEDULES: &str = "https://engineering.betterez.com/webhooks/schedules";
pub(super) const SEAT_CLASSES: &str = "https://engineering.betterez.com/webhooks/seat-classes";
pub(super) const SEAT_FEES: &str = "https://engineering.betterez.com/webhooks/seat-fees";
pub(super) const SEATMAPS: &str = "https://engineering.betterez.com/webhooks/seatmaps";
pub(super) const SEGMENTS_INFORMATION: &str = "https://engineering.betterez.com/webhooks/segments_information";
pub(super) const SHIFT_SETTINGS: &str = "https://engineering.betterez.com/webhooks/shift_settings";
pub(super) const SHIFTS: &str = "https://engineering.betterez.com/webhooks/shifts";
pub(super) const SOLD_ITEMS: &str = "https://engineering.betterez.com/webhooks/sold_items";
pub(super) const STATION_CLASSES: &str = "https://engineering.betterez.com/webhooks/station-classes";
pub(super) const STATIONS: &str = "https://engineering.betterez.com/webhooks/stations";
pub(super) const TICKETS: &str = "https://engineering.betterez.com/webhooks/tickets";
pub(super) const TRANSACTIONS: &str = "https://engineering.betterez.com/webhooks/transactions";
pub(super) const TRAVEL_ROUTES: &str = "https://engineering.betterez.com/webhooks/travel-routes";
/// One file a resource, in folders by service.
pub(super) const CLIENT: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/";
pub(super) const IMAGES: &str = "Betterez/btrz-api-client@75eb7cad:src/endpoints/accounts/images.js";

/// Adds to the source of an event that the data on its page could not be read. Only its name is documented.
pub(super) fn with_gap(mut event: Payload) -> Payload {
    if event.basis == Basis::Assumed {
        event.source.push_str("; its data could not be read");
    }
    event
}
