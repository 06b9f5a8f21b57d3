//! The generator against the jsonschema crate: what it writes is valid, shrinks well, and is the same every time.

mod corpus;
mod laws;
mod refusals;
mod shape;
mod shrinking;
