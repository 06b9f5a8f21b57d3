//! The consumer to learn from, and its planted defects.

mod consumer;
mod correct;
mod defects;
mod header_parts;
mod kept;
mod plain;
mod server;

pub use consumer::{Answer, Served, Shop, Steps};
pub use correct::CORRECT;
pub use defects::{Defect, UnknownDefect, all, named};
pub use server::{Running, in_process, start};

/// The secret of another tenant of the consumer; the consumer knows it for providers that sign with a shared key.
pub const OTHER_TENANT: &str = "the secret of another tenant";
