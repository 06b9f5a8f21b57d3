//! A run for a reader: pure functions from a run to text.

mod closing;
mod details;
mod durations;
mod format;
mod github;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod needs;
mod problem;
mod sarif;
mod script;
mod tap;
mod words;
mod wrap;

pub use durations::durations;
pub use format::Format;
pub use format::UnknownFormat;
pub use github::github;
pub use html::html;
pub(crate) use html::text as html_text;
pub use human::Detail;
pub use human::Paint;
pub use human::human;
pub use human::human_in;
pub use json::json;
pub use json::schema;
pub use junit::junit;
pub use markdown::markdown;
pub use needs::needs;
pub use sarif::sarif;
pub use script::script;
pub use tap::tap;
