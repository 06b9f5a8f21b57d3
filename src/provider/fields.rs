//! The types of payloads: structs whose `Option` fields may be absent and whose `Nullable` fields may be null.

use schemars::Schema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Declares structs of payloads. A field of type `Option<T>` may be absent but not null, a field of type `Nullable<T>`
/// may be null but not absent, and a field of type `Option<Nullable<T>>` may be either. The attributes of serde and
/// schemars follow from that. The structs are `#[non_exhaustive]`, because a newly documented field must not break a
/// consumer.
///
/// Several structs can share fields: `..group!()` inserts the fields of the macro `group` at this position. That macro
/// receives the struct and its own arguments, and passes the struct, its fields and the rest to `payloads! { @insert }`.
macro_rules! payloads {
    (@fields [$($head:tt)*] [$($name:tt)+] { $($done:tt)* }) => {
        $($head)*
        #[non_exhaustive]
        pub struct $($name)+ { $($done)* }
    };
    (@fields $head:tt $name:tt $done:tt ..$group:ident!($($argument:literal),*), $($rest:tt)*) => {
        $group! { [$head $name $done] ($($argument),*) $($rest)* }
    };
    (@insert [$head:tt $name:tt $done:tt] $($fields:tt)*) => {
        $crate::provider::payloads! { @fields $head $name $done $($fields)* }
    };
    // Two arms for one form: `>>` is one token unless the type before it ends with `>`.
    (@fields $head:tt $name:tt $done:tt $(#[$meta:meta])* pub $field:ident: Option<Nullable<$inner:ty>>, $($rest:tt)*) => {
        $crate::provider::payloads! { @nullable $head $name $done [$(#[$meta])*] $field [$inner] $($rest)* }
    };
    (@fields $head:tt $name:tt $done:tt $(#[$meta:meta])* pub $field:ident: Option<Nullable<$inner:ty> >, $($rest:tt)*) => {
        $crate::provider::payloads! { @nullable $head $name $done [$(#[$meta])*] $field [$inner] $($rest)* }
    };
    (@fields $head:tt $name:tt { $($done:tt)* } $(#[$meta:meta])* pub $field:ident: Option<$inner:ty>, $($rest:tt)*) => {
        $crate::provider::payloads! {
            @fields $head $name
            {
                $($done)*
                $(#[$meta])*
                #[serde(skip_serializing_if = "Option::is_none")]
                #[schemars(transform = $crate::provider::without_null)]
                pub $field: Option<$inner>,
            }
            $($rest)*
        }
    };
    (@fields $head:tt $name:tt { $($done:tt)* } $(#[$meta:meta])* pub $field:ident: $kind:ty, $($rest:tt)*) => {
        $crate::provider::payloads! { @fields $head $name { $($done)* $(#[$meta])* pub $field: $kind, } $($rest)* }
    };
    (@nullable $head:tt $name:tt { $($done:tt)* } [$($meta:tt)*] $field:ident [$inner:ty] $($rest:tt)*) => {
        $crate::provider::payloads! {
            @fields $head $name
            {
                $($done)*
                $($meta)*
                #[serde(
                    default,
                    deserialize_with = "crate::provider::read_present",
                    skip_serializing_if = "Option::is_none"
                )]
                pub $field: Option<Nullable<$inner>>,
            }
            $($rest)*
        }
    };
    ($($(#[$meta:meta])* pub struct $name:ident $(<$($parameter:ident),+>)? { $($fields:tt)* })+) => {
        $(
            $crate::provider::payloads! { @fields [$(#[$meta])*] [$name $(<$($parameter),+>)?] {} $($fields)* }
        )+
    };
}

pub(crate) use payloads;

/// Reads a present field, so that null and an absent field stay distinct: each is written as it was read.
pub(crate) fn read_present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Turns the schema of an `Option<T>` into that of `T`: the field may be absent, and it is never null.
pub(crate) fn without_null(schema: &mut Schema) {
    let Some(keywords) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = keywords.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            keywords.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if let Some(Value::Array(forms)) = keywords.get("anyOf")
        && let [Value::Object(form), Value::Object(null)] = forms.as_slice()
        && null.get("type").is_some_and(|name| name == "null")
    {
        let form = form.clone();
        keywords.remove("anyOf");
        // Keywords of the field itself override those of its type.
        form.into_iter().for_each(|(name, value)| {
            keywords.entry(name).or_insert(value);
        });
    }
}
