//! The management APIs as pure functions: every answer is held to its schema (law 9), valid requests are accepted,
//! and invalid ones are refused.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod argyle;
mod betterez;
mod caller;
#[cfg(any(feature = "cli", feature = "mock"))]
mod delivered;
mod laws;
mod orum;
mod socotra;
mod truv;
