//! Control classes, bookings, fees, garages and gift certificates.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::printed;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::ControlClass;
use crate::providers::betterez::payloads::Data;
use crate::providers::betterez::payloads::Event;
use crate::providers::betterez::payloads::ExternalBooking;
use crate::providers::betterez::payloads::Fee;
use crate::providers::betterez::payloads::Garage;
use crate::providers::betterez::payloads::GiftCertificate;
use crate::providers::betterez::payloads::Nested;

const CONTROL_CLASSES: &str = "https://engineering.betterez.com/webhooks/control_classes";
const EXTERNAL_BOOKINGS: &str = "https://engineering.betterez.com/webhooks/external_bookings";
const FEES: &str = "https://engineering.betterez.com/webhooks/fees";
const GARAGES: &str = "https://engineering.betterez.com/webhooks/garages";
const GIFT_CERTIFICATES: &str = "https://engineering.betterez.com/webhooks/gift_certificates";

pub(super) fn products() -> Vec<Payload> {
    vec![
        event::<ControlClass>("controlclasses.created", CONTROL_CLASSES, "A control class was added.")
            .example(printed(CONTROL_CLASSES, include_str!("../examples/controlclasses.created.json"))),
        event::<ControlClass>("controlclasses.updated", CONTROL_CLASSES, "A control class was changed."),
        unread("controlclasses.deleted", CONTROL_CLASSES, "A control class was deleted."),
        unread("controlclasses.authorizations.updated", CONTROL_CLASSES, "It was changed who may use control classes."),
        event::<Data<ExternalBooking>>(
            "externalbookings.created",
            EXTERNAL_BOOKINGS,
            "A ticket that was sold elsewhere was added.",
        )
        .ordered_like::<Event<Nested<ExternalBooking>>>()
        .ordered_like::<Event<ExternalBooking>>(),
        event::<Data<ExternalBooking>>(
            "externalbookings.deleted",
            EXTERNAL_BOOKINGS,
            "A ticket that was sold elsewhere was deleted.",
        )
        .ordered_like::<Event<Nested<ExternalBooking>>>()
        .ordered_like::<Event<ExternalBooking>>(),
        event::<Fee>("fee.created", FEES, "A fee was added.")
            .example(printed(FEES, include_str!("../examples/fee.created.json"))),
        event::<Fee>("fee.updated", FEES, "A fee was changed."),
        event::<Garage>("garages.created", GARAGES, "A garage was added.")
            .example(printed(GARAGES, include_str!("../examples/garages.created.json"))),
        event::<Garage>("garages.updated", GARAGES, "A garage was changed."),
        event::<GiftCertificate>("giftcertificate.created", GIFT_CERTIFICATES, "A gift certificate was sold."),
        event::<GiftCertificate>(
            "giftcertificate.updated",
            GIFT_CERTIFICATES,
            "Something was paid with a gift certificate.",
        ),
    ]
}
