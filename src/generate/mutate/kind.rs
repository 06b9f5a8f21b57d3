//! The mutations that one step can make.

use serde::{Serialize, Serializer};

use crate::model::AdditiveChanges;

/// A kind of mutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MutationKind {
    /// A required field is removed.
    MissingRequired,
    /// A value of a type that the schema does not allow there.
    WrongType,
    /// A value that is not in a list and that is not an additive change: a known value in another case, for example.
    OutOfEnum,
    /// A number, length or count just beyond its bound.
    OutOfBound,
    /// A text that violates its format.
    BrokenFormat,
    /// A text that does not match its pattern.
    BrokenPattern,
    /// `null` instead of a value; if the schema allows it, the document stays valid.
    Null,
    /// A field that the schema does not declare.
    UnknownField,
    /// A new value in a list, as a provider's next release could add it.
    UnknownEnumValue,
    /// The same name twice in an object; the last value is the correct one.
    DuplicateKey,
    /// The same fields in another order.
    KeyOrder,
    /// The same document with other white space.
    WhiteSpace,
    /// The text ends too early and is not valid JSON any more.
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

    /// Returns its name: `missing-required`.
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

    /// Returns whether this policy allows it, if it is an additive change; `None` otherwise.
    #[must_use]
    pub const fn grows(self, additive_changes: AdditiveChanges) -> Option<bool> {
        match self {
            Self::UnknownField => Some(additive_changes.fields),
            Self::UnknownEnumValue => Some(additive_changes.values),
            _ => None,
        }
    }
}

impl Serialize for MutationKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
