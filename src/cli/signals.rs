//! Signals: the first one ends a run, which is then reported; the second one ends the process.

use std::future::pending;
use std::{io, thread};

use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::cli::draft;

/// Waits for Ctrl-C or SIGTERM, which `timeout`, CI and containers send. From then on, another signal ends the process
/// at once. It listens from the moment of this call, not of the first poll.
pub(super) fn interrupt() -> impl Future<Output = ()> {
    let watching = watch();
    async {
        let is_interrupted = match watching {
            Ok(first) => first.await.is_ok(),
            Err(_) => false,
        };
        if !is_interrupted {
            // No signals on this system: nothing will interrupt.
            pending::<()>().await;
        }
    }
}

/// Watches on its own thread: that of the run may be busy, or wait until a report is read.
fn watch() -> io::Result<oneshot::Receiver<()>> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _inside = runtime.enter();
        Signals::new()?
    };
    let (tell, stopped) = oneshot::channel();
    let watching = async move {
        signals.next().await;
        // The receiver is gone if the run has ended meanwhile.
        let _ = tell.send(());
        let status = signals.next().await;
        draft::abandon();
        exit(status);
    };
    thread::Builder::new().name("signals".to_owned()).spawn(move || runtime.block_on(watching))?;
    Ok(stopped)
}

#[expect(clippy::disallowed_methods, reason = "the thread that could return from `main` may never do so")]
fn exit(status: i32) -> ! {
    std::process::exit(status)
}

/// The signals that end a run.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Returns the status of a process that the next signal ends.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 130,
            _ = self.terminate.recv() => 143,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    const fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> i32 {
        if tokio::signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
        130
    }
}
