//! Interline, labels, lexicons and loans.

use crate::provider::Payload;
use crate::providers::betterez::events::event;
use crate::providers::betterez::events::printed;
use crate::providers::betterez::events::unread;
use crate::providers::betterez::payloads::Data;
use crate::providers::betterez::payloads::Event;
use crate::providers::betterez::payloads::Invitation;
use crate::providers::betterez::payloads::Label;
use crate::providers::betterez::payloads::Lexicon;
use crate::providers::betterez::payloads::Network;

const INTERLINE_INVITATION: &str = "https://engineering.betterez.com/webhooks/interline_invitation";
const INTERLINE_NETWORK: &str = "https://engineering.betterez.com/webhooks/interline_network";
const LABEL: &str = "https://engineering.betterez.com/webhooks/label";
const LEXICONS: &str = "https://engineering.betterez.com/webhooks/lexicons";
const LOANS: &str = "https://engineering.betterez.com/webhooks/loans";

pub(super) fn network() -> Vec<Payload> {
    vec![
        event::<Invitation>(
            "interlineinvitation.created",
            INTERLINE_INVITATION,
            "A carrier was asked to have its tickets sold by another.",
        )
        .example(printed(INTERLINE_INVITATION, include_str!("../examples/interlineinvitation.created.json"))),
        event::<Invitation>("interlineinvitation.updated", INTERLINE_INVITATION, "Such an invitation was changed."),
        event::<Network>(
            "interlinenetwork.updated",
            INTERLINE_NETWORK,
            "What one carrier may sell for another was changed.",
        )
        .example(printed(INTERLINE_NETWORK, include_str!("../examples/interlinenetwork.updated.json"))),
        unread("interlinenetwork.deleted", INTERLINE_NETWORK, "A carrier may not sell for another any more."),
        event::<Label>("label.created", LABEL, "A label was added.")
            .example(printed(LABEL, include_str!("../examples/label.created.json"))),
        event::<Label>("label.updated", LABEL, "A label was changed."),
        unread("label.deleted", LABEL, "A label was deleted."),
        event::<Data<Vec<Lexicon>>>("lexicons.updated", LEXICONS, "Words in the lexicon were changed.")
            .example(printed(LEXICONS, include_str!("../examples/lexicons.updated.json")))
            .ordered_like::<Event<Vec<Lexicon>>>(),
        unread("loan.created", LOANS, "A loan was given."),
        unread("loan.updated", LOANS, "A loan was changed."),
    ]
}
