//! The thread of a mock: its port, its runtime, and the salt of its ids.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::deliver::Driver;
use crate::harness::mock::mock_http::MockHttp;
use crate::model::{TimeForm, Timestamp};

/// Binds a free port of loopback.
pub(super) fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.as_ref().ok().and_then(|listener| listener.local_addr().ok());
    match (listener, address) {
        (Ok(listener), Some(address)) => (listener, address),
        (Err(error), _) => panic!("cannot bind a port of 127.0.0.1: {error}"),
        (Ok(_), None) => panic!("the system does not say which port of 127.0.0.1 is bound"),
    }
}

/// Answers and delivers on its own thread until the sender of `stopped` is gone. Work in progress is then cut off.
pub(super) fn work(
    driver: Arc<Driver>,
    mock_http: Arc<MockHttp>,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("cannot start a tokio runtime: {error}"));
    let work = move || {
        runtime.block_on(async move {
            let Ok(listener) =
                listener.set_nonblocking(true).and_then(|()| tokio::net::TcpListener::from_std(listener))
            else {
                return;
            };
            tokio::spawn(mock_http.serve(listener));
            tokio::select! {
                () = driver.run(stopped.clone()) => {}
                () = async { while stopped.changed().await.is_ok() {} } => {}
            }
        });
    };
    if let Err(error) = std::thread::Builder::new().name("hookproof".to_owned()).spawn(work) {
        panic!("cannot start a thread: {error}");
    }
}

/// Returns a salt that differs from that of the previous mock.
pub(super) fn salt(now: Timestamp) -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    format!("{} {}", now.write(TimeForm::Micros), MADE.fetch_add(1, Ordering::Relaxed))
}
