//! A mutated document and its label.

use crate::generate::mutate::kind::MutationKind;
use crate::model::{AdditiveChanges, Json};

/// A document that differs in one step from a valid one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mutation {
    /// Kind of the mutation.
    pub kind: MutationKind,
    /// JSON pointer of the value that was changed, added or removed; empty for the whole document.
    pub pointer: String,
    /// Description of the mutation as the end of a sentence: `without the required member`.
    pub what: String,
    /// Result of the schema.
    pub effect: Effect,
    /// The document; `None` if the text is not valid JSON any more, or if only its white space differs.
    pub document: Option<Json>,
    /// The bytes, in the form of its [`Mutator`](crate::generate::Mutator).
    pub body: Vec<u8>,
}

/// The result of a schema for a mutated document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// The schema rejects it.
    Refused {
        /// Pointer into the document at which the schema rejects it: the value or, for a missing or unknown field, its
        /// object.
        at: String,
        /// The keyword that rejects it.
        keyword: String,
    },
    /// The schema accepts it.
    Accepted,
    /// It is not valid JSON, so the schema does not apply.
    NotJson,
}

impl Mutation {
    /// Returns whether a provider with this policy may send it. The policy decides about additive changes. JSON allows
    /// any key order and white space, and every other document that the schema accepts is allowed, except one with a
    /// repeated name.
    #[must_use]
    pub fn is_allowed(&self, additive_changes: AdditiveChanges) -> bool {
        let lawful = self.effect == Effect::Accepted && self.kind != MutationKind::DuplicateKey;
        self.kind.grows(additive_changes).unwrap_or(lawful)
    }
}
