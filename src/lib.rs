//! Contract tests and a mock provider for webhooks.

pub mod clock;
pub mod generate;
pub mod model;
pub mod net;
pub mod provider;
pub mod providers;
pub mod retry;
pub mod schema;
pub mod sign;
#[cfg(feature = "tls")]
pub mod tls;
pub mod wire;
