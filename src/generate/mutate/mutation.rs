//! A mutated document and its label.

use crate::generate::mutate::kind::MutationKind;
use crate::model::Growth;
use crate::model::Json;

/// A document one step away from a valid one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Mutation {
    /// What was done.
    pub kind: MutationKind,
    /// JSON pointer of the value that was changed, added or taken out; empty for the whole document.
    pub pointer: String,
    /// What is special about it, as the end of a sentence: `without the required member`.
    pub what: String,
    /// What the schema says to it.
    pub effect: Effect,
    /// The document; `None` where the text is no JSON any more, or where only its white space differs.
    pub document: Option<Json>,
    /// The text, in the style of its [`Mutator`](crate::generate::Mutator).
    pub body: Vec<u8>,
}

/// What a schema says to a mutated document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// It leaves the schema.
    Refused {
        /// Where in the document the schema says so: at the value, but for a member that is missing or
        /// unknown at the object that it belongs to.
        at: String,
        /// The keyword that says so.
        keyword: String,
    },
    /// It stays within the schema.
    Accepted,
    /// It is no JSON, so no schema is asked.
    NotJson,
}

impl Mutation {
    /// Whether a provider that grows like this may send it: growth is the provider's policy, key order and
    /// white space are free by JSON, and so is whatever the schema accepts, but for a name that stands twice.
    #[must_use]
    pub fn is_allowed(&self, growth: Growth) -> bool {
        let lawful = self.effect == Effect::Accepted && self.kind != MutationKind::DuplicateKey;
        self.kind.grows(growth).unwrap_or(lawful)
    }
}
