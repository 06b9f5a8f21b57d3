//! The test event that a client may ask for: its name decides what its data is.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};

use crate::provider::payloads;
use crate::providers::orum::events;
use crate::providers::orum::payloads::{
    BookTransfer, Business, EventName, ExternalAccount, Person, Subledger, Transfer, VerifyAccount,
};

payloads! {
    /// Asks for a test event. Its texts may have any form, as the `<string>` that the documentation prints for them;
    /// ids, times, lists of values, lengths and required fields are those of the resource.
    #[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
    #[schemars(extend("oneOf" = branches()))]
    pub struct InvokeRequest {
        /// Name of the event; not one that means several.
        pub event_type: EventName,
        /// The resource that the event is about: what it is goes by the name.
        #[schemars(with = "Map<String, Value>")]
        pub data: Resource,
    }
}

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Resource {
    /// Of `person_created` and the like.
    Person(Person),
    /// Of `business_created` and the like.
    Business(Business),
    /// Of `external_account_created` and the like.
    ExternalAccount(ExternalAccount),
    /// Of `transfer_updated`.
    Transfer(Transfer),
    /// Of `verify_account_updated`.
    VerifyAccount(VerifyAccount),
    /// Of `subledger_created`.
    Subledger(Subledger),
    /// Of `book_transfer_updated`.
    BookTransfer(BookTransfer),
}

/// An [`InvokeRequest`] of one family, or before its family is known.
#[derive(Deserialize)]
pub(in crate::providers::orum) struct Invocation<D> {
    event_type: EventName,
    data: D,
}

impl<'de> Deserialize<'de> for InvokeRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        fn read<T: DeserializeOwned, E: Error>(data: Value, of: fn(T) -> Resource) -> Result<Resource, E> {
            T::deserialize(data).map(of).map_err(E::custom)
        }
        let Invocation { event_type, data } = Invocation::<Value>::deserialize(deserializer)?;
        let data = match events::family(&event_type.0) {
            "person" => read(data, Resource::Person),
            "business" => read(data, Resource::Business),
            "external_account" => read(data, Resource::ExternalAccount),
            "transfer" => read(data, Resource::Transfer),
            "verify_account" => read(data, Resource::VerifyAccount),
            "subledger" => read(data, Resource::Subledger),
            "book_transfer" => read(data, Resource::BookTransfer),
            _ => Err(D::Error::custom(format!("`{}` is the name of no event", event_type.0))),
        }?;
        Ok(Self { event_type, data })
    }
}

/// What `data` is, for each family of names.
fn branches() -> [Value; 7] {
    [
        branch::<Person>("person"),
        branch::<Business>("business"),
        branch::<ExternalAccount>("external_account"),
        branch::<Transfer>("transfer"),
        branch::<VerifyAccount>("verify_account"),
        branch::<Subledger>("subledger"),
        branch::<BookTransfer>("book_transfer"),
    ]
}

fn branch<T: JsonSchema>(family: &str) -> Value {
    let names: Vec<&str> = events::NAMES.iter().copied().filter(|name| events::family(name) == family).collect();
    let name = json!({"description": "Name of an event of this family.", "enum": names});
    json!({"properties": {"event_type": name, "data": loose::<T>()}})
}

/// The schema of `T` in one piece, without the forms of its texts.
fn loose<T: JsonSchema>() -> Value {
    fn loosen(schema: &mut Value) {
        match schema {
            Value::Object(keywords) => {
                keywords.retain(|keyword, value| !(keyword == "pattern" && value.is_string()));
                // That a date is one, a description says and no schema.
                if keywords.get("format").is_some_and(|format| format == "date") {
                    keywords.remove("format");
                }
                keywords.values_mut().for_each(loosen);
            }
            Value::Array(items) => items.iter_mut().for_each(loosen),
            _ => {}
        }
    }
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.remove("title");
    let mut schema = schema.to_value();
    loosen(&mut schema);
    schema
}
