//! Checks of an endpoint: each plans what to send and judges the answers. Nothing here uses the network or the clock.

pub(crate) mod baseline;
mod bytes;
pub(crate) mod check;
pub(crate) mod context;
mod counterexample;
mod curl;
mod difference;
mod event_pairs;
pub(crate) mod judge;
mod needs;
mod outcome;
pub(crate) mod overall;
mod page;
pub(crate) mod plan;
mod provenance;
mod redact;
mod run;
mod scenario;
mod sent;
mod set_up;
mod special;
mod state_change;
mod statistics;
mod stored;
mod strand;
mod sum_up;
mod symptom;
pub(crate) mod type_under_test;

pub(crate) mod cause;
pub(crate) mod checks;

#[cfg(feature = "cli")]
pub(crate) use baseline::Baseline;
#[cfg(feature = "cli")]
pub(crate) use baseline::BaselineError;
pub use bytes::ByteDifference;
pub use cause::{Decision, FoundCause, Harm, ProbeDelivery, ProbeReport};
pub(crate) use check::{Check, Scope, Selection, Signed, Stage, Terms};
pub use check::{Level, UnknownCheck};
pub(crate) use context::{Context, Given, Observation};
pub use counterexample::{Counterexample, Nearest};
pub use difference::Difference;
pub(crate) use difference::{differences, distance};
pub(crate) use judge::{Judgement, LATE, as_expected};
pub(crate) use needs::misses;
pub use needs::{EventNeeds, Lack, Need, Needs};
pub(crate) use outcome::End;
pub use outcome::Outcome;
pub(crate) use overall::{ColdStart, Evidence, Overall, RunFacts};
pub(crate) use page::text as page_text;
pub(crate) use plan::{Attempt, ConnectionMode, Expected, Observed, Plan, Step};
pub use provenance::{Provenance, SkippedCheck};
pub(crate) use redact::redacted;
pub use run::{Assumed, BasisOf, CheckReport, Counts, Reduced, Run, Verdict};
pub use scenario::{Delivery, ScenarioStep};
pub use sent::{Redirect, SentRequest, SentResponse};
pub use set_up::{Answerer, BodyForm, EffectsFault, Refusal, SetUp};
pub use special::Special;
pub(crate) use strand::Strand;
pub use symptom::{How, Symptom};
pub(crate) use type_under_test::TypeUnderTest;
