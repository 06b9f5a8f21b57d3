//! What can be done to a document in one step.

use serde::Serialize;
use serde::Serializer;

use crate::model::Growth;

/// What is done to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MutationKind {
    /// A required member is taken out.
    MissingRequired,
    /// A value of a type that the schema does not allow there.
    WrongType,
    /// A value that is not in a list and that no growth explains: another letter case of a known one, say.
    OutOfEnum,
    /// A number, length or count just beyond its bound.
    OutOfBound,
    /// A text that is not of its format.
    BrokenFormat,
    /// A text that does not match its pattern.
    BrokenPattern,
    /// `null` in the place of a value; where the schema allows it the document stays valid.
    Null,
    /// A member that the schema does not name.
    UnknownField,
    /// A new value in a list, as a provider's next release would bring it.
    UnknownEnumValue,
    /// The same name twice in an object; the last value is the right one.
    DuplicateKey,
    /// The same members in another order.
    KeyOrder,
    /// The same document with other white space.
    WhiteSpace,
    /// The text ends too early and is no JSON any more.
    Truncated,
}

impl MutationKind {
    /// All kinds, those that break rules first.
    pub const ALL: [Self; 13] = [
        Self::MissingRequired,
        Self::WrongType,
        Self::OutOfEnum,
        Self::OutOfBound,
        Self::BrokenFormat,
        Self::BrokenPattern,
        Self::Null,
        Self::UnknownField,
        Self::UnknownEnumValue,
        Self::DuplicateKey,
        Self::KeyOrder,
        Self::WhiteSpace,
        Self::Truncated,
    ];

    /// Its name: `missing-required`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MissingRequired => "missing-required",
            Self::WrongType => "wrong-type",
            Self::OutOfEnum => "out-of-enum",
            Self::OutOfBound => "out-of-bound",
            Self::BrokenFormat => "broken-format",
            Self::BrokenPattern => "broken-pattern",
            Self::Null => "null",
            Self::UnknownField => "unknown-field",
            Self::UnknownEnumValue => "unknown-enum-value",
            Self::DuplicateKey => "duplicate-key",
            Self::KeyOrder => "key-order",
            Self::WhiteSpace => "white-space",
            Self::Truncated => "truncated",
        }
    }

    /// Whether it is growth, which the provider's policy decides about, and if so whether this policy
    /// allows it.
    #[must_use]
    pub const fn grows(self, growth: Growth) -> Option<bool> {
        match self {
            Self::UnknownField => Some(growth.members),
            Self::UnknownEnumValue => Some(growth.values),
            _ => None,
        }
    }
}

impl Serialize for MutationKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
