//! The store file: checks that it is a hookproof store, locks it, and opens connections. All code that is specific to
//! SQLite is here.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fs, io};

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection, Row};

use crate::store::error::StoreError;
use crate::store::sql::schema;

/// The bytes at the start of every SQLite file.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The size of the file header, which identifies the application.
const HEADER: usize = 100;

/// A store file that is locked for this process as long as this value lives.
#[derive(Debug)]
pub(super) struct StoreFile {
    path: PathBuf,
    identity: Option<(u64, u64)>,
    /// A separate lock file next to the store. SQLite's own handling of the store file would release a lock on it.
    _lock: File,
}

/// Newly created files, which are removed if the store cannot be opened.
#[derive(Default)]
struct Made(Vec<PathBuf>);

impl Drop for Made {
    fn drop(&mut self) {
        for path in &self.0 {
            // Ignore the error: nothing else can be done.
            let _ = fs::remove_file(path);
        }
    }
}

impl StoreFile {
    /// Opens or creates the file, and opens the connection that writes.
    pub(super) async fn open(path: &Path) -> Result<(Self, AnyConnection), StoreError> {
        let full = std::path::absolute(path).map_err(|error| refused(path, &error))?;
        let folder = full.parent().unwrap_or(&full);
        if !folder.is_dir() {
            return Err(StoreError::NoFolder { path: path.to_owned(), folder: folder.to_owned() });
        }
        if full.is_dir() {
            return Err(StoreError::NotOurs { path: path.to_owned(), what: "a folder" });
        }
        match fs::symlink_metadata(&full).map(|found| (found.is_symlink(), fs::metadata(&full))) {
            Ok((_, Ok(found))) if !found.is_file() => {
                return Err(StoreError::NotOurs { path: path.to_owned(), what: "a device or a pipe" });
            }
            Ok((true, Err(_))) => {
                return Err(StoreError::NotOurs { path: path.to_owned(), what: "a link that leads nowhere" });
            }
            _ => {}
        }
        let mut made = Made::default();
        let lock = lock(path, &full, &mut made)?;
        if fs::metadata(&full).map_or(0, |known| known.len()) > 0 {
            inspect(path, &full)?;
        } else if !full.exists() {
            // SQLite gives the files that it creates next to this one the same mode.
            private().create_new(true).open(&full).map_err(|error| refused(path, &error))?;
            made.0.extend(["", "-journal", "-wal", "-shm"].map(|suffix| neighbour(&full, suffix)));
        }
        let file = Self { path: path.to_owned(), identity: identity(&full), _lock: lock };
        let mut connection = file.connect().await?;
        match file.prepare(&mut connection).await {
            Ok(()) => {
                made.0.clear();
                Ok((file, connection))
            }
            Err(error) => {
                // Close the connection before the files are removed, and return the original error.
                let _ = connection.close().await;
                Err(error)
            }
        }
    }

    /// Returns the path as the user gave it.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens another connection.
    pub(super) async fn connect(&self) -> Result<AnyConnection, StoreError> {
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = url(&self.path)?.parse().map_err(|error| self.error(&error))?;
        let mut connection = options.disable_statement_logging().connect().await.map_err(|error| self.error(&error))?;
        // These settings are safe if the process is killed at any time. Only a power failure can lose the most recent
        // changes.
        for pragma in ["PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 4000"] {
            sqlx::query(pragma).execute(&mut connection).await.map_err(|error| self.error(&error))?;
        }
        Ok(connection)
    }

    /// Returns the reason why a statement failed.
    pub(super) fn error(&self, failed: &sqlx::Error) -> StoreError {
        error(&self.path, failed)
    }

    /// Returns whether the file is still in its place. Data that is written to a removed file is lost.
    pub(super) fn is_there(&self) -> bool {
        match self.identity {
            Some(_) => identity(&self.path) == self.identity,
            None => self.path.exists(),
        }
    }

    /// Returns the error for a file that was removed or replaced.
    pub(super) fn gone(&self) -> StoreError {
        StoreError::Gone { path: self.path.clone() }
    }

    /// Creates the tables in a new file, or checks that the version of existing tables is known.
    async fn prepare(&self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        let failed = |error: sqlx::Error| self.error(&error);
        let application = number(connection, "PRAGMA application_id").await.map_err(failed)?;
        let version = number(connection, "PRAGMA user_version").await.map_err(failed)?;
        let tables = number(connection, "SELECT COUNT(*) FROM sqlite_master").await.map_err(failed)?;
        if tables > 0 || application != 0 {
            judge(&self.path, application, version)?;
        }
        if tables == 0 {
            // Do this before the switch to a write-ahead log, so that the file identifies its application from the
            // start.
            let mut statements = vec!["BEGIN IMMEDIATE".to_owned()];
            statements.extend(schema::create());
            statements.push(format!("PRAGMA application_id = {}", schema::APPLICATION));
            statements.push(format!("PRAGMA user_version = {}", schema::VERSION));
            statements.push("COMMIT".to_owned());
            for statement in statements {
                sqlx::query(AssertSqlSafe(statement)).execute(&mut *connection).await.map_err(failed)?;
            }
        }
        sqlx::query("PRAGMA journal_mode = WAL").execute(&mut *connection).await.map_err(failed)?;
        Ok(())
    }
}

/// Returns an error if the application id or the version shows that the file is not a usable store.
fn judge(path: &Path, application: i32, version: i32) -> Result<(), StoreError> {
    if application != schema::APPLICATION {
        return Err(StoreError::NotOurs { path: path.to_owned(), what: "the SQLite file of another application" });
    }
    if version != schema::VERSION {
        return Err(StoreError::Version { path: path.to_owned(), version, known: schema::VERSION });
    }
    Ok(())
}

/// Checks the first bytes of a file, so that SQLite never opens a file that is not a hookproof store.
fn inspect(path: &Path, full: &Path) -> Result<(), StoreError> {
    let mut header = Vec::new();
    let file = File::open(full).map_err(|error| refused(path, &error))?;
    file.take(HEADER as u64).read_to_end(&mut header).map_err(|error| refused(path, &error))?;
    let number = |at: usize| header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(i32::from_be_bytes);
    match (header.starts_with(MAGIC), number(68), number(60)) {
        (true, Some(application), Some(version)) => judge(path, application, version),
        _ => Err(StoreError::NotOurs { path: path.to_owned(), what: "no SQLite file" }),
    }
}

/// Locks the lock file next to the store.
fn lock(path: &Path, full: &Path, made: &mut Made) -> Result<File, StoreError> {
    let lock_file = neighbour(full, "-lock");
    let new = private().create_new(true).open(&lock_file);
    let lock = match new {
        Ok(lock) => {
            made.0.push(lock_file);
            Ok(lock)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => private().open(&lock_file),
        Err(error) => Err(error),
    };
    let lock = lock.map_err(|error| refused(path, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(refused(path, &error)),
    }
}

/// Returns options that create files with access for their owner only.
fn private() -> OpenOptions {
    let mut options = File::options();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Returns the path of the neighbouring file with this suffix.
fn neighbour(full: &Path, suffix: &str) -> PathBuf {
    let mut name = full.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Returns the identity of a file, which stays the same when the file is moved.
fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let known = fs::metadata(path).ok()?;
        Some((known.dev(), known.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Returns the URL of a file, with every special character in its name escaped.
fn url(path: &Path) -> Result<String, StoreError> {
    let full = std::path::absolute(path).map_err(|error| refused(path, &error))?;
    let Some(text) = full.to_str() else {
        return Err(StoreError::Refused { path: path.to_owned(), reason: "its name is not UTF-8".to_owned() });
    };
    let written: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    // The form encoding differs from URL encoding only in how it writes a space.
    Ok(format!("sqlite:{}", written.replace('+', "%20")))
}

async fn number(connection: &mut AnyConnection, sql: &'static str) -> Result<i32, sqlx::Error> {
    let row = sqlx::query(sql).fetch_one(connection).await?;
    let number: i64 = row.try_get(0)?;
    Ok(i32::try_from(number).unwrap_or(i32::MAX))
}

fn refused(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Refused { path: path.to_owned(), reason: error.to_string() }
}

/// Returns the reason why a statement failed.
pub(super) fn error(path: &Path, failed: &sqlx::Error) -> StoreError {
    let path = path.to_owned();
    let Some(error) = failed.as_database_error() else {
        return match failed {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                StoreError::Damaged { path, reason: failed.to_string() }
            }
            _ => StoreError::Refused { path, reason: failed.to_string() },
        };
    };
    let reason = error.message().to_owned();
    // The low byte of an SQLite result code is the primary code.
    match error.code().and_then(|code| code.parse::<i32>().ok()).map(|code| code & 0xff) {
        Some(5 | 6) => StoreError::Locked { path },
        // A statement does not fit the tables. Our statements always fit the tables of their version, so the file is
        // damaged.
        Some(1) => StoreError::Damaged { path, reason: format!("its tables are not those of a store: {reason}") },
        Some(11) => StoreError::Damaged { path, reason },
        Some(13) => StoreError::Full { path },
        Some(26) => StoreError::NotOurs { path, what: "no SQLite file" },
        _ => StoreError::Refused { path, reason },
    }
}
