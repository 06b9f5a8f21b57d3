//! What is proved about an endpoint: every check plans what to send and judges what came back. Nothing
//! here touches the network or the clock.

mod baseline;
mod check;
mod context;
mod counterexample;
mod curl;
mod difference;
mod hidden;
mod judge;
mod needs;
mod plan;
mod run;
mod subject;

pub mod checks;

pub use baseline::Baseline;
pub use baseline::BaselineError;
pub use check::Check;
pub use check::Level;
pub use check::Scope;
pub use check::Signed;
pub use check::UnknownCheck;
pub use context::Context;
pub use context::Given;
pub use context::Observation;
pub use counterexample::Counterexample;
pub use counterexample::Nearest;
pub use counterexample::SentRequest;
pub use counterexample::SentResponse;
pub use difference::Difference;
pub(crate) use difference::differences;
pub(crate) use difference::distance;
pub use judge::Judgement;
pub(crate) use judge::LATE;
pub(crate) use judge::as_expected;
pub use needs::EventNeeds;
pub use needs::Lack;
pub use needs::Need;
pub use needs::Needs;
pub(crate) use needs::misses;
pub use plan::Attempt;
pub use plan::Expected;
pub use plan::Manner;
pub use plan::Plan;
pub use plan::Seen;
pub use plan::Step;
pub use run::Assumed;
pub use run::BasisOf;
pub use run::CheckReport;
pub use run::Counts;
pub(crate) use run::End;
pub use run::Outcome;
pub use run::Run;
pub use run::Verdict;
pub use subject::Origin;
pub use subject::Subject;
