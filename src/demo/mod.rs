//! The consumer to learn from, and its planted defects.

mod consumer;
mod defects;
mod kept;
mod plain;
mod server;
mod sound;

pub use consumer::Answer;
pub use consumer::Served;
pub use consumer::Shop;
pub use consumer::Steps;
pub use defects::Defect;
pub use defects::UnknownDefect;
pub use defects::all;
pub use defects::named;
pub use server::Running;
pub use server::in_process;
pub use server::start;
pub use sound::SOUND;

/// The secret of another tenant of the consumer; the consumer knows it for providers that sign with a shared key.
pub const OTHER_TENANT: &str = "the secret of another tenant";
