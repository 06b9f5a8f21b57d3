//! Errors as text.

use std::error::Error;

/// Returns an error with all its causes, the outermost first: `no event can be generated: the schema is false`.
pub(crate) fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
