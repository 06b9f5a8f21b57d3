//! Finds the field order of a type through its `Deserialize`: serde passes the names of the fields of a struct, in the
//! order of their declaration, before it reads any data.

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use crate::model::FieldOrder;

/// Returns the field order of `T`. Parts whose fields serde does not pass (maps, free JSON, untagged enums) have no
/// order.
#[must_use]
pub(crate) fn order_of_type<T: DeserializeOwned>() -> FieldOrder {
    let mut order = FieldOrder::default();
    // The placeholder values may not fit `T`. The names that serde passed until then are sufficient.
    let _ = T::deserialize(Tracer(&mut order));
    order
}

struct Tracer<'a>(&'a mut FieldOrder);

/// The error for placeholder values that do not fit the type.
#[derive(Debug)]
struct Unsuited;

impl fmt::Display for Unsuited {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a made-up value does not suit the type")
    }
}

impl std::error::Error for Unsuited {}

impl serde::de::Error for Unsuited {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! made_up {
    ($($method:ident => $visit:ident($value:expr)),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unsuited> {
            visitor.$visit($value)
        })*
    };
}

impl<'de> Deserializer<'de> for Tracer<'_> {
    type Error = Unsuited;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unsuited> {
        // Both free JSON and numbers of any kind accept it.
        visitor.visit_u64(1)
    }

    made_up! {
        deserialize_bool => visit_bool(false),
        deserialize_i8 => visit_i8(1),
        deserialize_i16 => visit_i16(1),
        deserialize_i32 => visit_i32(1),
        deserialize_i64 => visit_i64(1),
        deserialize_u8 => visit_u8(1),
        deserialize_u16 => visit_u16(1),
        deserialize_u32 => visit_u32(1),
        deserialize_u64 => visit_u64(1),
        deserialize_f32 => visit_f32(1.0),
        deserialize_f64 => visit_f64(1.0),
        deserialize_str => visit_str(""),
        deserialize_string => visit_str(""),
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unsuited> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unsuited> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unsuited> {
        visitor.visit_seq(One(Some(self.0)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unsuited> {
        visitor.visit_map(Fields { names: [].iter(), order: self.0, at: "" })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unsuited> {
        // All names are added at once: a field that rejects its placeholder value must not hide the fields after it.
        for name in fields {
            self.0.field(name);
        }
        visitor.visit_map(Fields { names: fields.iter(), order: self.0, at: "" })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unsuited> {
        visitor.visit_enum(First(variants.first().ok_or(Unsuited)?))
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// The fields of a struct, each with a placeholder value.
struct Fields<'a> {
    names: std::slice::Iter<'static, &'static str>,
    order: &'a mut FieldOrder,
    at: &'static str,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Unsuited;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unsuited> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.at = name;
        seed.deserialize(IntoDeserializer::<Unsuited>::into_deserializer(*name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unsuited> {
        seed.deserialize(Tracer(self.order.field(self.at)))
    }
}

/// An array with one item.
struct One<'a>(Option<&'a mut FieldOrder>);

impl<'de> SeqAccess<'de> for One<'_> {
    type Error = Unsuited;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unsuited> {
        self.0.take().map(|order| seed.deserialize(Tracer(order))).transpose()
    }
}

/// The first variant of an enum.
struct First(&'static str);

impl<'de> EnumAccess<'de> for First {
    type Error = Unsuited;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unsuited> {
        seed.deserialize(IntoDeserializer::<Unsuited>::into_deserializer(self.0)).map(|name| (name, self))
    }
}

impl<'de> VariantAccess<'de> for First {
    type Error = Unsuited;

    fn unit_variant(self) -> Result<(), Unsuited> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Unsuited> {
        Err(Unsuited)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unsuited> {
        Err(Unsuited)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Unsuited> {
        Err(Unsuited)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

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
    fn declaration_order_at_every_depth() {
        let mut document = Json::parse(br#"{"a":1,"anOption":[{"x":1,"y":"First"}],"z":""}"#).unwrap();
        order_of_type::<Outer>().sort(&mut document);
        assert_eq!(document.write(BodyStyle::COMPACT), br#"{"z":"","anOption":[{"y":"First","x":1}],"a":1}"#);
    }
}
