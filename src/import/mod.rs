//! From the documents that a vendor publishes to a provider file: OpenAPI, JSON Schema, or examples alone.
//!
//! Nothing is fetched, and nothing outside the folder of the documents is read.

mod draft;
mod error;
mod event;
mod files;
mod gather;
mod names;
mod openapi;
mod output;
mod slots;

pub(crate) use error::ImportError;
pub(crate) use event::{Imported, Refused, read};
pub(crate) use output::{Output, is_unedited, word};
pub(crate) use slots::Slot;
