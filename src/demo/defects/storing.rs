//! Faults in what is stored of an event.

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::{Keeps, Shop};

/// Stores numbers in columns of 32-bit floats.
pub(super) fn stores_floats(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    #[expect(clippy::cast_possible_truncation, reason = "this is the fault")]
    stored(shop, event, body, &|value| {
        if let Some(number) = value.as_f64().filter(|_| value.is_number()) {
            *value = Value::from(f64::from(number as f32));
        }
    })
}

/// Stores in a column that knows one letter case.
pub(super) fn stores_lower_case(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    stored(shop, event, body, &|value| {
        if let Some(text) = value.as_str() {
            *value = Value::from(text.to_lowercase());
        }
    })
}

/// Makes a text of every value before it is stored.
pub(super) fn stores_null_as_text(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    stored(shop, event, body, &|value| {
        if value.is_null() {
            *value = Value::from("None");
        }
    })
}

fn stored(shop: &Shop, event: &Value, body: &[u8], alter: &dyn Fn(&mut Value)) -> Answer {
    if shop.knows_type(event) && shop.is_new(event, body) {
        let mut stored = event.clone();
        walk(&mut stored, alter);
        shop.learn_as(event, &stored, Keeps::Newest);
        shop.act();
    }
    Answer::status(200)
}

fn walk(value: &mut Value, alter: &dyn Fn(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, alter)),
        Value::Object(fields) => fields.values_mut().for_each(|value| walk(value, alter)),
        leaf => alter(leaf),
    }
}
