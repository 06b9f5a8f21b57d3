//! The laws of deliveries: over the engine without a socket, and over the driver with real ones on virtual time.
#![cfg(any(feature = "cli", feature = "mock"))]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod accounts;
mod bench;
mod consumer;
mod driver;
mod faults;
#[cfg(feature = "cli")]
mod handshakes;
mod plans;
mod redirects;
mod timelines;
