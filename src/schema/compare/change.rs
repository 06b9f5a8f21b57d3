//! A change of a contract, and its effect on a consumer.

use serde::Serialize;

/// The use that a consumer makes of the documents of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a document has a reader and a writer")]
pub enum Side {
    /// The consumer reads them: an event, or the response to a call.
    Received,
    /// The consumer writes them: the request of a call.
    Sent,
}

/// The effect of a change on a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Class {
    /// No new documents are possible, and nothing is missing.
    Safe,
    /// An additive change, as providers make it: a consumer should accept it, but may not.
    Additive,
    /// Neither safety nor breakage could be proved.
    Undecided,
    /// A correct consumer becomes incorrect.
    Breaking,
}

impl Class {
    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Additive => "additive",
            Self::Undecided => "undecided",
            Self::Breaking => "breaking",
        }
    }
}

/// One change of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// JSON pointer into a document; `*` for any item or undeclared field.
    pub pointer: String,
    /// Its effect on a consumer.
    pub class: Class,
    /// Description of the change in one sentence.
    pub reason: String,
}

/// A change at one pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    FieldAdded,
    RequiredFieldAdded,
    FieldRemoved,
    RequiredNow,
    OptionalNow,
    /// A value that is always present may be `null`: a reader fails as it does if the value is missing.
    NullNow,
    /// Additive: a new enum value, `null` in an optional field, undeclared fields, a tagged variant.
    Grown,
    /// The reverse of an additive change.
    Shrunk,
    /// Any other values that were not allowed before.
    Wider,
    /// Any other values that are not allowed any more.
    Narrower,
    /// All old values are gone, and other values are allowed.
    Replaced,
    Undecided,
}

impl Kind {
    /// Returns the effect on a consumer on one side. A reader is affected by new and by missing values, a writer by
    /// values that are no longer accepted.
    pub(super) const fn class(self, side: Side) -> Class {
        match (self, side) {
            (Self::Undecided, _) => Class::Undecided,
            (Self::FieldRemoved | Self::Replaced, _)
            | (Self::OptionalNow | Self::NullNow | Self::Wider, Side::Received)
            | (Self::RequiredFieldAdded | Self::RequiredNow | Self::Shrunk | Self::Narrower, Side::Sent) => {
                Class::Breaking
            }
            (Self::FieldAdded | Self::RequiredFieldAdded | Self::Grown, Side::Received) => Class::Additive,
            (Self::RequiredNow | Self::Shrunk | Self::Narrower, Side::Received)
            | (Self::FieldAdded | Self::OptionalNow | Self::NullNow | Self::Grown | Self::Wider, Side::Sent) => {
                Class::Safe
            }
        }
    }

    /// Returns whether the change claims that the set of documents has grown (reader) or shrunk (writer). A proof that
    /// it has not refutes the change.
    pub(super) const fn rests_on_sets(self, side: Side) -> bool {
        match side {
            Side::Received => {
                matches!(self, Self::OptionalNow | Self::NullNow | Self::Grown | Self::Wider | Self::Replaced)
            }
            Side::Sent => {
                matches!(
                    self,
                    Self::RequiredNow | Self::RequiredFieldAdded | Self::Shrunk | Self::Narrower | Self::Replaced
                )
            }
        }
    }

    /// Returns whether the change explains why new documents are accepted or, for a writer, why old documents are
    /// rejected.
    pub(super) const fn explains(self, side: Side) -> bool {
        self.rests_on_sets(side)
            || matches!(self, Self::Undecided | Self::FieldRemoved | Self::RequiredFieldAdded)
            // If undeclared fields may hold anything, declaring a field restricts its values.
            || (matches!(self, Self::FieldAdded) && matches!(side, Side::Sent))
    }
}

impl Change {
    /// Describes a payload that exists only in the newer version of a contract.
    #[must_use]
    pub fn payload_added(side: Side) -> Self {
        Self { pointer: String::new(), class: Kind::Grown.class(side), reason: "a new payload".to_owned() }
    }

    /// Describes a payload that exists only in the older version of a contract.
    #[must_use]
    pub fn payload_removed() -> Self {
        Self { pointer: String::new(), class: Class::Breaking, reason: "the payload is gone".to_owned() }
    }
}
