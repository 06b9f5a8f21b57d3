//! Causes of failed checks: each is a value in a list, like a check, and a pure function finds those of a run.

pub mod causes;

mod facts;
mod find;
mod found;
mod value;

pub use facts::Facts;
pub use facts::Oddity;
pub use find::find;
pub use found::FoundCause;
pub use value::Cause;
pub use value::Finding;
pub use value::Framework;
pub use value::Harm;
pub use value::UnknownCause;
