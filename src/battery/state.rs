//! Reading the consumer's state, without the fields that change by themselves.

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

#[cfg(feature = "cli")]
use crate::battery::observer::Observer;
use crate::clock;
use crate::clock::Stopwatch;
use crate::model::Timestamp;
use crate::net::{Reading, ReadingError};

type Looking = dyn Fn() -> Pin<Box<dyn Future<Output = Value> + Send>> + Send + Sync;

/// Tells the consumer's state.
#[derive(Clone)]
pub(super) enum StateSource {
    Url(Reading),
    #[cfg(feature = "cli")]
    Observer(Observer),
    Closure(Arc<Looking>),
}

impl StateSource {
    pub(super) fn of_closure<F, L>(look: L) -> Self
    where
        L: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Value> + Send + 'static,
    {
        Self::Closure(Arc::new(move || Box::pin(look())))
    }

    async fn read(&self) -> Result<Value, ReadingError> {
        match self {
            Self::Url(reading) => reading.document().await,
            #[cfg(feature = "cli")]
            Self::Observer(observer) => observer.document().await,
            Self::Closure(look) => Ok(look().await),
        }
    }
}

impl fmt::Debug for StateSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Url(_) => "StateSource::Url",
            #[cfg(feature = "cli")]
            Self::Observer(_) => "StateSource::Observer",
            Self::Closure(_) => "StateSource::Closure",
        })
    }
}

/// The consumer's state, as far as it stays the same while nothing is sent.
pub(super) struct State {
    source: StateSource,
    /// Pointers of fields that change by themselves.
    volatile: BTreeSet<String>,
}

/// Most fields that are named as volatile; if more fields change by themselves, the document is not usable as state.
const MOST_VOLATILE: usize = 64;

/// A time this close to now is one of the reading and not of an event.
const NEAR: i64 = 5_000_000;

impl State {
    pub(super) const fn new(source: StateSource) -> Self {
        Self { source, volatile: BTreeSet::new() }
    }

    /// Finds fields that change by themselves: two readings differ in them, or they hold the time of the reading.
    pub(super) async fn calibrate(&mut self, pause: Duration) -> Result<(), ReadingError> {
        let first = self.source.read().await?;
        let mut clocks = Vec::new();
        let now = clock::now();
        walk(&first, "", &mut |pointer, value| {
            if value.as_str().is_some_and(|text| is_near(text, now)) {
                clocks.push(pointer.to_owned());
            }
        });
        self.volatile.extend(clocks.into_iter().take(MOST_VOLATILE));
        clock::sleep(pause).await;
        let again = self.source.read().await?;
        self.learn(&first, &again);
        Ok(())
    }

    /// Notes fields in which two readings differ between which nothing was sent.
    fn learn(&mut self, first: &Value, again: &Value) {
        let mut found = Vec::new();
        differ(first, again, "", &mut found);
        self.volatile.extend(found.into_iter().take(MOST_VOLATILE));
    }

    /// Watches the state for a while in which nothing is sent; whether a field changed that was not known to.
    pub(super) async fn watch(&mut self, window: Duration) -> Result<Moved, ReadingError> {
        let known = self.volatile.len();
        let first = self.source.read().await?;
        clock::sleep(window).await;
        let again = self.source.read().await?;
        self.learn(&first, &again);
        Ok(if self.volatile.len() > known { Moved::Fields } else { Moved::Nothing })
    }

    /// Pointers of fields that change by themselves.
    pub(super) fn volatile(&self) -> Vec<String> {
        self.volatile.iter().cloned().collect()
    }

    /// Returns the state, once it stays for `quiet`, or after `longest`; without `quiet` as it is now.
    pub(super) async fn settled(&self, quiet: Duration, longest: Duration) -> Result<Value, ReadingError> {
        let begun = Stopwatch::start();
        let mut last = self.masked().await?;
        if quiet.is_zero() {
            return Ok(last);
        }
        loop {
            clock::sleep(quiet).await;
            let now = self.masked().await?;
            if now == last || begun.elapsed() >= longest {
                return Ok(now);
            }
            last = now;
        }
    }

    async fn masked(&self) -> Result<Value, ReadingError> {
        let mut state = self.source.read().await?;
        for pointer in &self.volatile {
            if let Some(value) = state.pointer_mut(pointer) {
                *value = Value::Null;
            }
        }
        Ok(state)
    }
}

/// Whether something changed while nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    Nothing,
    Fields,
}

fn is_near(text: &str, now: Timestamp) -> bool {
    text.parse::<Timestamp>().is_ok_and(|time| (now.micros() - time.micros()).abs() < NEAR)
}

fn walk(value: &Value, pointer: &str, visit: &mut dyn FnMut(&str, &Value)) {
    visit(pointer, value);
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(item, &format!("{pointer}/{at}"), visit);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(value, &inside(pointer, name), visit);
            }
        }
        _ => {}
    }
}

fn inside(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Pointers of the innermost values in which two documents of one shape differ.
fn differ(first: &Value, again: &Value, pointer: &str, found: &mut Vec<String>) {
    match (first, again) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            for (name, value) in one {
                differ(value, &other[name], &inside(pointer, name), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (at, (value, same)) in one.iter().zip(other).enumerate() {
                differ(value, same, &format!("{pointer}/{at}"), found);
            }
        }
        _ if first != again => found.push(pointer.to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_the_innermost_fields_are_volatile() {
        let mut found = Vec::new();
        let one = json!({"a": {"t/x": 1, "n": 2}, "l": [1, {"u": 3}], "k": 1});
        let other = json!({"a": {"t/x": 9, "n": 2}, "l": [1, {"u": 4}], "k": 1});
        differ(&one, &other, "", &mut found);
        assert_eq!(found, ["/a/t~1x", "/l/1/u"]);
    }

    #[test]
    fn a_time_of_the_reading_is_volatile_and_one_of_an_event_is_not() {
        let now: Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
        assert!(is_near("2026-01-02T03:04:04.5Z", now));
        assert!(!is_near("2026-01-02T03:03:05Z", now));
        assert!(!is_near("soon", now));
    }
}
