//! Values of an event that the consumer keeps, and shows in its state.

use serde_json::{Value, json};

/// Integers, and texts, of an event that are kept.
const KEPT: usize = 8;

/// A text that is longer is not kept.
const SHORT: usize = 48;

/// Returns the kept values of an event: some of its integers and of its short texts.
pub(super) fn kept(event: &Value) -> Value {
    fn gather(value: &Value, numbers: &mut Vec<Value>, texts: &mut Vec<Value>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| gather(item, numbers, texts)),
            Value::Object(fields) => fields.values().for_each(|value| gather(value, numbers, texts)),
            Value::Number(_) if numbers.len() < KEPT => numbers.push(value.clone()),
            Value::String(text) if texts.len() < KEPT && text.len() <= SHORT => texts.push(value.clone()),
            _ => {}
        }
    }
    let (mut numbers, mut texts) = (Vec::new(), Vec::new());
    gather(event, &mut numbers, &mut texts);
    json!({"numbers": numbers, "texts": texts})
}
