//! Generates documents from a schema and a seed, with shrinking. No clock, no I/O.
//!
//! ```text
//! schema ── compile ──> plan ── fill ──> document ── mutate ──> document with one error
//!                        │                  └────── shrink ──> smallest document that still fails
//!                        └───── cover ──> documents that together show everything
//! ```
//!
//! 1. `compile` reads a schema once and builds a plan: a small tree without schema keywords.
//! 2. `fill` walks a plan and writes a document. A policy makes the choices: random, `plausible` or `hostile`.
//! 3. `value` writes the strings and numbers.
//! 4. `cover` fills a plan several times, each time aimed at something that no document has shown yet.
//! 5. `mutate` changes a valid document in one step, and labels the change.
//! 6. `shrink` simplifies a document that makes an endpoint fail. Every step is valid.
//!
//! Every document has a budget. When it is spent, the document gets only what its schema requires.
//!
//! If the plan cannot express the whole schema, values are validated and drawn again if they are invalid.

mod compile;
mod cover;
mod error;
mod fill;
mod generator;
mod mutate;
mod purpose;
mod rng;
mod seeded;
mod shrink;
mod sized;
mod value;

pub use cover::coverage::{Coverage, Feature, Goal, Missed, Shown};
pub use error::CompileError;
pub use fill::hostile::Hostile;
pub use generator::Generator;
pub use mutate::{Effect, Mutation, MutationKind, Mutator};
pub use seeded::seeded;
pub use shrink::tree::JsonTree;
