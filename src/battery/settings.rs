//! Settings of a run.

use std::fmt;
use std::sync::Arc;

use crate::battery::options::Options;
use crate::battery::outage::OutageHook;
use crate::battery::prepare::PrepareHook;
use crate::battery::reproduce::Reproduction;
use crate::battery::source::Source;
use crate::battery::state::StateSource;
use crate::model::{Json, Secret, Trust};
use crate::provider::Provider;

/// Settings of a run.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) provider: Provider,
    pub(super) options: Options,
    pub(super) secret: Option<Secret>,
    /// The secret of another tenant of the endpoint.
    pub(super) other_secret: Option<Secret>,
    /// The text that provider and consumer agreed on for handshakes.
    pub(super) verify_token: Option<Secret>,
    pub(super) source: Option<Source>,
    pub(super) state: Option<StateSource>,
    pub(super) outage: Option<OutageHook>,
    pub(super) prepare: Option<PrepareHook>,
    pub(super) cleanup: Option<PrepareHook>,
    /// Entities that the consumer knows; if given, events are only about these.
    pub(super) entities: Vec<Vec<(String, Json)>>,
    pub(super) assumptions: Vec<(String, Option<String>)>,
    pub(super) pins: Vec<(String, Json)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) baseline: Vec<String>,
    pub(super) trust: Trust,
    pub(super) reproduction: Option<Reproduction>,
    pub(super) listener: Option<Listener>,
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
    pub(super) fn new(provider: Provider) -> Self {
        Self {
            provider,
            options: Options::default(),
            secret: None,
            other_secret: None,
            verify_token: None,
            source: None,
            state: None,
            outage: None,
            prepare: None,
            cleanup: None,
            entities: Vec::new(),
            assumptions: Vec::new(),
            pins: Vec::new(),
            headers: Vec::new(),
            baseline: Vec::new(),
            trust: Trust::System,
            reproduction: None,
            listener: None,
        }
    }
}
