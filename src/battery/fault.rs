//! Outages of a dependency of the consumer.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// Command to a dependency of the consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a fault comes and goes")]
pub enum Fault {
    /// Stop the database, fill the disk: from now on the consumer cannot do its work.
    Break,
    /// Put it right again.
    Mend,
}

impl Fault {
    /// Returns its name, as a command gets it: `break` or `mend`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Break => "break",
            Self::Mend => "mend",
        }
    }
}

type Giving = dyn Fn(Fault) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync;

/// Starts and stops outages.
#[derive(Clone)]
pub(super) struct FaultHook(Arc<Giving>);

impl FaultHook {
    pub(super) fn new<O, F>(order: O) -> Self
    where
        O: Fn(Fault) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        Self(Arc::new(move |which| Box::pin(order(which))))
    }

    /// Runs the command; the error says what went wrong.
    pub(super) async fn give(&self, order: Fault) -> Result<(), String> {
        (self.0)(order).await.map_err(|reason| format!("the fault could not {}: {reason}", order.name()))
    }
}

/// A dependency of the consumer, and whether it is in an outage.
pub(super) struct Outage {
    hook: FaultHook,
    is_broken: AtomicBool,
}

impl Outage {
    pub(super) const fn new(hook: FaultHook) -> Self {
        Self { hook, is_broken: AtomicBool::new(false) }
    }

    pub(super) async fn order(&self, order: Fault) -> Result<(), String> {
        // What breaks may have done so in part when it fails or is given up.
        self.is_broken.fetch_or(order == Fault::Break, Ordering::SeqCst);
        self.hook.give(order).await?;
        self.is_broken.store(order == Fault::Break, Ordering::SeqCst);
        Ok(())
    }

    /// Stops an outage that a check could not stop because it ended early.
    pub(super) async fn restore(&self) -> Result<(), String> {
        if self.is_broken.load(Ordering::SeqCst) { self.order(Fault::Mend).await } else { Ok(()) }
    }
}

impl fmt::Debug for FaultHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FaultHook")
    }
}
