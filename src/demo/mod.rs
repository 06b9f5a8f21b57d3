//! The consumer to learn from, and its planted defects.

mod consumer;
mod correct;
mod defects;
mod kept;
mod plain;
mod server;

pub use consumer::Answer;
pub use consumer::Served;
pub use consumer::Shop;
pub use consumer::Steps;
pub use correct::CORRECT;
pub use defects::Defect;
pub use defects::UnknownDefect;
pub use defects::all;
pub use defects::named;
pub use server::Running;
pub use server::in_process;
pub use server::start;

/// The secret of another tenant of the consumer; the consumer knows it for providers that sign with a shared key.
pub const OTHER_TENANT: &str = "the secret of another tenant";
