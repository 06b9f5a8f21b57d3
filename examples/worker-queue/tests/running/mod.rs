//! The service on a free port, with a journal of its own for each test.
#![allow(dead_code, reason = "each test target uses a part")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use worker_queue::{Event, Service, Settings};

pub const SECRET: &str = "the secret of my subscription";

/// What the worker has done, and how often it is to fail before.
#[derive(Debug, Default)]
pub struct Work {
    pub done: Mutex<Vec<Event>>,
    pub failures: Mutex<u32>,
    /// Whether it never comes to an end.
    pub hangs: bool,
}

pub struct Running {
    pub address: SocketAddr,
    pub service: Service,
    server: JoinHandle<()>,
}

impl Work {
    async fn on(&self, event: Event) -> Result<(), String> {
        if self.hangs {
            std::future::pending::<()>().await;
        }
        let mut failures = self.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            return Err("the system that it calls is down".to_owned());
        }
        self.done.lock().unwrap().push(event);
        Ok(())
    }

    pub fn count(&self) -> u64 {
        self.done.lock().unwrap().len() as u64
    }
}

impl Running {
    /// At this address: a restarted service has to be where it was.
    pub async fn start(address: SocketAddr, journal: &Path, work: &Arc<Work>) -> Self {
        let mut settings = Settings::new(SECRET);
        settings.rest = Duration::from_millis(1);
        let work = Arc::clone(work);
        let service = Service::start(journal, &settings, move |event| {
            let work = Arc::clone(&work);
            async move { work.on(event).await }
        })
        .unwrap();
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = service.router.clone();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, service, server }
    }

    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// As a power cut would.
    pub async fn kill(self) {
        self.server.abort();
        let _ = self.server.await;
        self.service.kill().await;
    }
}

pub fn anywhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// Nothing is left of the run before.
pub fn journal(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("worker-queue").join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("journal.jsonl")
}
