//! Outages of a dependency of the consumer.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Command that starts or stops an outage of a dependency of the consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "an outage starts and stops")]
pub enum Outage {
    /// Stop the database, fill the disk: from now on the consumer cannot do its work.
    Start,
    /// End the outage: everything works again.
    Stop,
}

impl Outage {
    /// Returns its name, as a command gets it: `start` or `stop`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
        }
    }
}

type OutageFunction = dyn Fn(Outage) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync;

/// Starts and stops outages.
#[derive(Clone)]
pub(super) struct OutageHook(Arc<OutageFunction>);

impl OutageHook {
    pub(super) fn new<O, F>(order: O) -> Self
    where
        O: Fn(Outage) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        Self(Arc::new(move |which| Box::pin(order(which))))
    }

    /// Runs the command; the error says what went wrong.
    pub(super) async fn run(&self, order: Outage) -> Result<(), String> {
        (self.0)(order).await.map_err(|reason| format!("the outage could not {}: {reason}", order.name()))
    }
}

/// A dependency of the consumer, and whether it is in an outage.
pub(super) struct OutageControl {
    hook: OutageHook,
    is_running: AtomicBool,
}

impl OutageControl {
    pub(super) const fn new(hook: OutageHook) -> Self {
        Self { hook, is_running: AtomicBool::new(false) }
    }

    pub(super) async fn order(&self, order: Outage) -> Result<(), String> {
        // A start that fails or is interrupted may have started a part of the outage.
        self.is_running.fetch_or(order == Outage::Start, Ordering::SeqCst);
        self.hook.run(order).await?;
        self.is_running.store(order == Outage::Start, Ordering::SeqCst);
        Ok(())
    }

    /// Stops an outage that a check could not stop because it ended early.
    pub(super) async fn restore(&self) -> Result<(), String> {
        if self.is_running.load(Ordering::SeqCst) { self.order(Outage::Stop).await } else { Ok(()) }
    }
}

impl fmt::Debug for OutageHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OutageHook")
    }
}
