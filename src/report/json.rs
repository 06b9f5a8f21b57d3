//! The report for programs.

use serde_json::Value;

use crate::schema;
use crate::verify::Run;

/// Returns the run as JSON, indented, with a final line feed.
#[must_use]
pub fn json(run: &Run) -> String {
    let mut text = serde_json::to_string_pretty(run).unwrap_or_default();
    text.push('\n');
    text
}

/// Returns the JSON Schema of the report, as in `schemas/report.json`.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schema::of_type::<Run>();
    if let Some(members) = schema.as_object_mut() {
        members.insert("$id".to_owned(), "urn:hookproof:report".into());
    }
    schema
}
