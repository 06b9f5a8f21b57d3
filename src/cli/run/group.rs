//! A process of the user's with all its children, as one group of processes.
//!
//! A guard ends the group when hookproof is gone, however that happened: the guard waits for the end of a pipe whose
//! other end only hookproof has. A process that leaves its group, as daemons do, is not ended.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::cli::shell;
use crate::clock;
use crate::clock::Stopwatch;

/// Maximum time for a group to end by itself after SIGTERM.
const GRACE: Duration = Duration::from_secs(5);

/// Time between two looks at a group.
const TICK: Duration = Duration::from_millis(10);

/// Script of the guard. Its argument is the number of the group.
#[cfg(unix)]
const GUARD: &str = r#"while read -r _; do :; done; kill -s TERM -- "-$0"; sleep 2; kill -s KILL -- "-$0""#;

/// A process with its children. Dropping it kills them.
#[derive(Debug)]
pub(super) struct Group {
    child: Child,
    #[cfg(unix)]
    guard: Child,
}

impl Group {
    /// Starts a command in a group of its own.
    pub(super) fn start(mut command: Command) -> io::Result<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;

            let child = command.process_group(0).spawn()?;
            let mut guard = shell::command(GUARD);
            guard.arg(child.id().to_string()).process_group(0);
            let guard = guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
            match guard {
                Ok(guard) => Ok(Self { child, guard }),
                Err(error) => {
                    kill(&child, Order::Kill);
                    Err(error)
                }
            }
        }
        #[cfg(not(unix))]
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
        kill(&self.child, Order::End);
        let begun = Stopwatch::start();
        // A first process that has ended must be waited for: until then it is still a member.
        while (self.status().is_none() || is_alive(&self.child)) && begun.elapsed() < GRACE {
            clock::sleep(TICK).await;
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let is_killed = kill(&self.child, Order::Kill);
        // A process of another user cannot be killed: waiting for it would take for ever.
        let _ = if is_killed { self.child.wait().map(Some) } else { self.child.try_wait() };
        #[cfg(unix)]
        if kill(&self.guard, Order::Kill) {
            let _ = self.guard.wait();
        }
    }
}

/// A signal to a group.
#[derive(Clone, Copy, Debug)]
enum Order {
    End,
    Kill,
}

/// Sends a signal to the group of a process. Returns whether a process got it.
#[cfg(unix)]
fn kill(child: &Child, order: Order) -> bool {
    use rustix::process::{Pid, Signal, kill_process_group};

    let signal = match order {
        Order::End => Signal::TERM,
        Order::Kill => Signal::KILL,
    };
    kill_process_group(Pid::from_child(child), signal).is_ok()
}

#[cfg(not(unix))]
fn kill(_: &Child, _: Order) -> bool {
    false
}

/// Whether a process of the group of this process is running.
#[cfg(unix)]
fn is_alive(child: &Child) -> bool {
    use rustix::process::{Pid, test_kill_process_group};

    test_kill_process_group(Pid::from_child(child)).is_ok() && runs(child.id()).unwrap_or(true)
}

#[cfg(not(unix))]
fn is_alive(_: &Child) -> bool {
    true
}

/// Whether a process of a group is more than an entry that nobody has waited for, as in a container without an init.
#[cfg(target_os = "linux")]
fn runs(group: u32) -> Option<bool> {
    let processes = std::fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    let mut states = processes.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    Some(states.any(|stat| {
        // The name, in brackets, may hold anything.
        let mut fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let state = fields.next();
        fields.nth(1) == Some(group.to_string().as_str()) && !matches!(state, Some("Z" | "X"))
    }))
}

#[cfg(all(unix, not(target_os = "linux")))]
const fn runs(_: u32) -> Option<bool> {
    None
}
