//! A provider as a value that can be printed, compared, overridden and rebuilt from a document.
//!
//! Code that uses a provider must not distinguish one that is written in Rust from one that was read from a file, so
//! that code never matches on a provider's name.

pub(crate) mod api;
mod consistency;
mod definition;
mod delivery;
mod envelope;
mod event_identity;
mod event_type;
mod example;
mod fact;
mod fields;
mod handshake;
mod handshake_answer;
mod handshake_request;
mod handshake_text;
mod header;
mod id_pattern;
mod ids;
mod name_source;
mod payload;
pub(crate) mod redaction;
mod request;
mod rule;
mod settings;
mod source;
mod story;
mod times;
mod typed;

pub(crate) use consistency::places;
pub use definition::{Provider, Signing, UnknownName};
pub use delivery::{Delivery, Disabling, Redirects};
pub use envelope::{Envelope, HeaderSlot, HeaderTime, Slot, TimeSlot};
#[cfg(feature = "cli")]
pub(crate) use event_identity::is_named_as_id;
pub(crate) use event_identity::varied;
pub use event_type::EventType;
pub use example::{Contradiction, Example, Origin};
pub use fact::{Basis, Fact};
pub(crate) use fields::{payloads, read_present, without_null};
pub use handshake::Handshake;
pub(crate) use handshake_answer::ExpectedAnswer;
pub use handshake_answer::{AnswerLocation, AnswerPart};
pub(crate) use handshake_request::HandshakeParties;
#[cfg(feature = "cli")]
pub(crate) use handshake_text::HandshakeValues;
pub use handshake_text::{HandshakePart, HandshakeText, HandshakeTextError};
pub use header::HeaderError;
pub(crate) use header::of_the_connection;
pub use id_pattern::{IdPattern, IdPatternError};
pub use ids::{IdForm, IdSource};
pub use name_source::{NamePart, NameSource, NameSourceError};
pub use payload::{Decoder, Kind, Payload};
pub(crate) use redaction::Redaction;
pub use rule::{Condition, Form, Rule};
pub use settings::AssumeError;
pub(crate) use settings::read_size;
pub use source::Source;
pub(crate) use story::Bindings;
pub use story::{Put, Step, Story, StoryTime, UnknownStory, Variable};
pub(crate) use typed::events;
