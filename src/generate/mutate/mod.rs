//! Documents that differ in one step from a valid one, labelled with the error and its location.
//!
//! Candidates are built from the document and the rules of its schema side by side. Each is then validated, and a
//! candidate whose label cannot be confirmed (because another branch accepts it, for example) is dropped.

mod bounds;
mod candidate;
mod kind;
mod layout;
mod lists;
mod located;
mod mutation;
mod mutator;
mod rules;
mod spoil;

pub use kind::MutationKind;
pub use mutation::{Effect, Mutation};
pub use mutator::Mutator;
