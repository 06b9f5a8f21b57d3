//! Probes: a few extra deliveries that decide a cause after the checks have run.

mod body;
mod path;
mod read;
mod report;
mod secret;
mod value;

pub use body::{BODY_READ_BEFORE, CONTENT_TYPE, REWRITTEN_BODY};
pub use path::{ENTITY_PATH, GATEWAY_PATH, MISSING_PATH, OTHER_SLASH, UNKNOWN_PATH};
pub use report::{Decision, ProbeDelivery, ProbeReport};
pub use secret::{ENDPOINT_SECRET_ENDS, SECRET_ENCODING, TRIMMED_SECRET, WRONG_KEY};
pub use value::{CauseProbe, ProbeStep};
