//! Probes: a few extra deliveries that decide a cause after the checks have run.

mod body;
mod path;
mod read;
mod report;
mod secret;
mod value;

pub use body::BODY_READ_BEFORE;
pub use body::CONTENT_TYPE;
pub use body::REWRITTEN_BODY;
pub use path::OTHER_SLASH;
pub use report::Decision;
pub use report::ProbeDelivery;
pub use report::ProbeReport;
pub use secret::ENDPOINT_SECRET_ENDS;
pub use secret::SECRET_ENCODING;
pub use secret::TRIMMED_SECRET;
pub use secret::WRONG_KEY;
pub use value::CauseProbe;
pub use value::ProbeStep;
