//! People lookups, whose names differ in letter case as printed, products, promotions and refunds.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::printed;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::Data;
use crate::providers::betterez::payloads::Event;
use crate::providers::betterez::payloads::Person;
use crate::providers::betterez::payloads::PersonId;
use crate::providers::betterez::payloads::Product;
use crate::providers::betterez::payloads::Promo;

const PEOPLE_LOOKUP: &str = "https://engineering.betterez.com/webhooks/people_lookup";
const PRODUCTS: &str = "https://engineering.betterez.com/webhooks/products";
const PROMOS: &str = "https://engineering.betterez.com/webhooks/promos";
const REDEEMABLE_ITEMS: &str = "https://engineering.betterez.com/webhooks/redeemable_items";
const REFUNDS: &str = "https://engineering.betterez.com/webhooks/refunds";

pub(super) fn people() -> Vec<Payload> {
    vec![
        event::<Data<Person>>("peopleLookups.created", PEOPLE_LOOKUP, "A person was added to the lookup.")
            .example(printed(PEOPLE_LOOKUP, include_str!("../examples/peopleLookups.created.json")))
            .ordered_like::<Event<Person>>(),
        event::<Data<Person>>("peopleLookups.updated", PEOPLE_LOOKUP, "A person in the lookup was changed.")
            .example(printed(PEOPLE_LOOKUP, include_str!("../examples/peopleLookups.updated.json")))
            .ordered_like::<Event<Person>>(),
        event::<Data<PersonId>>("peoplelookups.deleted", PEOPLE_LOOKUP, "A person was taken out of the lookup.")
            .example(printed(PEOPLE_LOOKUP, include_str!("../examples/peoplelookups.deleted.json")))
            .ordered_like::<Event<PersonId>>(),
        event::<Product>("product.created", PRODUCTS, "A product was added.")
            .example(printed(PRODUCTS, include_str!("../examples/product.created.json"))),
        event::<Product>("product.updated", PRODUCTS, "A product was changed."),
        event::<Promo>("promo.created", PROMOS, "A promotion was added."),
        event::<Promo>("promo.updated", PROMOS, "A promotion was changed."),
        unread("promo.deleted", PROMOS, "A promotion was deleted."),
        unread("redeemableitem.created", REDEEMABLE_ITEMS, "Something that can be redeemed was sold."),
        unread("redeemableitem.updated", REDEEMABLE_ITEMS, "Something that can be redeemed was changed."),
        unread("refund.created", REFUNDS, "Money was given back."),
    ]
}
