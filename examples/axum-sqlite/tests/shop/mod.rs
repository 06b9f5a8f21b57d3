//! The shop on a free port, with a file of its own for each test.
#![allow(dead_code, reason = "each test target uses a part")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum_sqlite::Database;
use rusqlite::Connection;
use tokio::net::TcpListener;

pub struct Shop {
    pub url: String,
    /// A second connection to the file of the shop.
    pub watcher: Arc<Database>,
    pub vandal: Arc<Vandal>,
}

/// Renames the table and renames it back. To the shop, the database is broken in between.
pub struct Vandal(Mutex<Connection>);

impl Shop {
    pub async fn start(test: &str, secret: &str) -> Self {
        Self::behind(test, secret, |router| router).await
    }

    /// Starts the shop with a layer in front of it.
    pub async fn behind(test: &str, secret: &str, front: impl FnOnce(Router) -> Router) -> Self {
        let path = fresh(test);
        let router = front(axum_sqlite::router(Database::open(&path).unwrap(), secret));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let watcher = Arc::new(Database::open(&path).unwrap());
        Self { url, watcher, vandal: Arc::new(Vandal(Mutex::new(Connection::open(&path).unwrap()))) }
    }

    pub fn rows(&self) -> u64 {
        self.watcher.events().unwrap()
    }
}

impl Vandal {
    /// The error says why it could not.
    pub fn take_away(&self) -> Result<(), String> {
        self.run("ALTER TABLE things RENAME TO elsewhere")
    }

    /// The error says why it could not.
    pub fn put_back(&self) -> Result<(), String> {
        self.run("ALTER TABLE elsewhere RENAME TO things")
    }

    fn run(&self, statement: &str) -> Result<(), String> {
        self.0.lock().unwrap().execute_batch(statement).map_err(|error| error.to_string())
    }
}

/// Removes the files of an earlier run.
fn fresh(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axum-sqlite").join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("shop.db")
}
