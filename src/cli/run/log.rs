//! The output of a consumer: its last lines are kept, and a file may get all of it.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{PipeReader, Read, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use std::{io, thread};

/// Lines that are kept.
const MOST_LINES: usize = 12;

/// Bytes of a line that are kept.
const MOST_BYTES: usize = 400;

/// Maximum time to wait for the last lines of a process that has ended.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// The last lines of a consumer.
#[derive(Clone, Debug, Default)]
pub(super) struct Log(Arc<(Mutex<Tail>, Condvar)>);

#[derive(Debug, Default)]
struct Tail {
    lines: VecDeque<Vec<u8>>,
    /// Whether the last line goes on.
    is_open: bool,
    /// Whether everything was read.
    is_closed: bool,
}

impl Tail {
    fn add(&mut self, bytes: &[u8]) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            if !self.is_open {
                self.lines.push_back(Vec::new());
                if self.lines.len() > MOST_LINES {
                    self.lines.pop_front();
                }
            }
            self.is_open = !part.ends_with(b"\n");
            if let Some(line) = self.lines.back_mut() {
                let text = part.strip_suffix(b"\n").unwrap_or(part);
                let room = MOST_BYTES.saturating_sub(line.len());
                line.extend(text.iter().take(room));
            }
        }
    }
}

impl Log {
    /// Reads the output on a thread of its own, because a consumer whose output is not read stops.
    pub(super) fn read(mut output: PipeReader, mut file: Option<File>) -> io::Result<Self> {
        let log = Self::default();
        let shared = log.clone();
        thread::Builder::new().name("log".to_owned()).spawn(move || {
            let mut bytes = [0; 8_192];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                shared.0.0.lock().unwrap_or_else(PoisonError::into_inner).add(&bytes[..count]);
                // A full disk ends the file, not the consumer.
                file = file.filter(|mut file| file.write_all(&bytes[..count]).is_ok());
            }
            shared.0.0.lock().unwrap_or_else(PoisonError::into_inner).is_closed = true;
            shared.0.1.notify_all();
        })?;
        Ok(log)
    }

    /// Returns the last lines of a process that has ended, for the end of an error. Secrets in it are replaced.
    pub(super) fn ending(&self, secrets: &[String]) -> String {
        let tail = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.0.1.wait_timeout_while(tail, LAST_WORDS, |tail| !tail.is_closed);
        let (tail, _) = waited.unwrap_or_else(PoisonError::into_inner);
        tail.shown(secrets)
    }

    /// Returns the last lines until now, for the end of an error. Secrets in it are replaced.
    pub(super) fn until_now(&self, secrets: &[String]) -> String {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).shown(secrets)
    }
}

impl Tail {
    fn shown(&self, secrets: &[String]) -> String {
        if self.lines.is_empty() {
            return "; it printed nothing".to_owned();
        }
        let mut text = "; its last lines:".to_owned();
        for line in &self.lines {
            let line = String::from_utf8_lossy(line);
            let line = secrets.iter().fold(line.into_owned(), |line, secret| line.replace(secret.as_str(), "[secret]"));
            // Escape sequences would reach the terminal.
            let line: String = line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            text.extend(["\n    ", line.trim_end()]);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept_and_secrets_are_not_shown() {
        let mut tail = Tail::default();
        for line in 0..100 {
            tail.add(format!("line {line}\nhalf a ").as_bytes());
            tail.add(b"line\n");
        }
        tail.add(&vec![b'x'; 1 << 20]);
        tail.add(b"\nkey=s3cret\x1b[31m");
        assert_eq!(tail.lines.len(), MOST_LINES);
        assert!(tail.lines.iter().all(|line| line.len() <= MOST_BYTES));
        let shown = tail.shown(&["s3cret".to_owned()]);
        assert!(shown.ends_with("\n    key=[secret] [31m"), "{shown}");
        assert!(shown.contains("\n    line 99\n    half a line\n    xxx"), "{shown}");
    }
}
