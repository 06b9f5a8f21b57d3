//! Every event of a provider in one type, for a consumer that wants to match on it.

/// Declares such a type: a variant for each event, told by the member that names it, and `Other` for what today's
/// types do not know.
macro_rules! typed_events {
    (
        $(#[$about:meta])*
        pub enum Event named by $member:literal {
            $($(#[doc = $doc:literal])+ $variant:ident($payload:ty) = $name:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[expect(clippy::large_enum_variant, reason = "an event is matched on when it comes, and not kept in numbers")]
        pub enum Event {
            $($(#[doc = $doc])+ $variant($payload),)+
            /// An event that today's types do not know, as it came: another name, or a member or a value that they do
            /// not take. Providers add such things without a word.
            Other(serde_json::Value),
        }

        impl<'de> serde::Deserialize<'de> for Event {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde_json::Value::deserialize(deserializer).map(read)
            }
        }

        impl serde::Serialize for Event {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(event) => event.serialize(serializer),)+
                    Self::Other(event) => event.serialize(serializer),
                }
            }
        }

        /// The event, by the type of its name where it fits that. It stands apart so that it is compiled here once
        /// and not with every format that a consumer reads from.
        fn read(document: serde_json::Value) -> Event {
            let known = match document.get($member).and_then(serde_json::Value::as_str) {
                $(Some($name) => <$payload as serde::Deserialize>::deserialize(&document).ok().map(Event::$variant),)+
                _ => None,
            };
            known.unwrap_or(Event::Other(document))
        }

        /// Names of the events, their variants, and what the documentation of these says.
        #[cfg(test)]
        pub(crate) const DECLARED: &[(&str, &str, &str)] =
            &[$(($name, stringify!($variant), concat!($($doc,)+))),+];
    };
}

pub(crate) use typed_events;
