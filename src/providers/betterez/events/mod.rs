//! The 102 events that are documented, page by page, and 39 that only the vendor's client names.

mod accounts;
mod client;
mod network;
mod operations;
mod people;
mod products;
mod shifts;
mod tickets;
mod trips;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::Basis;
use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::betterez::payloads::Event;
use crate::providers::betterez::payloads::Open;

pub(super) fn events() -> Vec<Payload> {
    [
        accounts::accounts(),
        products::products(),
        network::network(),
        operations::operations(),
        people::people(),
        trips::trips(),
        shifts::shifts(),
        tickets::tickets(),
        client::client(),
    ]
    .concat()
}

/// Names of the events.
pub(super) fn names() -> Vec<String> {
    events().into_iter().map(|event| event.name).collect()
}

fn event<D>(name: &str, source: &str, about: &str) -> Payload
where
    D: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::event::<Event<D>>("betterez", "/event", name).described(source, about)
}

/// An event whose name is documented and whose data could not be read.
fn unread(name: &str, page: &str, about: &str) -> Payload {
    event::<Open>(name, &format!("{page}; its data could not be read"), about).known(Basis::Assumed)
}

fn printed(page: &str, text: &'static str) -> Example {
    Example::documented("printed", page, text)
}
