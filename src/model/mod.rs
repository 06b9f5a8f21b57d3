//! Plain data that every higher layer uses. No I/O, no clock, no randomness.

mod additive_changes;
mod batch;
mod body;
mod body_error;
mod body_format;
mod brackets;
mod captured;
#[cfg(any(feature = "cli", feature = "mock"))]
mod error_chain;
mod exchange;
mod form;
mod grouped;
mod headers;
mod hint;
mod json;
mod lock;
mod multipart;
mod named;
mod nearest;
mod nullable;
mod order;
mod request;
mod secret;
mod secret_text;
#[cfg(any(feature = "cli", feature = "mock"))]
mod serde_helpers;
pub(crate) mod shell;
mod shorten;
pub(crate) mod spelling;
mod status_set;
mod style;
pub(crate) mod target;
mod timestamp;

pub use additive_changes::AdditiveChanges;
pub use batch::{Batch, BatchError};
pub use body::Body;
pub use body_error::BodyError;
pub use body_format::{BodyFormat, BodyFormatError};
pub(crate) use captured::captured;
#[cfg(any(feature = "cli", feature = "mock"))]
pub(crate) use error_chain::error_chain;
pub use exchange::{Exchange, Failure, Hop, HttpVersion, Outcome, Response};
pub(crate) use grouped::grouped;
pub use headers::Headers;
pub use json::{Json, JsonError};
pub(crate) use json::{escape, steps};
pub(crate) use lock::lock;
pub(crate) use named::by_name;
pub(crate) use nearest::{did_you_mean, nearest};
pub use nullable::Nullable;
pub use order::FieldOrder;
pub use request::Request;
pub(crate) use request::with_query;
pub use secret::Secret;
pub use secret_text::SecretText;
#[cfg(any(feature = "cli", feature = "mock"))]
pub(crate) use serde_helpers::or_default;
pub(crate) use shorten::{beginning, capitalised, shortened};
pub(crate) use spelling::{Escape, Spelling};
pub use status_set::{StatusSet, StatusSetError};
pub use style::{BodyStyle, Escapes, Indent, LayoutError};
pub(crate) use target::{Scheme, Target};
pub use target::{TargetError, Trust};
pub use timestamp::{TimeForm, Timestamp, TimestampError};
