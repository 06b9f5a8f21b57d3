//! A run for a reader: pure functions from a run to text.

mod blocks;
#[cfg(feature = "cli")]
mod cause;
mod closing;
mod detail;
mod details;
mod durations;
mod escape;
mod evidence;
mod format;
mod github;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
mod needs;
mod paint;
mod phrases;
mod problem;
mod problems;
mod sarif;
mod script;
mod set_up;
mod tap;
mod wrap;

#[cfg(feature = "cli")]
pub(crate) use cause::cause;
pub use detail::Detail;
pub use durations::durations;
pub(crate) use escape::text as html_text;
pub use format::{Format, UnknownFormat};
pub use github::github;
pub use html::html;
pub use human::{human, human_in};
pub use json::{json, schema};
pub use junit::junit;
pub use markdown::markdown;
pub use needs::needs;
pub use paint::Paint;
pub use sarif::sarif;
pub use script::script;
pub use tap::tap;
