//! A run for a reader: pure functions from a run to text.

mod human;
mod json;

pub use human::Paint;
pub use human::human;
pub use json::json;
pub use json::schema;
