//! The state that all calls share.

use std::sync::Arc;

use tokio::sync::{Semaphore, watch};

use crate::deliver::Engine;
use crate::serve::metrics::Metrics;
use crate::serve::options::Options;

/// The state that all calls share.
#[derive(Debug)]
pub(super) struct App {
    pub(super) options: Options,
    pub(super) engine: Arc<Engine>,
    pub(super) metrics: Metrics,
    /// Places for clients that listen to changes: fewer than connections, so that other calls are always answered.
    pub(super) streams: Arc<Semaphore>,
    /// Becomes true when the server stops.
    pub(super) stop: watch::Receiver<bool>,
    /// Address on which the server listens.
    pub(super) address: std::net::SocketAddr,
}
