//! One step away from a valid document, labelled with what is wrong and where.
//!
//! Candidates are made from the document and the rules of its schema side by side; each is then shown to
//! the validator, and one whose label cannot be shown to be true (another branch takes it, say) is dropped.

mod bounds;
mod candidate;
mod kind;
mod layout;
mod lists;
mod mutation;
mod mutator;
mod places;
mod rules;
mod spoil;

pub use kind::MutationKind;
pub use mutation::Effect;
pub use mutation::Mutation;
pub use mutator::Mutator;
