//! What every call shares.

use std::sync::Arc;

use tokio::sync::watch;

use crate::deliver::Engine;
use crate::serve::meter::Meter;
use crate::serve::options::Options;

/// What every call shares.
#[derive(Debug)]
pub(super) struct App {
    pub(super) options: Options,
    pub(super) engine: Arc<Engine>,
    pub(super) meter: Meter,
    /// Turns true when the server stops.
    pub(super) stop: watch::Receiver<bool>,
    /// Where the server listens.
    pub(super) address: std::net::SocketAddr,
}
