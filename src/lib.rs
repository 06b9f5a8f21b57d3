//! Contract tests and a mock provider for webhooks.

pub mod model;
pub mod provider;
pub mod providers;
pub mod retry;
pub mod schema;
pub mod sign;
