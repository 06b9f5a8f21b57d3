//! The examples: consumers in other languages with the binary as their provider, and what a reader needs to find them.
//!
//! Those in Rust are packages of their own: `.ci/run` tests them.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod elsewhere;
mod found;
#[path = "../tools/mod.rs"]
mod tools;
