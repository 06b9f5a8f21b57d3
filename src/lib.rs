//! Contract tests and a mock provider for webhooks.

pub mod generate;
pub mod model;
pub mod schema;
