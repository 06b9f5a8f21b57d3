//! From a plan to a few documents that together show everything that the plan allows.

mod array;
mod collector;
pub(super) mod coverage;
pub(super) mod documents;
mod fill;
mod locations;
mod object;
