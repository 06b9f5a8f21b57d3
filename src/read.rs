//! Reads files and streams within limits, because a device or a pipe may never end.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;
use std::{io, thread};

/// The maximum size of a file or stream. A report of a run has a few MiB.
pub(crate) const BYTE_LIMIT: u64 = 64 << 20;

/// The time limit for a file, which may be a pipe. The program that writes to it may have to ask for a passphrase.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// Reads a file.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    within(path, BYTE_LIMIT, TIME_LIMIT)
}

/// Reads a file of UTF-8 text.
pub(crate) fn text(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
}

/// Reads a stream to its end. A person may type it, so it may take any time.
#[cfg(feature = "cli")]
pub(crate) fn stream(from: impl Read) -> io::Result<Vec<u8>> {
    whole(from, BYTE_LIMIT)
}

/// Reads a file within these limits of size and time.
fn within(path: &Path, byte_limit: u64, time_limit: Duration) -> io::Result<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    let path = path.to_owned();
    // Opening a pipe blocks until another process opens it for writing. If none does, this thread is left behind.
    thread::Builder::new().spawn(move || {
        let read = File::open(path).and_then(|file| whole(file, byte_limit));
        // Ignore the error: after the time limit, the receiver is gone.
        let _ = sender.send(read);
    })?;
    receiver.recv_timeout(time_limit).unwrap_or_else(|error| {
        Err(match error {
            RecvTimeoutError::Timeout => {
                let seconds = time_limit.as_secs_f64();
                io::Error::new(io::ErrorKind::TimedOut, format!("it did not end within {seconds} s"))
            }
            RecvTimeoutError::Disconnected => io::Error::other("reading it failed"),
        })
    })
}

/// Reads to the end. Returns an error if there are more bytes than the limit.
fn whole(mut from: impl Read, byte_limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.by_ref().take(byte_limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > byte_limit {
        let reason = format!("it has more than {} MiB", byte_limit >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_refused_at_its_limit() {
        assert_eq!(whole(io::repeat(0).take(1 << 20), 1 << 20).unwrap().len(), 1 << 20);
        let error = whole(io::repeat(0), 1 << 20).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (io::ErrorKind::FileTooLarge, "it has more than 1 MiB"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_nobody_writes_to_is_refused_after_a_time() {
        let path = std::env::temp_dir().join(format!("hookproof-pipe-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let error = within(&path, 10, Duration::from_millis(50)).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (io::ErrorKind::TimedOut, "it did not end within 0.05 s")
        );
    }
}
