//! Files that are written at the end of a command: known to be writable at its beginning, and whole or as they were.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, io};

use crate::cli::destination::Place;
use crate::cli::error::CliError;
use crate::cli::{destination, output};

/// A file that will be written.
#[derive(Debug)]
pub(super) struct Draft {
    /// As it was named.
    path: PathBuf,
    place: Place,
    to: To,
    readers: Readers,
}

/// Way in which a text gets to its destination.
#[derive(Debug)]
enum To {
    Stdout,
    Stderr,
    /// A pipe, a device or a descriptor: written as it is.
    Open(File),
    /// A file: another one is written next to it and renamed.
    Renamed,
    /// A file in a folder in which no other file can be created: written in place.
    Overwritten,
}

/// Permissions of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readers {
    Usual,
    Owner,
}

/// A file that is written, and not yet in its place.
#[derive(Debug)]
#[must_use = "a draft that is dropped is not written"]
pub(super) struct Written {
    path: PathBuf,
    /// The temporary file and its final path; `None` if it is already there.
    renamed: Option<(Part, PathBuf)>,
}

impl Draft {
    /// Returns a file that can be written.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        let opened = destination::find(path).and_then(|place| Ok((To::open(&place)?, place)));
        let (to, place) = opened.map_err(|source| CliError::Write { path: path.to_owned(), source })?;
        Ok(Self { path: path.to_owned(), place, to, readers: Readers::Usual })
    }

    /// Lets only the owner read it.
    pub(super) fn private(self) -> Self {
        Self { readers: Readers::Owner, ..self }
    }

    /// Whether it is written to stdout.
    pub(super) const fn is_stdout(&self) -> bool {
        matches!(self.to, To::Stdout)
    }

    /// As it was named.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether both are written to one file.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.place.is_same(&other.place)
    }

    /// Writes the text and puts it in its place.
    pub(super) fn finish(self, text: &str) -> Result<(), CliError> {
        self.write(text)?.put()
    }

    /// Writes the text. A file is not yet in its place.
    pub(super) fn write(self, text: &str) -> Result<Written, CliError> {
        let Self { path, place, to, readers } = self;
        let written = match to {
            To::Stdout => return output::bytes(text.as_bytes()).map(|_| Written { path, renamed: None }),
            To::Stderr => heard(io::stderr().write_all(text.as_bytes())).map(|()| None),
            To::Open(mut file) => heard(file.write_all(text.as_bytes())).map(|()| None),
            To::Overwritten => fs::write(place.path(), text).map(|()| None),
            To::Renamed => {
                let target = place.path().to_owned();
                Part::write(&target, text, readers).map(|part| Some((part, target)))
            }
        };
        match written {
            Ok(renamed) => Ok(Written { path, renamed }),
            Err(source) => Err(CliError::Write { path, source }),
        }
    }
}

impl Written {
    /// Puts it in its place.
    pub(super) fn put(self) -> Result<(), CliError> {
        let Some((part, target)) = self.renamed else { return Ok(()) };
        part.rename(&target).map_err(|source| CliError::Write { path: self.path, source })
    }
}

impl To {
    fn open(place: &Place) -> io::Result<Self> {
        Ok(match place {
            Place::Stdout => Self::Stdout,
            Place::Stderr => Self::Stderr,
            Place::Open(path) => Self::Open(OpenOptions::new().append(true).open(path)?),
            Place::File(path) => {
                let is_there = fs::metadata(path).is_ok();
                if is_there {
                    // A file that is protected stays as it is, although it could be replaced.
                    OpenOptions::new().append(true).open(path)?;
                }
                match Part::begin(path, Readers::Owner) {
                    Ok(_) => Self::Renamed,
                    Err(_) if is_there => Self::Overwritten,
                    Err(error) => return Err(error),
                }
            }
        })
    }
}

/// Ignores a closed pipe: the reader has read enough.
fn heard(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A temporary file next to its final path. It is removed when this is dropped.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    file: File,
}

/// The parts that are there now.
static PARTS: Mutex<Parts> = Mutex::new(Parts { begun: 0, paths: Vec::new(), abandoned: false });

struct Parts {
    begun: u64,
    paths: Vec<PathBuf>,
    abandoned: bool,
}

/// Removes the unfinished files, and prevents new ones, because the process ends.
pub(super) fn abandon() {
    let mut parts = parts();
    parts.abandoned = true;
    for path in parts.paths.drain(..) {
        let _ = fs::remove_file(path);
    }
}

fn parts() -> MutexGuard<'static, Parts> {
    PARTS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Part {
    fn begin(target: &Path, readers: Readers) -> io::Result<Self> {
        let mut parts = parts();
        if parts.abandoned {
            return Err(ErrorKind::Interrupted.into());
        }
        parts.begun += 1;
        let path = target.with_file_name(format!(".hookproof-{}-{}.part", std::process::id(), parts.begun));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        #[cfg(not(unix))]
        let _ = readers;
        let file = options.open(&path).or_else(|error| match error.kind() {
            // A process of the same number was killed here.
            ErrorKind::AlreadyExists => fs::remove_file(&path).and_then(|()| options.open(&path)),
            _ => Err(error),
        })?;
        parts.paths.push(path.clone());
        Ok(Self { path, file })
    }

    fn write(target: &Path, text: &str, readers: Readers) -> io::Result<Self> {
        let mut part = Self::begin(target, readers)?;
        if let (Readers::Usual, Ok(replaced)) = (readers, fs::metadata(target)) {
            part.look_like(&replaced);
        }
        part.file.write_all(text.as_bytes())?;
        Ok(part)
    }

    /// Gives it the owner and the permissions of the file that it replaces, as far as the system lets us.
    fn look_like(&self, replaced: &Metadata) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let _ = std::os::unix::fs::fchown(&self.file, Some(replaced.uid()), Some(replaced.gid()));
        }
        let _ = self.file.set_permissions(replaced.permissions());
    }

    fn rename(self, target: &Path) -> io::Result<()> {
        match fs::rename(&self.path, target) {
            // A single file that is mounted into a container cannot be replaced.
            Err(error) if error.kind() == ErrorKind::ResourceBusy => fs::copy(&self.path, target).map(|_| ()),
            renamed => renamed,
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let mut parts = parts();
        parts.paths.retain(|path| *path != self.path);
        // It has another name already if it is in its place.
        let _ = fs::remove_file(&self.path);
    }
}
