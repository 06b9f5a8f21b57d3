//! Runs the checks against an endpoint: plans go to the probe, and observations go back to be judged.
//!
//! Each part has one task. `Sender` sends, `Effects` and `State` read, the `Runner` performs the steps of plans with
//! these, `judge::rule` is a pure function from looks to a ruling, `Results` store conclusions, and the `Session` runs
//! the checks stage by stage through all of them.

mod agenda;
mod at_once;
mod budget;
mod calibrate;
#[cfg(feature = "cli")]
mod command;
mod conclude;
mod concurrency;
mod consumer;
mod cut_off;
mod doubt;
mod effects;
mod endpoint;
mod environment;
mod error;
mod fatal_delivery;
mod fuller;
mod growing_count;
mod judge;
mod lane;
mod lateness;
mod measure;
mod minimise;
mod needs;
#[cfg(feature = "cli")]
mod observer;
mod options;
mod outage;
mod own_counts;
mod pause;
mod pool;
mod prepare;
mod probing;
mod profile;
mod provenance;
mod race;
mod report;
mod reproduce;
mod resolve;
mod results;
mod runner;
mod sender;
mod session;
mod settings;
mod setup;
#[cfg(feature = "cli")]
pub(crate) mod shell;
mod shrink;
mod side_by_side;
mod slow_clients;
mod source;
#[cfg(feature = "cli")]
mod sqlite;
mod stages;
mod state;
mod template;
mod trial;
mod trials;
mod types;
mod verifier;

pub use endpoint::Endpoint;
pub use error::VerifyError;
#[cfg(feature = "cli")]
pub(crate) use options::{Options, duration};
pub use outage::Outage;
pub use prepare::Entity;
pub use profile::{Profile, UnknownProfile};
pub use reproduce::Reproduction;
pub use settings::Progress;
pub use source::DeliveredEvent;
pub use template::TemplateError;
pub use verifier::Verifier;
