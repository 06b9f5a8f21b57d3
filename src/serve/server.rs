//! The server on its socket: it starts, serves, and stops without losing data.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use crate::clock;
use crate::deliver::{Driver, Engine, Faults};
use crate::model::Trust;
use crate::serve::app::App;
use crate::serve::log::{Line, stamp};
use crate::serve::metrics::Metrics;
use crate::serve::options::{Logger, Options};
use crate::serve::{control, routes};
use crate::store::{Change, Status, Store, StoreError};
use crate::tls;
use crate::tls::TlsError;

/// A reason why the server cannot start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The server cannot listen on the address.
    #[error("{address} cannot be listened on: choose another port with --port, or 0 for a free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// Other machines can call the server, and no token is set.
    #[error("{0} can be reached by others: give --token, which /_hookproof/ then asks for")]
    NoToken(SocketAddr),
    /// The store file cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The given `--ca` file is not usable.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A value of the fault settings is out of range.
    #[error("{}", Faults::LIMITS)]
    Faults,
}

/// A server that is running.
#[derive(Debug)]
#[must_use = "the server stops when this is dropped"]
pub struct Running {
    address: SocketAddr,
    engine: Arc<Engine>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Returns the address on which it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns its engine, which works without sockets.
    #[must_use]
    pub const fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Stops the server: attempts in flight are finished and stored, and no new ones are started.
    ///
    /// # Errors
    /// Returns the reason if something could not be stored.
    pub async fn stop(mut self) -> Result<(), String> {
        let _ = self.stop.send(true);
        for task in self.tasks.drain(..) {
            // Ignore the error: a task that panicked has stopped, too.
            let _ = task.await;
        }
        self.engine.store().close().await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Starts a server.
///
/// # Errors
/// Returns an error if the server cannot listen on the address, if the store or the `--ca` file is not usable, if a
/// value of the fault settings is out of range, or if other machines could call without a token.
pub async fn start(options: Options) -> Result<Running, ServeError> {
    if options.is_exposed() && options.token.is_none() {
        return Err(ServeError::NoToken(options.listen));
    }
    if !options.faults.is_possible() {
        return Err(ServeError::Faults);
    }
    if matches!(options.trust, Trust::Authorities(_)) {
        // Report this error now, not for every delivery.
        tls::config(&options.trust)?;
    }
    // Open the store first, so that it is complete before the first call is answered.
    let store = Arc::new(match &options.store {
        Some(path) => Store::open(path, options.bounds).await?,
        None => Store::memory(options.bounds),
    });
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(|source| ServeError::Listen { address: options.listen, source })?;
    let address = listener.local_addr().map_err(|source| ServeError::Listen { address: options.listen, source })?;
    let now = clock::now();
    let engine = Engine::new(options.providers.clone(), store, options.seed, &options.salt, now)
        .secret(options.secret.clone())
        .verify_token(options.verify_token.clone())
        .timeout(options.timeout);
    engine.set_clock_speed(options.clock_speed, now);
    engine.set_faults(options.faults.clone());
    let engine = Arc::new(engine);
    let (stop, stopped) = watch::channel(false);
    let driver =
        Driver::new(Arc::clone(&engine), options.allow_list.clone(), options.trust.clone(), options.concurrency);
    let mut tasks = vec![tokio::spawn(driver.run(stopped.clone()))];
    if let Some(logger) = &options.logger {
        tasks.push(tokio::spawn(narrate(Arc::clone(&engine), Arc::clone(logger), stopped.clone())));
    }
    let streams = (options.max_connections / 2).max(1);
    let app = Arc::new(App {
        options,
        engine: Arc::clone(&engine),
        metrics: Metrics::default(),
        streams: Arc::new(Semaphore::new(streams)),
        stop: stopped.clone(),
        address,
    });
    tasks.push(tokio::spawn(accept(listener, app, stopped)));
    Ok(Running { address, engine, stop, tasks })
}

async fn accept(listener: TcpListener, app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let own = control::router(&app);
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(app.options.max_connections));
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(app.options.client_timeout).max_buf_size(app.options.max_head);
    loop {
        let (stream, place) = tokio::select! {
            _ = stop.changed() => break,
            accepted = next(&listener, &room) => match accepted {
                Some(accepted) => accepted,
                None => continue,
            },
        };
        let _ = stream.set_nodelay(true);
        let (app, own) = (Arc::clone(&app), own.clone());
        let service = service_fn(move |request| routes::serve(Arc::clone(&app), own.clone(), request));
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // Ignore the error: a client may disconnect at any time.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Waits for the next connection, as soon as there is room for one.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(tokio::net::TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.ok()?;
    if let Ok((stream, _)) = listener.accept().await {
        return Some((stream, place));
    }
    // Most likely there are no free file descriptors. Some will be closed soon.
    clock::sleep(std::time::Duration::from_millis(10)).await;
    None
}

/// Writes deliveries and findings to the log.
async fn narrate(engine: Arc<Engine>, logger: Logger, mut stop: watch::Receiver<bool>) {
    let mut changes = engine.store().changes();
    loop {
        let change = tokio::select! {
            change = changes.recv() => change,
            _ = stop.changed() => return,
        };
        match change {
            // Log an attempt only after it has ended.
            Ok(Change::Delivery(delivery))
                if delivery.status == Status::Sending
                    || (delivery.status == Status::Waiting && delivery.attempts.is_empty()) => {}
            Ok(Change::Delivery(delivery)) => {
                let last = delivery.attempts.last();
                logger(&Line::Delivery {
                    at: stamp(clock::now()),
                    provider: &delivery.provider,
                    delivery: delivery.number,
                    event: &delivery.event,
                    status: delivery.status.name(),
                    attempts: delivery.attempts.len(),
                    reason: last.map_or("", |attempt| &attempt.reason),
                });
            }
            Ok(Change::Noted(noted)) => logger(&Line::Finding {
                at: stamp(noted.at),
                provider: &noted.provider,
                about: &noted.about,
                found: &noted.finding.what,
            }),
            Ok(Change::Reset) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}
