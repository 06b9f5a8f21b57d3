//! Causes of failed checks: each is a value in a list, like a check, and a pure function finds those of a run.

pub mod causes;
pub mod probe;

mod facts;
mod find;
mod finding;
mod found;
mod framework;
mod value;
mod wording;

pub use facts::{Facts, Oddity};
pub use find::{find, next_probe};
pub use finding::{Certainty, Finding, Harm};
pub use found::FoundCause;
pub use probe::{CauseProbe, Decision, ProbeDelivery, ProbeReport, ProbeStep};
pub use value::{Cause, Framework, UnknownCause};
pub use wording::Wording;
