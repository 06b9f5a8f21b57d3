//! Contract tests and a mock provider for webhooks.

pub mod battery;
#[cfg(feature = "cli")]
pub mod cli;
pub mod clock;
#[cfg(feature = "cli")]
pub mod demo;
pub mod generate;
pub mod model;
pub mod net;
pub mod provider;
pub mod providers;
pub mod report;
pub mod retry;
pub mod schema;
pub mod sign;
#[cfg(feature = "tls")]
pub mod tls;
pub mod verify;
pub mod wire;

pub use battery::Verifier;
