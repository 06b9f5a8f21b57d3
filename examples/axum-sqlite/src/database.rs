//! The events and the state of the shop, in SQLite.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior, params};

use crate::Event;

/// Because of the unique index, an event is processed once, even if several processes share the file.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS events (
        webhook_id TEXT NOT NULL,
        event_type TEXT NOT NULL,
        happened   TEXT NOT NULL
    );
    CREATE UNIQUE INDEX IF NOT EXISTS an_event_once ON events (webhook_id);
    CREATE TABLE IF NOT EXISTS things (
        id       TEXT PRIMARY KEY,
        status   TEXT,
        happened TEXT NOT NULL
    );
";

/// A file with the processed events, and the state of the entities that they are about.
#[derive(Debug)]
pub struct Database(Mutex<Connection>);

impl Database {
    /// Opens the file, or creates it.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Processes an event in one transaction. Returns whether the event is new; a known one changes nothing.
    pub fn take(&self, event: &Event) -> rusqlite::Result<bool> {
        let mut connection = self.connection();
        // No other process can write between the two statements.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let row = params![event.webhook_id, event.event_type, event.event_created_at];
        let new = transaction.execute("INSERT INTO events VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", row)?;
        if new == 0 {
            return Ok(false);
        }
        if let Some(thing) = event.thing() {
            // An older event can arrive last. All times of Truv have one format, so comparing texts compares times.
            let newer = "INSERT INTO things VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE
                SET status = excluded.status, happened = excluded.happened WHERE excluded.happened >= happened";
            transaction.execute(newer, params![thing, event.status, event.event_created_at])?;
        }
        transaction.commit()?;
        Ok(true)
    }

    /// Returns the number of events that were processed.
    pub fn events(&self) -> rusqlite::Result<u64> {
        let count: i64 = self.connection().query_row("SELECT count(*) FROM events", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Returns the state: status and time by the id of an entity.
    pub fn things(&self) -> rusqlite::Result<BTreeMap<String, (Option<String>, String)>> {
        let connection = self.connection();
        let mut all = connection.prepare("SELECT id, status, happened FROM things")?;
        let rows = all.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        rows.collect()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // If a thread panicked, its transaction was rolled back.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
