//! Runs work on a stack that is large enough for deeply nested schemas.

use serde_json::Value;

use crate::schema::CanonicalError;
use crate::schema::reference;

/// Number of levels that fit on the stack of any thread.
const SHALLOW: usize = 250;

/// Maximum number of levels of a schema.
const DEEPEST: usize = 4_096;

/// Size of the stack for one level.
const LEVEL: usize = 16 << 10;

/// Runs work that descends into every level of a schema, and into the targets of its references.
///
/// # Errors
/// When the schema has too many levels.
pub(crate) fn on_deep_stack<T: Send>(schema: &Value, work: impl FnOnce() -> T + Send) -> Result<T, CanonicalError> {
    let too_deep = |reason: String| CanonicalError::Unmodeled { pointer: String::new(), reason };
    let Some(levels) = reference::levels(schema, DEEPEST) else {
        let reason = format!("its definitions refer to each other too deeply: more than {DEEPEST} levels");
        return Err(too_deep(reason));
    };
    if levels <= SHALLOW {
        return Ok(work());
    }
    let ended = std::thread::scope(|scope| {
        let thread =
            std::thread::Builder::new().stack_size(2 * (SHALLOW * LEVEL) + levels * LEVEL).spawn_scoped(scope, work);
        thread.map(std::thread::ScopedJoinHandle::join)
    });
    match ended {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => Err(too_deep(format!("a stack for its {levels} levels cannot be allocated: {error}"))),
    }
}
