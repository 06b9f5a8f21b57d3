//! Schemas of Rust types, as schemars writes them: what is generated decodes, and encodes to the same document.

use std::collections::BTreeMap;

use hookproof::__private::generate::{Generator, seeded};
use hookproof::model::FieldOrder;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An envelope around one of several payloads: the commonest webhook.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Envelope {
    #[schemars(extend("format" = "uuid"))]
    id: String,
    #[schemars(extend("format" = "date-time", "pattern" = r"\.\d{3}Z$"))]
    created_at: String,
    attempt: u8,
    #[serde(flatten)]
    event: Event,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event_type", content = "data", rename_all = "snake_case")]
enum Event {
    /// A person came.
    PersonCreated(Box<Person>),
    Moved {
        amount: i64,
        currency: Currency,
    },
    Pinged(Shape),
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Person {
    name: String,
    nick: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<u32>,
    #[serde(default)]
    tags: Vec<String>,
    metadata: BTreeMap<String, String>,
    friend: Option<Box<Self>>,
    balance: f64,
    raw: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<Value>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
enum Currency {
    /// Dollars.
    Usd,
    Eur,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", deny_unknown_fields)]
enum Shape {
    Dot,
    Line { length: u16 },
    Group { parts: Vec<Self> },
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Either {
    Count(i32),
    Text(String),
    Pair(bool, Currency),
}

fn holds<T: JsonSchema + Serialize + DeserializeOwned>() {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<T>().to_value();
    let name = std::any::type_name::<T>();
    let generator = Generator::compile(&schema, &FieldOrder::default());
    let generator = generator.unwrap_or_else(|error| panic!("{name}: {error}\n{schema}"));
    let samples = (0..200).map(|seed| generator.sample(&mut seeded(seed, &[name])));
    for document in samples.chain([generator.minimal(), generator.maximal()]) {
        let value = document.to_value();
        let decoded: T =
            serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{name}: {error}\n{value}"));
        // An absent member may come back as `null`, and 1 as 1.0.
        let again = serde_json::to_value(&decoded).unwrap();
        assert_eq!(without_null(&value), without_null(&again), "{name}");
    }
}

fn without_null(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name.clone(), without_null(value))).collect())
        }
        Value::Array(items) => items.iter().map(without_null).collect(),
        Value::Number(number) => number.as_f64().into(),
        other => other.clone(),
    }
}

#[test]
fn types_decode_what_is_generated() {
    holds::<Envelope>();
    holds::<Person>();
    holds::<Shape>();
    holds::<Either>();
    holds::<Vec<Currency>>();
    holds::<BTreeMap<String, Option<Either>>>();
}
