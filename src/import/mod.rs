//! From the documents that a vendor publishes to a provider file: OpenAPI, AsyncAPI, JSON Schemas, or
//! examples alone.
//!
//! Nothing is fetched, and nothing outside the folder of the documents is read.

mod asyncapi;
mod batch;
mod draft;
mod error;
mod event;
mod files;
mod format;
mod found;
mod gather;
mod har;
mod identity;
mod listed;
mod lookup;
mod merge;
mod names;
mod naming;
mod openapi;
mod output;
mod parts;
mod plain;
mod slots;

pub(crate) use error::ImportError;
pub(crate) use event::{Imported, Refused, read};
pub(crate) use merge::{Difference, Fate, merge};
pub(crate) use output::Output;
