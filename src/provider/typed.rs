//! The list of a provider's events: for each its payload, its variant to match on, its sentence and its source.

/// Declares the events of a provider. Only this list names them.
///
/// It declares a type with a variant for each event, selected by the field that names the event, and `Other` for events
/// that today's types do not cover; the payloads of the events; and their names. Calls after the source of an event are
/// applied to its payload: `.known(Basis::Assumed)`, `.example(..)`.
macro_rules! events {
    (
        $(#[$about:meta])*
        pub enum Event of $provider:literal named by $member:literal {
            $(
                $(#[doc = $doc:expr])+
                $variant:ident($payload:ty) = $name:literal in $source:ident
                $(.$method:ident $(::<$other:ty>)? ($($argument:expr),*))*,
            )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            $($(#[doc = $doc])+ $variant($payload),)+
            /// An event that today's types do not know, as it came: another name, or a field or a value that they do
            /// not accept. Providers add such things without notice.
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

        /// Reads an event with the type of its name, if it fits. This function is separate, so that it is compiled once
        /// in this crate and not for every format that a consumer reads from.
        fn read(document: serde_json::Value) -> Event {
            let known = match document.get($member).and_then(serde_json::Value::as_str) {
                $(Some($name) => $crate::schema::read_as::<$payload>(&document).ok().map(Event::$variant),)+
                _ => None,
            };
            known.unwrap_or(Event::Other(document))
        }

        /// Names of the events, in the provider's order.
        pub(super) const NAMES: &[&str] = &[$($name),+];

        /// Returns the payloads of the events.
        pub(super) fn payloads() -> Vec<$crate::provider::Payload> {
            vec![$(
                $crate::provider::Payload::event::<$payload>($provider, concat!("/", $member), $name)
                    .described($source, concat!($($doc),+).trim_start())
                    $(.$method $(::<$other>)? ($($argument),*))*
            ),+]
        }
    };
}

pub(crate) use events;
