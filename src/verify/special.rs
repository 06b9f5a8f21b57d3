//! Special properties of deliveries, for programs that read reports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Special property of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Special {
    /// No signature, otherwise as the provider sends it.
    Unsigned,
    /// No signature, and another content type or none.
    UnsignedContentType,
    /// No signature, and another method.
    UnsignedMethod,
    /// Signed with another key.
    OtherKey,
    /// Signed with a key that anyone can guess: empty, blank, or none.
    WeakKey,
    /// Signed with the key of another tenant.
    OtherTenant,
    /// A handshake with a token that provider and consumer did not agree on.
    OtherToken,
    /// A byte of the body was changed after it was signed.
    ByteChanged,
    /// White space was added to the body after it was signed.
    SpaceAdded,
    /// Another body under a signature that was accepted before.
    SignatureReused,
    /// A signature header that has nothing in common with the right one.
    Garbage,
    /// A signature that is right except for its end.
    OddEnd,
    /// The JSON is written in another way: white space, escapes, the order of fields.
    Spelling,
    /// A text with U+0000.
    Nul,
    /// A text with half a surrogate pair.
    HalfPair,
    /// A text with very many marks on one letter.
    ManyMarks,
    /// A new field whose name is not ASCII.
    NameNotAscii,
    /// It redelivers an event whose sender hung up while the endpoint worked on it.
    SenderLeft,
    /// It failed while what the consumer depends on was broken.
    Outage,
    /// It redelivers, after an outage, an event from before it.
    BeforeOutage,
    /// The first delivery to an idle endpoint.
    ColdStart,
}
