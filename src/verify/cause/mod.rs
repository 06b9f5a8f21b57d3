//! Causes of failed checks: each is a value in a list, like a check, and a pure function finds those of a run.

pub mod causes;
pub mod probe;

mod facts;
mod find;
mod finding;
mod found;
mod value;
mod wording;

pub use facts::Facts;
pub use facts::Oddity;
pub use find::find;
pub use find::next_probe;
pub use finding::Certainty;
pub use finding::Finding;
pub use finding::Harm;
pub use found::FoundCause;
pub use probe::CauseProbe;
pub use probe::Decision;
pub use probe::ProbeDelivery;
pub use probe::ProbeReport;
pub use probe::ProbeStep;
pub use value::Cause;
pub use value::Framework;
pub use value::UnknownCause;
pub use wording::Wording;
