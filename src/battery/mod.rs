//! Runs the checks against an endpoint: plans go to the probe, what was seen goes back to be judged.

mod ahead;
mod calibrate;
mod endpoint;
mod environment;
mod error;
mod fault;
mod needs;
mod observe;
mod observer;
mod patience;
mod perform;
mod race;
mod report;
mod session;
mod settings;
mod shrink;
mod verifier;

pub use endpoint::Endpoint;
pub use error::VerifyError;
pub use fault::Fault;
pub use settings::Progress;
pub use verifier::Verifier;
