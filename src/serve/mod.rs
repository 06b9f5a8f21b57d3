//! The mock provider on a socket: the management APIs of the providers, live deliveries, and `/_hookproof/` to drive it
//! from any language.

mod answers;
mod app;
mod control;
mod dashboard;
mod log;
mod metrics;
mod options;
mod routes;
mod security;
mod server;
mod views;

pub use log::Line;
pub use options::{Logger, Options};
pub use server::{Running, ServeError, start};
