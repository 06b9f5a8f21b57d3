//! Tickets, transactions and travel routes.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::printed;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::CompletedTransaction;
use crate::providers::betterez::payloads::TravelRoute;

const TICKETS: &str = "https://engineering.betterez.com/webhooks/tickets";
const TRANSACTIONS: &str = "https://engineering.betterez.com/webhooks/transactions";
const TRAVEL_ROUTES: &str = "https://engineering.betterez.com/webhooks/travel-routes";

pub(super) fn tickets() -> Vec<Payload> {
    vec![
        unread("ticket.created", TICKETS, "A ticket was sold."),
        unread("ticket.updated", TICKETS, "A ticket was edited, cancelled or changed."),
        unread("ticket.moved", TICKETS, "A ticket was moved to another trip."),
        unread("ticket.scan.created", TICKETS, "A ticket was scanned."),
        unread("ticket.redemptions.updated", TICKETS, "The redemptions of a ticket were changed."),
        unread("ticket.delivered", TICKETS, "A ticket was delivered."),
        unread("tickets.invoice.updated", TICKETS, "The invoice of tickets was changed."),
        event::<CompletedTransaction>(
            "transaction.completed",
            TRANSACTIONS,
            "A sale was paid; a change or a refund completes one too.",
        ),
        unread(
            "transaction.updated",
            TRANSACTIONS,
            "A sale was changed; after a move its data is known to be the `_id` alone.",
        ),
        unread("transaction.delivered", TRANSACTIONS, "A sale was delivered."),
        event::<TravelRoute>("travelroutes.created", TRAVEL_ROUTES, "A route as travellers see it was added.")
            .example(printed(TRAVEL_ROUTES, include_str!("../examples/travelroutes.created.json"))),
        event::<TravelRoute>("travelroutes.updated", TRAVEL_ROUTES, "A route as travellers see it was changed."),
    ]
}
