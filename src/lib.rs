//! Contract tests and a mock provider for webhooks.

pub mod model;
