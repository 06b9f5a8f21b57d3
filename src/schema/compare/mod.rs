//! Compares two versions of a contract: the changes, and their effect on a consumer that relies on it.
//!
//! The canonical forms of the schemas are walked side by side, so that refactorings are not reported: a `$ref` instead
//! of its target, or an `enum` instead of a `oneOf` of constants. Set inclusion between the documents of both versions
//! decides whether new documents are possible; the walk finds the pointers of the changes.

mod change;
mod contract;
mod facets;
mod listed;
mod objects;
mod parts;
mod walk;

pub use change::{Change, Class, Side};
pub use contract::{Contract, ContractError};
