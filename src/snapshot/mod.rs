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

mod changes;
mod diff;
mod file;
mod folder;
mod page;
mod payload;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::generate::CompileError;

pub use changes::changes;
pub use diff::Line;
pub use diff::lines;
pub use file::File;
pub use file::FormatError;
pub use folder::Folder;
pub use folder::State;
pub use page::Difference;
pub use page::html;
pub use payload::documents;
pub use payload::of;
pub use payload::text;

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
