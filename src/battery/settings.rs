//! Settings of a run.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::battery::outage::OutageHook;
use crate::battery::prepare::PrepareHook;
use crate::battery::profile::Profile;
use crate::battery::reproduce::Reproduction;
use crate::battery::source::Source;
use crate::battery::state::StateSource;
use crate::model::{Json, Secret, Timestamp, Trust};
use crate::provider::Provider;

/// Settings of a run.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) provider: Provider,
    pub(super) secret: Option<Secret>,
    /// The secret of another tenant of the endpoint.
    pub(super) other_secret: Option<Secret>,
    pub(super) source: Option<Source>,
    pub(super) effects_url: Option<String>,
    pub(super) state: Option<StateSource>,
    pub(super) state_url: Option<String>,
    pub(super) outage: Option<OutageHook>,
    pub(super) prepare: Option<PrepareHook>,
    pub(super) cleanup: Option<PrepareHook>,
    /// Entities that the consumer knows; if given, events are only about these.
    pub(super) entities: Vec<Vec<(String, Json)>>,
    pub(super) profile: Profile,
    pub(super) events: Vec<String>,
    pub(super) only: Vec<String>,
    pub(super) skip: Vec<String>,
    pub(super) assumptions: Vec<(String, Option<String>)>,
    pub(super) pins: Vec<(String, Json)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) baseline: Vec<String>,
    pub(super) cases: u32,
    pub(super) seed: u64,
    pub(super) salt: String,
    pub(super) now: Option<Timestamp>,
    pub(super) settle: Duration,
    pub(super) timeout: Option<Duration>,
    /// Delay of the redeliveries of some events.
    pub(super) pause: Option<Duration>,
    /// Time limit set by the user; otherwise it follows the measured latency.
    pub(super) budget: Option<Duration>,
    /// Most deliveries a second.
    pub(super) rate: Option<f64>,
    pub(super) concurrency: usize,
    pub(super) strictness: Strictness,
    pub(super) trust: Trust,
    pub(super) reproduction: Option<Reproduction>,
    /// The user's label for the run.
    pub(super) label: Option<String>,
    pub(super) listener: Option<Listener>,
}

/// Whether failures below `must` fail the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    MustOnly,
    Everything,
}

/// Progress of a run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The check that begins now, or the event type whose needs are measured.
    pub check: &'a str,
    /// Its place in the run, from 1.
    pub at: usize,
    /// Total number of checks.
    pub of: usize,
    /// Number of attempts so far.
    pub deliveries: u64,
    /// Number of failed checks so far.
    pub failed: usize,
    /// A note for a person, such as a budget that follows the measured latency.
    pub note: Option<&'a str>,
}

#[derive(Clone)]
pub(super) struct Listener(pub(super) Arc<dyn Fn(Progress<'_>) + Send + Sync>);

impl fmt::Debug for Listener {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Listener")
    }
}

impl Settings {
    /// Returns the defaults.
    pub(super) const fn new(provider: Provider) -> Self {
        Self {
            provider,
            secret: None,
            other_secret: None,
            source: None,
            effects_url: None,
            state: None,
            state_url: None,
            outage: None,
            prepare: None,
            cleanup: None,
            entities: Vec::new(),
            profile: Profile::Full,
            events: Vec::new(),
            only: Vec::new(),
            skip: Vec::new(),
            assumptions: Vec::new(),
            pins: Vec::new(),
            headers: Vec::new(),
            baseline: Vec::new(),
            cases: 32,
            seed: 0,
            salt: String::new(),
            now: None,
            settle: Duration::from_millis(20),
            timeout: None,
            pause: None,
            budget: None,
            rate: None,
            concurrency: 16,
            strictness: Strictness::MustOnly,
            trust: Trust::System,
            reproduction: None,
            label: None,
            listener: None,
        }
    }
}
