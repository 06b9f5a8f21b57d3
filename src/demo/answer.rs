//! The answer of a consumer to a delivery.

use std::borrow::Cow;
use std::time::Duration;

/// Answer of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Body.
    pub body: String,
    /// Delay of the answer.
    pub delay: Duration,
    /// An additional header, and its value.
    pub header: Option<(Cow<'static, str>, String)>,
    /// Key that is saved when the answer is sent; a correct consumer saves it before the effect.
    pub noting: Option<Vec<u8>>,
    /// Whether the event has its effect only when the answer is sent; a correct consumer has the effect before.
    pub works_when_given: bool,
    /// Whether a place in the queue becomes free when the answer is sent; only a defect has a queue.
    pub leaves_queue: bool,
    /// Whether the event is forgotten if the sender hangs up; a correct consumer remembers every event with an effect.
    pub is_undone: bool,
}

impl Answer {
    /// Creates an immediate answer without a body.
    #[must_use]
    pub const fn status(status: u16) -> Self {
        Self {
            status,
            body: String::new(),
            delay: Duration::ZERO,
            header: None,
            noting: None,
            works_when_given: false,
            leaves_queue: false,
            is_undone: false,
        }
    }

    /// Sets the body.
    #[must_use]
    pub fn saying(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.header = Some((Cow::Borrowed(name), value.into()));
        self
    }

    /// Sets the delay.
    #[must_use]
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}
