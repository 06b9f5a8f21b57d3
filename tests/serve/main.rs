//! The mock provider on real sockets: from registration to a recovered failure, the control API, and what it
//! does with bad input, bad company and a bad end.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod bounds;
mod consumer;
mod control;
mod emission;
#[path = "../deliver/consumer.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod endpoint;
mod faults;
mod metrics;
mod server;
mod stories;
mod subscriptions;
mod survives;
mod tester;
#[path = "../tools/mod.rs"]
mod tools;
mod words;
