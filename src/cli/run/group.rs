//! A process of the user's with all its children, as one group of processes.
//!
//! A guard ends the group when hookproof is gone, however that happened: the guard waits for the end of a pipe whose
//! other end only hookproof has. It is there before the process, which joins its group, so no moment is unguarded. A
//! process that leaves the group, as daemons do, is not ended.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use crate::clock;
use crate::clock::Stopwatch;

/// Maximum time for a group to end by itself after SIGTERM.
const GRACE: Duration = Duration::from_secs(5);

/// Maximum time for a killed process to be gone.
const KILLED: Duration = Duration::from_secs(1);

/// Time between two looks at a group.
const TICK: Duration = Duration::from_millis(10);

/// Script of the guard, which belongs to the group.
#[cfg(unix)]
const GUARD: &str = "trap '' TERM INT HUP; while read -r _; do :; done; kill -s TERM 0; sleep 2; kill -s KILL 0";

/// A process with its children. Dropping it kills them.
#[derive(Debug)]
pub(super) struct Group {
    child: Child,
    #[cfg(unix)]
    guard: Guard,
}

impl Group {
    /// Starts a command in a group of its own.
    #[cfg(unix)]
    pub(super) fn start(mut command: Command) -> io::Result<Self> {
        use std::os::unix::process::CommandExt;

        let guard = Guard::start()?;
        // Until the command runs, it has the pipe of the guard open: the guard waits for it.
        let child = command.process_group(guard.number()).spawn()?;
        Ok(Self { child, guard })
    }

    /// Starts a command.
    #[cfg(not(unix))]
    pub(super) fn start(mut command: Command) -> io::Result<Self> {
        Ok(Self { child: command.spawn()? })
    }

    /// Returns the status of its first process, if that has ended.
    pub(super) fn status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits until its first process has ended; `None` if it takes longer than this.
    pub(super) async fn ended(&mut self, limit: Duration) -> Option<ExitStatus> {
        let begun = Stopwatch::start();
        loop {
            match self.status() {
                None if begun.elapsed() < limit => clock::sleep(TICK).await,
                status => return status,
            }
        }
    }

    /// Asks the group to end, and kills what is left of it after a while.
    pub(super) async fn stop(mut self) {
        self.ask_to_end();
        let begun = Stopwatch::start();
        while self.is_alive() && begun.elapsed() < GRACE {
            clock::sleep(TICK).await;
        }
        self.kill();
        self.ended(KILLED).await;
    }

    #[cfg(unix)]
    fn ask_to_end(&self) {
        self.guard.signal(rustix::process::Signal::TERM);
    }

    #[cfg(not(unix))]
    fn ask_to_end(&self) {}

    /// Whether a process of it runs.
    fn is_alive(&mut self) -> bool {
        self.status().is_none() || self.has_others()
    }

    #[cfg(target_os = "linux")]
    fn has_others(&self) -> bool {
        self.guard.has_others()
    }

    /// Other systems do not list the processes of a group: the first process is enough.
    #[cfg(not(target_os = "linux"))]
    fn has_others(&self) -> bool {
        false
    }

    fn kill(&mut self) {
        #[cfg(unix)]
        self.guard.signal(rustix::process::Signal::KILL);
        #[cfg(not(unix))]
        let _ = self.child.kill();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
        // Not `wait`: a process of another user cannot be killed, and would be waited for for ever.
        let _ = self.child.try_wait();
    }
}

/// The process that leads a group, and ends it.
#[cfg(unix)]
#[derive(Debug)]
struct Guard(Child);

#[cfg(unix)]
impl Guard {
    fn start() -> io::Result<Self> {
        use std::os::unix::process::CommandExt;
        use std::process::Stdio;

        let mut command = crate::battery::shell::command(GUARD);
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(Self)
    }

    /// Returns the number of the group.
    fn number(&self) -> i32 {
        rustix::process::Pid::from_child(&self.0).as_raw_nonzero().get()
    }

    /// Sends a signal to the group. The guard itself ignores all but SIGKILL.
    fn signal(&self, signal: rustix::process::Signal) {
        // Ignore the error: the group may be gone.
        let _ = rustix::process::kill_process_group(rustix::process::Pid::from_child(&self.0), signal);
    }

    /// Whether the group has another process that is more than an entry that nobody has waited for, as in a container
    /// without an init.
    #[cfg(target_os = "linux")]
    fn has_others(&self) -> bool {
        let group = self.number().to_string();
        let processes = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
        let mut others = processes.filter(|entry| entry.file_name() != group.as_str());
        others.any(|entry| {
            let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            // The name, in brackets, may hold anything.
            let mut fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
            let state = fields.next();
            fields.nth(1) == Some(group.as_str()) && !matches!(state, Some("Z" | "X"))
        })
    }
}

#[cfg(unix)]
impl Drop for Guard {
    fn drop(&mut self) {
        self.signal(rustix::process::Signal::KILL);
        let _ = self.0.wait();
    }
}
