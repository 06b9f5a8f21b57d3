//! Parts for tests: the mock provider in process, and events without HTTP.
#![cfg(feature = "mock")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod caller;
mod decoding;
mod directly;
mod faults;
mod lives;
mod messages;
mod room;
mod subscriptions;
