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
mod header;
mod ids;
mod payload;
pub(crate) mod redaction;
mod rule;
mod settings;
mod source;
mod story;
mod times;
mod typed;

pub(crate) use consistency::places;
pub use definition::Provider;
pub use definition::Signing;
pub use definition::UnknownName;
pub use delivery::Delivery;
pub use delivery::Redirects;
pub use envelope::Envelope;
pub use envelope::Slot;
pub use envelope::TimeSlot;
pub use event_type::EventType;
pub use example::Contradiction;
pub use example::Example;
pub use example::Origin;
pub use fact::Basis;
pub use fact::Fact;
pub(crate) use fields::payloads;
pub(crate) use fields::read_present;
pub(crate) use fields::without_null;
pub use header::HeaderError;
pub(crate) use header::of_the_connection;
pub use ids::IdForm;
pub use ids::IdSource;
pub use payload::Decoder;
pub use payload::Kind;
pub use payload::Payload;
pub(crate) use redaction::Redaction;
pub use rule::Condition;
pub use rule::Form;
pub use rule::Rule;
pub use settings::AssumeError;
pub use source::Source;
pub(crate) use story::Bindings;
pub use story::Put;
pub use story::Step;
pub use story::Story;
pub use story::StoryTime;
pub use story::UnknownStory;
pub use story::Variable;
pub(crate) use typed::events;
