//! What the shop knows, in SQLite.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::TransactionBehavior;
use rusqlite::params;

use crate::Event;

/// The unique index is what makes an event happen once, also when several processes share the file.
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

/// A file with the events that were taken, and how the things stand that they are about.
#[derive(Debug)]
pub struct Database(Mutex<Connection>);

impl Database {
    /// Opens the file, and makes it where there is none.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Takes an event, if it was not taken before; whether it is new. All of it happens, or nothing.
    pub fn take(&self, event: &Event) -> rusqlite::Result<bool> {
        let mut connection = self.connection();
        // Another process must not come in between.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let row = params![event.webhook_id, event.event_type, event.event_created_at];
        let new = transaction.execute("INSERT INTO events VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", row)?;
        if new == 0 {
            return Ok(false);
        }
        if let Some(thing) = event.thing() {
            // What comes last need not have happened last. Truv spells its times alike: texts are in their order.
            let newer = "INSERT INTO things VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE
                SET status = excluded.status, happened = excluded.happened WHERE excluded.happened >= happened";
            transaction.execute(newer, params![thing, event.status, event.event_created_at])?;
        }
        transaction.commit()?;
        Ok(true)
    }

    /// How many events were taken.
    pub fn events(&self) -> rusqlite::Result<u64> {
        let count: i64 = self.connection().query_row("SELECT count(*) FROM events", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// How everything stands: status and time by id.
    pub fn things(&self) -> rusqlite::Result<BTreeMap<String, (Option<String>, String)>> {
        let connection = self.connection();
        let mut all = connection.prepare("SELECT id, status, happened FROM things")?;
        let rows = all.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        rows.collect()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic cut short was rolled back.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
