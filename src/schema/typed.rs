//! Reads a document into a Rust type, and finds the field order of the type. One deserializer does both: each type has
//! hundreds of lines of generated code for each deserializer that it is used with.
//!
//! serde passes the names of the fields of a struct, in the order of their declaration, before it reads any data. The
//! field order is found with placeholder values in place of a document.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use crate::model::FieldOrder;

/// Reads a document into a Rust type. A struct is read from an object only, not from an array.
///
/// # Errors
/// Returns the reason if the document does not fit the type.
pub(crate) fn read_as<T: DeserializeOwned>(document: &Value) -> Result<T, Error> {
    T::deserialize(Input::Document(document))
}

/// Returns the field order of `T`. Parts whose fields serde does not pass (maps, free JSON, untagged enums) have no
/// order.
#[must_use]
pub(crate) fn order_of_type<T: DeserializeOwned>() -> FieldOrder {
    let mut order = FieldOrder::default();
    // The placeholder values may not fit `T`. The names that serde passed until then are sufficient.
    let _ = T::deserialize(Input::Placeholder(&mut order));
    order
}

/// The source from which a type is read.
enum Input<'a> {
    /// A document.
    Document(&'a Value),
    /// Placeholder values; the names of the fields of the type are added to the field order.
    Placeholder(&'a mut FieldOrder),
}

/// Returns the error for a value of another type.
fn mismatch(input: &Input<'_>, expected: &dyn Expected) -> Error {
    let Input::Document(document) = input else { return Error::custom("no placeholder suits the type") };
    Error::invalid_type(unexpected(document), expected)
}

fn unexpected(document: &Value) -> Unexpected<'_> {
    match document {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(value), ..) => Unexpected::Unsigned(value),
            (_, Some(value), _) => Unexpected::Signed(value),
            (.., Some(value)) => Unexpected::Float(value),
            _ => Unexpected::Other("number"),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.deserialize_u64(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Input<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            // Both free JSON and numbers of any kind accept it.
            Self::Placeholder(_) => visitor.visit_u64(1),
            Self::Document(Value::Null) => visitor.visit_unit(),
            Self::Document(Value::Bool(value)) => visitor.visit_bool(*value),
            Self::Document(Value::Number(number)) => number.deserialize_any(visitor),
            Self::Document(Value::String(text)) => visitor.visit_str(text),
            Self::Document(Value::Array(items)) => visitor.visit_seq(Items::of(items)),
            Self::Document(Value::Object(fields)) => visitor.visit_map(Fields::of(fields)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Placeholder(_) => visitor.visit_bool(false),
            Self::Document(Value::Bool(value)) => visitor.visit_bool(*value),
            Self::Document(_) => Err(mismatch(&self, &visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Placeholder(_) => visitor.visit_u64(1),
            Self::Document(Value::Number(number)) => number.deserialize_any(visitor),
            Self::Document(_) => Err(mismatch(&self, &visitor)),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u128 deserialize_f32 deserialize_f64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Placeholder(_) => visitor.visit_str(""),
            Self::Document(Value::String(text)) => visitor.visit_str(text),
            Self::Document(_) => Err(mismatch(&self, &visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Document(Value::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Placeholder(order) => visitor.visit_seq(Items::Placeholder(Some(order))),
            Self::Document(Value::Array(items)) => visitor.visit_seq(Items::of(items)),
            Self::Document(_) => Err(mismatch(&self, &visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match Fields::new(self, names) {
            Ok(fields) => visitor.visit_map(fields),
            Err(input) => Err(mismatch(&input, &visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant::new(&self, variants)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { char bytes byte_buf unit unit_struct tuple tuple_struct identifier }
}

/// The fields of an object, or those of a struct with placeholders.
enum Fields<'a> {
    Document { rest: serde_json::map::Iter<'a>, value: Option<&'a Value> },
    Placeholder { rest: std::slice::Iter<'static, &'static str>, order: &'a mut FieldOrder, name: &'static str },
}

impl<'a> Fields<'a> {
    fn of(fields: &'a serde_json::Map<String, Value>) -> Self {
        Self::Document { rest: fields.iter(), value: None }
    }

    /// Returns the input if it has no fields.
    fn new(input: Input<'a>, names: &'static [&'static str]) -> Result<Self, Input<'a>> {
        match input {
            Input::Document(Value::Object(fields)) => Ok(Self::of(fields)),
            Input::Document(_) => Err(input),
            Input::Placeholder(order) => {
                // All names are added at once: a field that rejects its placeholder must not hide the fields after it.
                for name in names {
                    order.field(name);
                }
                Ok(Self::Placeholder { rest: names.iter(), order, name: "" })
            }
        }
    }

    fn next_name(&mut self) -> Option<&'a str> {
        match self {
            Self::Document { rest, value } => {
                let (name, next) = rest.next()?;
                *value = Some(next);
                Some(name)
            }
            Self::Placeholder { rest, name, .. } => {
                *name = rest.next()?;
                Some(name)
            }
        }
    }

    fn input(&mut self) -> Input<'_> {
        match self {
            Self::Document { value, .. } => Input::Document(value.take().unwrap_or(&Value::Null)),
            Self::Placeholder { order, name, .. } => Input::Placeholder(order.field(name)),
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        match self.next_name() {
            Some(name) => seed.deserialize(StrDeserializer::new(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.input())
    }
}

/// The items of an array, or one placeholder.
enum Items<'a> {
    Document(std::slice::Iter<'a, Value>),
    Placeholder(Option<&'a mut FieldOrder>),
}

impl<'a> Items<'a> {
    fn of(items: &'a [Value]) -> Self {
        Self::Document(items.iter())
    }

    fn next_input(&mut self) -> Option<Input<'a>> {
        match self {
            Self::Document(rest) => rest.next().map(Input::Document),
            Self::Placeholder(order) => order.take().map(Input::Placeholder),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        match self.next_input() {
            Some(input) => seed.deserialize(input).map(Some),
            None => Ok(None),
        }
    }
}

/// A variant of an enum: that of a document, or the first one.
struct Variant<'a> {
    name: &'a str,
    value: Option<&'a Value>,
}

impl<'a> Variant<'a> {
    fn new(input: &Input<'a>, variants: &'static [&'static str]) -> Result<Self, Error> {
        match input {
            Input::Document(Value::String(name)) => Ok(Self { name, value: None }),
            Input::Document(Value::Object(fields)) => match (fields.iter().next(), fields.len()) {
                (Some((name, value)), 1) => Ok(Self { name, value: Some(value) }),
                _ => Err(Error::invalid_value(Unexpected::Map, &"map with a single key")),
            },
            Input::Document(_) => Err(mismatch(input, &"string or map")),
            Input::Placeholder(_) => match variants.first() {
                Some(name) => Ok(Self { name, value: None }),
                None => Err(mismatch(input, &"a variant")),
            },
        }
    }

    fn value(self, expected: &str) -> Result<Input<'a>, Error> {
        self.value.map(Input::Document).ok_or_else(|| Error::invalid_type(Unexpected::UnitVariant, &expected))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.value {
            None | Some(Value::Null) => Ok(()),
            Some(value) => Err(Error::invalid_type(unexpected(value), &"unit")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value("newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.value("tuple variant")?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.value("struct variant")?.deserialize_struct("", names, visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;
    use crate::model::{BodyStyle, Json};

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only the names of the fields are asked for")]
    struct Outer {
        z: String,
        #[serde(rename = "anOption")]
        option: Option<Vec<Inner>>,
        a: serde_json::Value,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only the names of the fields are asked for")]
    struct Inner {
        y: Kind,
        x: u64,
    }

    #[derive(Deserialize)]
    enum Kind {
        First,
    }

    #[test]
    fn errors_as_those_of_serde_json() {
        let documents = [
            json!({"z": 1, "a": null}),
            json!({"z": "", "anOption": {}, "a": null}),
            json!({"z": "", "anOption": [{"y": 1, "x": 1}], "a": null}),
            json!({"z": "", "anOption": [{"y": "Second", "x": 1}], "a": null}),
            json!({"z": "", "anOption": [{"y": {"First": 1}, "x": 1}], "a": null}),
            json!({"z": "", "anOption": [{"y": {}, "x": 1}], "a": null}),
            json!({"z": "", "anOption": [{"y": "First", "x": -1}], "a": null}),
            json!({"z": "", "anOption": [{"y": "First", "x": 0.5}], "a": null}),
            json!({"z": "", "anOption": [null], "a": null}),
            json!({"z": true, "a": null}),
            json!({"z": ""}),
            json!("z"),
            json!(null),
        ];
        for document in documents {
            let theirs = Outer::deserialize(&document).err().map(|error| error.to_string());
            assert!(theirs.is_some(), "{document}");
            assert_eq!(read_as::<Outer>(&document).err().map(|error| error.to_string()), theirs, "{document}");
        }
    }

    #[test]
    fn a_struct_is_an_object() {
        assert!(read_as::<Inner>(&json!({"y": "First", "x": 1})).is_ok());
        assert!(read_as::<Inner>(&json!(["First", 1])).is_err());
    }

    #[test]
    fn declaration_order_at_every_depth() {
        let mut document = Json::parse(br#"{"a":1,"anOption":[{"x":1,"y":"First"}],"z":""}"#).unwrap();
        order_of_type::<Outer>().sort(&mut document);
        assert_eq!(document.write(BodyStyle::COMPACT), br#"{"z":"","anOption":[{"y":"First","x":1}],"a":1}"#);
    }
}
