//! The options of a run that are plain values. The flags of `verify`, the defaults of a [`Verifier`](crate::Verifier)
//! and the commands that run a check again all follow from this list.

use std::time::Duration;

use crate::battery::profile::Profile;
use crate::model::Timestamp;

/// The options of a run that are plain values. The comment of a field is the help of its flag.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
pub(crate) struct Options {
    /// Judge these event types only
    ///
    /// For a consumer that subscribes to them: refusing another type is then advice. A notice is judged only if it is
    /// named here.
    #[cfg_attr(feature = "cli", arg(long, value_delimiter = ',', value_name = "A,B"))]
    pub(crate) events: Vec<String>,
    /// Run these checks or families only; signature-timing runs only if it is named here
    #[cfg_attr(feature = "cli", arg(long, value_delimiter = ',', value_name = "ID|FAMILY"))]
    pub(crate) only: Vec<String>,
    /// Leave these checks or families out
    #[cfg_attr(feature = "cli", arg(long, value_delimiter = ',', value_name = "ID|FAMILY"))]
    pub(crate) skip: Vec<String>,
    /// Send this many generated payloads per event type
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Self::default().cases, value_name = "N"))]
    pub(crate) cases: u32,
    /// Fix the shapes of the events; 0 by default
    #[cfg_attr(feature = "cli", arg(long, value_name = "N"))]
    pub(crate) seed: Option<u64>,
    /// Fix, with the seed, the bytes of the events; the default is random, so that every run sends new events
    #[cfg_attr(feature = "cli", arg(long, value_name = "S"))]
    pub(crate) salt: Option<String>,
    /// Use this time for every event and signature, instead of the clock's
    #[cfg_attr(feature = "cli", arg(long, value_name = "TIME"))]
    pub(crate) now: Option<Timestamp>,
    /// Read the number of effects: the URL or the command returns a number, {"count": n}, or an array
    ///
    /// The query of an SQLite database must return one number. Commands are run by sh.
    ///
    /// Put {id} (the id of an event) or a field such as {/order_id} into the text to count the effects of each event by
    /// itself. Other traffic, other runs and concurrency then do not matter, and 404 means that the event is not known
    /// yet. Otherwise it is the count of all effects, which must not change by itself and must not fall.
    ///
    /// Example: --effects 'http://127.0.0.1:9000/effects?event={id}'
    ///
    /// Example: --effects 'sqlite:app.db select count(*) from orders where event = {id}'
    ///
    /// Example: --effects 'command: wc -l < orders.log'
    #[cfg_attr(feature = "cli", arg(long = "effects", value_name = "URL|sqlite:FILE QUERY|command:CMD"))]
    pub(crate) effects_at: Option<String>,
    /// Read the consumer state: a JSON document, or the rows of a query; checks of order need it
    #[cfg_attr(feature = "cli", arg(long = "state", value_name = "URL|sqlite:FILE QUERY|command:CMD"))]
    pub(crate) state_url: Option<String>,
    /// Redeliver some events after this time, to see whether the consumer still remembers them
    ///
    /// The pause makes the run longer. Without it, redeliveries after a pause are not tested.
    #[cfg_attr(feature = "cli", arg(long, value_parser = duration, value_name = "D"))]
    pub(crate) pause: Option<Duration>,
    /// Select the size of the run: smoke (at most 60 deliveries), pr (at most 400) or full
    ///
    /// The report says what was left out. If a check fails, more deliveries are sent, to find the
    /// smallest payload that fails.
    #[cfg_attr(feature = "cli", arg(long, default_value_t, value_name = "PROFILE"))]
    pub(crate) profile: Profile,
    /// Send at most this many deliveries a second
    #[cfg_attr(feature = "cli", arg(long, value_parser = rate, value_name = "N"))]
    pub(crate) rate: Option<f64>,
    /// How long the effect count must stay unchanged before it is accepted
    ///
    /// It is added to three times the longest latency of an effect.
    #[cfg_attr(feature = "cli", arg(long, default_value = "20ms", value_parser = duration, value_name = "D"))]
    pub(crate) settle: Duration,
    /// Fail the run for advice, too
    #[cfg_attr(feature = "cli", arg(long))]
    pub(crate) strict: bool,
    /// Maximum concurrent deliveries
    ///
    /// There are fewer while answers queue up, and one at a time if the endpoint answers within 1.5 ms.
    #[cfg_attr(feature = "cli", arg(long, default_value_t = Self::default().concurrency, value_name = "N"))]
    pub(crate) concurrency: usize,
    /// Replace the provider's time-out of one attempt
    #[cfg_attr(feature = "cli", arg(long, value_parser = duration, value_name = "D"))]
    pub(crate) timeout: Option<Duration>,
    /// Bound the whole run: what is left is then skipped, and the run is unproved unless a check fails it
    ///
    /// By default the budget follows the measured latency and is at least 120s.
    #[cfg_attr(feature = "cli", arg(long, value_parser = duration, value_name = "D"))]
    pub(crate) budget: Option<Duration>,
    /// Name this run in its report: a revision of the endpoint, a build
    #[cfg_attr(feature = "cli", arg(long, value_name = "TEXT"))]
    pub(crate) label: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            events: Vec::new(),
            only: Vec::new(),
            skip: Vec::new(),
            cases: 32,
            seed: None,
            salt: None,
            now: None,
            effects_at: None,
            state_url: None,
            pause: None,
            profile: Profile::default(),
            rate: None,
            settle: Duration::from_millis(20),
            strict: false,
            concurrency: 16,
            timeout: None,
            budget: None,
            label: None,
        }
    }
}

impl Options {
    pub(super) fn seed(&self) -> u64 {
        self.seed.unwrap_or_default()
    }

    pub(super) fn salt(&self) -> &str {
        self.salt.as_deref().unwrap_or_default()
    }
}

/// Parses a duration of the command line.
#[cfg(feature = "cli")]
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("invalid duration `{text}`: expected for example 500ms, 10s or 2m");
    text.parse::<jiff::SignedDuration>().ok().and_then(|duration| duration.try_into().ok()).ok_or_else(wrong)
}

#[cfg(feature = "cli")]
fn rate(text: &str) -> Result<f64, String> {
    let wrong = || format!("invalid rate `{text}`: expected a number above 0, such as 50");
    text.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate > 0.0).ok_or_else(wrong)
}
