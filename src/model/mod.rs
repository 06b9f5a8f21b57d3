//! Plain data: what every floor above speaks of. No I/O, no clock, no randomness.

mod exchange;
mod headers;
mod json;
mod nearest;
mod order;
mod request;
mod secret;
mod spelling;
mod style;
mod target;
mod timestamp;

pub use exchange::Exchange;
pub use exchange::Failure;
pub use exchange::Outcome;
pub use exchange::Response;
pub use headers::Headers;
pub use json::Json;
pub use json::JsonError;
pub use json::Placed;
pub(crate) use nearest::did_you_mean;
pub use nearest::nearest;
pub use order::MemberOrder;
pub use request::Request;
pub use secret::Secret;
pub use spelling::Escape;
pub use spelling::Spelling;
pub use style::BodyStyle;
pub use style::Indent;
pub use target::Scheme;
pub use target::Target;
pub use target::TargetError;
pub use target::Trust;
pub use timestamp::TimeForm;
pub use timestamp::Timestamp;
pub use timestamp::TimestampError;
