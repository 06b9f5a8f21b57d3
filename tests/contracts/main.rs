//! Two versions of a contract: each change is found at its place and weighed for a consumer.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod edits;
mod refused;
mod table;
