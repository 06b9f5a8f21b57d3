//! Two versions of a contract: what changed, and what it does to the one who relies on it.
//!
//! The canonical forms of the schemas are walked side by side, so that nobody is told of a refactoring: a
//! `$ref` in the place of what it leads to, an `enum` in the place of a `oneOf` of constants. Whether what may
//! arrive grew is decided by the inclusion of the one set of documents in the other; the walk says where.

mod change;
mod contract;
mod facets;
mod listed;
mod objects;
mod parts;
mod walk;

pub use change::Change;
pub use change::Class;
pub use change::Side;
pub use contract::Contract;
pub use contract::ContractError;
