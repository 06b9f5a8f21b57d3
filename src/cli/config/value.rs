//! Values of TOML as JSON and as text.

use serde_json::{Map, Number, Value};
use toml::de::DeValue;

/// Returns a value as JSON. A date becomes text.
pub(super) fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(on) => Value::Bool(*on),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Integer(number) => {
            let whole = i64::from_str_radix(number.as_str(), number.radix()).map(Number::from);
            whole.map_or_else(|_| Value::String(number.as_str().to_owned()), Value::Number)
        }
        DeValue::Float(number) => {
            let float = number.as_str().parse().ok().and_then(Number::from_f64);
            float.map_or_else(|| Value::String(number.as_str().to_owned()), Value::Number)
        }
        DeValue::Array(items) => Value::Array(items.iter().map(|item| json(item.get_ref())).collect()),
        DeValue::Table(table) => {
            let fields = table.iter().map(|(name, value)| (name.get_ref().to_string(), json(value.get_ref())));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}

/// Returns a text, a number or a date as it is written on a command line.
pub(super) fn text(value: &DeValue<'_>) -> Option<String> {
    match json(value) {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
