//! A change of a contract, and what it does to a consumer.

use serde::Serialize;

/// What a consumer does with the documents of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a document has a reader and a writer")]
pub enum Side {
    /// It reads them: an event, the answer to a call.
    Received,
    /// It writes them: the request of a call.
    Sent,
}

/// How a change reaches a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Class {
    /// Nothing comes that could not come before, and nothing is missing.
    Safe,
    /// What providers add as they grow: a consumer should take it, and may not.
    Growth,
    /// Neither could be shown.
    Undecided,
    /// A consumer that was right is wrong now.
    Breaking,
}

impl Class {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Growth => "growth",
            Self::Undecided => "undecided",
            Self::Breaking => "breaking",
        }
    }
}

/// One change of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// JSON pointer into a document; `*` for any item or undeclared member.
    pub pointer: String,
    /// What it does to a consumer.
    pub class: Class,
    /// What changed, in a sentence.
    pub reason: String,
}

/// What was found at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    MemberAdded,
    RequiredMemberAdded,
    MemberRemoved,
    RequiredNow,
    OptionalNow,
    /// A value that is always there may be `null`: a reader crashes as it does when the value is missing.
    NullNow,
    /// More of what growth brings: a value of a list, `null` in an optional field, undeclared fields, a tagged variant.
    Grown,
    /// Less of it.
    Shrunk,
    /// Anything else that could not be there before.
    Wider,
    /// Anything else that can be there no more.
    Narrower,
    /// All that could be there is gone, and something else has come.
    Replaced,
    Undecided,
}

impl Kind {
    /// What it does to a consumer on one side. A reader is hurt by what is new and by what it misses, a
    /// writer by what is taken no more.
    pub(super) const fn class(self, side: Side) -> Class {
        match (self, side) {
            (Self::Undecided, _) => Class::Undecided,
            (Self::MemberRemoved | Self::Replaced, _)
            | (Self::OptionalNow | Self::NullNow | Self::Wider, Side::Received)
            | (Self::RequiredMemberAdded | Self::RequiredNow | Self::Shrunk | Self::Narrower, Side::Sent) => {
                Class::Breaking
            }
            (Self::MemberAdded | Self::RequiredMemberAdded | Self::Grown, Side::Received) => Class::Growth,
            (Self::RequiredNow | Self::Shrunk | Self::Narrower, Side::Received)
            | (Self::MemberAdded | Self::OptionalNow | Self::NullNow | Self::Grown | Self::Wider, Side::Sent) => {
                Class::Safe
            }
        }
    }

    /// Whether it rests on the set of documents having grown on the reader's side, or shrunk on the
    /// writer's; a proof that it did not refutes it.
    pub(super) const fn rests_on_sets(self, side: Side) -> bool {
        match side {
            Side::Received => {
                matches!(self, Self::OptionalNow | Self::NullNow | Self::Grown | Self::Wider | Self::Replaced)
            }
            Side::Sent => {
                matches!(
                    self,
                    Self::RequiredNow | Self::RequiredMemberAdded | Self::Shrunk | Self::Narrower | Self::Replaced
                )
            }
        }
    }

    /// Whether it explains that documents are accepted which were not before, or for a writer the reverse.
    pub(super) const fn explains(self, side: Side) -> bool {
        self.rests_on_sets(side)
            || matches!(self, Self::Undecided | Self::MemberRemoved | Self::RequiredMemberAdded)
            // Where undeclared members may be anything, a declared one takes something away.
            || (matches!(self, Self::MemberAdded) && matches!(side, Side::Sent))
    }
}

impl Change {
    /// A payload that the newer version of a contract has and the older had not.
    #[must_use]
    pub fn payload_added(side: Side) -> Self {
        Self { pointer: String::new(), class: Kind::Grown.class(side), reason: "a new payload".to_owned() }
    }

    /// A payload that the older version had and the newer has not.
    #[must_use]
    pub fn payload_removed() -> Self {
        Self { pointer: String::new(), class: Class::Breaking, reason: "the payload is gone".to_owned() }
    }
}
