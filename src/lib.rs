//! Contract tests and a mock provider for webhooks.
//!
//! hookproof delivers a provider's events, documented and generated, signed as that provider signs, to a
//! real endpoint over real HTTP, and says whether the endpoint handles them.
//!
//! ```
//! use hookproof::model::{Headers, Secret};
//! use hookproof::sign::Signer;
//! use hookproof::{Verifier, providers};
//! use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let secret = Secret::new("the access secret of my account");
//!
//! // Replace this with your endpoint. This one verifies the bytes, parses them, and answers.
//! let endpoint = MockServer::start().await;
//! let signer = Signer::new(&providers::truv().signing.recipe, &secret).unwrap();
//! let handler = move |request: &Request| {
//!     let headers: Headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
//!     let signed = signer.check(&headers, &request.body).is_ok();
//!     let json = serde_json::from_slice::<serde_json::Value>(&request.body).is_ok();
//!     ResponseTemplate::new(if !signed { 401 } else if !json { 400 } else { 200 })
//! };
//! Mock::given(matchers::method("POST")).respond_with(handler).mount(&endpoint).await;
//!
//! let run = Verifier::of(providers::truv()).secret(secret).cases(2).run(&endpoint.uri()).await;
//! run.assert_passed();
//! # }
//! ```
//!
//! What has a handler in the same process needs no socket: [`Endpoint::in_process`] takes an `axum::Router`, or any
//! function from a request to a response, in place of the URL, and the battery runs in milliseconds.
//!
//! A handler that is called directly is held to the same contract without HTTP: [`events::of`] draws the events of a
//! type as a proptest strategy, [`events::Event::request`] makes the signed request of one, and [`assert_decodes`] says
//! whether your type decodes all that the provider may send. Each provider has an `Event` type to match on, such as
//! [`providers::truv::Event`]. With the feature `mock`, `MockProvider` is the provider
//! itself inside a test: its management API, and deliveries by its own plan.
//!
//! The parts are also useful by themselves: a [`Provider`](provider::Provider) is a value that can be printed and overridden, and a
//! [`Signer`](sign::Signer) signs and checks by any recipe.
//!
//! # The guide
//!
//! [The guide](docs) has a first test in five minutes, the causes of failures, and the data sheets of the providers.
//!
//! # The modules
//!
//! | module | content |
//! | --- | --- |
//! | [`providers`] | the built-in providers, and the types of their payloads |
//! | [`events`] | the events of a provider as proptest strategies |
//! | `mock` | what a `MockProvider` is set to, and what it returns |
//! | [`verify`] | the parts of a [`Run`] |
//! | [`report`] | a [`Run`] as text, in each format |
//! | [`provider`], [`sign`], [`retry`] | the parts of a provider, to describe one of your own |
//! | [`model`] | plain data: JSON in order, headers, secrets, times |
//! | [`schema`], [`snapshot`] | contracts, and what changed between two versions |
//! | [`docs`] | the guide |
//!
//! # Features
//!
//! | feature | adds |
//! | --- | --- |
//! | (none) | [`Verifier`], [`events`], the providers and the signer |
//! | `rsa` | Orum's signature |
//! | `tls` | https endpoints |
//! | `mock` | `MockProvider`, with `rsa` |
//! | `snapshots` | `assert_contract_snapshots!`, on insta |
//! | `cli` (default) | the binary, with `rsa`, `tls` and the demonstration |

#[doc(hidden)]
pub mod __private;
mod battery;
#[cfg(feature = "cli")]
mod cli;
mod clock;
#[cfg(any(feature = "cli", feature = "mock"))]
mod deliver;
#[cfg(feature = "cli")]
mod demo;
// Pages only: they cost no build, and their code is tried where every feature is there.
#[cfg(any(doc, all(doctest, feature = "cli", feature = "mock", feature = "snapshots")))]
pub mod docs;
mod generate;
mod harness;
#[cfg(feature = "cli")]
mod import;
pub mod model;
mod net;
pub mod provider;
mod provider_file;
pub mod providers;
mod read;
pub mod report;
pub mod retry;
pub mod schema;
#[cfg(feature = "cli")]
mod serve;
pub mod sign;
pub mod snapshot;
#[cfg(any(feature = "cli", feature = "mock"))]
mod store;
mod story;
#[cfg(feature = "tls")]
mod tls;
pub mod verify;
mod wire;

pub use battery::{
    DeliveredEvent, Endpoint, Entity, Outage, Profile, Progress, Reproduction, TemplateError, UnknownProfile, Verifier,
    VerifyError,
};
pub use generate::CompileError;
#[cfg(feature = "mock")]
pub use harness::MockProvider;
pub use harness::{assert_decodes, events};
pub use net::{IntoAnswer, ProbeError, ReadingError};
pub use provider_file::ProviderFileError;
pub use verify::{Outcome, Run, Verdict};

/// The settings of a [`MockProvider`], and what it returns.
#[cfg(feature = "mock")]
pub mod mock {
    pub use crate::deliver::{ApiFault, ClockSpeed, ClockSpeedError, Faults};
    pub use crate::harness::{Emit, Emitted, MockBuilder};
    pub use crate::provider::api::Finding;
    pub use crate::store::{AccountId, Attempt, Delivery, Noted, Status};
}

#[cfg(all(doctest, feature = "cli", feature = "mock", feature = "snapshots"))]
#[doc = include_str!("../README.md")]
struct Readme;
