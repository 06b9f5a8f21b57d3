//! The events about people lookups. Their names differ in letter case, as printed.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::betterez::payloads::FlatPersonSaved;
use crate::providers::betterez::payloads::PersonDeleted;
use crate::providers::betterez::payloads::PersonSaved;

const PEOPLE: &str = "https://engineering.betterez.com/webhooks/people_lookup";

pub(super) fn events() -> Vec<Payload> {
    let created = include_str!("examples/peopleLookups.created.json");
    let updated = include_str!("examples/peopleLookups.updated.json");
    let deleted = include_str!("examples/peoplelookups.deleted.json");
    vec![
        event::<PersonSaved>("peopleLookups.created", "A person was added to the lookup.", created)
            .ordered_like::<FlatPersonSaved>(),
        event::<PersonSaved>("peopleLookups.updated", "A person in the lookup was changed.", updated)
            .ordered_like::<FlatPersonSaved>(),
        event::<PersonDeleted>("peoplelookups.deleted", "A person was taken out of the lookup.", deleted),
    ]
}

fn event<T>(name: &str, about: &str, example: &'static str) -> Payload
where
    T: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::event::<T>("betterez", "/event", name)
        .described(PEOPLE, about)
        .example(Example::documented("printed", PEOPLE, example))
}
