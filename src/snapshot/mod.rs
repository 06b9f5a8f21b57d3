//! Payloads as reviewable files: a change of a contract is read as a diff before it is accepted.
//!
//! A snapshot shows the smallest, the largest and a plausible document of a payload. Its file has the format of insta,
//! so `cargo insta review` and `hookproof snapshot review` work on the same files: the accepted snapshot is in
//! `DIR/PROVIDER/EVENT.snap`, a pending one next to it in `EVENT.snap.new`.
//!
//! ```
//! use hookproof::providers::truv;
//! use hookproof::snapshot;
//!
//! let truv = truv();
//! let text = snapshot::of(&truv, truv.payload("order-created").unwrap(), &[]).unwrap();
//! assert!(text.starts_with("minimal\n{\n  \"webhook_id\": \"[id]\",\n"));
//! ```

pub(crate) mod changes;
pub(crate) mod diff;
pub(crate) mod file;
pub(crate) mod folder;
pub(crate) mod page;
pub(crate) mod payload;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::generate::CompileError;

#[cfg(feature = "cli")]
pub(crate) use changes::changes;
#[cfg(feature = "cli")]
pub(crate) use diff::Line;
#[cfg(feature = "cli")]
pub(crate) use diff::lines;
#[cfg(feature = "cli")]
pub(crate) use file::File;
pub use file::FormatError;
#[cfg(any(feature = "cli", feature = "snapshots"))]
pub(crate) use folder::Folder;
#[cfg(any(feature = "cli", feature = "snapshots"))]
pub(crate) use folder::State;
#[cfg(feature = "cli")]
pub(crate) use page::Difference;
#[cfg(feature = "cli")]
pub(crate) use page::html;
pub use payload::of;

/// The error for a snapshot that cannot be created, read or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The schema yields no documents.
    #[error("the schema of {name} yields no documents")]
    Generate {
        /// Name of the payload.
        name: String,
        /// The reason.
        source: CompileError,
    },
    /// A file or folder cannot be read.
    #[error("{path} cannot be read", path = .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file cannot be written, renamed or removed.
    #[error("{path} cannot be written", path = .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file is not a snapshot.
    #[error("{path} is not a snapshot", path = .path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: FormatError,
    },
}
