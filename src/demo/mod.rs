//! The consumer to learn from, and its planted defects.

mod answer;
mod consumer;
mod correct;
mod defects;
mod handshake;
mod header_parts;
mod kept;
mod plain;
mod queue;
mod read_handshake;
mod secrets;
mod server;

pub use answer::Answer;
pub use consumer::{Received, Served, Shop, Steps};
pub use correct::CORRECT;
pub use defects::{Defect, UnknownDefect, all, named};
pub use handshake::TOKEN;
pub use secrets::{other_tenant, secret};
pub use server::{Running, in_process, observe, start};
