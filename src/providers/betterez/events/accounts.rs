//! Accounts, agencies and applications.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::Agency;
use crate::providers::betterez::payloads::Application;
use crate::providers::betterez::payloads::ApplicationId;
use crate::providers::betterez::payloads::CreditLimit;
use crate::providers::betterez::payloads::Data;
use crate::providers::betterez::payloads::Event;
use crate::providers::betterez::payloads::Nested;

const ACCOUNTS: &str = "https://engineering.betterez.com/webhooks/accounts";
const AGENCIES: &str = "https://engineering.betterez.com/webhooks/agencies";
const APPLICATIONS: &str = "https://engineering.betterez.com/webhooks/applications";

pub(super) fn accounts() -> Vec<Payload> {
    vec![
        unread("account.updated", ACCOUNTS, "An account was changed; eight actions do so."),
        event::<Agency>("agency.created", AGENCIES, "An agency was added."),
        event::<Agency>("agency.updated", AGENCIES, "An agency was changed."),
        event::<Data<CreditLimit>>("creditlimit.updated", AGENCIES, "A seller may owe more or less than before.")
            .ordered_like::<Event<Nested<CreditLimit>>>()
            .ordered_like::<Event<CreditLimit>>(),
        event::<Data<Application>>("applications.created", APPLICATIONS, "An application was added.")
            .ordered_like::<Event<Nested<Application>>>()
            .ordered_like::<Event<Application>>(),
        event::<Data<Application>>(
            "applications.updated",
            APPLICATIONS,
            "An application was changed, or got new keys.",
        )
        .ordered_like::<Event<Nested<Application>>>()
        .ordered_like::<Event<Application>>(),
        event::<Data<ApplicationId>>("applications.deleted", APPLICATIONS, "An application was deleted.")
            .ordered_like::<Event<Nested<ApplicationId>>>()
            .ordered_like::<Event<ApplicationId>>(),
    ]
}
