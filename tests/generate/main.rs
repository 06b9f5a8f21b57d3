//! The generator against the jsonschema crate: what it writes is valid, shrinks well, and is the same every time.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod circles;
mod corpus;
mod counter;
mod covering;
mod derived;
mod hostile;
mod laws;
mod plausible;
mod refusals;
mod seen;
mod shape;
mod shrinking;
mod soup;
