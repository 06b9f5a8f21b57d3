//! The store: one suite over both kinds, and what only a file has to hold.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod both;
mod faults;
mod files;
mod killed;
mod kinds;
mod laws;
mod restart;
