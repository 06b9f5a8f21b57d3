//! From a schema to a plan. Runs once per schema; nothing here draws a document for a caller.

mod big_numbers;
pub(super) mod builder;
pub(super) mod compiled;
pub(super) mod finalize;
mod format_names;
pub(super) mod narrowed;
mod number;
mod object;
pub(super) mod plan;
pub(super) mod plan_location;
pub(super) mod size;
mod text;
